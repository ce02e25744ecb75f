//! What is not as a design has it.

use std::collections::BTreeSet;

use globset::Glob;

use super::picture::{seen, texts};
use crate::decide::{Designed, Instead, spell};
use crate::design::ENVIRONMENTS;
use crate::facts::units::{self, Unit, counted};
use crate::facts::{Facts, Id, Value};
use crate::knowledge::{Rulebook, Setting as Spelling};
use crate::sources::cluster::{Snapshot, Source};

/// Something that is not as the design has it in one environment.
#[derive(Clone, PartialEq)]
struct Apart {
    what: &'static str,
    subject: String,
    key: String,
    found: String,
    expected: String,
    because: String,
}

/// Compares the cluster with the design. Where nobody said what the cluster is for, it must be otherwise than the design has
/// it for either environment.
pub(super) fn add(
    rulebook: &Rulebook,
    facts: &mut Facts,
    snapshot: &Snapshot,
    design: &Designed,
    environment: Option<&str>,
) {
    let environments: Vec<&str> =
        ENVIRONMENTS.into_iter().rev().filter(|one| environment.is_none_or(|own| own == *one)).collect();
    let mut all: Vec<Vec<Apart>> = Vec::new();
    for environment in &environments {
        let compared = Compared { rulebook, facts, snapshot, design, environment };
        all.push(compared.apart());
    }
    let mut all = all.into_iter();
    let first = all.next().unwrap_or_default();
    let others: Vec<Vec<Apart>> = all.collect();
    let same =
        |one: &Apart, other: &Apart| (one.what, &one.subject, &one.key) == (other.what, &other.subject, &other.key);
    for apart in first {
        let elsewhere: Option<Vec<&Apart>> =
            others.iter().map(|other| other.iter().find(|other| same(&apart, other))).collect();
        match elsewhere.as_deref() {
            None => {}
            Some([]) => record(facts, &apart, environments[0]),
            Some(elsewhere) => record(facts, &joined(&apart, elsewhere, &environments), ""),
        }
    }
    strangers(facts, snapshot, design, &environments);
    meant(facts, design, &environments);
}

/// Marks the topics and groups that the design has, and how long it keeps their records where that is longer than they are kept.
fn meant(facts: &mut Facts, design: &Designed, environments: &[&str]) {
    let retention = |facts: &Facts, id: Id| facts.value(id, "retention").and_then(Value::as_number);
    for environment in environments {
        for topic in existing(design, environment, "topic") {
            let designed = design.facts(environment);
            let Some(there) = facts.find("topic", &designed.subject(topic).name) else { continue };
            seen(facts, there, "designed", true);
            let longer = retention(designed, topic).zip(retention(facts, there)).filter(|(own, now)| own > now);
            if let Some((own, _)) = longer {
                seen(facts, there, "retention_proposed", own);
            }
            restoring(facts, there, designed.value(topic, "min_insync_replicas").and_then(Value::as_number));
        }
        for consumer in existing(design, environment, "consumer") {
            let group = design.facts(environment).value(consumer, "group").and_then(Value::as_text);
            if let Some(there) = group.and_then(|group| facts.find("group", group)) {
                seen(facts, there, "designed", true);
            }
        }
    }
}

/// Records that the design's own number of copies in step lets writing go on, where it does and what holds does not.
fn restoring(facts: &mut Facts, topic: Id, designed: Option<f64>) {
    let number = |fact: &str| facts.value(topic, fact).and_then(Value::as_number);
    let (Some(own), Some(now), Some(fewest)) = (designed, number("min_insync_replicas"), number("in_step_fewest"))
    else {
        return;
    };
    if own < now && own <= fewest {
        seen(facts, topic, "insync_restoring", own);
    }
}

/// One for all environments, with what the design has in each where that is not the same.
fn joined(first: &Apart, others: &[&Apart], environments: &[&str]) -> Apart {
    let each = |of: &dyn Fn(&Apart) -> String, within: &dyn Fn(&str, &str) -> String| {
        let all: Vec<String> = std::iter::once(first).chain(others.iter().copied()).map(of).collect();
        if all.iter().all(|one| *one == all[0]) {
            return all[0].clone();
        }
        let told = all.iter().zip(environments).map(|(one, environment)| within(one, environment));
        told.collect::<Vec<_>>().join("; ")
    };
    let value = |value: &str, environment: &str| match value {
        "" => format!("nothing in {environment}"),
        value => format!("{value} in {environment}"),
    };
    let expected = each(&|apart| apart.expected.clone(), &value);
    let because = each(&|apart| apart.because.clone(), &|because, environment| format!("in {environment}: {because}"));
    Apart { expected, because, ..first.clone() }
}

fn record(facts: &mut Facts, apart: &Apart, within: &str) {
    let id = facts.add("drift", &apart.key, "");
    for (fact, value) in [
        ("what", apart.what),
        ("key", &apart.key),
        ("subject", &apart.subject),
        ("within", within),
        ("found", &apart.found),
        ("expected", &apart.expected),
        ("because", &apart.because),
    ] {
        seen(facts, id, fact, value);
    }
    seen(facts, id, "written", true);
}

