//! Spring Cloud Stream's binder for Kafka: a client for each binding, with the settings of the binder beneath its own.

use std::collections::BTreeSet;

use super::spring::is_of_other_role;
use super::spring_names::{after, element, first, unbracketed, uniform};
use super::yaml::Page;
use super::{Config, File, Named, Reading, Role, Setting, environment, properties, span, spring};

const BINDER: &str = "the binder sets some of what is not written";

/// A key of the binder and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
enum About {
    /// All clients, or all of a role: `binder.configuration`, `binder.producer-properties`.
    Binder(Option<Role>, String),
    /// One binding: `kafka.bindings.NAME.consumer.configuration`.
    Own(String, Role, String),
    /// The topic that a binding reads or writes, or the group that it reads in.
    Binding(String, String),
}

/// The configs in the documents of a YAML file.
pub(super) fn yaml(_: &File, pages: &[Page]) -> Vec<Config> {
    let ours = pages.iter().filter(|page| page.root.entries().any(|(key, _)| first(&key.text) == "spring"));
    ours.flat_map(|page| configs(&page.flat(&page.root))).collect()
}

/// The configs of a `.properties` file, with those that Spring Boot has in it; none where it is not the binder's.
pub(super) fn properties(file: &File) -> Option<Reading> {
    if !file.text.contains("spring.cloud.stream.") {
        return None;
    }
    let settings: Vec<Setting> = properties::entries(file).into_iter().map(properties::Entry::into_setting).collect();
    let mut configs = configs(&settings);
    if configs.is_empty() {
        return None;
    }
    configs.extend(spring::properties(file).into_iter().flat_map(|reading| reading.configs));
    Some(Reading { configs, problems: Vec::new() })
}

fn configs(settings: &[Setting]) -> Vec<Config> {
    let lines: Vec<(About, &Setting)> =
        settings.iter().filter_map(|setting| Some((About::of(&setting.key)?, setting))).collect();
    // A binding alone may be one of another binder.
    if lines.iter().all(|(about, _)| matches!(about, About::Binding(..))) {
        return Vec::new();
    }
    let profile = settings.iter().find(|setting| setting.key == "spring.config.activate.on-profile");
    let environment = profile.and_then(|profile| profile.value.text()).and_then(environment::of_profile);
    let bindings: BTreeSet<(&str, Role)> = lines.iter().filter_map(|(about, _)| about.binding()).collect();
    let of_bindings = bindings.into_iter().filter_map(|(name, role)| of_binding(&lines, name, role));
    let mut all: Vec<Config> = of_bindings.collect();
    for role in [Role::Producer, Role::Consumer] {
        let said = lines.iter().any(|(about, _)| matches!(about, About::Binder(Some(of), _) if *of == role));
        if said && !all.iter().any(|config| config.role == role) {
            all.extend(config(&lines, None, role));
        }
    }
    for config in &mut all {
        config.environment = environment;
    }
    all
}

fn of_binding(lines: &[(About, &Setting)], name: &str, role: Role) -> Option<Config> {
    let elsewhere = |(about, setting): &(About, &Setting)| {
        let binder = matches!(about, About::Binding(of, what) if of == name && what == "binder");
        binder && setting.value.text().is_none_or(|binder| !binder.contains("kafka"))
    };
    if lines.iter().any(elsewhere) {
        return None;
    }
    let mut config = config(lines, Some(name), role)?;
    for (about, setting) in lines {
        let About::Binding(of, what) = about else { continue };
        match what.as_str() {
            "destination" if of == name => {
                let topics = Named::list(setting);
                *if role == Role::Consumer { &mut config.reads } else { &mut config.writes } = topics;
            }
            "group" if of == name && role == Role::Consumer && config.get("group.id").is_none() => {
                config.settings.push(Setting { key: "group.id".to_owned(), ..(*setting).clone() });
            }
            _ => {}
        }
    }
    Some(config)
}

/// The settings of a binding, or of all clients of a role: the nearest holds.
fn config(lines: &[(About, &Setting)], binding: Option<&str>, role: Role) -> Option<Config> {
    let mut kept: Vec<(u8, Setting)> = Vec::new();
    for (about, setting) in lines {
        let (rank, key) = match about {
            About::Binder(None, key) if !is_of_other_role(role, key) => (0, key),
            About::Binder(Some(of), key) if *of == role => (1, key),
            About::Own(name, of, key) if binding == Some(name) && *of == role => (2, key),
            _ => continue,
        };
        match kept.iter().position(|(_, known)| known.key == *key) {
            Some(at) if kept[at].0 >= rank => continue,
            Some(at) => drop(kept.remove(at)),
            None => {}
        }
        kept.push((rank, Setting { key: key.clone(), ..(*setting).clone() }));
    }
    let head = kept.iter().max_by_key(|(rank, _)| *rank).map(|(_, setting)| span(setting));
    let head = head.or_else(|| {
        lines.iter().find(|(about, _)| about.binding().map(|own| own.0) == binding).map(|(_, s)| span(s))
    })?;
    let settings = kept.into_iter().map(|(_, setting)| setting).collect();
    Some(Config { client: Some("java"), open: Some(BINDER), settings, ..Config::new(role, head) })
}

