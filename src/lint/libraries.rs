//! Client libraries as subjects, each read once: a thousand files share what their clients do where nothing is set.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::facts::{Facts, Id};
use crate::knowledge::{Client, Vocabulary};
use crate::sources::library::add_client;

/// What was read of a client for one kind of config.
pub(super) struct Library {
    facts: Facts,
    /// The relations of a config to the subjects of its library.
    relations: Vec<(&'static str, Id)>,
}

impl Library {
    fn read(vocabulary: &Vocabulary, kind: &str, client: &Client, version: &str) -> Self {
        let mut facts = Facts::default();
        let config = facts.add(kind, "", "");
        add_client(&mut facts, vocabulary, config, client, version);
        let related = |relation| facts.related(config, relation).iter().map(move |id| (relation, *id));
        let relations = ["client", "default"].into_iter().flat_map(related).collect();
        Self { facts, relations }
    }

    /// Gives a config this library.
    pub fn belong_to(&self, facts: &mut Facts, config: Id) {
        for (relation, id) in &self.relations {
            let shared = facts.share(&self.facts, *id);
            facts.relate(config, relation, shared);
        }
    }
}

/// The libraries of a run, by kind of config, client and version.
#[derive(Default)]
pub(super) struct Libraries(Mutex<HashMap<[String; 3], Arc<Library>>>);

impl Libraries {
    /// The library of a client, as a config of `kind` sees it.
    pub fn of(&self, vocabulary: &Vocabulary, kind: &str, client: &Client, version: &str) -> Arc<Library> {
        let key = [kind, &client.id, version].map(str::to_owned);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(key).or_insert_with(|| Arc::new(Library::read(vocabulary, kind, client, version))).clone()
    }
}
