//! Quarkus with `SmallRye` Reactive Messaging: a client for each channel, and `kafka.*` for all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::classify::{is_of_consumers_only, is_of_producers_only};
use super::yaml::Page;
use super::{Config, File, Named, Reading, Role, Setting, environment, properties};

const PROFILE: &str = "a profile lies over what the file says without one";
const OVERLAID: &str = "a profile in this file may say otherwise";
const TEMPLATE: &str = "a template decides what is in it";

/// A setting and the profile that it holds for.
struct Line {
    profile: Option<String>,
    setting: Setting,
}

/// The configs in the documents of a YAML file.
pub(super) fn yaml(file: &File, pages: &[Page]) -> Vec<Config> {
    let is_root =
        |key: &str| ["mp", "kafka", "kafka-streams", "quarkus"].contains(&key) || key.starts_with(['%', 'm', 'k']);
    let ours = pages.iter().filter(|page| page.root.entries().any(|(key, _)| is_root(&key.text)));
    let all = ours.flat_map(|page| {
        let open = page.templated.then_some(TEMPLATE);
        let configs = configs(file, page.flat(&page.root));
        configs.into_iter().map(move |config| Config { open: open.or(config.open), ..config })
    });
    all.collect()
}

/// The configs of a `.properties` file; none where it is not one of Quarkus'.
pub(super) fn properties(file: &File) -> Option<Reading> {
    if !file.text.contains("mp.messaging.") && !file.text.contains("kafka-streams.") {
        return None;
    }
    let settings = properties::entries(file).into_iter().map(properties::Entry::into_setting);
    let configs = configs(file, settings.collect());
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

fn configs(file: &File, settings: Vec<Setting>) -> Vec<Config> {
    let lines: Vec<Line> = settings.into_iter().flat_map(with_profiles).collect();
    let of_file = quarkus_profile(file.name());
    let kafka = kafka_channels(&lines);
    let profiles: BTreeSet<Option<&str>> = lines.iter().map(|line| line.profile.as_deref()).collect();
    let mut configs = Vec::new();
    for profile in profiles {
        let own: Vec<&Setting> =
            lines.iter().filter(|line| line.profile.as_deref() == profile).map(|line| &line.setting).collect();
        let named = profile.or(of_file.as_deref());
        let overlaid = lines.iter().any(|line| line.profile.is_some() && is_ours(&line.setting.key));
        let open = if named.is_some() { Some(PROFILE) } else { overlaid.then_some(OVERLAID) };
        let channels = channels(&own, &kafka).into_iter().map(|channel| channel.config(&own, open.is_none()));
        for config in channels.chain(streams(&own)) {
            configs.push(Config {
                client: Some("quarkus"),
                open,
                environment: named.and_then(environment::of_profile),
                ..config
            });
        }
    }
    configs
}

fn quarkus_profile(name: &str) -> Option<String> {
    let stem = name.split('.').next()?;
    stem.strip_prefix("application-").map(str::to_owned)
}

/// `%prod.a=1` is `a=1` for prod, `%{dev,test}.a=1` for both.
fn with_profiles(setting: Setting) -> Vec<Line> {
    let bare = |key: &str| key.trim_matches('"').to_owned();
    let Some(rest) = setting.key.trim_start_matches('"').strip_prefix('%') else {
        return vec![Line { profile: None, setting }];
    };
    let (profiles, key) = match rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((profiles, key)) => (profiles, key.trim_start_matches(['"', '.'])),
        None => match rest.split_once('.') {
            Some((profiles, key)) => (profiles, key),
            None => return Vec::new(),
        },
    };
    let line = |profile: &str| Line {
        profile: Some(bare(profile.trim())),
        setting: Setting { key: key.to_owned(), ..setting.clone() },
    };
    profiles.split(',').map(line).collect()
}

/// A channel: its direction and its name, as the key writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Channel<'a> {
    role: Role,
    name: &'a str,
}

/// The channel that a key is about, and what it says of it.
fn channel(key: &str) -> Option<(Channel<'_>, &str)> {
    let rest = key.strip_prefix("mp.messaging.")?;
    let (role, rest) = match rest.strip_prefix("incoming.") {
        Some(rest) => (Role::Consumer, rest),
        None => (Role::Producer, rest.strip_prefix("outgoing.")?),
    };
    let (name, attribute) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once("\".")?,
        None => rest.split_once('.')?,
    };
    Some((Channel { role, name }, attribute))
}

