//! What must be true of every design.

use std::collections::{BTreeMap, BTreeSet};

use kskill::decide::{Request, decide, draft, facts};
use kskill::design::{Conflict, Design, ENVIRONMENTS};
use kskill::facts::units::{Unit, format};
use kskill::facts::{Facts, Id, Value};
use kskill::finding::Severity;
use kskill::judge::{Verdict, as_configured, can_be_told, judge, label};
use kskill::knowledge::{Knowledge, Rule, Scope};
use kskill::sources::answers::Answers;

use super::librdkafka;

/// What the properties are proven with.
pub struct Prover {
    /// The knowledge that designs.
    pub knowledge: Knowledge,
    /// The rules that judge.
    pub rules: Vec<Rule>,
}

/// A property that does not hold: in one word or two, and in full.
#[derive(Debug)]
pub struct Broken {
    /// Which property, and by which decision or rule.
    pub what: String,
    /// What was found.
    pub found: String,
}

fn broken(what: impl Into<String>, found: impl Into<String>) -> Broken {
    Broken { what: what.into(), found: found.into() }
}

impl Prover {
    /// Everything that is wrong with the design for these answers.
    pub fn broken(&self, text: &str) -> Vec<Broken> {
        let request = match Answers::read("answers.yaml", text) {
            Ok(answers) => Request::new(answers),
            Err(error) => return vec![broken("answers refused", error.to_string())],
        };
        let (design, runs) = match draft(&self.knowledge, &request) {
            Ok(drafted) => drafted,
            Err(error) => return vec![broken("no design", format!("{error:#}"))],
        };
        let mut all: Vec<Broken> = self.same_bytes(&request).into_iter().collect();
        all.extend(unknown_in_words(&design));
        all.extend(configs(&design));
        all.extend(said_twice(&design));
        all.extend(several_of_one(&design));
        for environment in ENVIRONMENTS {
            let settled = runs.get(environment);
            all.extend(self.decided(settled, environment));
            all.extend(self.judged(settled, &design.conflicts, environment));
        }
        all.extend(self.more_peak(&request, &runs.production));
        all.extend(self.assumptions_stand(&request, &design));
        all.extend(self.no_loss(&request));
        all
    }

    /// Same input, same bytes; whatever could make them differ, such as the order of a hash map, soon does.
    fn same_bytes(&self, request: &Request) -> Option<Broken> {
        if !request.answers.root.get("system")?.as_text()?.ends_with("-7") {
            return None;
        }
        // These are also the designs in which ways out are tried, and what would change most.
        let (one, other) = (decide(&self.knowledge, request).ok()?, decide(&self.knowledge, request).ok()?);
        let bytes = |design: &Design| serde_json::to_vec(design).unwrap_or_default();
        if bytes(&one) != bytes(&other) {
            return Some(broken("same input, other bytes", "deciding twice gave two designs"));
        }
        unknown_in_words(&one)
    }

    /// What a decision is about is decided, and by one decision only.
    fn decided(&self, facts: &Facts, environment: &str) -> Vec<Broken> {
        let mut all = Vec::new();
        let mut deciding: BTreeMap<(Id, &str), Vec<&str>> = BTreeMap::new();
        for decision in &self.knowledge.decisions {
            let Some((kind, fact)) = decision.decides.split_once('.') else { continue };
            for id in facts.of_kind(kind).filter(|id| exists(facts, *id)) {
                let subjects = [id];
                let applies = decision.when.as_ref().is_none_or(|when| when.is_true(&Scope::new(facts, &subjects)));
                // What a client cannot be told, or has no default of, may be left open.
                let open = facts
                    .related(id, "default")
                    .first()
                    .is_some_and(|usual| facts.get(*usual, fact).is_none() && self.is_setting(kind, fact));
                if applies && !open && can_be_told(&self.knowledge, facts, id, fact) {
                    deciding.entry((id, fact)).or_default().push(&decision.id);
                    if facts.get(id, fact).is_none() {
                        let name = &facts.subject(id).name;
                        all.push(broken(
                            format!("{} decides nothing", decision.id),
                            format!("{kind}/{name} in {environment}"),
                        ));
                    }
                }
            }
        }
        for ((id, fact), by) in deciding.iter().filter(|(_, by)| by.len() > 1) {
            let given = facts.get(*id, fact).is_some_and(|fact| fact.origin.is_given());
            if !given {
                all.push(broken(format!("{} decide the same fact", by.join(" and ")), (*fact).to_owned()));
            }
        }
        all
    }

    /// Whether any client has a key for the fact.
    fn is_setting(&self, kind: &str, fact: &str) -> bool {
        self.knowledge.clients.iter().any(|client| client.settings(kind).iter().any(|setting| setting.fact == fact))
    }

