//! What belongs together: clients and their topics, the members of a group, what one file describes.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Facts, Id, Origin, Value};

/// What the files say of who belongs to whom.
#[derive(Default)]
pub(super) struct Links<'a> {
    /// Topics by name.
    pub topics: BTreeMap<String, Vec<Id>>,
    /// Clients and the topics that their files name.
    pub ends: Vec<(Id, &'a str)>,
    /// Subjects by the file that describes them.
    pub files: BTreeMap<usize, Vec<Id>>,
}

impl Links<'_> {
    /// Draws the relations.
    pub fn draw(&mut self, facts: &mut Facts) {
        self.ends(facts);
        members(facts);
        bounds(facts);
        for subjects in self.files.values() {
            for (one, many) in [("broker", "topic"), ("broker", "registry"), ("worker", "connector")] {
                beside(facts, subjects, one, many);
            }
        }
    }

    /// Clients and topics; a topic that two files describe is left out, because nobody can say which of them it is.
    fn ends(&mut self, facts: &mut Facts) {
        let mut strangers: BTreeSet<Id> = BTreeSet::new();
        let ends = std::mem::take(&mut self.ends);
        for (client, topic) in &ends {
            let Some([topic]) = self.topics.get(*topic).map(Vec::as_slice) else {
                strangers.insert(*client);
                continue;
            };
            let producer = &*facts.subject(*client).kind == "producer";
            let (there, back) = if producer { ("topics", "producers") } else { ("reads", "readers") };
            facts.relate(*client, there, *topic);
            facts.relate(*topic, back, *client);
        }
        for (client, _) in ends {
            let known = !strangers.contains(&client);
            facts.set(client, "topics_known", Value::Bool(known), Origin::Structure);
        }
    }
}

/// Consumers of the same group that read the same topic: a group's name alone is often the same by chance.
fn members(facts: &mut Facts) {
    let topics: Vec<Id> = facts.of_kind("topic").collect();
    for topic in topics {
        let readers = facts.related(topic, "readers").to_vec();
        let groups: Vec<Option<Value>> = readers.iter().map(|id| facts.value(*id, "group").cloned()).collect();
        for (one, own) in readers.iter().zip(&groups).filter(|(_, own)| own.is_some()) {
            let others = readers.iter().zip(&groups).filter(|(other, group)| *other != one && *group == own);
            facts.relate_all(*one, "members", others.map(|(other, _)| *other));
        }
    }
}

/// What clients may ask for, and the facts of a broker that bound it.
const BOUNDS: [(&str, &[&str]); 2] =
    [("consumer", &["group_session_min", "group_session_max"]), ("producer", &["transaction_max"])];

/// Clients and the brokers that say what they may ask for, as [`super::groups`] puts them together.
fn bounds(facts: &mut Facts) {
    for (kind, bounds) in BOUNDS {
        let says = |facts: &Facts, id: &Id| bounds.iter().any(|fact| facts.value(*id, fact).is_some());
        let brokers: Vec<Id> = facts.of_kind("broker").filter(|id| says(facts, id)).collect();
        let clients: Vec<Id> = facts.of_kind(kind).collect();
        for broker in brokers {
            for client in &clients {
                facts.relate(*client, "bounded_by", broker);
            }
        }
    }
}

/// What the file describes beside the only one of its kind there belongs to it.
fn beside(facts: &mut Facts, subjects: &[Id], one: &str, many: &str) {
    let of = |kind: &str| subjects.iter().copied().filter(|id| &*facts.subject(*id).kind == kind).collect::<Vec<Id>>();
    let ([only], others) = (&of(one)[..], of(many)) else { return };
    let only = *only;
    for other in others {
        facts.relate(other, one, only);
    }
}
