//! What runs today, beside what the design decides.

use super::causes::causes;
use super::request::Request;
use super::rows::client;
use super::spell::{spell, unspell};
use super::why::Why;
use crate::design::{Beside, CurrentSetting, Today};
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Knowledge, Setting};
use crate::sources::tree::Node;

/// Keys of `current` that are no settings of a client.
const SIZES: [&str; 2] = ["instances", "partitions"];

/// What is said of every consumer of which it is known how it runs today.
#[must_use]
pub fn today(knowledge: &Knowledge, request: &Request, facts: &Facts) -> Vec<Today> {
    let entries = request.answers.root.get("consumers").into_iter().flat_map(Node::items);
    let described = entries.filter(|entry| entry.get("current").is_some() || entry.get("observed").is_some());
    let of = |entry: &Node| {
        let id = facts.find("consumer", entry.get("name")?.as_text()?)?;
        let current = entry.get("current").into_iter().flat_map(Node::entries);
        let settings = current.filter(|(key, _)| !SIZES.contains(&key.text.as_str()));
        Some(Today {
            subject: format!("consumer/{}", facts.subject(id).name),
            settings: settings
                .map(|(key, value)| setting(knowledge, facts, id, &key.text, value.as_text().unwrap_or_default()))
                .collect(),
            causes: causes(knowledge, &unwatched(facts, id), id).told,
        })
    };
    described.filter_map(of).collect()
}

/// The facts, where nobody looked at the group: what was said of it is all that there is.
fn unwatched(facts: &Facts, id: Id) -> Facts {
    let mut facts = facts.clone();
    facts.set(id, "watched", Value::Bool(false), Origin::Structure);
    facts
}

/// One setting of today beside the design's.
fn setting(knowledge: &Knowledge, facts: &Facts, id: Id, key: &str, value: &str) -> CurrentSetting {
    let said = |beside, design, because| CurrentSetting {
        key: key.to_owned(),
        value: value.to_owned(),
        beside,
        design,
        because,
    };
    let (client, _) = client(facts, id);
    let settings = knowledge.clients.get(&client).map(|client| client.settings("consumer")).unwrap_or_default();
    let kafka = |fact: &str| knowledge.vocabulary.fact("consumer", fact).and_then(|spec| spec.kafka.as_deref());
    let mut found = settings.iter().find(|setting| setting.is_called(key)).map(|own| (own, own.clone()));
    if found.is_none() && !reads_dotted_keys(facts, id) {
        // Other clients' settings are spoken of by Kafka's names too.
        let own = settings.iter().find(|own| own.key.is_some() && kafka(&own.fact) == Some(key));
        found = own.map(|own| (own, Setting::plain(&own.fact)));
    }
    let Some((own, as_given)) = found else {
        // No list here is complete: that a client lacks a setting is said only of what another client calls so.
        let mut elsewhere = knowledge.clients.iter().flat_map(|client| client.settings("consumer"));
        let lacks = reads_dotted_keys(facts, id) && elsewhere.any(|setting| setting.is_called(key));
        return said(if lacks { Beside::NoSuchSetting } else { Beside::Undecided }, None, String::new());
    };
    let spec = knowledge.vocabulary.fact("consumer", &own.fact);
    let value = spec.and_then(|spec| unspell(&as_given, spec, value).ok());
    let (Some(decided), Some(value)) = (facts.value(id, &own.fact), value) else {
        return said(Beside::Undecided, None, String::new());
    };
    let beside = if value == *decided { Beside::Same } else { Beside::Other };
    said(beside, Some(spell(own, decided)), Why::new(knowledge, facts).because(id, &own.fact))
}

/// Whether the client reads Kafka's own kind of keys, and those alone.
fn reads_dotted_keys(facts: &Facts, id: Id) -> bool {
    let client = facts.related(id, "client").first();
    let text = |fact: &str| client.and_then(|client| facts.value(*client, fact)).and_then(|value| value.as_text());
    matches!(text("family"), Some("java" | "librdkafka")) && text("framework") == Some("none")
}
