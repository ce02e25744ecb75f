//! What Spring Boot calls the settings of Kafka, and Kafka those of Spring Boot.

use super::Role;

/// The part of `spring.kafka` that a key stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Common,
    Producer,
    Consumer,
    Listener,
    Template,
    Retry,
    Admin,
    Streams,
}

impl Section {
    const ALL: &[(&str, Section)] = &[
        ("producer", Self::Producer),
        ("consumer", Self::Consumer),
        ("listener", Self::Listener),
        ("template", Self::Template),
        ("retry", Self::Retry),
        ("admin", Self::Admin),
        ("streams", Self::Streams),
    ];

    fn of(element: &str) -> Self {
        Self::ALL.iter().find(|(name, _)| *name == element).map_or(Self::Common, |(_, section)| *section)
    }

    fn name(self) -> Option<&'static str> {
        Self::ALL.iter().find(|(_, section)| *section == self).map(|(name, _)| *name)
    }

    /// Whose settings these are; none where they are everybody's.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Common => None,
            Self::Producer | Self::Template => Some(Role::Producer),
            Self::Consumer | Self::Listener | Self::Retry => Some(Role::Consumer),
            Self::Admin => Some(Role::Admin),
            Self::Streams => Some(Role::Streams),
        }
    }
}

/// A key of `spring.kafka`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub section: Section,
    /// Whether it is one of Kafka's own, below `properties`.
    pub plain: bool,
    /// What follows the section, or `properties`.
    pub rest: String,
}

/// The names that have more than one word, whose dashes and dots the relaxed spellings leave out.
const NAMES: &[&str] = &[
    "ack-count",
    "ack-mode",
    "ack-time",
    "allow-non-transactional",
    "application-id",
    "async-acks",
    "auth-exception-retry-interval",
    "auto-commit-interval",
    "auto-create",
    "auto-offset-reset",
    "auto-startup",
    "batch-size",
    "bootstrap-servers",
    "buffer-memory",
    "change-consumer-thread-name",
    "cleanup.on-shutdown",
    "cleanup.on-startup",
    "client-id",
    "close-timeout",
    "compression-type",
    "default-topic",
    "enable-auto-commit",
    "fail-fast",
    "fetch-max-wait",
    "fetch-min-size",
    "group-id",
    "heartbeat-interval",
    "idle-between-polls",
    "idle-event-interval",
    "idle-partition-event-interval",
    "immediate-stop",
    "isolation-level",
    "jaas.control-flag",
    "jaas.enabled",
    "jaas.login-module",
    "key-deserializer",
    "key-serializer",
    "log-container-config",
    "max-poll-interval",
    "max-poll-records",
    "missing-topics-fatal",
    "modify-topic-configs",
    "monitor-interval",
    "no-poll-threshold",
    "observation-enabled",
    "operation-timeout",
    "poll-timeout",
    "replication-factor",
    "security.protocol",
    "ssl.bundle",
    "ssl.key-password",
    "ssl.key-store-certificate-chain",
    "ssl.key-store-key",
    "ssl.key-store-location",
    "ssl.key-store-password",
    "ssl.key-store-type",
    "ssl.protocol",
    "ssl.trust-store-certificates",
    "ssl.trust-store-location",
    "ssl.trust-store-password",
    "ssl.trust-store-type",
    "state-dir",
    "state-store-cache-max-size",
    "topic.attempts",
    "topic.backoff.delay",
    "topic.backoff.jitter",
    "topic.backoff.max-delay",
    "topic.backoff.multiplier",
    "topic.enabled",
    "transaction-id-prefix",
    "value-deserializer",
    "value-serializer",
];

/// Settings that Spring Boot has names of its own for, beside Kafka's.
const BOTH: &[(&str, &str)] = &[
    ("acks", "acks"),
    ("auto.commit.interval.ms", "auto-commit-interval"),
    ("auto.offset.reset", "auto-offset-reset"),
    ("batch.size", "batch-size"),
    ("buffer.memory", "buffer-memory"),
    ("client.id", "client-id"),
    ("compression.type", "compression-type"),
    ("enable.auto.commit", "enable-auto-commit"),
    ("fetch.max.wait.ms", "fetch-max-wait"),
    ("fetch.min.bytes", "fetch-min-size"),
    ("group.id", "group-id"),
    ("heartbeat.interval.ms", "heartbeat-interval"),
    ("isolation.level", "isolation-level"),
    ("key.deserializer", "key-deserializer"),
    ("key.serializer", "key-serializer"),
    ("max.poll.interval.ms", "max-poll-interval"),
    ("max.poll.records", "max-poll-records"),
    ("retries", "retries"),
    ("value.deserializer", "value-deserializer"),
    ("value.serializer", "value-serializer"),
];

