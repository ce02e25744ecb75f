//! The consumer that is asked about: as its work is described, with what its client is told.

use anyhow::{Result, bail};

use super::Material;
use crate::decide::unspell;
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::Knowledge;
use crate::sources::answers::Answers;
use crate::sources::library::{add_client, fill_current};
use crate::sources::tree::Node;

/// What is said of the limits of the work where nobody described it: nothing, instead of that there is none.
const OF_LIMITS: [&str; 3] = ["limited", "limit_count", "limit_bound"];

/// The assignors that all members must have one of in common.
const ASSIGNORS: [&str; 4] = ["range", "roundrobin", "sticky", "cooperative"];

/// The consumer with what is described of it and what its client is told.
pub fn subject(knowledge: &Knowledge, material: &Material) -> Result<(Facts, Id)> {
    let (mut facts, id) = if let Some(answers) = material.answers {
        described(knowledge, answers, material)?
    } else {
        let mut facts = Facts::default();
        facts.add("system", "", "");
        let name = material.group.or(material.series.map(|series| series.group.as_str()));
        let id = facts.add("consumer", name.unwrap_or_default(), "");
        (facts, id)
    };
    if let Some(config) = material.config {
        configure(knowledge, &mut facts, id, config);
        if !material.others.is_empty() {
            compare_members(&mut facts, id, config, material.others);
        }
    }
    facts.set(id, "work_refuted", Value::Bool(false), Origin::Structure);
    facts.set(id, "watched", Value::Bool(material.series.is_some()), Origin::Structure);
    note_client(&mut facts, id);
    Ok((facts, id))
}

/// Notes of the client what matters to a change of the assignor, also where nobody said which client it is.
fn note_client(facts: &mut Facts, id: Id) {
    let client = facts.related(id, "client").first().copied();
    let of = |fact: &str| client.and_then(|client| facts.value(client, fact)).cloned();
    let is = |fact: &str| of(fact) == Some(Value::Bool(true));
    let own = facts.is_given(id, "current_assignor") == Some(true);
    let both = is("offers_range") && is("offers_cooperative") && !own;
    let family = of("family").unwrap_or_else(|| Value::from(""));
    let eager_only = of("cooperative") == Some(Value::Bool(false));
    for (fact, value) in
        [("family", family), ("offers_both", Value::Bool(both)), ("eager_only", Value::Bool(eager_only))]
    {
        facts.set(id, fact, value, Origin::Structure);
    }
}

/// Forgets what was derived from nobody's having said anything of the work.
pub fn forget_undescribed(facts: &mut Facts, id: Id) {
    for fact in OF_LIMITS {
        facts.forget(id, fact);
    }
}

/// The described consumer of that group: by its `group.id`, by its name, or the only one.
fn described(knowledge: &Knowledge, answers: &Answers, material: &Material) -> Result<(Facts, Id)> {
    // What runs today serves production.
    let mut facts = answers.facts(knowledge, "production")?;
    let all: Vec<Id> = facts.of_kind("consumer").collect();
    let group = material.group.or(material.series.map(|series| series.group.as_str()));
    let called = |id: &Id| {
        let subject = facts.subject(*id);
        let own = facts.value(*id, "group").and_then(Value::as_text);
        group.is_some_and(|group| own == Some(group) || own.is_none() && &*subject.name == group)
    };
    let found = all.iter().copied().find(called).or_else(|| {
        let alone = all.first().copied().filter(|_| all.len() == 1);
        alone.filter(|id| group.is_none() || facts.value(*id, "group").is_none())
    });
    let Some(id) = found else {
        let names: Vec<String> = all.iter().map(|id| facts.subject(*id).name.to_string()).collect();
        let file = &answers.file;
        match (group, names.as_slice()) {
            (_, []) => bail!("{file} describes no consumer: add one under `consumers`"),
            (Some(group), names) => bail!(
                "{file} describes no consumer of the group {group}: it has {}; say which one it is with `current: {{group.id: {group}}}`",
                names.join(", ")
            ),
            (None, names) => {
                bail!("{file} describes several consumers: name the group of one with --group, of {}", names.join(", "))
            }
        }
    };
    read_current(knowledge, answers, &mut facts, id);
    Ok((facts, id))
}

