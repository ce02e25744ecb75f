//! Setting one value by its path, as `--set PATH=VALUE` does.

use super::{Key, Kind, MAX_DEPTH, Node, Source, SourceError, closest, read};

/// What the values at a path look like, where the tree alone does not tell.
///
/// Paths are the keys and names from the root, such as `["consumers", "notification-service", "processing"]`.
pub trait Shape {
    /// The map that a scalar abbreviates, so that one key of it can be set: `{min: 50ms, max: 2s}` for `50ms..2s`.
    /// `None` where the scalar is no abbreviation.
    fn expand(&self, _path: &[String], _text: &str) -> Option<Vec<(String, String)>> {
        None
    }

    /// Whether the map here has dotted keys of its own, such as `max.poll.records`, so that the rest of a path is
    /// one key of it.
    fn has_dotted_keys(&self, _path: &[String]) -> bool {
        false
    }

    /// Whether a list of named entries belongs here, so that no map is made in its stead.
    fn is_named_list(&self, _path: &[String]) -> bool {
        false
    }
}

/// No knowledge of the shape: scalars abbreviate nothing, and what is missing is a map.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Shape for Plain {}

/// Sets the value at a dotted path, with no knowledge of what belongs there; see [`set_shaped`].
///
/// # Errors
///
/// As [`set_shaped`].
pub fn set(root: &mut Node, path: &str, value_text: &str) -> Result<(), SourceError> {
    set_shaped(root, path, value_text, &Plain)
}

/// Sets the value at a dotted path such as `events.task.peak`, and makes the maps that are missing on the way.
///
/// An entry of a list is addressed by its `name`. A key or name that has dots itself is found if it is there
/// (`current.max.poll.records`); a new one is put in double quotes (`current."max.poll.records"`). A value that
/// begins with `[`, `{` or a quote is read as YAML, any other is a single value as it stands. What is set comes
/// from [`Source::Flag`]. The tree is as it was where an error is returned.
///
/// # Errors
///
/// When the path leads through a single value or names no entry of a list (the error then lists those there are),
/// or when the value cannot be read.
pub fn set_shaped(root: &mut Node, path: &str, value_text: &str, shape: &dyn Shape) -> Result<(), SourceError> {
    let flag = format!("--set {path}={value_text}");
    let fail = |message: String| SourceError { file: flag.clone(), place: None, message };
    let source = Source::Flag(flag.clone());
    let segments = segments(path).map_err(fail)?;
    let mut value = value(value_text).map_err(fail)?;
    value.stamp(&source);
    if segments.len() + value.depth() > MAX_DEPTH {
        return Err(fail(format!("more than {MAX_DEPTH} levels of nesting: set something flatter")));
    }
    let walk = Walk { segments: &segments, source: &source, shape };
    // Once without changing anything: a path that fails half-way must not leave maps behind.
    walk.place(&mut root.clone(), 0, &mut Vec::new(), value.clone()).map_err(fail)?;
    walk.place(root, 0, &mut Vec::new(), value).map_err(fail)
}