/// What Kafka Streams calls the names that Spring Boot has for it.
const OF_STREAMS: &[(&str, &str)] = &[
    ("application-id", "application.id"),
    ("bootstrap-servers", "bootstrap.servers"),
    ("client-id", "client.id"),
    ("replication-factor", "replication.factor"),
    ("security.protocol", "security.protocol"),
    ("state-dir", "state.dir"),
];

impl Name {
    /// A key of a file, in whichever of the relaxed spellings; none where it is no key of `spring.kafka`.
    pub fn of_key(key: &str) -> Option<Self> {
        let rest = element(key, "spring").and_then(|rest| element(rest, "kafka"))?;
        let section = Section::of(&uniform(first(rest)));
        let rest = if section == Section::Common { rest } else { after(rest, first(rest)) };
        let plain = uniform(first(rest)) == "properties" && rest.len() > first(rest).len();
        let rest = if plain { unbracketed(after(rest, first(rest))) } else { known(rest) };
        Some(Self { section, plain, rest })
    }

    /// An environment variable; none where it is none of `SPRING_KAFKA`.
    pub fn of_variable(variable: &str) -> Option<Self> {
        let rest = variable.to_ascii_lowercase();
        let rest = rest.strip_prefix("spring_kafka_")?.replace('_', ".");
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match rest.rsplit_once('.') {
            // An element of a list: `SPRING_KAFKA_BOOTSTRAP_SERVERS_0`.
            Some((list, number)) if is_number(number) => {
                let name =
                    Self::of_key(&format!("spring.kafka.{list}")).filter(|name| name.rest == "bootstrap-servers");
                name.map(|name| Self { rest: format!("{}[{number}]", name.rest), ..name })
            }
            _ => None,
        }
        .or_else(|| Self::of_key(&format!("spring.kafka.{rest}")))
    }

    /// The variables of which Spring Boot reads the setting, the first before the second, where dashes make a
    /// difference; nothing of what it hands on to Kafka, where any underscore is a dot.
    pub fn variables(&self) -> Option<[String; 2]> {
        if self.plain || !NAMES.contains(&self.rest.as_str()) || !self.rest.contains('-') {
            return None;
        }
        let key = self.own_spelling().to_ascii_uppercase().replace('.', "_");
        Some([key.replace('-', ""), key.replace('-', "_")])
    }

    /// The key from the root on, as Spring Boot spells it.
    pub fn own_spelling(&self) -> String {
        let section = self.section.name().map_or_else(String::new, |section| format!("{section}."));
        let properties = if self.plain { "properties." } else { "" };
        format!("spring.kafka.{section}{properties}{}", self.rest)
    }

    /// The key as the catalogue of a client of this role has it.
    pub fn canonical(&self, role: Role) -> Option<String> {
        let own = self.section.name().or(match role {
            Role::Producer => Some("producer"),
            Role::Consumer => Some("consumer"),
            Role::Admin => Some("admin"),
            _ => None,
        });
        let Self { section, plain, rest } = self;
        if role == Role::Streams {
            let known = OF_STREAMS.iter().find(|(spring, _)| spring == rest).map(|(_, kafka)| (*kafka).to_owned());
            return if *plain { Some(rest.clone()) } else { known };
        }
        let within = own.map_or_else(|| "spring.kafka".to_owned(), |own| format!("spring.kafka.{own}"));
        Some(match (plain, BOTH.iter().find(|(kafka, _)| kafka == rest)) {
            (true, Some((_, spring))) => format!("{within}.{spring}"),
            (true, None) => format!("{within}.properties.{rest}"),
            // Everybody's client id is that of each; the others keep their place.
            (false, _) if *section == Section::Common && rest != "client-id" => format!("spring.kafka.{rest}"),
            (false, _) => format!("{within}.{rest}"),
        })
    }

