//! The syntax tree of a file, as a list of its nodes in the order of the text.

use std::ops::{ControlFlow, Range};

use tree_sitter::{Language, Node, ParseOptions, Parser, Tree};

/// Longer files are generated or data.
pub(super) const LONGEST: usize = 512 * 1024;

/// What is nested deeper is not looked at.
const DEEPEST: usize = 400;

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
}

impl<'t> Code<'t> {
    /// The nodes of a tree down to a depth that no hand-written code has.
    pub fn new(text: &'t str, tree: &'t Tree) -> Self {
        let mut nodes = Vec::new();
        let mut cursor = tree.walk();
        let mut depth = 0;
        loop {
            nodes.push(cursor.node());
            if depth < DEEPEST && cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return Self { text, nodes };
                }
                depth -= 1;
            }
        }
    }

    /// The text of a node.
    pub fn of(&self, node: Node) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// The nodes of a kind.
    pub fn all<'c>(&'c self, kind: &'c str) -> impl Iterator<Item = Node<'t>> + 'c {
        self.nodes.iter().copied().filter(move |node| node.kind() == kind)
    }

    /// The nodes within a range of bytes.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = Node<'t>> + '_ {
        let first = self.nodes.partition_point(|node| node.start_byte() < range.start);
        let end = range.end;
        self.nodes[first..].iter().copied().take_while(move |node| node.start_byte() < end)
    }
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

/// Whether `node` may not have run when the code at byte `at` does: it stands in a branch that `at` is not in.
pub(super) fn conditional(node: Node, at: usize, branches: &[&str]) -> bool {
    std::iter::successors(node.parent(), Node::parent)
        .any(|around| branches.contains(&around.kind()) && !around.byte_range().contains(&at))
}
