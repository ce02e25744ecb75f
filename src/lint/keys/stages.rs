//! What a connector is made of beside its own keys: transforms and predicates, each named in a list and described by keys
//! that begin with its name, and the groups of topics that a source creates.

use super::connectors::{DEBEZIUM, MIRROR, SOURCE, misnamed};
use super::{About, Reader, classes, debezium, text};
use crate::facts::Value;
use crate::knowledge::at_least;
use crate::knowledge::catalog::Refusal;
use crate::sources::config::{Config, Given, Role, Setting};

/// The lists, and what the keys of what they name begin with.
const LISTS: &[&str] = &["transforms", "predicates"];

/// What the keys of topics begin with that a source creates.
const CREATED: &str = "topic.creation.";
/// What every source needs that has any of them.
const CREATED_BY_DEFAULT: &[&str] = &["topic.creation.default.partitions", "topic.creation.default.replication.factor"];

/// The transform that keeps or drops fields, what its lists were called, and the first version that does not know that.
const REPLACE_FIELD: &str = "org.apache.kafka.connect.transforms.ReplaceField";
const RENAMED_FIELDS: [(&str, &str); 2] = [("blacklist", "exclude"), ("whitelist", "include")];
const FIELDS_RENAMED: &str = "4.0";

/// Names of classes that the worker does not trim.
const CONVERTERS: &[&str] = &["key.converter", "value.converter", "header.converter"];

/// The keys that the connector needs for what it names, and does not have: the worker asks for these at once.
pub(super) fn missing(config: &Config) -> Vec<String> {
    let mut needed = Vec::new();
    for list in LISTS {
        needed.extend(named(config, list).iter().map(|name| format!("{list}.{name}.type")));
    }
    let negated = |name: &&str| config.get(&format!("transforms.{name}.negate")).is_some();
    let transforms = named(config, "transforms");
    needed.extend(transforms.into_iter().filter(negated).map(|name| format!("transforms.{name}.predicate")));
    absent(config, needed)
}

/// The same of what it only asks for when the connector starts.
pub(super) fn missing_at_start(reader: &Reader, config: &Config) -> Vec<String> {
    let mut needed = Vec::new();
    let conditional = |name: &&str| config.get(&format!("transforms.{name}.predicate")).is_some();
    if named(config, "transforms").iter().any(conditional) {
        needed.push("predicates".to_owned());
    }
    let source = reader.families.iter().any(|family| family.name() == SOURCE || family.name().starts_with(DEBEZIUM));
    if source && config.settings.iter().any(|setting| setting.key.starts_with(CREATED)) {
        needed.extend(CREATED_BY_DEFAULT.iter().map(|key| (*key).to_owned()));
    }
    absent(config, needed)
}

/// Those that are not there, each once.
fn absent(config: &Config, mut needed: Vec<String>) -> Vec<String> {
    needed.retain(|key| config.get(key).is_none());
    needed.dedup();
    needed
}

/// What a list names; nothing where that is not shown.
fn named<'c>(config: &'c Config, list: &str) -> Vec<&'c str> {
    let listed = config.get(list).and_then(|setting| setting.value.text()).unwrap_or_default();
    listed.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// What there is to say of a key that belongs to such a name.
pub(super) fn about(reader: &Reader, config: &Config, setting: &Setting) -> Option<About> {
    if reader.role != Role::Connector {
        return None;
    }
    if let Some(renamed) = renamed(reader, config, &setting.key) {
        return Some(renamed);
    }
    let written = setting.value.text()?;
    let refusal = of_transform(config, &setting.key, written)
        .or_else(|| of_created(&setting.key, written))
        .or_else(|| of_converter(reader, &setting.key, written))
        .or_else(|| debezium::refusal(reader, config, setting))
        .or_else(|| of_class(&setting.key, written))?;
    Some(vec![("known", Value::Bool(true)), ("value", text(written)), ("refusal", text(&refusal.to_string()))])
}

fn of_transform(config: &Config, key: &str, written: &str) -> Option<Refusal> {
    let (name, part) = key.strip_prefix("transforms.")?.rsplit_once('.')?;
    if !named(config, "transforms").contains(&name) {
        return None;
    }
    match part {
        "negate" => {
            let truth = ["true", "false"].iter().any(|word| written.trim().eq_ignore_ascii_case(word));
            (!truth).then_some(Refusal::NotBoolean { words: "true and false" })
        }
        "predicate" => {
            let predicates = config.get("predicates").filter(|list| list.value != Given::Unknown)?;
            let words: Vec<String> = named(config, &predicates.key).into_iter().map(str::to_owned).collect();
            let word = written.trim().to_owned();
            (!words.is_empty() && !words.contains(&word)).then_some(Refusal::NotOneOf { word, words })
        }
        _ => None,
    }
}

/// What a transform of Kafka's own called a key before 4.0: since then it takes the line, and lets the fields through.
fn renamed(reader: &Reader, config: &Config, key: &str) -> Option<About> {
    let (name, part) = key.strip_prefix("transforms.")?.rsplit_once('.')?;
    let (_, now) = RENAMED_FIELDS.iter().find(|(before, _)| *before == part)?;
    let class = config.get(&format!("transforms.{name}.type"))?.value.text()?.trim();
    let gone = class.starts_with(REPLACE_FIELD) && at_least(&reader.library, FIELDS_RENAMED);
    let now = format!("transforms.{name}.{now}");
    gone.then(|| {
        vec![
            ("known", Value::Bool(true)),
            ("version", text(&reader.library)),
            ("reader", text(&format!("Connect of Kafka {}", reader.library))),
            ("removed_in", text(FIELDS_RENAMED)),
            ("passed", Value::Bool(true)),
            ("instead", text(&now)),
            ("mended", text(&now)),
        ]
    })
}

fn of_class(key: &str, written: &str) -> Option<Refusal> {
    let written = written.trim();
    if key == "connector.class" {
        return misnamed(written).map(|meant| Refusal::NoClass { meant: meant.to_owned() });
    }
    let (list, (_, part)) = key.split_once('.').and_then(|(list, rest)| Some((list, rest.rsplit_once('.')?)))?;
    classes::stage(written).filter(|_| LISTS.contains(&list) && part == "type")
}

fn of_converter(reader: &Reader, key: &str, written: &str) -> Option<Refusal> {
    // mirrors define these keys themselves, and read them as the worker does its own
    let mirror = reader.families.iter().any(|family| family.name().starts_with(MIRROR));
    let spaced = written.trim() != written && !written.trim().is_empty();
    (CONVERTERS.contains(&key) && spaced && !mirror).then_some(Refusal::Spaces)
}

/// How many partitions and copies a source creates a topic with.
fn of_created(key: &str, written: &str) -> Option<Refusal> {
    let (_, part) = key.strip_prefix(CREATED)?.split_once('.')?;
    let most = match part {
        "partitions" => i64::from(i32::MAX),
        "replication.factor" => i64::from(i16::MAX),
        _ => return None,
    };
    let written = written.trim();
    let digits = written.strip_prefix(['+', '-']).unwrap_or(written);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Some(Refusal::NotInteger);
    }
    match written.parse::<i64>().ok().filter(|number| *number <= most) {
        None => Some(Refusal::TooLarge { most }),
        Some(-1 | 1..) => None,
        Some(_) => Some(Refusal::OutOfRange { bounds: "at least 1, or -1 for what the brokers have".to_owned() }),
    }
}
