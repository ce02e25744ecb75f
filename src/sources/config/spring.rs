//! Spring Boot: `spring.kafka` in `application.yml`, `application.properties` and the environment.

use std::collections::BTreeMap;
use std::ops::Range;

use super::classify::{is_of_consumers_only, is_of_producers_only};
use super::spring_choice::{blurred, choose};
use super::spring_names::{Name, Section};
use super::yaml::Page;
use super::{Config, File, Given, Named, Reading, Role, Setting, Unread, environment, properties};

const PROFILE: &str = "a profile lies over what the other files and documents say";
const TEMPLATE: &str = "a template decides what is in it";
/// What variables in the environment are.
pub(super) const VARIABLES: &str = "the environment lies over what the application's files say";

/// The settings that hold together: a file, a document of one, an environment.
pub(super) struct Document {
    pub settings: Vec<(Name, Setting)>,
    /// What is meant for Spring Boot, and is not read.
    pub unread: Vec<(Name, Unread)>,
    pub profile: Option<String>,
    pub open: Option<&'static str>,
}

impl Document {
    /// All that is written in it, read or not.
    fn names(&self) -> impl Iterator<Item = (&Name, &Setting)> {
        let unread = self.unread.iter().map(|(name, unread)| (name, &unread.setting));
        self.settings.iter().map(|(name, setting)| (name, setting)).chain(unread)
    }
}

/// The configs in the documents of a YAML file.
pub(super) fn yaml(file: &File, pages: &[Page]) -> Vec<Config> {
    let ours = pages.iter().filter(|page| page.root.entries().any(|(key, _)| is_root(&key.text)));
    let documents = ours.map(|page| {
        let open = page.templated.then_some(TEMPLATE);
        document(file, page.flat(&page.root), open)
    });
    configs(&documents.collect::<Vec<_>>())
}

fn is_root(key: &str) -> bool {
    key.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("spring"))
}

/// The configs of a `.properties` file; none where it is not one of Spring's.
pub(super) fn properties(file: &File) -> Option<Reading> {
    if !file.text.contains("spring.kafka.") {
        return None;
    }
    let entries = properties::entries(file);
    let ends = separators(file.text).chain([file.text.len()]);
    let mut rest = entries.into_iter().map(properties::Entry::into_setting).peekable();
    let documents = ends.map(|end| {
        let settings = std::iter::from_fn(|| rest.next_if(|setting| setting.key_at.start < end)).collect();
        document(file, settings, None)
    });
    let configs = configs(&documents.collect::<Vec<_>>());
    (!configs.is_empty()).then_some(Reading { configs, problems: Vec::new() })
}

/// Where documents of a `.properties` file end: at the comments `#---` and `!---`.
fn separators(text: &str) -> impl Iterator<Item = usize> + '_ {
    let starts = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    starts.filter(|(_, line)| matches!(line.trim_end(), "#---" | "!---")).map(|(start, _)| start)
}

fn document(file: &File, settings: Vec<Setting>, open: Option<&'static str>) -> Document {
    let mut profile = spring_profile(file.name());
    let mut kept = Vec::new();
    for setting in settings {
        match setting.key.as_str() {
            "spring.config.activate.on-profile" | "spring.config.activate.onProfile" | "spring.profiles" => {
                profile = Some(setting.value.text().unwrap_or_default().to_owned());
            }
            "spring.config.activate.on-cloud-platform" => profile = Some(String::new()),
            _ => kept.extend(Name::of_key(&setting.key).map(|name| (name, setting))),
        }
    }
    Document { settings: kept, unread: Vec::new(), profile, open }
}

/// `prod` of `application-prod.yml`.
fn spring_profile(name: &str) -> Option<String> {
    let stem = name.split('.').next()?;
    let profile = stem.strip_prefix("application-").or_else(|| stem.strip_prefix("bootstrap-"));
    // A configuration server calls its files after the applications.
    let profile = profile.or_else(|| stem.rsplit_once('-').map(|(_, last)| last).filter(|last| is_environment(last)));
    profile.map(str::to_owned)
}

fn is_environment(word: &str) -> bool {
    environment::of_profile(word).is_some()
}

/// The configs of documents that lie over each other.
pub(super) fn configs(documents: &[Document]) -> Vec<Config> {
    documents.iter().flat_map(of_document).collect()
}