/// Splits `current."max.poll.records"` at the dots outside of quotes.
fn segments(path: &str) -> Result<Vec<String>, String> {
    let mut segments = vec![String::new()];
    let mut quoted = false;
    for c in path.trim().chars() {
        match c {
            '"' => quoted = !quoted,
            '.' if !quoted => segments.push(String::new()),
            _ => {
                if let Some(last) = segments.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    if quoted {
        return Err("a quote in the path is not closed: write \"max.poll.records\" around the whole key".to_owned());
    }
    if segments.iter().any(String::is_empty) {
        return Err("the path has an empty part: write PATH=VALUE, such as events.task.peak=10000/min".to_owned());
    }
    Ok(segments)
}

fn value(text: &str) -> Result<Node, String> {
    if !text.trim_start().starts_with(['[', '{', '"', '\'']) {
        return Ok(Node::scalar(text.trim()));
    }
    read("value", text).map_err(|error| error.message)
}

struct Walk<'a> {
    segments: &'a [String],
    source: &'a Source,
    shape: &'a dyn Shape,
}

impl Walk<'_> {
    /// Puts the value below `node`, where the segments from `at` on lead; `path` leads to `node`.
    fn place(&self, node: &mut Node, at: usize, path: &mut Vec<String>, value: Node) -> Result<(), String> {
        if at >= self.segments.len() {
            *node = value;
            return Ok(());
        }
        self.make_room(node, path)?;
        let (node, used) = match &mut node.kind {
            Kind::Map(entries) => self.child(entries, at, path)?,
            Kind::List(items) => self.named(items, at, path)?,
            Kind::Scalar { .. } => {
                return Err(format!("`{}` is a single value: set it as a whole", dotted(path)));
            }
        };
        path.push(self.segments[at..at + used].join("."));
        self.place(node, at + used, path, value)
    }

    /// Makes a map of what is no map and no list.
    fn make_room(&self, node: &mut Node, path: &[String]) -> Result<(), String> {
        let Kind::Scalar { text, .. } = &node.kind else {
            return Ok(());
        };
        let entries = match self.shape.expand(path, text) {
            Some(entries) => entries,
            None if node.is_null() && self.shape.is_named_list(path) => {
                return Err(format!(
                    "`{}` has no entries: set the whole list, such as {}=[{{name: NAME}}]",
                    dotted(path),
                    dotted(path)
                ));
            }
            None if node.is_null() => Vec::new(),
            None => {
                return Err(format!(
                    "`{}` is the single value `{text}`, which has nothing below it: set {}={{KEY: VALUE}}",
                    dotted(path),
                    dotted(path)
                ));
            }
        };
        let source = if node.is_null() { self.source.clone() } else { node.source.clone() };
        let entry = |(key, text): (String, String)| {
            let key = Key { text: key, source: source.clone() };
            (key, Node { source: source.clone(), kind: Kind::Scalar { text, quoted: false } })
        };
        let kind = Kind::Map(entries.into_iter().map(entry).collect());
        *node = Node { source: source.clone(), kind };
        Ok(())
    }

    /// The entry of a map that the longest part of the remaining path names, or a new one.
    ///
    /// A new one that differs only in case, `-` and `_` from one that is there is a slip: nobody has both.
    fn child<'n>(
        &self,
        entries: &'n mut Vec<(Key, Node)>,
        at: usize,
        path: &[String],
    ) -> Result<(&'n mut Node, usize), String> {
        let rest = &self.segments[at..];
        let known = longest(rest, |name| entries.iter().position(|(key, _)| key.text == name));
        let alike = |key: &str| key.to_lowercase().replace('_', "-");
        let slip = entries.iter().find(|(key, _)| alike(&key.text) == alike(&rest[0]));
        if let (None, Some((meant, _))) = (known, slip) {
            return Err(format!("`{}` has no `{}`: did you mean `{}`?", dotted(path), rest[0], meant.text));
        }
        let (index, used) = known.unwrap_or_else(|| {
            let used = if self.shape.has_dotted_keys(path) { rest.len() } else { 1 };
            let key = Key { text: rest[..used].join("."), source: self.source.clone() };
            let empty = Kind::Scalar { text: String::new(), quoted: false };
            entries.push((key, Node { source: self.source.clone(), kind: empty }));
            (entries.len() - 1, used)
        });
        Ok((&mut entries[index].1, used))
    }

    /// The entry of a list that has the name.
    fn named<'n>(&self, items: &'n mut [Node], at: usize, path: &[String]) -> Result<(&'n mut Node, usize), String> {
        let rest = &self.segments[at..];
        let list = dotted(path);
        let names: Vec<&str> = items.iter().filter_map(name).collect();
        if names.is_empty() {
            return Err(format!("the entries of `{list}` have no names: set the whole list, such as {list}=[a, b]"));
        }
        let Some((index, used)) = longest(rest, |wanted| items.iter().position(|item| name(item) == Some(wanted)))
        else {
            let meant = closest(&rest[0], names.iter().copied())
                .map_or(String::new(), |name| format!(", did you mean `{name}`?"));
            let step = if meant.is_empty() { ": name one of" } else { " There are:" };
            return Err(format!("`{list}` has no entry `{}`{meant}{step} {}", rest[0], names.join(", ")));
        };
        if used == rest.len() {
            let entry = format!("{list}.{}", rest.join("."));
            return Err(format!("`{entry}` is a whole entry: set one of its keys, {entry}.KEY=VALUE"));
        }
        Ok((&mut items[index], used))
    }
}

fn name(item: &Node) -> Option<&str> {
    item.get("name")?.as_text()
}

fn dotted(path: &[String]) -> String {
    if path.is_empty() { "the file".to_owned() } else { path.join(".") }
}

/// The index that the longest beginning of `rest` has, and how many segments that is.
fn longest(rest: &[String], index: impl Fn(&str) -> Option<usize>) -> Option<(usize, usize)> {
    (1..=rest.len()).rev().find_map(|used| index(&rest[..used].join(".")).map(|index| (index, used)))
}
