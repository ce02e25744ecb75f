//! What a report shows in rows: both environments side by side, and each reason once.

use std::collections::HashMap;

use serde_json::Value as Json;

use crate::design::{self, Cluster, Config, Consumer, Decision, Design, ENVIRONMENTS, Environments, Literal, Topic};
use crate::facts::units::{self, Unit};

/// One setting in both environments; none where it is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The key.
    pub key: String,
    /// The values.
    pub values: Environments<Option<String>>,
}

impl Pair {
    fn new(key: &str, counts: &Environments<u64>) -> Self {
        let values = Environments::of(|environment| Some(counts.get(environment).to_string()));
        Self { key: key.to_owned(), values }
    }

    /// Whether the environments differ.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.values.development != self.values.production
    }
}

/// Brings the entries of both environments together, in the order of production.
fn pairs(entries: &Environments<Vec<(String, String)>>) -> Vec<Pair> {
    let mut keys: Vec<&String> = Vec::new();
    for (key, _) in entries.production.iter().chain(&entries.development) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let value = |environment: &str, key: &str| {
        entries.get(environment).iter().find(|(own, _)| own == key).map(|(_, value)| value.clone())
    };
    keys.into_iter()
        .map(|key| Pair { key: key.clone(), values: Environments::of(|environment| value(environment, key)) })
        .collect()
}

/// The settings of a client; those that only connect if `connects`.
#[must_use]
pub fn settings(configs: &Environments<Config>, connects: bool) -> Vec<Pair> {
    pairs(&Environments::of(|environment| {
        let settings = configs.get(environment).0.iter().filter(|setting| setting.connects == connects);
        settings.map(|setting| (setting.key.clone(), setting.value.to_string())).collect()
    }))
}

/// The settings of a topic.
#[must_use]
pub fn topic(topic: &Topic) -> Vec<Pair> {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut rows =
        vec![Pair::new("partitions", &topic.partitions), Pair::new("replication factor", &topic.replication_factor)];
    rows.extend(pairs(&Environments::of(|environment| {
        topic.config.get(environment).iter().map(|(key, value)| (key.clone(), text(value))).collect()
    })));
    rows
}

