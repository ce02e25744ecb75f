//! How many brokers stand beside one.

use super::Picture;
use crate::facts::{Id, Origin, Value};
use crate::lint::Source;
use crate::sources::config::{Config, Role};

impl Picture<'_> {
    /// Notes how many other brokers the same file describes or, where each has a file of its own, the same directory.
    pub(super) fn tell_beside(&mut self, id: Id, source: &Source, config: &Config) {
        if config.role != Role::Broker {
            return;
        }
        let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let near = |other: &Source| {
            other.path == source.path
                || source.path.ends_with(".properties")
                    && other.path.ends_with(".properties")
                    && folder(&other.path) == folder(&source.path)
        };
        let configs = self.sources.iter().filter(|other| near(other)).flat_map(|other| &other.reading.configs);
        let brokers = configs.filter(|config| config.role == Role::Broker).count();
        let others = u32::try_from(brokers.saturating_sub(1)).unwrap_or(u32::MAX);
        self.facts.set(id, "whole", Value::Bool(config.whole), Origin::Structure);
        self.facts.set(id, "beside", Value::from(f64::from(others)), Origin::Structure);
    }
}
