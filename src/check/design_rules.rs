//! What a design knows of its events, as a yardstick for the topics that are there: the design takes any number of copies in
//! step that works, and the records of this topic may not be lost.

use std::collections::BTreeSet;

use crate::decide::Designed;
use crate::facts::{Facts, Id, Origin, Value};
use crate::finding::Finding;
use crate::judge::{Verdict, judge};
use crate::knowledge::{Live, Rule, Rulebook};

/// The rules about events and their topics that the topics break as they are, and the design does not.
pub(super) fn broken<'r>(
    rulebook: &'r Rulebook,
    seen: &Facts,
    design: &Designed,
    environment: &str,
) -> Vec<(&'r Rule, Finding)> {
    let designed = design.facts(environment);
    let mut there = designed.clone();
    for topic in designed.of_kind("topic") {
        let Some(own) = seen.find("topic", &designed.subject(topic).name) else { continue };
        take_over(&mut there, topic, seen, own);
    }
    enough_brokers(&mut there, seen);
    let rules = || rulebook.rules.iter().filter(|rule| rule.live == Live::Never && rule.of.0 == ["topic"]);
    let fires = |facts: &Facts| -> Vec<(&'r Rule, Finding)> {
        let all = judge(&rulebook.vocabulary, rules(), facts).into_iter();
        all.filter_map(|judgement| match judgement.verdict {
            Verdict::Fires(finding) => Some((judgement.rule, finding)),
            Verdict::Holds | Verdict::Unknown { .. } => None,
        })
        .collect()
    };
    let already: BTreeSet<(String, String)> =
        fires(designed).into_iter().map(|(rule, finding)| (rule.id.clone(), finding.path)).collect();
    let mut found = fires(&there);
    found.retain(|(rule, finding)| !already.contains(&(rule.id.clone(), finding.path.clone())));
    found
}

/// As many brokers as hold the copies that there are: those that are down for now, and those that the design does not have,
/// hold theirs as well.
fn enough_brokers(there: &mut Facts, seen: &Facts) {
    let number = |facts: &Facts, id: Id, fact: &str| facts.value(id, fact).and_then(Value::as_number);
    let (Some(cluster), Some(own)) = (there.only("cluster"), seen.only("cluster")) else { return };
    let copies = seen.of_kind("topic").filter_map(|topic| number(seen, topic, "replication_factor"));
    let most = copies.chain(number(seen, own, "brokers")).chain(number(there, cluster, "brokers")).fold(0.0, f64::max);
    there.set(cluster, "brokers", most.into(), Origin::Set);
}

/// Puts what was seen of a topic in the place of what was designed.
fn take_over(there: &mut Facts, topic: Id, seen: &Facts, own: Id) {
    let differs = |fact: &str, value: &Value| there.value(topic, fact).is_some_and(|designed| designed != value);
    let all = seen.all(own).filter(|(fact, known)| differs(fact, &known.value));
    let all: Vec<(String, Value)> = all.map(|(fact, known)| (fact.to_owned(), known.value.clone())).collect();
    for (fact, value) in all {
        there.set(topic, &fact, value, Origin::Set);
    }
}