/// The channels that Kafka carries: those that say so and, in a file that speaks of Kafka, those that say nothing.
fn kafka_channels(lines: &[Line]) -> BTreeSet<Channel<'_>> {
    let mut connectors: BTreeMap<Channel, Vec<&str>> = BTreeMap::new();
    for line in lines {
        let Some((channel, attribute)) = channel(&line.setting.key) else { continue };
        let known = connectors.entry(channel).or_default();
        if attribute == "connector" {
            known.push(line.setting.value.text().unwrap_or_default());
        }
    }
    let speaks = lines.iter().any(|line| line.setting.key.starts_with("kafka."))
        || connectors.values().flatten().any(|connector| *connector == "smallrye-kafka");
    let others = |connectors: &[&str]| connectors.iter().any(|connector| !is_kafka(connector));
    let carried = |connectors: &Vec<&str>| connectors.contains(&"smallrye-kafka") || speaks && !others(connectors);
    connectors.into_iter().filter(|(_, connectors)| carried(connectors)).map(|(channel, _)| channel).collect()
}

/// An empty one is a placeholder, which may be anything.
fn is_kafka(connector: &str) -> bool {
    connector == "smallrye-kafka"
}

fn is_ours(key: &str) -> bool {
    channel(key).is_some() || key.starts_with("kafka.") || key.starts_with("kafka-streams.")
}

/// The channels that these settings say something of, unless it is that something else carries them.
fn channels<'a>(own: &[&'a Setting], kafka: &BTreeSet<Channel>) -> BTreeSet<Channel<'a>> {
    let elsewhere = |wanted: &Channel| {
        own.iter().any(|setting| {
            let connector =
                channel(&setting.key).filter(|(channel, attribute)| channel == wanted && *attribute == "connector");
            connector.is_some() && setting.value.text().is_none_or(|text| !is_kafka(text))
        })
    };
    let named = own.iter().filter_map(|setting| channel(&setting.key)).map(|(channel, _)| channel);
    named.filter(|channel| kafka.contains(channel) && !elsewhere(channel)).collect()
}

impl Channel<'_> {
    /// The channel's settings and, where it has none of its own, those for all of them.
    fn config(&self, own: &[&Setting], closed: bool) -> Config {
        let direction = if self.role == Role::Consumer { "incoming" } else { "outgoing" };
        let within = format!("mp.messaging.{direction}.{}.", self.name);
        let mine = |setting: &&&Setting| channel(&setting.key).is_some_and(|(channel, _)| channel == *self);
        let attribute = |setting: &Setting| channel(&setting.key).map(|(_, attribute)| attribute.to_owned());
        let says = |key: &str| own.iter().filter(mine).any(|setting| attribute(setting).as_deref() == Some(key));
        let others = |key: &str| match self.role {
            Role::Producer => is_of_consumers_only(key),
            _ => is_of_producers_only(key),
        };
        let settings = own.iter().filter_map(|setting| {
            let name = match setting.key.strip_prefix("kafka.") {
                Some(key) if !says(key) && !others(key) => key.to_owned(),
                Some(_) => return None,
                None => attribute(setting).filter(|_| mine(&setting))?,
            };
            Some(Setting { key: format!("{within}{name}"), ..(*setting).clone() })
        });
        let first = own.iter().find(mine);
        let mut config = Config::new(self.role, first.map_or(0..0, |first| super::span(first)));
        config.name = Some(super::Given::Text(self.name.to_owned()));
        config.settings = settings.collect();
        let topics = self.topics(&config, &within, closed);
        *if self.role == Role::Consumer { &mut config.reads } else { &mut config.writes } = topics;
        config
    }

    /// The topics that the channel names; without a name, its own is the topic's.
    fn topics(&self, config: &Config, within: &str, closed: bool) -> Vec<Named> {
        let get = |key: &str| config.get(&format!("{within}{key}"));
        let Some(said) = get("topic").or_else(|| get("topics")) else {
            let known = closed && get("pattern").is_none();
            return known.then(|| Named { name: self.name.to_owned(), at: config.head.clone() }).into_iter().collect();
        };
        Named::list(said)
    }
}

