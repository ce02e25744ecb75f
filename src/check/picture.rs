//! A snapshot as a graph of facts.

use std::collections::HashMap;

use super::{brokers, groups, since, topics};
use crate::decide::read_config;
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Rulebook, Setting as Spelling};
use crate::sources::cluster::{Setting, Snapshot, Source};

/// Everything that the snapshot says, as facts; `before` is an earlier look at the same cluster.
pub(super) fn draw(
    rulebook: &Rulebook,
    snapshot: &Snapshot,
    environment: Option<&str>,
    before: Option<&Snapshot>,
) -> Facts {
    let mut facts = Facts::default();
    let system = facts.add("system", "", "");
    if let Some(environment) = environment {
        seen(&mut facts, system, "environment", environment);
    }
    let mut reader = Reader::new(rulebook);
    let cluster = brokers::add(&mut reader, &mut facts, snapshot, environment);
    let by_name = topics::add(&mut reader, &mut facts, snapshot, cluster);
    groups::add(&mut facts, snapshot, &by_name);
    if let Some(before) = before {
        since::add(&mut facts, snapshot, before);
    }
    facts
}

/// Topics by their names.
pub(super) type ByName<'a> = HashMap<&'a str, Id>;

/// Records what was seen.
pub(super) fn seen(facts: &mut Facts, id: Id, fact: &str, value: impl Into<Value>) {
    facts.set(id, fact, value.into(), Origin::Structure);
}

/// Records how many there are.
pub(super) fn count(facts: &mut Facts, id: Id, fact: &str, number: i64) {
    seen(facts, id, fact, float(number));
}

/// Records how many of something in memory there are.
pub(super) fn length(facts: &mut Facts, id: Id, fact: &str, number: usize) {
    count(facts, id, fact, i64::try_from(number).unwrap_or(i64::MAX));
}

/// A number as facts hold it.
#[expect(clippy::cast_precision_loss, reason = "no cluster has 2^52 of anything that is counted here")]
pub(super) fn float(number: i64) -> f64 {
    number as f64
}

/// Records numbers of partitions or brokers.
pub(super) fn numbers(facts: &mut Facts, id: Id, fact: &str, numbers: impl IntoIterator<Item = i32>) {
    let list: Vec<Value> = numbers.into_iter().map(|number| Value::Number(f64::from(number))).collect();
    facts.set(id, fact, Value::List(list.into()), Origin::Structure);
}

/// Records texts.
pub(super) fn texts(facts: &mut Facts, id: Id, fact: &str, texts: impl IntoIterator<Item = String>) {
    let list: Vec<Value> = texts.into_iter().map(|text| Value::from(text.as_str())).collect();
    facts.set(id, fact, Value::List(list.into()), Origin::Structure);
}

/// Reads settings by the vocabulary. Topics mostly have the same values: each is read once.
pub(super) struct Reader<'a> {
    /// Names the facts.
    pub rulebook: &'a Rulebook,
    /// By the kind, the fact and its text.
    known: HashMap<[&'a str; 3], Option<Value>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(rulebook: &'a Rulebook) -> Self {
        Self { rulebook, known: HashMap::new() }
    }

    /// Records the settings of a subject under the names that the vocabulary has for them; `given` is whether such a source
    /// is somebody's wish for this very subject.
    pub(super) fn configure(
        &mut self,
        facts: &mut Facts,
        id: Id,
        setting: impl Fn(&str) -> Option<&'a Setting>,
        given: impl Fn(&str, Source) -> bool,
    ) {
        let kinds = &self.rulebook.vocabulary.kinds;
        let Some((kind, vocabulary)) = kinds.get_key_value(&*facts.subject(id).kind) else { return };
        for (fact, spec) in &vocabulary.facts {
            let Some(key) = spec.kafka.as_deref() else { continue };
            // What is not shown is not what nobody has set.
            let Some(known) = setting(key) else {
                facts.doubt(id, fact);
                continue;
            };
            let Some(text) = known.value.as_deref() else {
                if known.secret {
                    facts.conceal(id, fact);
                }
                continue;
            };
            let read = || read_config(&Spelling::plain(fact), spec, text);
            if let Some(value) = self.known.entry([kind, fact, text]).or_insert_with(read) {
                let origin = if given(key, known.source) { Origin::Set } else { Origin::Client };
                facts.set(id, fact, value.clone(), origin);
            }
        }
    }
}
