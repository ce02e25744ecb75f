//! Settings as they are put together by code: later ones replace earlier ones.

use super::super::{Given, Setting};

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