/// What stands beneath profiles runs without them, and is judged as it is.
fn of_document(document: &Document) -> Vec<Config> {
    const ROLES: [Role; 4] = [Role::Producer, Role::Consumer, Role::Admin, Role::Streams];
    let has = |role| document.names().any(|(name, _)| name.section.role() == Some(role));
    let mut roles: Vec<Role> = ROLES.into_iter().filter(|role| has(*role)).collect();
    if roles.is_empty() && document.names().next().is_some() {
        roles.push(Role::Client);
    }
    let profile = document.profile.as_deref();
    let beside = profile.is_some().then_some(PROFILE);
    let config = |role| {
        let (settings, unread) = settings(document, role);
        Config {
            client: Some("spring"),
            environment: profile.and_then(environment::of_profile),
            open: document.open.or(beside),
            settings,
            unread,
            spelled: document.names().map(|(_, own)| (own.key_at.start, own.key.clone())).collect(),
            handed_on: handed_on(document, role),
            writes: if role == Role::Producer { default_topic(document) } else { Vec::new() },
            ..Config::new(role, head(document, role))
        }
    };
    roles.into_iter().map(config).collect()
}

/// What stands below `properties`, which Spring Boot does not read itself. Streams have Kafka's names anyway.
fn handed_on(document: &Document, role: Role) -> BTreeMap<usize, String> {
    let settings = document.settings.iter().filter(|_| role != Role::Streams);
    settings.filter_map(|(name, setting)| Some((setting.key_at.start, name.handed_on()?))).collect()
}

/// The first setting of the role itself, else the first of all.
fn head(document: &Document, role: Role) -> Range<usize> {
    let own = document.names().find(|(name, _)| name.section.role() == Some(role));
    own.or(document.names().next()).map_or(0..0, |(_, setting)| super::span(setting))
}

/// The settings that hold for the role, its own and everybody's, each under the name that the catalogue has for it; and
/// what Spring Boot passes over.
fn settings(document: &Document, role: Role) -> (Vec<Setting>, Vec<Unread>) {
    let mine = document.settings.iter().filter(|(name, _)| {
        let common = name.section == Section::Common && !(name.plain && is_of_other_role(role, &name.rest));
        common || name.section.role() == Some(role)
    });
    let named: Vec<(String, &Name, &Setting)> =
        mine.filter_map(|(name, setting)| Some((name.canonical(role)?, name, setting))).collect();
    let holds = |key: &str, rank: u8| !named.iter().any(|(other, name, _)| other == key && name.rank() > rank);
    let mut kept: Vec<_> = named.iter().filter(|(key, name, _)| holds(key, name.rank())).cloned().collect();
    let (mut unread, doubtful) = choose(&mut kept);
    let of_role = document.unread.iter().filter(|(name, _)| name.section.role().is_none_or(|own| own == role));
    unread.extend(of_role.map(|(_, unread)| unread.clone()));
    let settings = kept.into_iter().map(|(key, name, setting)| Setting {
        value: blurred(&doubtful, setting, value(name, &key, &setting.value)),
        key,
        ..setting.clone()
    });
    (settings.collect(), unread)
}

/// Whether clients of this role have no such key, and others do.
pub(super) fn is_of_other_role(role: Role, key: &str) -> bool {
    match role {
        Role::Producer => is_of_consumers_only(key),
        Role::Consumer => is_of_producers_only(key),
        Role::Admin => is_of_producers_only(key) || is_of_consumers_only(key),
        _ => false,
    }
}

/// Names of choices are relaxed as well: `READ_COMMITTED` and `read-committed` are `read_committed`.
fn value(name: &Name, key: &str, given: &Given) -> Given {
    match given {
        Given::Text(text) if !name.plain && (key.ends_with(".isolation-level") || key.ends_with(".ack-mode")) => {
            Given::Text(text.to_ascii_lowercase().replace('-', "_"))
        }
        // Spring's parser takes these for truths.
        Given::Text(text) if matches!(text.as_str(), "yes" | "on") && key.ends_with("-commit") => Given::Bool(true),
        Given::Text(text) if matches!(text.as_str(), "no" | "off") && key.ends_with("-commit") => Given::Bool(false),
        other => other.clone(),
    }
}