/// A cluster beside one environment of a design.
struct Compared<'a> {
    rulebook: &'a Rulebook,
    facts: &'a Facts,
    snapshot: &'a Snapshot,
    design: &'a Designed<'a>,
    environment: &'a str,
}

impl Compared<'_> {
    fn apart(&self) -> Vec<Apart> {
        let mut apart = Vec::new();
        for topic in existing(self.design, self.environment, "topic") {
            match self.facts.find("topic", &self.name(topic)) {
                Some(there) => {
                    self.settings(&mut apart, topic, there);
                    apart.extend(self.keys(topic, there));
                }
                None if asked_for(self.snapshot.only_topics.as_deref(), &self.name(topic)) => {
                    apart.push(self.missing_topic(topic));
                }
                None => {}
            }
        }
        if !self.snapshot.lacks_groups() {
            apart.extend(self.missing_groups());
        }
        apart.extend(self.unread_groups());
        apart.extend(self.brokers());
        apart
    }

    fn name(&self, id: Id) -> String {
        self.design.facts(self.environment).subject(id).name.to_string()
    }

    fn missing_topic(&self, topic: Id) -> Apart {
        let number = |fact: &str| self.design.facts(self.environment).value(topic, fact)?.as_number();
        let partitions = number("partitions").map(|number| counted(number, "partition", None));
        let copies = number("replication_factor").map(|number| counted(number, "copy", None));
        let parts = [partitions, copies].into_iter().flatten();
        Apart {
            what: "missing-topic",
            subject: format!("topic/{}", self.name(topic)),
            key: self.name(topic),
            found: String::new(),
            expected: parts.collect::<Vec<_>>().join(", "),
            because: self.design.because(self.environment, topic, "partitions"),
        }
    }

    /// Records without a key, of a topic whose order the design keeps by key.
    fn keys(&self, topic: Id, there: Id) -> Option<Apart> {
        let design = self.design.facts(self.environment);
        let carries = design.value(topic, "role").and_then(Value::as_text) == Some("event");
        if !carries || design.value(topic, "per_key") != Some(&Value::Bool(true)) {
            return None;
        }
        let number = |fact: &str| self.facts.value(there, fact).and_then(Value::as_number);
        let (read, without) = (number("sampled")?, number("sampled_without_key")?);
        let have = units::counted(read, "record", None);
        let verb = if without > 1.0 { "have" } else { "has" };
        (without > 0.0).then(|| Apart {
            what: "keys-missing",
            subject: format!("topic/{}", self.name(topic)),
            key: self.name(topic),
            found: format!("{} of {have} read {verb} no key", units::show(without, Unit::Count)),
            expected: "a key in each".to_owned(),
            because: String::new(),
        })
    }

    /// The settings of a topic that the design does not take, and those that it does not know.
    fn settings(&self, apart: &mut Vec<Apart>, topic: Id, there: Id) {
        let Some(kind) = self.rulebook.vocabulary.kinds.get("topic") else { return };
        let all: Vec<(&str, &Value)> = self.facts.all(there).map(|(name, fact)| (name, &fact.value)).collect();
        let subject = format!("topic/{}", self.name(topic));
        let key_of = |fact: &str| match fact {
            // Kafka's name is that of the brokers' default.
            "partitions" => Some("partitions".to_owned()),
            _ => kind.facts.get(fact)?.kafka.clone(),
        };
        for (fact, value) in &all {
            let Some(key) = key_of(fact) else { continue };
            let instead = self.design.instead(self.environment, topic, (fact, value), &all, None);
            let Some(instead) = instead.or_else(|| self.fewer(topic, fact, value)) else { continue };
            let spelled = |value: &Value| spell(&Spelling::plain(fact), value).to_string();
            let (found, expected) = (spelled(value), spelled(&instead.value));
            if found != expected {
                let (subject, because) = (subject.clone(), instead.because);
                apart.push(Apart { what: "setting", subject, key, found, expected, because });
            }
        }
        let decided = self.design.facts(self.environment);
        let known: BTreeSet<String> = decided.all(topic).filter_map(|(fact, _)| key_of(fact)).collect();
        let Some(seen) = self.snapshot.topic(&self.name(topic)).and_then(|topic| topic.config.as_ref()) else { return };
        for (key, setting) in seen.iter().filter(|(key, one)| one.source == Source::Topic && !known.contains(*key)) {
            apart.push(Apart {
                what: "unknown-setting",
                subject: subject.clone(),
                key: key.clone(),
                found: setting.value.clone().unwrap_or_default(),
                expected: String::new(),
                because: String::new(),
            });
        }
    }

    /// Fewer partitions than the design has, also where they carry the load: more cannot be added later without moving keys.
    fn fewer(&self, topic: Id, fact: &str, there: &Value) -> Option<Instead> {
        let value = self.design.facts(self.environment).value(topic, fact)?.clone();
        let is_fewer = fact == "partitions" && there.as_number()? < value.as_number()?;
        is_fewer.then(|| Instead { value, because: self.design.because(self.environment, topic, fact) })
    }

    /// Groups of the design that nobody belongs to, although there is something to read.
    fn unread_groups(&self) -> Vec<Apart> {
        let facts = self.design.facts(self.environment);
        let unread = |id: Id| {
            let name = facts.value(id, "group")?.as_text()?;
            let group = self.snapshot.groups.iter().find(|group| group.name == name)?;
            let is = |id: Id, fact: &str| self.facts.value(id, fact) == Some(&Value::Bool(true));
            // That its members have gone since an earlier look is said of the whole group.
            if !group.members.as_ref()?.is_empty() || is(self.facts.find("group", name)?, "stopped") {
                return None;
            }
            let at = |topic: &String| self.facts.find("position", &format!("{name}/{topic}"));
            if group.committed.iter().flatten().any(|(topic, _)| at(topic).is_some_and(|at| is(at, "moves_on"))) {
                return None;
            }
            let lag = |topic: &String| self.facts.value(at(topic)?, "lag")?.as_number().filter(|lag| *lag > 0.0);
            let told = |topic: &String| Some(format!("{} of `{topic}`", counted(lag(topic)?, "offset", None)));
            let all: Vec<String> = group.committed.iter().flatten().filter_map(|(topic, _)| told(topic)).collect();
            (!all.is_empty()).then(|| Apart {
                what: "unread-group",
                subject: format!("group/{name}"),
                key: name.to_owned(),
                found: format!("{} lie", all.join(" and ")),
                expected: self.name(id),
                because: String::new(),
            })
        };
        existing(self.design, self.environment, "consumer").into_iter().filter_map(unread).collect()
    }

    fn missing_groups(&self) -> Vec<Apart> {
        let facts = self.design.facts(self.environment);
        let group_of = |id: Id| facts.value(id, "group").and_then(Value::as_text).map(str::to_owned);
        let consumers = existing(self.design, self.environment, "consumer");
        let all = consumers.into_iter().filter_map(|id| Some((id, group_of(id)?)));
        let missing = all.filter(|(_, group)| {
            asked_for(self.snapshot.only_groups.as_deref(), group)
                && !self.snapshot.groups.iter().any(|there| there.name == *group)
        });
        missing
            .map(|(id, group)| Apart {
                what: "missing-group",
                subject: format!("group/{group}"),
                key: group,
                found: String::new(),
                expected: self.name(id),
                because: String::new(),
            })
            .collect()
    }

    fn brokers(&self) -> Option<Apart> {
        let facts = self.design.facts(self.environment);
        let cluster = facts.only("cluster")?;
        let needed = facts.value(cluster, "brokers_needed")?.as_number()?;
        let there = self.facts.value(self.facts.only("cluster")?, "brokers")?.as_number()?;
        (there < needed).then(|| Apart {
            what: "brokers",
            subject: "cluster".to_owned(),
            key: "brokers".to_owned(),
            found: there.to_string(),
            expected: needed.to_string(),
            because: self.design.because(self.environment, cluster, "brokers_needed"),
        })
    }
}

