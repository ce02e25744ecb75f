//! Which value a name stands for, where that is the same whenever the code runs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use tree_sitter::Node;

use super::tree::Code;

/// A name that is used, or bound, more often is one of generated code.
const MOST_USES: usize = 1000;

/// A place that gives a name a value.
#[derive(Debug, Clone)]
pub(super) struct Binding<'t> {
    /// The bytes in which the name stands for this.
    pub scope: Range<usize>,
    /// The value; none for a parameter, a loop's variable, and everything else that comes from elsewhere.
    pub value: Option<Node<'t>>,
    /// Whether the name is only declared here, and gets its value later.
    empty: bool,
}

/// The names of a file.
#[derive(Debug)]
pub(super) struct Names<'t> {
    bindings: BTreeMap<Cow<'t, str>, Vec<Binding<'t>>>,
    /// The bytes of the file's functions.
    functions: Vec<Range<usize>>,
}

/// How a node names something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// The name is new, with its value.
    Declared,
    /// The name is new and has no value yet.
    Announced,
    /// The name gets a value, and may be that of a scope further out.
    Assigned,
}

/// A name as the tree shows it.
pub(super) struct Bound<'t> {
    pub name: Cow<'t, str>,
    pub value: Option<Node<'t>>,
    /// The kinds of nodes of which the innermost around the binding is the name's scope; the file, if there is none.
    pub scopes: &'static [&'static str],
    pub act: Act,
}

impl<'t> Names<'t> {
    /// Collects what `bound` sees in each node; `functions` are the kinds of nodes that run on their own.
    pub fn new(code: &Code<'t>, functions: &[&str], bound: impl Fn(Node<'t>) -> Vec<Bound<'t>>) -> Self {
        let mut bindings: BTreeMap<Cow<str>, Vec<Binding>> = BTreeMap::new();
        let mut assigned = Vec::new();
        let mut around: Vec<Node> = Vec::new();
        for node in &code.nodes {
            while around.last().is_some_and(|outer| outer.end_byte() <= node.start_byte()) {
                around.pop();
            }
            for Bound { name, value, scopes, act } in bound(*node) {
                let scope = around.iter().rev().find(|outer| scopes.contains(&outer.kind()));
                let scope = scope.map_or(0..code.text.len(), Node::byte_range);
                let binding = Binding { scope, value, empty: act == Act::Announced };
                match act {
                    Act::Assigned => assigned.push((name, node.start_byte(), binding)),
                    _ => bindings.entry(name).or_default().push(binding),
                }
            }
            around.push(*node);
        }
        for (name, at, binding) in assigned {
            let known = bindings.entry(name).or_default();
            let seen = known.iter().filter(|known| known.scope.contains(&at)).map(|known| known.scope.clone());
            let scope = seen.min_by_key(Range::len).unwrap_or_else(|| binding.scope.clone());
            known.push(Binding { scope, ..binding });
        }
        let functions = code.nodes.iter().filter(|node| functions.contains(&node.kind())).map(Node::byte_range);
        Self { bindings, functions: functions.collect() }
    }

    /// What `name` stands for at byte `at`; none where more than one place gives it a value.
    pub fn find(&self, name: &str, at: usize) -> Option<&Binding<'t>> {
        let all = self.bindings.get(name).filter(|all| all.len() <= MOST_USES)?;
        let seen = || all.iter().filter(|binding| binding.scope.contains(&at));
        let innermost = seen().map(|binding| binding.scope.len()).min()?;
        let mut own = seen().filter(|binding| binding.scope.len() == innermost && !binding.empty);
        let first = own.next()?;
        own.next().is_none().then_some(first)
    }

    /// The value that `name` has at byte `at`.
    pub fn value(&self, name: &str, at: usize) -> Option<Node<'t>> {
        self.find(name, at)?.value
    }

    /// Where else the name at `node` stands for the same, without what comes after byte `at` in the same function:
    /// that changes nothing any more. None where there are more than anybody writes by hand.
    pub fn uses(&self, code: &Code<'t>, node: Node<'t>, binding: &Binding<'t>, at: usize) -> Option<Vec<Node<'t>>> {
        let name = code.of(node);
        let own = self.function(at);
        let others = code.alike(node).filter(|other| {
            let start = other.start_byte();
            start != node.start_byte()
                && binding.scope.contains(&start)
                && self.find(name, start).is_some_and(|found| found.scope == binding.scope)
                && (start <= at || self.function(start) != own)
        });
        let found: Vec<Node> = others.take(MOST_USES + 1).collect();
        (found.len() <= MOST_USES).then_some(found)
    }

    /// The innermost function around a byte.
    fn function(&self, byte: usize) -> Option<&Range<usize>> {
        self.functions.iter().rev().find(|function| function.contains(&byte))
    }
}
