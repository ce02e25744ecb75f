//! What files tell consumers, for those who ask why one of them lags.

use super::clusters;
use super::groups::groups;
use super::libraries::Libraries;
use super::picture::{Picture, Run};
use super::{Options, Source, environments};
use crate::decide::derive_facts;
use crate::facts::{Facts, Id, Value};
use crate::knowledge::Rulebook;
use crate::sources::config::USED_ELSEWHERE;

/// A consumer as files configure it.
#[derive(Debug)]
pub struct Told {
    /// What it is called: its own name, its group's or its file's.
    pub name: String,
    /// Its group, where the files say.
    pub group: Option<String>,
    /// The environment that the config is for, where the files say.
    pub environment: Option<String>,
    /// All that the files say.
    pub facts: Facts,
    /// The consumer in it.
    pub id: Id,
}

/// Every consumer that the files configure, in each of its environments. Who names a file as the client's own says that a
/// program uses it as it is: what it does not set is as the client has it.
#[must_use]
pub fn consumers(rulebook: &Rulebook, mut sources: Vec<Source>) -> Vec<Told> {
    clusters::tell_versions(&mut sources);
    let configs = sources.iter_mut().flat_map(|source| &mut source.reading.configs);
    for config in configs.filter(|config| config.open == Some(USED_ELSEWHERE)) {
        config.open = None;
    }
    let (libraries, watched) = (Libraries::default(), std::collections::BTreeSet::new());
    let options = Options::default();
    let run = Run { rulebook, sources: &sources, libraries: &libraries, designed: None, options, watched: &watched };
    let mut all = Vec::new();
    for group in groups(&sources) {
        for environment in environments(&sources, &group) {
            let mut picture = Picture::draw(run, &group, environment);
            derive_facts(rulebook, &mut picture.facts);
            let facts = picture.facts;
            for id in facts.of_kind("consumer") {
                all.push(Told {
                    name: facts.subject(id).name.to_string(),
                    group: facts.value(id, "group").and_then(Value::as_text).map(str::to_owned),
                    environment: environment.map(str::to_owned),
                    facts: facts.clone(),
                    id,
                });
            }
        }
    }
    all
}