    /// Every rule judges it without a warning or error, unless a conflict named it.
    fn judged(&self, settled: &Facts, conflicts: &[Conflict], environment: &str) -> Vec<Broken> {
        let facts = as_configured(&self.knowledge, settled);
        let mut all = Vec::new();
        for judgement in judge(&self.knowledge.vocabulary, &self.rules, &facts) {
            let Verdict::Fires(finding) = &judgement.verdict else { continue };
            let labels = || judgement.ids.iter().map(|id| label(&facts, *id)).collect::<Vec<_>>();
            let named = || {
                conflicts
                    .iter()
                    .filter(|conflict| conflict.environments.iter().any(|of| of == environment))
                    .any(|conflict| labels().iter().any(|subject| names(conflict, &facts, subject)))
            };
            if finding.severity >= Severity::Warning && !named() {
                all.push(broken(
                    format!("rule {}", finding.rule),
                    format!("{environment} {}: {}", labels().join(", "), finding.message),
                ));
            }
        }
        all
    }

    /// Setting an assumption outright changes nothing but removes it from the list.
    fn assumptions_stand(&self, request: &Request, design: &Design) -> Vec<Broken> {
        let mut stated = request.clone();
        for assumption in &design.assumptions {
            if let Err(error) = stated.answers.set(&assumption.path, &assumption.value) {
                let found = format!("{}={}: {error}", assumption.path, assumption.value);
                return vec![broken(format!("assumption {} cannot be set", shape(&assumption.path)), found)];
            }
        }
        let other = match draft(&self.knowledge, &stated) {
            Ok((other, _)) => other,
            Err(error) => return vec![broken("assumptions are refused as answers", format!("{error:#}"))],
        };
        let mut all = Vec::new();
        for left in &other.assumptions {
            all.push(broken(
                format!("assumption {} stays", shape(&left.path)),
                format!("{}={}", left.path, left.value),
            ));
        }
        let (before, after) = (beside_assumptions(design), beside_assumptions(&other));
        if let Some((place, before, after)) = difference("", &before, &after) {
            all.push(broken(
                format!("stating the assumptions changes {}", shape(&place)),
                format!("{place}: {before} became {after}"),
            ));
        }
        all
    }

    /// More peak never means fewer partitions.
    fn more_peak(&self, request: &Request, settled: &Facts) -> Vec<Broken> {
        let mut more = request.clone();
        for event in settled.of_kind("event") {
            let Some(peak) = settled.value(event, "peak").and_then(Value::as_number) else { continue };
            let path = format!("events.{}.peak", settled.subject(event).name);
            if let Err(error) = more.answers.set(&path, &format(peak * 3.0, Unit::Rate)) {
                return vec![broken("peak cannot be set", error.to_string())];
            }
        }
        let Ok(other) = facts(&self.knowledge, &more, "production") else { return Vec::new() };
        let partitions = |facts: &Facts, id| facts.value(id, "partitions").and_then(Value::as_number).unwrap_or(0.0);
        let mut all = Vec::new();
        for id in settled.of_kind("topic").filter(|id| exists(settled, *id)) {
            let (before, after) = (partitions(settled, id), partitions(&other, id));
            if exists(&other, id) && after < before {
                let name = &settled.subject(id).name;
                let found = format!("{name} has {before} partitions, {after} at three times the peak");
                all.push(broken("more peak, fewer partitions", found));
            }
        }
        all
    }

    /// "May not be lost" never means weaker acks.
    fn no_loss(&self, request: &Request) -> Vec<Broken> {
        let rank = |value: &str| ["none", "leader", "all"].iter().position(|acks| *acks == value);
        let acks = |may_lose: &str| -> Option<Vec<(String, usize)>> {
            let mut changed = request.clone();
            let events = request.answers.root.get("events")?.items();
            for name in events.filter_map(|event| event.get("name")?.as_text()) {
                changed.answers.set(&format!("events.{name}.may_lose"), may_lose).ok()?;
            }
            let facts = facts(&self.knowledge, &changed, "production").ok()?;
            let of_producer =
                |id: Id| Some((facts.subject(id).name.to_string(), rank(facts.value(id, "acks")?.as_text()?)?));
            Some(facts.of_kind("producer").filter_map(of_producer).collect())
        };
        let (Some(keeping), Some(losing)) = (acks("false"), acks("true")) else {
            return vec![broken("may_lose cannot be set", "in production")];
        };
        let pairs = keeping.iter().zip(&losing);
        let weaker = pairs.filter(|((_, keeping), (_, losing))| keeping < losing);
        weaker.map(|((name, _), _)| broken("no loss, weaker acks", name.as_str())).collect()
    }
}

fn json(design: &Design) -> serde_json::Value {
    serde_json::to_value(design).unwrap_or_default()
}

/// The design without its assumptions, and without the causes of what goes wrong today: those go by what somebody said of
/// it, and what the design assumes is no evidence.
fn beside_assumptions(design: &Design) -> serde_json::Value {
    let mut design = json(design);
    if let Some(fields) = design.as_object_mut() {
        fields.remove("assumptions");
    }
    for today in design["today"].as_array_mut().into_iter().flatten() {
        if let Some(fields) = today.as_object_mut() {
            fields.remove("causes");
        }
    }
    design
}

