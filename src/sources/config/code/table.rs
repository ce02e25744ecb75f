//! Settings as they are put together by code: later ones replace earlier ones.

use tree_sitter::Node;

use super::super::{Given, Setting};
use super::scope::{Binding, Names};
use super::tree::Code;

/// Another function gets the settings, and may add to them.
pub(super) const PASSED_ON: &str = "other code gets these settings too and may change them";
/// The settings, or a part of them, are made elsewhere.
pub(super) const FROM_ELSEWHERE: &str = "some of the settings come from elsewhere";
/// A key is no text.
pub(super) const KEY_UNKNOWN: &str = "a key is put together when the code runs";

/// A set of settings.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub settings: Vec<Setting>,
    /// Why there may be more.
    pub open: Option<&'static str>,
}

impl Table {
    /// A table of which nothing is known.
    pub fn open(why: &'static str) -> Self {
        Self { settings: Vec::new(), open: Some(why) }
    }

    /// What the name at `node` is bound to, and what the code does with it before byte `at`: `value` reads the one,
    /// `used` the other.
    pub fn of_name<'t>(
        (names, code): (&Names<'t>, &Code<'t>),
        (node, binding, at): (Node<'t>, Option<&Binding<'t>>, usize),
        value: impl FnOnce(Node<'t>) -> Self,
        used: impl Fn(Node<'t>, &mut Self),
    ) -> Self {
        let Some((binding, bound)) = binding.and_then(|binding| Some((binding, binding.value?))) else {
            return Self::open(FROM_ELSEWHERE);
        };
        let mut table = value(bound);
        let Some(others) = names.uses(code, node, binding, at) else { return Self::open(FROM_ELSEWHERE) };
        for other in others {
            used(other, &mut table);
        }
        table
    }

    /// Adds a setting of the same literal: a key that is there twice stays so.
    pub fn add(&mut self, setting: Setting) {
        self.settings.push(setting);
    }

    /// Sets a key anew, as a later statement does.
    pub fn put(&mut self, setting: Setting) {
        self.remove(&setting.key);
        self.settings.push(setting);
    }

    /// Sets a key that may also be left as it was.
    pub fn put_perhaps(&mut self, setting: Setting) {
        let there = self.settings.iter().any(|known| known.key == setting.key && known.value != Given::Perhaps);
        self.put(Setting { value: if there { Given::Unknown } else { Given::Perhaps }, ..setting });
    }

    /// Sets everything that `other` has.
    pub fn merge(&mut self, other: Self) {
        for setting in &other.settings {
            self.remove(&setting.key);
        }
        self.settings.extend(other.settings);
        self.open = self.open.or(other.open);
    }

    /// Takes a key away that may also be left.
    pub fn remove_perhaps(&mut self, key: &str) {
        for setting in self.settings.iter_mut().filter(|setting| setting.key == key) {
            setting.value = Given::Perhaps;
        }
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) {
        self.settings.retain(|setting| setting.key != key);
    }
}