/// Reads the settings of today that the client spells in its own way, such as `sessionTimeout`.
fn read_current(knowledge: &Knowledge, answers: &Answers, facts: &mut Facts, id: Id) {
    let name = facts.subject(id).name.clone();
    let entries = answers.root.get("consumers").into_iter().flat_map(Node::items);
    let mut own = entries.filter(|entry| entry.get("name").and_then(Node::as_text) == Some(&name));
    let current = own.find_map(|entry| entry.get("current"));
    let client = facts.related(id, "client").first().map(|client| facts.subject(*client).name.to_string());
    let client = client.and_then(|client| knowledge.clients.get(&client));
    for (key, node) in current.into_iter().flat_map(Node::entries) {
        if key.text == "group.instance.id" {
            facts.set(id, "current_static_members", Value::Bool(true), Origin::Answer);
        }
        let settings = client.map(|client| client.settings("consumer")).unwrap_or_default();
        let Some(setting) = settings.iter().find(|setting| setting.is_called(&key.text)) else { continue };
        let (Some(spec), Some(text)) = (knowledge.vocabulary.fact("consumer", &setting.fact), node.as_text()) else {
            continue;
        };
        let fact = format!("current_{}", setting.fact);
        let stated = facts.is_given(id, &fact) == Some(true);
        if let (Ok(value), false, true) =
            (unspell(setting, spec, text), stated, knowledge.vocabulary.fact("consumer", &fact).is_some())
        {
            facts.set(id, &fact, value, Origin::Answer);
        }
    }
}

/// Takes over what the client is told, in place of what is described of it.
fn configure(knowledge: &Knowledge, facts: &mut Facts, id: Id, (config, from): (&Facts, Id)) {
    let client = config.related(from, "client").first().copied();
    let of = |fact: &str| client.and_then(|client| config.value(client, fact)).map(ToString::to_string);
    let known = client.and_then(|client| knowledge.clients.get(&config.subject(client).name));
    if let (Some(client), Some(version)) = (known, of("version")) {
        facts.unrelate(id, "client");
        facts.unrelate(id, "default");
        add_client(facts, &knowledge.vocabulary, id, client, &version);
    }
    for (name, fact) in config.all(from) {
        let current = format!("current_{name}");
        if knowledge.vocabulary.fact("consumer", &current).is_some() {
            let origin = if fact.origin.is_given() { Origin::Answer } else { Origin::Client };
            facts.set(id, &current, fact.value.clone(), origin);
        }
    }
    // What a config does not set, and hides nowhere, is left to the client.
    if !config.is_open(from) {
        fill_current(facts, &knowledge.vocabulary, id, |name| config.is_given(from, name) != Some(false));
    }
}

/// Notes which assignors the client has in common with those of the other members.
#[expect(clippy::cast_precision_loss, reason = "nobody names 2^52 files")]
fn compare_members(facts: &mut Facts, id: Id, own: (&Facts, Id), others: &[(&Facts, Id)]) {
    let is = |(config, of): (&Facts, Id), fact: &str| config.value(of, fact).and_then(Value::as_bool);
    let mut note = |fact: &str, value: Option<bool>| {
        if let Some(value) = value {
            facts.set(id, fact, Value::Bool(value), Origin::Structure);
        }
    };
    let all = |fact: &str| others.iter().map(|other| is(*other, fact)).collect::<Option<Vec<bool>>>();
    for assignor in ASSIGNORS {
        let offers = format!("offers_{assignor}");
        note(&offers, is(own, &offers));
        note(&format!("all_{assignor}"), all(&offers).map(|all| !all.contains(&false)));
    }
    note("classic", is(own, "classic"));
    note("all_classic", all("classic").map(|all| !all.contains(&false)));
    facts.set(id, "member_count", Value::Number(others.len() as f64), Origin::Structure);
    let clients = others.iter().filter_map(|(config, of)| config.value(*of, "client_name").cloned());
    facts.set(id, "group_clients", Value::List(clients.collect()), Origin::Structure);
}