/// Kafka Streams: `kafka-streams.*` are its own settings, `quarkus.kafka-streams.*` Quarkus' names for some.
fn streams(own: &[&Setting]) -> Option<Config> {
    const NAMES: &[(&str, &str)] = &[
        ("application-id", "application.id"),
        ("application-server", "application.server"),
        ("bootstrap-servers", "bootstrap.servers"),
        ("security.protocol", "security.protocol"),
    ];
    let settings = own.iter().filter_map(|setting| {
        let renamed = || {
            let own = setting.key.strip_prefix("quarkus.kafka-streams.")?;
            NAMES.iter().find(|(name, _)| *name == own).map(|(_, key)| *key)
        };
        let key = setting.key.strip_prefix("kafka-streams.").or_else(renamed)?;
        Some(Setting { key: key.to_owned(), ..(*setting).clone() })
    });
    let settings: Vec<Setting> = settings.collect();
    let head = super::span(settings.first()?);
    Some(Config { settings, ..Config::new(Role::Streams, head) })
}

#[cfg(test)]
mod tests {
    use super::super::yaml::pages;
    use super::*;

    fn of(text: &str) -> Vec<Config> {
        properties(&File { path: "application.properties", text }).map(|reading| reading.configs).unwrap_or_default()
    }

    fn keys(config: &Config) -> Vec<&str> {
        config.settings.iter().map(|setting| setting.key.as_str()).collect()
    }

    const CHANNELS: &str = "kafka.bootstrap.servers=a:9092\nkafka.acks=all\nmp.messaging.incoming.orders.connector=smallrye-kafka\nmp.messaging.incoming.orders.topic=Orders\nmp.messaging.outgoing.bills.acks=1\nmp.messaging.outgoing.mails.connector=smallrye-amqp\n";

    #[test]
    fn each_channel_is_a_client() {
        let all = of(CHANNELS);
        let [bills, orders] = &all[..] else { panic!("two: {all:?}") };
        assert_eq!((orders.role, orders.reads[0].name.as_str()), (Role::Consumer, "Orders"));
        let expected =
            ["bootstrap.servers", "connector", "topic"].map(|key| format!("mp.messaging.incoming.orders.{key}"));
        assert_eq!(keys(orders), expected);
        assert_eq!((bills.role, bills.writes[0].name.as_str()), (Role::Producer, "bills"));
        assert_eq!(keys(bills), ["mp.messaging.outgoing.bills.bootstrap.servers", "mp.messaging.outgoing.bills.acks"]);
        assert_eq!(bills.open, None);
    }

    #[test]
    fn profiles_lie_over_the_file() {
        let all = of(&format!(
            "{CHANNELS}%prod.mp.messaging.outgoing.bills.acks=0\n%test.mp.messaging.incoming.orders.connector=smallrye-in-memory\n"
        ));
        let [bills, _, prod] = &all[..] else { panic!("three: {all:?}") };
        assert_eq!(bills.open, Some(OVERLAID));
        assert_eq!((prod.environment, prod.open), (Some("production"), Some(PROFILE)));
        assert_eq!(keys(prod), ["mp.messaging.outgoing.bills.acks"]);
    }

    #[test]
    fn yaml_nests_what_properties_spell_out() {
        let text = "mp:\n  messaging:\n    incoming:\n      orders:\n        connector: smallrye-kafka\n        auto.offset.reset: earliest\n\"%prod\":\n  mp.messaging.incoming.orders.max.poll.records: 5\n";
        let file = File { path: "application.yml", text };
        let all = yaml(&file, &pages(&file).pages);
        let [base, prod] = &all[..] else { panic!("two: {all:?}") };
        assert_eq!(keys(base)[1], "mp.messaging.incoming.orders.auto.offset.reset");
        assert_eq!(keys(prod), ["mp.messaging.incoming.orders.max.poll.records"]);
    }

    #[test]
    fn streams_are_spelled_as_kafka_does() {
        let all = of("quarkus.kafka-streams.application-id=a\nkafka-streams.num.stream.threads=2\n");
        assert_eq!(keys(&all[0]), ["application.id", "num.stream.threads"]);
    }

    #[test]
    fn channels_of_others_are_nothing() {
        assert!(of("mp.messaging.incoming.a.connector=smallrye-amqp\nmp.messaging.incoming.b.address=x\n").is_empty());
    }
}