fn default_topic(document: &Document) -> Vec<Named> {
    let topics =
        document.settings.iter().filter(|(name, _)| name.section == Section::Template && name.rest == "default-topic");
    let named = topics.filter_map(|(_, setting)| {
        Some(Named { name: setting.value.text()?.to_owned(), at: setting.value_at.clone() })
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::super::yaml::pages;
    use super::*;

    fn of(path: &str, text: &str) -> Vec<Config> {
        let file = File { path, text };
        yaml(&file, &pages(&file).pages)
    }

    fn rows<'a>(config: &'a Config, text: &'a str) -> Vec<(&'a str, &'a str)> {
        config.settings.iter().map(|setting| (setting.key.as_str(), &text[setting.value_at.clone()])).collect()
    }

    #[test]
    fn one_file_is_a_producer_and_a_consumer() {
        let text = "spring:\n  kafka:\n    bootstrap-servers: a:9092\n    properties:\n      max.poll.interval.ms: 60000\n      \"[ssl.protocol]\": TLS\n    producer:\n      acks: \"1\"\n      properties: {linger.ms: 5, acks: all}\n    consumer:\n      groupId: g\n    listener:\n      concurrency: 3\n    template: {default-topic: orders}\n";
        let [producer, consumer] = &of("application.yml", text)[..] else { panic!("two") };
        assert_eq!((producer.role, producer.client, producer.open), (Role::Producer, Some("spring"), None));
        let expected = [
            ("spring.kafka.bootstrap-servers", "a:9092"),
            ("spring.kafka.producer.properties.ssl.protocol", "TLS"),
            ("spring.kafka.producer.properties.linger.ms", "5"),
            ("spring.kafka.producer.acks", "all"),
            ("spring.kafka.template.default-topic", "orders"),
        ];
        assert_eq!(rows(producer, text), expected);
        assert_eq!(producer.writes[0].name, "orders");
        let expected = [
            ("spring.kafka.bootstrap-servers", "a:9092"),
            ("spring.kafka.consumer.max-poll-interval", "60000"),
            ("spring.kafka.consumer.properties.ssl.protocol", "TLS"),
            ("spring.kafka.consumer.group-id", "g"),
            ("spring.kafka.listener.concurrency", "3"),
        ];
        assert_eq!(rows(consumer, text), expected);
        assert_eq!(&text[consumer.head.clone()], "groupId: g");
    }

    #[test]
    fn a_profile_is_open_and_its_environment_known() {
        let text = "spring.kafka.producer.acks: all\n---\nspring:\n  config.activate.on-profile: prod\n  kafka.producer.acks: 1\n";
        let [base, prod] = &of("application.yml", text)[..] else { panic!("two") };
        assert_eq!((base.environment, base.open), (None, None));
        assert_eq!((prod.environment, prod.open), (Some("production"), Some(PROFILE)));
        let [dev] = &of("application-dev.yml", "spring.kafka.producer.acks: all\n")[..] else { panic!("one") };
        assert_eq!((dev.environment, dev.open), (Some("development"), Some(PROFILE)));
        assert!(of("application.yml", "spring:\n  application: {name: kafka}\n").is_empty());
    }

    #[test]
    fn properties_files_have_documents_too() {
        let text = "spring.kafka.consumer.group-id=g\nspring.kafka.consumer.isolation-level=READ_COMMITTED\n#---\nspring.config.activate.on-profile=test\nspring.kafka.consumer.max-poll-records=5\n";
        let reading = properties(&File { path: "application.properties", text }).expect("is Spring's");
        let [base, other] = &reading.configs[..] else { panic!("two") };
        assert_eq!(
            base.get("spring.kafka.consumer.isolation-level").and_then(|s| s.value.text()),
            Some("read_committed")
        );
        assert_eq!(other.environment, Some("development"));
        assert_eq!(rows(other, text), [("spring.kafka.consumer.max-poll-records", "5")]);
        assert!(properties(&File { path: "a.properties", text: "server.port=80\n" }).is_none());
    }

    #[test]
    fn what_is_handed_on_is_read_by_kafka() {
        let text = "spring.kafka:\n  consumer:\n    isolation-level: READ_COMMITTED\n    properties:\n      max.poll.interval.ms: 5m\n  properties:\n    fetch.max.wait.ms: 1s\n";
        let all = of("application.yml", text);
        let read = |key: &str| all[0].get(key).map(|setting| all[0].read_as(setting));
        for (key, kafka) in [
            ("spring.kafka.consumer.isolation-level", "spring.kafka.consumer.isolation-level"),
            ("spring.kafka.consumer.max-poll-interval", "spring.kafka.consumer.properties.max.poll.interval.ms"),
            ("spring.kafka.consumer.fetch-max-wait", "spring.kafka.properties.fetch.max.wait.ms"),
        ] {
            assert_eq!(read(key), Some(kafka));
        }
    }

    #[test]
    fn what_all_clients_share_is_a_client_without_a_role() {
        let [client] = &of("application.yml", "spring: {kafka: {bootstrap-servers: 'a:9092'}}")[..] else {
            panic!("one")
        };
        assert_eq!(client.role, Role::Client);
    }
}