impl About {
    fn of(key: &str) -> Option<Self> {
        let rest = element(key, "spring").and_then(|rest| element(rest, "cloud"))?;
        let rest = element(rest, "stream")?;
        if let Some(rest) = element(rest, "bindings") {
            let name = first(rest);
            return Some(Self::Binding(name.to_owned(), uniform(after(rest, name))));
        }
        let rest = element(rest, "kafka")?;
        if let Some(rest) = element(rest, "binder") {
            let role = match uniform(first(rest)).as_str() {
                "brokers" => return Some(Self::Binder(None, "bootstrap.servers".to_owned())),
                "configuration" => None,
                "producerproperties" => Some(Role::Producer),
                "consumerproperties" => Some(Role::Consumer),
                _ => return None,
            };
            return Some(Self::Binder(role, plain(after(rest, first(rest)))?));
        }
        let rest = element(rest, "bindings")?;
        let (name, rest) = (first(rest), after(rest, first(rest)));
        let role = match first(rest) {
            "producer" => Role::Producer,
            "consumer" => Role::Consumer,
            _ => return None,
        };
        let rest = element(after(rest, first(rest)), "configuration")?;
        Some(Self::Own(name.to_owned(), role, plain(rest)?))
    }

    /// The binding that a key is about, and its role: functions are called so, `-in-0` and `-out-0`.
    fn binding(&self) -> Option<(&str, Role)> {
        match self {
            Self::Binder(..) => None,
            Self::Own(name, role, _) => Some((name, *role)),
            Self::Binding(name, _) => {
                let role = if name.contains("-in-") { Role::Consumer } else { Role::Producer };
                (name.contains("-in-") || name.contains("-out-")).then_some((name.as_str(), role))
            }
        }
    }
}

/// A key of Kafka itself; an empty one is the whole map, which is nothing.
fn plain(key: &str) -> Option<String> {
    (!key.is_empty()).then(|| unbracketed(key))
}

#[cfg(test)]
mod tests {
    use super::super::yaml::pages;
    use super::*;

    #[test]
    fn bindings_lie_over_the_binder() {
        let text = "spring:\n  cloud:\n    stream:\n      bindings:\n        orders-in-0: {destination: orders, group: g}\n        bills-out-0:\n          destination: bills\n        mails-in-1: {destination: m, binder: rabbit}\n      kafka:\n        binder:\n          brokers: a:9092\n          configuration: {acks: all, linger.ms: 5}\n          consumerProperties:\n            \"[max.poll.records]\": 100\n        bindings:\n          orders-in-0:\n            consumer:\n              configuration:\n                max.poll.records: 50\n";
        let file = File { path: "application.yml", text };
        let all = yaml(&file, &pages(&file).pages);
        let [bills, orders] = &all[..] else { panic!("two: {all:?}") };
        let keys = |config: &Config| config.settings.iter().map(|setting| setting.key.clone()).collect::<Vec<_>>();
        assert_eq!((bills.role, bills.writes[0].name.as_str()), (Role::Producer, "bills"));
        assert_eq!(keys(bills), ["bootstrap.servers", "acks", "linger.ms"]);
        assert_eq!((orders.role, orders.reads[0].name.as_str()), (Role::Consumer, "orders"));
        assert_eq!(keys(orders), ["bootstrap.servers", "max.poll.records", "group.id"]);
        assert_eq!(orders.get("max.poll.records").and_then(|one| one.value.text()), Some("50"));
    }

    #[test]
    fn other_binders_are_left_alone() {
        let text = "spring.cloud.stream.bindings.a-in-0.destination=x\nspring.cloud.stream.rabbit.binder.nodes=y\n";
        assert!(properties(&File { path: "application.properties", text }).is_none());
        let text = "spring.cloud.stream.kafka.binder.producer-properties.acks=1\nspring.kafka.consumer.group-id=g\n";
        let reading = properties(&File { path: "application.properties", text }).expect("is Kafka's");
        let roles: Vec<Role> = reading.configs.iter().map(|config| config.role).collect();
        assert_eq!(roles, [Role::Producer, Role::Consumer]);
    }
}
