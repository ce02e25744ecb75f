//! YAML events to the tree.

use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span, Tag};

use super::{Key, Kind, Node, Place, Source, SourceError};

/// How deep lists and maps may be nested. Everything that walks a tree calls itself once per level.
pub const MAX_DEPTH: usize = 64;

/// How much aliases may add in all, in bytes of text with an allowance for every value. A file in which nine
/// aliases stand for nine aliases each, nine times over, is small, and what it means is not.
const MAX_COPIED: usize = 16 * 1024 * 1024;
const COST_OF_A_VALUE: usize = 128;

/// Reads the one document of a YAML or JSON file. `file` is what errors call it.
///
/// Aliases and merge keys (`<<`) are resolved: what they stand for has the place where it was written.
///
/// # Errors
///
/// When the text is no YAML, is empty, has several documents, has a key twice, has a list or a map as a key, or is
/// nested deeper than [`MAX_DEPTH`].
pub fn read(file: &str, text: &str) -> Result<Node, SourceError> {
    let mut documents = read_all(file, text)?.into_iter();
    let Some(first) = documents.next() else {
        let message = "the file is empty: write at least one `key: value`".to_owned();
        return Err(SourceError { file: file.to_owned(), place: None, message });
    };
    match documents.next() {
        Some(second) => {
            Err(second.error(file, "a second document begins here: keep one document per file, without `---`"))
        }
        None => Ok(first),
    }
}

/// Reads all documents of a file that may have several, such as Kubernetes manifests; empty ones are left out.
///
/// # Errors
///
/// As [`read`], except that no document and several documents are none.
pub fn read_all(file: &str, text: &str) -> Result<Vec<Node>, SourceError> {
    build(file, text, Builder::default())
}

/// As [`read_all`], of JSON: of a key that is there twice the last one holds, as those who read JSON have it. Both stand
/// in the tree.
///
/// # Errors
///
/// As [`read_all`].
pub fn read_json(file: &str, text: &str) -> Result<Vec<Node>, SourceError> {
    build(file, text, Builder { last_holds: true, ..Builder::default() })
}

fn build(file: &str, text: &str, mut builder: Builder) -> Result<Vec<Node>, SourceError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    for next in Parser::new_from_str_with_options(text, options) {
        let result = match &next {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => Err(not_yaml(error, text)),
        };
        result.map_err(|Trouble(place, message)| SourceError { file: file.to_owned(), place: Some(place), message })?;
    }
    // `---` at the end of a manifest begins a document in which nothing is written.
    builder.documents.retain(|node| node.is_quoted() || node.as_text() != Some(""));
    Ok(builder.documents)
}

/// Whether a key is there to hold a remark, as in JSON, which has no other way: there may be several.
#[must_use]
pub fn is_remark(key: &str) -> bool {
    matches!(key, "//" | "#" | "comment") || key.starts_with('_') && key.to_ascii_lowercase().contains("comment")
}

/// What is wrong, and where.
struct Trouble(Place, String);

fn not_yaml(error: &ScanError, text: &str) -> Trouble {
    let info = error.info();
    let mark = place(error.marker());
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return too_deep(mark);
    }
    // The parser points at the value that the tab ends, which may be the line before.
    if info.contains("tab")
        && let Some(tab) = indenting_tab(text, mark.line)
    {
        let message = "a tab indents this line, which YAML does not allow: indent with spaces";
        return Trouble(tab, message.to_owned());
    }
    let message = format!("this is not YAML, {info}: correct the line, or put the value in quotes");
    Trouble(mark, message)
}

fn too_deep(place: Place) -> Trouble {
    let message = format!("more than {MAX_DEPTH} levels of nesting: write it flatter");
    Trouble(place, message)
}

/// The first tab before the text of a line, from the given line on.
fn indenting_tab(text: &str, from: usize) -> Option<Place> {
    text.lines().enumerate().skip(from - 1).find_map(|(index, line)| {
        let column = line.chars().take_while(|c| *c == ' ').count() + 1;
        let tab = line.trim_start_matches(' ').starts_with('\t');
        tab.then_some(Place { line: index + 1, column })
    })
}

fn place(marker: &Marker) -> Place {
    Place { line: marker.line().max(1), column: marker.col() + 1 }
}

/// A list or map that has begun.
enum Open {
    List(Vec<Node>),
    Map(OpenMap),
}

#[derive(Default)]
struct OpenMap {
    entries: Vec<(Key, Node)>,
    /// What merge keys bring, which gives way to the keys written in the map itself, before or after.
    merged: Vec<(Key, Node)>,
    seen: HashMap<String, Place>,
    /// Whether a key may be there again.
    last_holds: bool,
    next: Next,
}

/// What the next node of a map is.
#[derive(Default)]
enum Next {
    #[default]
    Key,
    ValueOf(Key),
    Merge,
}

struct Level {
    start: Place,
    anchor: usize,
    open: Open,
}

#[derive(Default)]
struct Builder {
    /// Whether a key may be there again.
    last_holds: bool,
    documents: Vec<Node>,
    levels: Vec<Level>,
    anchors: HashMap<usize, Node>,
    copied: usize,
}

