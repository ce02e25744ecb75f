//! The services of a design and what their clients are told, producers first.

use super::rows::{self, Pair};
use crate::design::{ClientName, Config, Default, Design, Environments};

/// What a client is told, and what it is not.
#[derive(Debug)]
pub struct Shown<'a> {
    /// `producer` or `consumer`.
    pub kind: &'static str,
    /// The service.
    pub name: &'a str,
    /// Its client library.
    pub client: &'a ClientName,
    /// Its settings.
    pub configs: &'a Environments<Config>,
    /// What stays at its default.
    pub left: &'a Environments<Vec<Default>>,
    /// What the client cannot say.
    pub cannot: &'a [String],
}

impl<'a> Shown<'a> {
    /// The first of the services before it that is of the same kind and has the same client.
    #[must_use]
    pub fn like<'b>(&self, before: &'b [Shown<'a>]) -> Option<&'b Shown<'a>> {
        before.iter().find(|other| other.kind == self.kind && other.client == self.client)
    }

    /// The settings that are its own, and those that the other has too.
    #[must_use]
    pub fn apart_from(&self, other: Option<&Shown>) -> (Vec<Pair>, Vec<Pair>) {
        let known = other.map(|other| rows::settings(other.configs, false)).unwrap_or_default();
        rows::settings(self.configs, false).into_iter().partition(|pair| !known.contains(pair))
    }

    /// What stays at its default, but for what does so with the other too.
    #[must_use]
    pub fn left_apart_from(&self, other: Option<&Shown>) -> Vec<(&'a Default, &'static str)> {
        let known = other.map(|other| rows::left(other.left)).unwrap_or_default();
        let is_known = |one: &Default| known.iter().any(|(other, _)| other.key == one.key && other.value == one.value);
        rows::left(self.left).into_iter().filter(|(one, _)| !is_known(one)).collect()
    }
}

/// All of them.
#[must_use]
pub fn shown(design: &Design) -> Vec<Shown<'_>> {
    let producers = design.producers.iter().map(|one| Shown {
        kind: "producer",
        name: &one.name,
        client: &one.client,
        configs: &one.configs,
        left: &one.left_at_default,
        cannot: &one.cannot,
    });
    let consumers = design.consumers.iter().map(|one| Shown {
        kind: "consumer",
        name: &one.name,
        client: &one.client,
        configs: &one.configs,
        left: &one.left_at_default,
        cannot: &one.cannot,
    });
    producers.chain(consumers).collect()
}
