//! Whose config it is in a design: by the names of services, groups, topics and files.

use super::Source;
use crate::facts::{Facts, Id, Value};
use crate::sources::config::{Config, Given, Named, Role};

/// Words of a file's name that say what it is for, and not whose it is.
const OF_ANYBODY: &[&str] = &[
    "producer",
    "consumer",
    "kafka",
    "config",
    "conf",
    "configuration",
    "settings",
    "properties",
    "client",
    "application",
    "prod",
    "production",
    "dev",
    "development",
];

/// The subject of a design that the config is of; none where no name says it, or a name says two.
pub(super) fn belongs(designed: &Facts, kind: &str, source: &Source, config: &Config) -> Option<Id> {
    let there = |id: &Id| designed.value(*id, "exists") != Some(&Value::Bool(false));
    let all: Vec<Id> = designed.of_kind(kind).filter(there).collect();
    let named = |name: &str| only(all.iter().copied().filter(|id| same(&designed.subject(*id).name, name)));
    let stated = config.name.as_ref().and_then(Given::text);
    if kind == "topic" {
        return only(all.iter().copied().filter(|id| stated == Some(&*designed.subject(*id).name)));
    }
    let group = says(config, &["group.id", "group-id", "groupId", "group_id"]);
    let of_group = |group: &str| {
        only(all.iter().copied().filter(|id| designed.value(*id, "group").and_then(Value::as_text) == Some(group)))
    };
    let client = says(config, &["client.id", "client-id", "clientId", "client_id", "ClientID"]);
    let (folders, file) = source.below.rsplit_once('/').unwrap_or(("", &source.below));
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    group
        .and_then(of_group)
        .or_else(|| client.and_then(named))
        .or_else(|| stated.and_then(named))
        .or_else(|| named(stem))
        .or_else(|| folders.rsplit('/').find_map(named))
        .or_else(|| by_topics(designed, &all, config))
}

/// The value of the setting whose key is, or ends with, one of these.
fn says<'a>(config: &'a Config, keys: &[&str]) -> Option<&'a str> {
    let is = |key: &str| {
        keys.iter()
            .any(|known| key.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.')))
    };
    config.settings.iter().rev().find(|setting| is(&setting.key))?.value.text()
}

/// The only service of the design with exactly the topics that the config names.
fn by_topics(designed: &Facts, all: &[Id], config: &Config) -> Option<Id> {
    let (relation, own) = match config.role {
        Role::Producer => ("topics", &config.writes),
        Role::Consumer => ("reads", &config.reads),
        _ => return None,
    };
    let own = sorted(own.iter().map(|Named { name, .. }| name.as_str()));
    let of = |id: &Id| sorted(designed.related(*id, relation).iter().map(|topic| &*designed.subject(*topic).name));
    only(all.iter().copied().filter(|id| !own.is_empty() && of(id) == own))
}

fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn only(mut ids: impl Iterator<Item = Id>) -> Option<Id> {
    let first = ids.next()?;
    ids.next().is_none().then_some(first)
}

/// Whether both name the same service: `task-api`, `TaskApi`, `producer_task_api`.
fn same(service: &str, name: &str) -> bool {
    let (service, name) = (words(service), words(name));
    let telling = |word: &&String| !OF_ANYBODY.contains(&word.as_str());
    name == service
        || !name.is_empty()
            && name.iter().filter(telling).eq(service.iter())
            && service.iter().any(|word| telling(&word))
}

fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && small {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.extend(c.to_lowercase()));
        }
        small = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn names_are_the_same_however_they_are_written() {
        for name in ["task-api", "producer_task_api", "TaskApi", "task-api-prod", "kafka.task.api"] {
            assert!(same("task-api", name), "{name}");
        }
        for name in ["task", "task-api-worker", "producer", "", "prod", "api-task"] {
            assert!(!same("task-api", name), "{name}");
        }
        assert!(same("client", "client"), "a service may be called as files are");
        assert!(!same("client", "producer"));
    }
}