/// Topics of the same role with the same settings, brought together.
#[must_use]
pub fn alike(topics: &[Topic]) -> Vec<Vec<&Topic>> {
    let mut groups: Vec<(Vec<Pair>, Vec<&Topic>)> = Vec::new();
    for one in topics {
        let pairs = topic(one);
        let same = |(known, group): &&mut (Vec<Pair>, Vec<&Topic>)| *known == pairs && group[0].role == one.role;
        match groups.iter_mut().find(same) {
            Some((_, group)) => group.push(one),
            None => groups.push((pairs, vec![one])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The settings that stay at their defaults: production's, and development's own.
#[must_use]
pub fn left(left: &Environments<Vec<design::Default>>) -> Vec<(&design::Default, &'static str)> {
    let in_production = |one: &design::Default| left.production.iter().any(|other| other.key == one.key);
    let in_development = |one: &design::Default| left.development.iter().any(|other| other.key == one.key);
    let shared = left.production.iter().map(|one| (one, if in_development(one) { "" } else { "production" }));
    shared.chain(left.development.iter().filter(|one| !in_production(one)).map(|one| (one, "development"))).collect()
}

/// The size of the cluster. What is not known is left out.
#[must_use]
pub fn cluster(cluster: &Environments<Cluster>) -> Vec<Pair> {
    let row = |key: &str, value: &dyn Fn(&Cluster) -> String| {
        let values =
            Environments::of(|environment| Some(value(cluster.get(environment))).filter(|text| !text.is_empty()));
        Pair { key: key.to_owned(), values }
    };
    let count = |number: u64| if number == 0 { String::new() } else { number.to_string() };
    let rows = [
        row("platform", &|one| one.platform.clone()),
        row("Kafka", &|one| one.version.clone()),
        row("security", &|one| one.security.clone()),
        row("brokers", &|one| count(one.brokers)),
        row("replicas per broker", &|one| count(one.replicas_per_broker)),
        row("disk per broker", &|one| size(one.disk)),
        row("memory per broker", &|one| size(one.memory)),
        row("network in per broker", &|one| rate(one.network_in)),
        row("network out per broker", &|one| rate(one.network_out)),
    ];
    rows.into_iter().filter(|row| row.values.development.is_some() || row.values.production.is_some()).collect()
}

#[expect(clippy::cast_precision_loss, reason = "two digits of it are shown")]
fn size(bytes: u64) -> String {
    if bytes == 0 { String::new() } else { units::show(bytes as f64, Unit::Size) }
}

fn rate(bytes: u64) -> String {
    let text = size(bytes);
    if text.is_empty() { text } else { format!("{text}/s") }
}

/// Why a setting is what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason<'a> {
    /// The decision, as production has it where it does.
    pub row: &'a Decision,
    /// The value, or development's and production's.
    pub value: String,
    /// The reasons, each with its environment where they differ.
    pub because: Vec<(&'static str, &'a str)>,
}

/// The reasons of a subject, each once; `rows` are its decisions.
#[must_use]
pub fn reasons<'a>(design: &'a Design, subject: &str, rows: &[&'a Decision]) -> Vec<Reason<'a>> {
    let order = order(design, subject);
    let mut seen: Vec<&str> = Vec::new();
    let mut reasons: Vec<Reason> = Vec::new();
    for row in rows {
        if seen.contains(&row.fact.as_str()) {
            continue;
        }
        seen.push(&row.fact);
        let of =
            |environment: &str| rows.iter().find(|other| other.fact == row.fact && other.env == environment).copied();
        reasons.push(reason(of(ENVIRONMENTS[0]), of(ENVIRONMENTS[1]), row));
    }
    reasons.sort_by_key(|reason| order.iter().position(|key| *key == reason.row.key).unwrap_or(order.len()));
    reasons
}

/// The keys of a subject's config, in its order.
fn order(design: &Design, subject: &str) -> Vec<String> {
    let (kind, name) = subject.split_once('/').unwrap_or((subject, ""));
    let configs = match kind {
        "producer" => design.producers.iter().find(|one| one.name == name).map(|one| &one.configs),
        "consumer" => design.consumers.iter().find(|one| one.name == name).map(|one| &one.configs),
        _ => None,
    };
    let mut keys = vec!["partitions".to_owned(), "replication_factor".to_owned(), "instances".to_owned()];
    keys.extend(configs.into_iter().flat_map(|configs| settings(configs, false)).map(|pair| pair.key));
    keys
}

fn reason<'a>(development: Option<&'a Decision>, production: Option<&'a Decision>, any: &'a Decision) -> Reason<'a> {
    let row = production.unwrap_or(any);
    let (Some(development), Some(production)) = (development, production) else {
        let only = if production.is_some() { ENVIRONMENTS[1] } else { ENVIRONMENTS[0] };
        return Reason { row, value: for_people(row), because: vec![(only, row.because.as_str())] };
    };
    let value = if development.value == production.value {
        for_people(production)
    } else {
        format!("{} → {}", for_people(development), for_people(production))
    };
    let because = if development.value == production.value && says_all(&development.because, &production.because) {
        vec![("", production.because.as_str())]
    } else {
        vec![(ENVIRONMENTS[0], development.because.as_str()), (ENVIRONMENTS[1], production.because.as_str())]
    };
    Reason { row, value, because }
}

/// Whether production's reason says what development's does: the same, the same with other numbers, or more.
fn says_all(development: &str, production: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split_whitespace().map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
        words.filter(|word| !word.starts_with(|letter: char| letter.is_ascii_digit())).map(str::to_owned).collect()
    };
    production.starts_with(development) || words(development) == words(production)
}

/// The value as it stands in the config, and what that is for people where it is a long number.
fn for_people(row: &Decision) -> String {
    let value = row.value.to_string();
    match hint(&row.key, &value) {
        Some(hint) => format!("{value} ({hint})"),
        None => value,
    }
}

/// The subjects that reasons are given for, in the order of the design, each with its decisions.
#[must_use]
pub fn subjects(design: &Design) -> Vec<(&str, Vec<&Decision>)> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut subjects: Vec<(&str, Vec<&Decision>)> = Vec::new();
    for row in &design.decisions {
        let place = *places.entry(&row.subject).or_insert(subjects.len());
        if place == subjects.len() {
            subjects.push((&row.subject, Vec::new()));
        }
        subjects[place].1.push(row);
    }
    subjects
}

/// A subject in words: `producer/task-api` is `producer task-api`, the only one of its kind is just that.
#[must_use]
pub fn words(subject: &str) -> String {
    match subject.split_once('/') {
        Some((kind, name)) if kind == name => kind.to_owned(),
        _ => subject.replacen('/', " ", 1),
    }
}

/// A value that may be missing.
#[must_use]
pub fn or_none(value: Option<&Literal>) -> String {
    value.map_or_else(|| "not set".to_owned(), ToString::to_string)
}

/// Producers; for retry and dead-letter topics the consumer after which they are called.
#[must_use]
pub fn writers<'a>(design: &'a Design, topic: &Topic) -> Vec<&'a str> {
    let producers = design.producers.iter().filter(|producer| producer.writes.contains(&topic.name));
    let mut names: Vec<&str> = producers.map(|producer| producer.name.as_str()).collect();
    if names.is_empty() && topic.role != "event" {
        let owns = |consumer: &&Consumer| {
            topic.name.contains(&consumer.name) || !consumer.group.is_empty() && topic.name.contains(&consumer.group)
        };
        names.extend(
            design.consumers.iter().filter(owns).map(|consumer| consumer.name.as_str()).max_by_key(|name| name.len()),
        );
    }
    names
}

/// What a long number of milliseconds or bytes is for people; none where the number says it.
#[must_use]
pub fn hint(key: &str, value: &str) -> Option<String> {
    let number: f64 = value.parse().ok().filter(|number| *number >= 10_000.0 && *number < 1e12)?;
    let key = key.to_ascii_lowercase();
    let last = key.rsplit(['.', '_', '-']).next().unwrap_or_default();
    match last {
        "ms" => Some(units::show(number, Unit::Time)),
        "bytes" | "memory" if number % 1024.0 == 0.0 => Some(units::show(number, Unit::Size)),
        "kbytes" => Some(units::show(number * 1024.0, Unit::Size)),
        _ => None,
    }
}
