//! Which subjects a picture is about, which files they are of, and what is theirs under another name.

use std::borrow::Cow;

use super::Picture;
use crate::facts::Id;
use crate::knowledge::Setting as Spelling;
use crate::lint::Drift;
use crate::sources::config::{Config, Setting};

/// Keys of producers that Streams looks at, whether they have the prefix or not.
const PRODUCERS: &[&str] = &["acks", "retries", "max.in.flight.requests.per.connection"];

impl<'a> Picture<'a> {
    /// Whether any of the subjects belongs to this environment.
    pub fn is_about(&self, ids: &[Id]) -> bool {
        ids.iter().any(|id| self.own.contains(id))
    }

    /// The numbers of the files that describe the subjects.
    pub fn files_of<'s>(&'s self, ids: &'s [Id]) -> impl Iterator<Item = usize> + 's {
        ids.iter().filter_map(|id| self.homes.get(id)).map(|home| home.source)
    }

    /// The subjects that belong to this environment.
    pub fn own(&self) -> Vec<Id> {
        self.own.iter().copied().collect()
    }

    /// What Streams hands to its producers by a name without `producer.`, where none with it wins.
    pub(super) fn of_producers(&self, kind: &str, config: &Config, setting: &Setting) -> Option<Cow<'a, Spelling>> {
        let name = format!("producer.{}", setting.key);
        let streams = kind == "streams" && PRODUCERS.contains(&setting.key.as_str()) && config.get(&name).is_none();
        let fact = self.by_kafka_name(kind, &name).filter(|_| streams)?;
        Some(Cow::Owned(Spelling::plain(fact)))
    }

    /// Takes in what is not as the design has it.
    pub fn belongs_too(&mut self, id: Id, drift: Drift) {
        self.own.insert(id);
        self.drifts.insert(id, drift);
    }
}
