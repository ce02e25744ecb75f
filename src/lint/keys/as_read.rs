//! What a client makes of a value, before anybody asks what it means.

use super::changed::mistyped;
use super::unknown::is_compiled;
use super::{Keys, Reader};
use crate::knowledge::Setting as Spelling;
use crate::knowledge::catalog::{Family, Form, Key, Kind, Reader as HowRead, Status, Typed};
use crate::sources::config::{Config, Given, Setting};

/// A value as its client holds it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::lint) enum AsRead {
    /// It is as if the key were not there.
    Unset,
    /// Nobody can say: it is not shown, or refused.
    Unknown,
    /// A text, or a number as digits.
    Text {
        /// The text.
        text: String,
        /// Whether words may be in any case.
        any_case: bool,
    },
}

/// Keys that Java takes for not set where they are blank, when it looks whether they may or must be there; and those of
/// which nothing but blanks stands for nothing in a file that a script fills in.
const UNSET_IF_BLANK: &[&str] = &[
    "partition.assignment.strategy",
    "group.remote.assignor",
    "client.rack",
    "sasl.mechanism",
    "ssl.truststore.location",
    "ssl.keystore.location",
];

/// What librdkafka calls the number of brokers that must have a record.
const ACKS: &[&str] = &["acks", "request.required.acks"];

/// Keys that librdkafka's new protocol forbids, empty ones too.
const MAY_NOT_BE_THERE: &[&str] = &["partition.assignment.strategy", "group.protocol.type"];

/// Keys, with their families, of clients to which an empty text is none.
const UNSET_IF_EMPTY: &[(&str, &str)] = &[
    ("kafka-python-producer", "transactional_id"),
    ("kafkajs-producer", "transactionalId"),
    // of Go's texts, an empty one is that of a field which nobody has set
    ("franz-go", "ConsumerGroup"),
    ("franz-go", "DefaultProduceTopic"),
    ("franz-go", "ShareGroup"),
    ("sarama", "Consumer.Group.InstanceId"),
    ("sarama", "Net.SASL.Password"),
    ("sarama", "Net.SASL.User"),
    ("sarama", "Producer.Transaction.ID"),
];

impl Keys<'_> {
    /// What the reader makes of the value of a setting, which is `known` to say a fact.
    pub fn as_read(&self, reader: &Reader, config: &Config, setting: &Setting, known: &Spelling) -> AsRead {
        let found = reader.families.iter().find_map(|family| self.find(reader, family, config.read_as(setting)));
        let key = found.and_then(|found| found.key.map(|key| (found.family, key)));
        if key.as_ref().is_some_and(|(_, key)| mistyped(config, setting, key).is_some()) {
            return AsRead::Unknown;
        }
        if key.as_ref().is_some_and(|(_, key)| is_of_later(reader, key)) {
            return AsRead::Unset;
        }
        let text = match &setting.value {
            Given::Text(text) => text,
            // librdkafka is handed texts, whatever the language has
            Given::Number(text) if key.as_ref().is_some_and(|(family, _)| family.reader() == HowRead::Librdkafka) => {
                text
            }
            Given::Null if is_nothing(known) => return AsRead::Unset,
            other if key.as_ref().is_some_and(|(_, key)| is_refused(key, other)) => return AsRead::Unknown,
            // Python counts with truths.
            Given::Bool(truth) if key.as_ref().is_some_and(|(family, key)| is_counted(family, key)) => {
                return as_it_is(if *truth { "1" } else { "0" }, false);
            }
            other => return other.text().map_or(AsRead::Unknown, |text| as_it_is(text, false)),
        };
        match key.map(|(family, key)| (family.reader(), family.name(), key)) {
            Some((HowRead::Librdkafka, _, key)) => of_librdkafka(&key, text),
            Some((_, family, key)) if text.is_empty() && UNSET_IF_EMPTY.contains(&(family, &key.name)) => AsRead::Unset,
            Some((HowRead::Java, _, key)) if text.trim().is_empty() && UNSET_IF_BLANK.contains(&key.name.as_str()) => {
                AsRead::Unset
            }
            // Nothing follows from a value that the client does not take.
            Some((_, _, key)) if is_refused(&key, &setting.value) => AsRead::Unknown,
            Some((HowRead::Java, _, key)) => as_it_is(text.trim(), key.any_case),
            _ => as_it_is(text.trim(), false),
        }
    }
}

/// Whether only later versions look at the key. Code that uses a name compiles, with whatever version it has.
fn is_of_later(reader: &Reader, key: &Key) -> bool {
    let compiled = reader.client.is_some_and(|client| is_compiled(&client.id));
    matches!(key.status, Status::NotYet { .. }) && key.becomes.is_none() && !compiled
}

/// Whether a truth is a number to the client.
fn is_counted(family: &Family, key: &Key) -> bool {
    family.reader() == HowRead::Typed && matches!(key.kind, Kind::Int | Kind::Long)
}

/// Whether the client does not take the value.
fn is_refused(key: &Key, value: &Given) -> bool {
    let form = match value {
        Given::Text(_) => Form::Text,
        Given::Number(_) => Form::Number,
        Given::Bool(_) => Form::Truth,
        Given::Null | Given::Code(_) | Given::Unknown | Given::Perhaps => return false,
    };
    value.text().is_some_and(|text| key.read_as(form, text).is_err())
}

/// Whether Python's `None` and the like say no more than leaving the setting out: nothing is the default.
fn is_nothing(known: &Spelling) -> bool {
    known.default.is_none() || known.values.iter().any(|(_, literal)| literal.is_null())
}

fn as_it_is(text: &str, any_case: bool) -> AsRead {
    AsRead::Text { text: text.to_owned(), any_case }
}

/// librdkafka has several spellings of a truth, stops where a number ends, and takes words in any case.
fn of_librdkafka(key: &Key, text: &str) -> AsRead {
    let Ok(reading) = key.read(text) else { return AsRead::Unknown };
    // of `45s` it reads 45, which nobody meant: there is nothing more to say of it than that
    if reading.ignored.as_ref().is_some_and(|ignored| !ignored.trim().is_empty()) {
        return AsRead::Unknown;
    }
    let text = match reading.value {
        Typed::Default if MAY_NOT_BE_THERE.contains(&key.name.as_str()) => return AsRead::Unknown,
        Typed::Default => return AsRead::Unset,
        Typed::Boolean(truth) => truth.to_string(),
        // of acks, it only matters that they are neither all nor the leader's
        Typed::Integer(2..) if ACKS.contains(&key.name.as_str()) => "some".to_owned(),
        Typed::Integer(number) => {
            let word = key.words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text.trim()));
            word.map_or_else(|| number.to_string(), |(word, _)| word.clone())
        }
        Typed::Number(number) => number.to_string(),
        Typed::Text(text) => text,
        Typed::List(_) => text.trim().to_owned(),
    };
    // of librdkafka's texts, a few are words that it compares letter by letter
    AsRead::Text { text, any_case: key.kind == Kind::Word }
}