impl Builder {
    fn event(&mut self, event: &Event<'_>, span: &Span) -> Result<(), Trouble> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let quoted = *style != ScalarStyle::Plain || tag.as_deref().is_some_and(is_string_tag);
                // Where nothing is written, the parser reports a `~` of no length.
                let absent = *style == ScalarStyle::Plain && span.start.index() == span.end.index();
                let text = if absent { "" } else { text };
                let kind = Kind::Scalar { text: text.to_owned(), quoted };
                self.finish(Node { source: source(place(&span.start), span), kind }, *anchor)
            }
            Event::SequenceStart(_, anchor, _) => self.begin(span, *anchor, Open::List(Vec::new())),
            Event::MappingStart(_, anchor, _) => {
                self.begin(span, *anchor, Open::Map(OpenMap { last_holds: self.last_holds, ..OpenMap::default() }))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(anchor) else {
                    let message = "the alias stands inside of what it stands for: write the value out".to_owned();
                    return Err(Trouble(place(&span.start), message));
                };
                let node = node.clone();
                self.charge(&node, place(&span.start))?;
                self.add(node)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, span: &Span, anchor: usize, open: Open) -> Result<(), Trouble> {
        let start = place(&span.start);
        if self.levels.len() >= MAX_DEPTH {
            return Err(too_deep(start));
        }
        self.levels.push(Level { start, anchor, open });
        Ok(())
    }

    fn end(&mut self, span: &Span) -> Result<(), Trouble> {
        let Some(level) = self.levels.pop() else {
            return Ok(());
        };
        let kind = match level.open {
            Open::List(items) => Kind::List(items),
            Open::Map(map) => Kind::Map(map.close()),
        };
        self.finish(Node { source: source(level.start, span), kind }, level.anchor)
    }

    /// Remembers an anchored node for its aliases, and puts it where it belongs.
    fn finish(&mut self, node: Node, anchor: usize) -> Result<(), Trouble> {
        if anchor > 0 {
            self.charge(&node, node.place().unwrap_or(Place { line: 1, column: 1 }))?;
            self.anchors.insert(anchor, node.clone());
        }
        self.add(node)
    }

    fn add(&mut self, node: Node) -> Result<(), Trouble> {
        let depth = self.levels.len();
        match self.levels.last_mut() {
            None => self.documents.push(node),
            // Only an alias can bring levels that `begin` has not counted.
            Some(level) if depth + node.depth() > MAX_DEPTH + 1 => {
                let place = node.place().unwrap_or(level.start);
                return Err(too_deep(place));
            }
            Some(Level { open: Open::List(items), .. }) => items.push(node),
            Some(Level { open: Open::Map(map), .. }) => map.add(node)?,
        }
        Ok(())
    }

    fn charge(&mut self, node: &Node, place: Place) -> Result<(), Trouble> {
        self.copied = self.copied.saturating_add(cost(node));
        if self.copied > MAX_COPIED {
            return Err(Trouble(place, "the aliases add up to too much: write the values out".to_owned()));
        }
        Ok(())
    }
}

impl OpenMap {
    fn add(&mut self, node: Node) -> Result<(), Trouble> {
        let place = node.place().unwrap_or(Place { line: 1, column: 1 });
        match std::mem::take(&mut self.next) {
            Next::Key => {
                let noun = node.noun();
                let Kind::Scalar { text, quoted } = node.kind else {
                    return Err(Trouble(place, format!("a key must be text, and this is {noun}: put it in quotes")));
                };
                self.next = if text == "<<" && !quoted {
                    Next::Merge
                } else {
                    Next::ValueOf(self.key(text, node.source, place)?)
                };
            }
            Next::ValueOf(key) => self.entries.push((key, node)),
            Next::Merge => self.merge(node, place)?,
        }
        Ok(())
    }

    fn key(&mut self, text: String, source: Source, place: Place) -> Result<Key, Trouble> {
        let before = self.seen.insert(text.clone(), place);
        if let Some(first) = before.filter(|_| !self.last_holds && !is_remark(&text)) {
            // A document may begin in the middle of a file, whose lines are not counted here.
            let first = match place.line - first.line {
                0 => "in the same line".to_owned(),
                1 => "in the line above".to_owned(),
                lines => format!("{lines} lines further up"),
            };
            return Err(Trouble(place, format!("`{text}` is there twice, first {first}: keep one of them")));
        }
        Ok(Key { text, source })
    }

    fn merge(&mut self, node: Node, place: Place) -> Result<(), Trouble> {
        match node.kind {
            Kind::Map(entries) => self.merged.extend(entries),
            Kind::List(items) if items.iter().all(|item| item.as_map().is_some()) => {
                for item in items {
                    self.merge(item, place)?;
                }
            }
            _ => {
                return Err(Trouble(place, "`<<` merges maps: write an alias of a map, or quote the key".to_owned()));
            }
        }
        Ok(())
    }

    fn close(mut self) -> Vec<(Key, Node)> {
        for (key, node) in self.merged {
            let place = key.source.place().unwrap_or(Place { line: 1, column: 1 });
            if self.seen.insert(key.text.clone(), place).is_none() {
                self.entries.push((key, node));
            }
        }
        self.entries
    }
}

fn source(start: Place, span: &Span) -> Source {
    Source::File { start, end: place(&span.end).max(start) }
}

/// `!!str 4.3` and `! 4.3` are other ways to quote.
fn is_string_tag(tag: &Tag) -> bool {
    tag.core_suffix() == Some("str") || tag.handle().is_empty() && tag.suffix() == "!"
}

fn cost(node: &Node) -> usize {
    COST_OF_A_VALUE
        + match &node.kind {
            Kind::Scalar { text, .. } => text.len(),
            Kind::List(items) => items.iter().map(cost).sum(),
            Kind::Map(entries) => entries.iter().map(|(key, node)| key.text.len() + cost(node)).sum(),
        }
}