    /// The name in the catalogue of a setting that Spring Boot hands on to Kafka's client as it is, though it has a name
    /// of its own for it.
    pub fn handed_on(&self) -> Option<String> {
        let own = BOTH.iter().any(|(kafka, _)| *kafka == self.rest);
        let section = self.section.name().map_or_else(String::new, |section| format!("{section}."));
        (self.plain && own).then(|| format!("spring.kafka.{section}properties.{}", self.rest))
    }

    /// Which of two settings of the same meaning holds: the role's over everybody's, Kafka's name over Spring's.
    pub fn rank(&self) -> u8 {
        u8::from(self.section != Section::Common) * 2 + u8::from(self.plain)
    }
}

/// What follows the element `name` of a key.
pub(super) fn element<'a>(key: &'a str, name: &str) -> Option<&'a str> {
    let own = first(key);
    (uniform(own) == name && key.len() > own.len()).then(|| after(key, own))
}

/// The first element of a key.
pub(super) fn first(key: &str) -> &str {
    key.split(['.', '[']).next().unwrap_or(key)
}

pub(super) fn after<'a>(key: &'a str, element: &str) -> &'a str {
    let rest = &key[element.len()..];
    rest.strip_prefix('.').unwrap_or(rest)
}

/// `[linger.ms]` is `linger.ms`.
pub(super) fn unbracketed(name: &str) -> String {
    name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name).to_owned()
}

/// What all spellings of a name have in common.
pub(super) fn uniform(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// The name in its canonical spelling: the known one, or words in lower case with dashes.
fn known(name: &str) -> String {
    let wanted = uniform(name);
    if let Some(known) = NAMES.iter().find(|known| uniform(known) == wanted) {
        return (*known).to_owned();
    }
    let mut kebab = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        let joint = c.is_uppercase() && kebab.ends_with(|last: char| last.is_lowercase() || last.is_ascii_digit());
        kebab.extend(joint.then_some('-'));
        kebab.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(key: &str, role: Role) -> Option<String> {
        Name::of_key(key)?.canonical(role)
    }

    #[test]
    fn relaxed_spellings_are_one() {
        for key in [
            "spring.kafka.producer.batch-size",
            "spring.kafka.producer.batchSize",
            "spring.kafka.producer.batch_size",
            "spring.kafka.PRODUCER.BATCH_SIZE",
            "spring.kafka.producer.properties.batch.size",
            "spring.kafka.producer.properties[batch.size]",
            "spring.kafka.properties.batch.size",
        ] {
            assert_eq!(canonical(key, Role::Producer).as_deref(), Some("spring.kafka.producer.batch-size"), "{key}");
        }
        let key = "spring.kafka.ssl.trustStoreLocation";
        assert_eq!(canonical(key, Role::Producer).as_deref(), Some("spring.kafka.ssl.trust-store-location"));
        let key = "spring.kafka.producer.lingerMs";
        assert_eq!(canonical(key, Role::Producer).as_deref(), Some("spring.kafka.producer.linger-ms"));
        assert_eq!(Name::of_key("spring.kafkas.producer.acks"), None);
        assert_eq!(Name::of_key("spring.kafka"), None);
    }

    #[test]
    fn variables_have_no_dashes() {
        let of = |variable: &str, role| Name::of_variable(variable)?.canonical(role);
        let group = Some("spring.kafka.consumer.group-id".to_owned());
        assert_eq!(of("SPRING_KAFKA_CONSUMER_GROUP_ID", Role::Consumer), group);
        assert_eq!(of("SPRING_KAFKA_CONSUMER_GROUPID", Role::Consumer), group);
        let linger = Some("spring.kafka.producer.properties.linger.ms".to_owned());
        assert_eq!(of("SPRING_KAFKA_PRODUCER_PROPERTIES_LINGER_MS", Role::Producer), linger);
        assert_eq!(of("KAFKA_LINGER_MS", Role::Producer), None);
    }

    #[test]
    fn streams_are_spelled_as_kafka_does() {
        assert_eq!(canonical("spring.kafka.streams.application-id", Role::Streams).as_deref(), Some("application.id"));
        let key = "spring.kafka.streams.properties.num.stream.threads";
        assert_eq!(canonical(key, Role::Streams).as_deref(), Some("num.stream.threads"));
        assert_eq!(canonical("spring.kafka.streams.auto-startup", Role::Streams), None);
    }
}