fn exists(facts: &Facts, id: Id) -> bool {
    facts.value(id, "exists") != Some(&Value::Bool(false))
}

/// A sentence with a number that is not there.
fn unknown_in_words(design: &Design) -> Option<Broken> {
    let text = json(design).to_string();
    let at = text.find("(not known")?;
    let start = text[..at].char_indices().rev().nth(150).map_or(0, |(start, _)| start);
    let end = text[at..].find(')').map_or(text.len(), |end| at + end + 1);
    Some(broken(format!("words with {}", &text[at..end]), text[start..end].to_owned()))
}

/// librdkafka takes the configs of its own family.
fn configs(design: &Design) -> Vec<Broken> {
    const FAMILY: [&str; 4] = ["librdkafka", "confluent-kafka-python", "confluent-kafka-go", "rust-rdkafka"];
    let producers = design.producers.iter().map(|one| ("producer", &one.client.id, &one.configs));
    let consumers = design.consumers.iter().map(|one| ("consumer", &one.client.id, &one.configs));
    let mut all = Vec::new();
    for (role, client, configs) in producers.chain(consumers).filter(|(_, client, _)| FAMILY.contains(&client.as_str()))
    {
        for environment in ENVIRONMENTS {
            if let Err(error) = librdkafka::accepts(role, configs.get(environment)) {
                let reason = error.lines().next().unwrap_or_default();
                all.push(broken(
                    format!("librdkafka refuses a {role}: {reason}"),
                    format!("{client} in {environment}: {error}"),
                ));
            }
        }
    }
    all
}

/// A report names each bound of a decision once.
fn said_twice(design: &Design) -> Vec<Broken> {
    let mut all = Vec::new();
    for row in &design.decisions {
        let mut seen = BTreeSet::new();
        for bound in row.bounds.iter().filter(|one| !seen.insert(&one.bound)) {
            all.push(broken(
                format!("{} weighs {} twice", row.id, bound.bound),
                format!("{} {}", row.subject, row.env),
            ));
        }
    }
    all
}

/// What reports count.
const COUNTED: [&str; 18] = [
    "attempts",
    "batches",
    "brokers",
    "copies",
    "fetches",
    "groups",
    "handlers",
    "instances",
    "keys",
    "lanes",
    "loops",
    "partitions",
    "records",
    "replicas",
    "requests",
    "threads",
    "topics",
    "zones",
];

/// One is no plural: `1 records`.
fn several_of_one(design: &Design) -> Vec<Broken> {
    let text = json(design).to_string();
    let mut all = Vec::new();
    for one in COUNTED.map(|noun| format!("1 {noun}")) {
        for (at, _) in text.match_indices(&one) {
            let before = text[..at].chars().next_back().unwrap_or(' ');
            let after = text[at + one.len()..].chars().next().unwrap_or(' ');
            if !before.is_ascii_digit() && !".,:-".contains(before) && !after.is_alphanumeric() {
                let start = text[..at].char_indices().rev().nth(100).map_or(0, |(start, _)| start);
                all.push(broken(one.as_str(), text[start..at + one.len()].to_owned()));
            }
        }
    }
    all
}

/// Whether a conflict speaks of the subject `kind/name`, or of what it belongs to.
fn names(conflict: &Conflict, facts: &Facts, subject: &str) -> bool {
    let Some((kind, name)) = subject.split_once('/') else { return false };
    let Some(id) = facts.find(kind, name) else { return false };
    let near = ["event", "events", "owner", "readers", "reads", "consumer", "limits"];
    let related = near.iter().flat_map(|relation| facts.related(id, relation)).copied();
    let mut paths: Vec<String> = related.chain([id]).map(|id| facts.subject(id).path.to_string()).collect();
    paths.retain(|path| !path.is_empty());
    if matches!(kind, "topic" | "cluster") {
        paths.extend(["kafka", "production", "development"].map(str::to_owned));
    }
    let within = |at: &str, path: &str| at == path || at.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
    conflict.between.iter().any(|at| paths.iter().any(|path| within(at, path)))
}

/// A path without its names and numbers, so that equal kinds of trouble count together.
fn shape(path: &str) -> String {
    let known = ["task", "order-line", "click", "notifier", "audit", "worker"];
    let part = |part: &str| {
        if known.contains(&part) || part.parse::<usize>().is_ok() { "*".to_owned() } else { part.to_owned() }
    };
    path.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// The first place where two JSON values differ, and both sides there.
fn difference(path: &str, one: &serde_json::Value, other: &serde_json::Value) -> Option<(String, String, String)> {
    use serde_json::Value as Json;
    match (one, other) {
        (Json::Object(one), Json::Object(other)) if one.keys().eq(other.keys()) => {
            one.iter().find_map(|(key, value)| difference(&format!("{path}.{key}"), value, &other[key]))
        }
        (Json::Array(one), Json::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            pairs.find_map(|(index, (one, other))| difference(&format!("{path}.{index}"), one, other))
        }
        _ => (one != other).then(|| (path.trim_start_matches('.').to_owned(), one.to_string(), other.to_string())),
    }
}
