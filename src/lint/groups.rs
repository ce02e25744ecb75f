//! Files that are judged together, because they speak of the same topics.
//!
//! What files say of each other runs through the names of topics, so that all others need not be held in one picture:
//! a thousand services cost what each of them costs. Only brokers that bound what clients may ask for speak of all
//! of those.

use std::collections::HashMap;

use super::Source;
use super::picture::name;
use crate::sources::config::{Config, Role};

/// Settings of brokers that bound what all clients of some roles may ask for.
const BOUNDS: [(&[&str], &[Role]); 2] = [
    (&["group.min.session.timeout.ms", "group.max.session.timeout.ms"], &[Role::Consumer, Role::Client]),
    (&["transaction.max.timeout.ms"], &[Role::Producer, Role::Client]),
];

/// The sources by their numbers, those together that name a topic of each other: in the order of their first.
pub(super) fn groups(sources: &[Source]) -> Vec<Vec<usize>> {
    let mut sets = Sets { above: (0..sources.len()).collect() };
    let mut first_to_name: HashMap<String, usize> = HashMap::new();
    for (number, source) in sources.iter().enumerate() {
        for topic in topics(source) {
            let first = *first_to_name.entry(topic).or_insert(number);
            sets.join(first, number);
        }
    }
    for (keys, roles) in BOUNDS {
        let bounds = |one: &Config| one.role == Role::Broker && keys.iter().any(|key| one.get(key).is_some());
        let Some(bounding) = sources.iter().position(|source| source.reading.configs.iter().any(bounds)) else {
            continue;
        };
        let concerned =
            |source: &Source| source.reading.configs.iter().any(|one| roles.contains(&one.role) || bounds(one));
        for (number, _) in sources.iter().enumerate().filter(|(_, source)| concerned(source)) {
            sets.join(bounding, number);
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); sources.len()];
    for number in 0..sources.len() {
        groups[sets.top(number)].push(number);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The topics that the configs of a file describe, write and read.
fn topics(source: &Source) -> impl Iterator<Item = String> {
    source.reading.configs.iter().flat_map(move |config| {
        let named = config.writes.iter().chain(&config.reads).map(|topic| topic.name.clone());
        named.chain((config.role == Role::Topic).then(|| name(source, config)))
    })
}

/// Disjoint sets of numbers, each known by its smallest.
struct Sets {
    above: Vec<usize>,
}

impl Sets {
    fn top(&mut self, mut one: usize) -> usize {
        while self.above[one] != one {
            self.above[one] = self.above[self.above[one]];
            one = self.above[one];
        }
        one
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.top(one), self.top(other));
        self.above[one.max(other)] = one.min(other);
    }
}
