//! The syntax tree of a file, as a list of its nodes in the order of the text.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::{ControlFlow, Range};

use tree_sitter::{Language, Node, ParseOptions, Parser, Tree};

/// Longer files are generated or data.
pub(super) const LONGEST: usize = 512 * 1024;

/// What is nested deeper is not looked at.
const DEEPEST: usize = 400;

/// Where a tree has as many nodes, its words are found by an index: a smaller one is searched in less time.
const LARGE: usize = 10_000;

/// How often the parser reports before it is stopped: text that is no code makes it try one repair after another.
const REPORTS_PER_KIB: usize = 64;

/// The syntax tree of `text`; none where it is too long, or nothing like code.
pub(super) fn parse(text: &str, language: &Language) -> Option<Tree> {
    if text.len() > LONGEST {
        return None;
    }
    let mut parser = Parser::new();
    parser.set_language(language).ok()?;
    let mut left = REPORTS_PER_KIB * (text.len() / 1024 + 16);
    let mut progress = |_: &tree_sitter::ParseState| {
        left = left.saturating_sub(1);
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let bytes = text.as_bytes();
    let options = ParseOptions::new().progress_callback(&mut progress);
    parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or_default(), None, Some(options))
}

/// A file's text and the nodes of its tree.
pub(super) struct Code<'t> {
    pub text: &'t str,
    /// The named nodes and the others, in the order of the text, the outer ones first.
    pub nodes: Vec<Node<'t>>,
    /// The place of the node around each. The tree itself looks for it from its root on, along all that stands there.
    around: Vec<Option<usize>>,
    /// The places of the nodes of each kind: readers ask for one kind after another, and files have many nodes.
    kinds: HashMap<&'t str, Vec<usize>>,
    /// The places of the nodes without parts, by kind and text: of large trees, once somebody asks where else a name stands.
    words: OnceCell<HashMap<(u16, &'t str), Vec<usize>>>,
}

impl<'t> Code<'t> {
    /// The nodes of a tree down to a depth that no hand-written code has.
    pub fn new(text: &'t str, tree: &'t Tree) -> Self {
        let (mut nodes, mut around) = (Vec::new(), Vec::new());
        let mut cursor = tree.walk();
        let mut outer: Vec<usize> = Vec::new();
        loop {
            nodes.push(cursor.node());
            around.push(outer.last().copied());
            if outer.len() < DEEPEST && cursor.goto_first_child() {
                outer.push(nodes.len() - 1);
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    let kinds = by_kind(&nodes);
                    return Self { text, nodes, around, kinds, words: OnceCell::new() };
                }
                outer.pop();
            }
        }
    }

    /// The text of a node.
    pub fn of(&self, node: Node) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// The nodes of a kind.
    pub fn all<'c>(&'c self, kind: &str) -> impl Iterator<Item = Node<'t>> + 'c {
        self.kinds.get(kind).into_iter().flatten().map(|at| self.nodes[*at])
    }

    /// The nodes of a kind within a range of bytes.
    pub fn all_within<'c>(&'c self, kind: &str, range: Range<usize>) -> impl Iterator<Item = Node<'t>> + 'c {
        let places = self.kinds.get(kind).map(Vec::as_slice).unwrap_or_default();
        let first = places.partition_point(|at| self.nodes[*at].start_byte() < range.start);
        places[first..].iter().map(|at| self.nodes[*at]).take_while(move |node| node.start_byte() < range.end)
    }

    /// The nodes of the kind and with the text of another.
    pub fn alike(&self, node: Node<'t>) -> impl Iterator<Item = Node<'t>> + '_ {
        let indexed = self.nodes.len() >= LARGE && node.child_count() == 0;
        let word = indexed.then(|| self.words().get(&(node.kind_id(), self.of(node)))).flatten();
        let others = (!indexed).then(|| self.all(node.kind()));
        let others = others.into_iter().flatten().filter(move |other| self.of(*other) == self.of(node));
        word.into_iter().flatten().map(|at| self.nodes[*at]).chain(others)
    }

    fn words(&self) -> &HashMap<(u16, &'t str), Vec<usize>> {
        self.words.get_or_init(|| {
            let mut words: HashMap<(u16, &str), Vec<usize>> = HashMap::new();
            for (at, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.child_count() == 0) {
                words.entry((node.kind_id(), self.of(*node))).or_default().push(at);
            }
            words
        })
    }

    /// The node around another.
    pub fn around(&self, node: Node<'t>) -> Option<Node<'t>> {
        let first = self.nodes.partition_point(|other| other.start_byte() < node.start_byte());
        let mut beside = self.nodes[first..].iter().take_while(|other| other.start_byte() == node.start_byte());
        match beside.position(|other| other.id() == node.id()) {
            Some(at) => self.around[first + at].map(|outer| self.nodes[outer]),
            // deeper than the list goes
            None => node.parent(),
        }
    }

    /// Whether `node` may not have run when the code at byte `at` does: it stands in a branch that `at` is not in.
    pub fn conditional(&self, node: Node<'t>, at: usize, branches: &[&str]) -> bool {
        std::iter::successors(self.around(node), |inner| self.around(*inner))
            .any(|around| branches.contains(&around.kind()) && !around.byte_range().contains(&at))
    }

    /// The nodes within a range of bytes.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = Node<'t>> + '_ {
        let first = self.nodes.partition_point(|node| node.start_byte() < range.start);
        let end = range.end;
        self.nodes[first..].iter().copied().take_while(move |node| node.start_byte() < end)
    }
}

fn by_kind<'t>(nodes: &[Node<'t>]) -> HashMap<&'t str, Vec<usize>> {
    // The name of a kind is looked up once, and not for each of its nodes.
    let mut numbered: Vec<Vec<usize>> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let kind = usize::from(node.kind_id());
        if kind >= numbered.len() {
            numbered.resize_with(kind + 1, Vec::new);
        }
        numbered[kind].push(at);
    }
    let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
    for places in numbered.into_iter().filter(|places| !places.is_empty()) {
        let all = named.entry(nodes[places[0]].kind()).or_default();
        all.extend(places);
        // a word of the language may be called as a part of its grammar
        all.sort_unstable();
    }
    named
}

/// The named parts of a node, without comments.
pub(super) fn parts(node: Node) -> Vec<Node> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|part| !part.is_extra()).collect()
}

/// The part that the grammar calls `field`.
pub(super) fn field<'t>(node: Node<'t>, field: &str) -> Option<Node<'t>> {
    node.child_by_field_name(field)
}

/// Whether `node` is what `around` calls `name`.
pub(super) fn is_field(around: Node, name: &str, node: Node) -> bool {
    field(around, name).is_some_and(|part| part.byte_range() == node.byte_range())
}