/// The subjects of a kind that the design has.
fn existing(design: &Designed, environment: &str, kind: &str) -> Vec<Id> {
    let facts = design.facts(environment);
    facts.of_kind(kind).filter(|id| facts.value(*id, "exists") != Some(&Value::Bool(false))).collect()
}

fn asked_for(only: Option<&str>, name: &str) -> bool {
    // A pattern that does not compile came from no run of kskill.
    only.is_none_or(|glob| Glob::new(glob).is_ok_and(|glob| glob.compile_matcher().is_match(name)))
}

/// Lists the topics and groups that are in no environment of the design.
fn strangers(facts: &mut Facts, snapshot: &Snapshot, design: &Designed, environments: &[&str]) {
    let known = |kind: &str, name_of: &dyn Fn(&Facts, Id) -> Option<String>| -> BTreeSet<String> {
        let of = |environment: &&str| {
            let ids = existing(design, environment, kind);
            ids.into_iter().filter_map(|id| name_of(design.facts(environment), id)).collect::<Vec<_>>()
        };
        environments.iter().flat_map(of).collect()
    };
    let topics = known("topic", &|facts, id| Some(facts.subject(id).name.to_string()));
    let groups = known("consumer", &|facts, id| Some(facts.value(id, "group")?.as_text()?.to_owned()));
    let own = |name: &str| name.starts_with("__");
    let topics: Vec<String> = snapshot
        .topics
        .iter()
        .map(|topic| topic.name.clone())
        .filter(|name| !own(name) && !topics.contains(name))
        .collect();
    let groups: Vec<String> =
        snapshot.groups.iter().map(|group| group.name.clone()).filter(|name| !groups.contains(name)).collect();
    for (what, others) in [("other-topics", topics), ("other-groups", groups)] {
        if others.is_empty() {
            continue;
        }
        let id = facts.add("drift", what, "");
        seen(facts, id, "what", what);
        seen(facts, id, "subject", "cluster");
        seen(facts, id, "found", others.join(", ").as_str());
        texts(facts, id, "others", others);
    }
}
