//! Container images that turn environment variables into settings, each by its own rule.

use super::Role;

/// An image that reads settings from the environment.
#[derive(Debug)]
pub(super) struct Image {
    /// The last part of its name, or the last two.
    names: &'static [&'static str],
    pub role: Role,
    /// What the variables begin with.
    pub prefix: &'static str,
    naming: Naming,
    version: Version,
    /// Why it has settings that the environment does not show.
    pub open: Option<&'static str>,
}

/// How the rest of a variable becomes a key.
#[derive(Debug, Clone, Copy)]
enum Naming {
    /// `_` is a dot, `__` an underscore, `___` a dash.
    Counted,
    /// Every `_` is a dot.
    Dots,
}

/// What the tag says of Kafka's version.
#[derive(Debug, Clone, Copy)]
enum Version {
    /// It is Kafka's.
    Kafka,
    /// It is that of Confluent Platform.
    Confluent,
    /// Scala's, a dash, Kafka's.
    AfterScala,
    /// Nothing.
    Other,
}

const FILLED_IN: &str = "the image fills in settings of its own";

const IMAGES: &[Image] = &[
    Image {
        names: &["cp-kafka", "cp-server", "cp-enterprise-kafka"],
        role: Role::Broker,
        prefix: "KAFKA_",
        naming: Naming::Counted,
        version: Version::Confluent,
        open: None,
    },
    Image {
        names: &["apache/kafka", "apache/kafka-native"],
        role: Role::Broker,
        prefix: "KAFKA_",
        naming: Naming::Counted,
        version: Version::Kafka,
        open: None,
    },
    Image {
        names: &["bitnami/kafka", "bitnamilegacy/kafka", "bitnamisecure/kafka"],
        role: Role::Broker,
        prefix: "KAFKA_CFG_",
        naming: Naming::Dots,
        version: Version::Kafka,
        open: Some(FILLED_IN),
    },
    Image {
        names: &["wurstmeister/kafka"],
        role: Role::Broker,
        prefix: "KAFKA_",
        naming: Naming::Dots,
        version: Version::AfterScala,
        open: Some(FILLED_IN),
    },
    Image {
        names: &["cp-kafka-connect", "cp-kafka-connect-base", "cp-server-connect", "cp-server-connect-base"],
        role: Role::Worker,
        prefix: "CONNECT_",
        naming: Naming::Counted,
        version: Version::Confluent,
        open: None,
    },
    Image {
        names: &["debezium/connect", "debezium/connect-base"],
        role: Role::Worker,
        prefix: "CONNECT_",
        naming: Naming::Dots,
        version: Version::Other,
        open: Some(FILLED_IN),
    },
    Image {
        names: &["cp-schema-registry"],
        role: Role::Registry,
        prefix: "SCHEMA_REGISTRY_",
        naming: Naming::Counted,
        version: Version::Other,
        open: None,
    },
    Image {
        names: &["debezium/kafka"],
        role: Role::Broker,
        prefix: "KAFKA_",
        naming: Naming::Dots,
        version: Version::Other,
        open: Some(FILLED_IN),
    },
    // a single broker, whose start script sets what one broker needs
    Image {
        names: &["confluent-local"],
        role: Role::Broker,
        prefix: "KAFKA_",
        naming: Naming::Counted,
        version: Version::Confluent,
        open: Some(FILLED_IN),
    },
];

/// Variables that show which image, or one made from it, an image of another name is.
const SIGNS: &[(&[&str], usize)] = &[
    (&["KAFKA_CFG_LISTENERS"], 2),
    (&["KAFKA_CFG_NODE_ID"], 2),
    (&["KAFKA_CFG_ZOOKEEPER_CONNECT"], 2),
    (&["KAFKA_ADVERTISED_LISTENERS", "KAFKA_PROCESS_ROLES"], 0),
    (&["KAFKA_ADVERTISED_LISTENERS", "KAFKA_ZOOKEEPER_CONNECT"], 0),
    (&["KAFKA_CONTROLLER_QUORUM_VOTERS", "KAFKA_PROCESS_ROLES"], 0),
    (&["CONNECT_GROUP_ID", "CONNECT_CONFIG_STORAGE_TOPIC"], 4),
    (&["SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS"], 6),
];

/// What start scripts read, and no broker or worker.
const OF_SCRIPTS: &[&str] = &[
    "version",
    "home",
    "opts",
    "heap.opts",
    "jmx.opts",
    "jmx.port",
    "jmx.hostname",
    "gc.log.opts",
    "gc.log.enabled",
    "jvm.performance.opts",
    "log4j.opts",
    "log4j.loggers",
    "log4j.root.loglevel",
    "log4j.appender.stdout.layout.conversionpattern",
    "tools.log4j.loglevel",
    "create.topics",
    "classpath",
    "cub.kafka.timeout",
    "debug",
];

/// What keys of Confluent's own parts begin with: nobody else knows them.
const OF_CONFLUENT: &[&str] = &["confluent.", "oauthbearer.", "public.key.", "token.", "rest.servlet.", "ldap."];

/// An image, by its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    name: &'a str,
    tag: Option<&'a str>,
}

impl<'a> Named<'a> {
    /// Reads `registry:5000/owner/name:tag@digest`; a variable stands for its default, where it has one.
    pub fn parse(text: &'a str) -> Self {
        let text = text.split('@').next().unwrap_or(text);
        if let Some(inner) = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'))
            && let Some((_, default)) = inner.split_once('-')
        {
            return Self::parse(default);
        }
        let path = text.find("${").unwrap_or(text.len());
        let slash = text[..path].rfind('/').map_or(0, |at| at + 1);
        match text[slash..].find(':') {
            Some(colon) => Self { name: &text[..slash + colon], tag: Some(&text[slash + colon + 1..]) },
            None => Self { name: text, tag: None },
        }
    }

    /// The tag, a variable by its default; none where that is not known.
    fn tag(&self) -> Option<&'a str> {
        let tag = self.tag?;
        let Some(variable) = tag.strip_prefix("${") else { return (!tag.contains(['$', '{'])).then_some(tag) };
        let (inner, rest) = variable.split_once('}')?;
        let (_, default) = inner.split_once('-')?;
        rest.is_empty().then_some(default)
    }

    /// Whether it is the newest, whichever that is: `latest`, or no tag at all.
    pub fn is_latest(&self) -> bool {
        self.tag.is_none_or(|tag| tag == "latest")
    }

    fn is(&self, known: &str) -> bool {
        self.name.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    }
}

/// The image of this name or, for one that nobody knows, of these variables.
pub(super) fn of(image: Option<&Named>, mut has: impl FnMut(&str) -> bool) -> Option<&'static Image> {
    let named = image.and_then(|image| IMAGES.iter().find(|known| known.is_called(image)));
    named.or_else(|| {
        let (_, index) = SIGNS.iter().find(|(signs, _)| signs.iter().all(|sign| has(sign)))?;
        IMAGES.get(*index)
    })
}

impl Image {
    /// Whether an image of this name is this one, whatever its variables are.
    pub fn is_called(&self, image: &Named) -> bool {
        self.names.iter().any(|name| image.is(name))
    }

    /// Whether a program that is given any setting has none beside those that it is given: Apache's image drops its own
    /// file then.
    pub fn brings_nothing(&self) -> bool {
        matches!((self.version, self.naming), (Version::Kafka, Naming::Counted))
    }

    /// The key that a variable is; none where it is not one.
    pub fn key(&self, variable: &str) -> Option<String> {
        let rest = variable.strip_prefix(self.prefix).filter(|rest| !rest.is_empty())?.to_ascii_lowercase();
        let key = match self.naming {
            Naming::Dots => {
                rest.replace('_', ".").replace("sasl.ssl", "sasl_ssl").replace("sasl.plaintext", "sasl_plaintext")
            }
            Naming::Counted => counted(&rest),
        };
        let made = key.starts_with("ssl.") && (key.ends_with(".filename") || key.ends_with(".credentials"));
        let vendors =
            matches!(self.version, Version::Confluent) && OF_CONFLUENT.iter().any(|start| key.starts_with(start));
        (!made && !vendors && !OF_SCRIPTS.contains(&key.as_str())).then_some(key)
    }

    /// The version of Kafka in the image, where its tag shows it.
    pub fn kafka(&self, image: &Named) -> Option<String> {
        // The newest of an image that nobody makes any more.
        let last = matches!(self.version, Version::AfterScala).then_some("2.13-2.8.1");
        let tag = image.tag().filter(|tag| *tag != "latest").or(last)?;
        let tag = if matches!(self.version, Version::AfterScala) { tag.split_once('-')?.1 } else { tag };
        let digits = tag.split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
        let mut numbers = digits.split('.').map(str::parse::<u32>);
        let (major, minor) = (numbers.next()?.ok()?, numbers.next().and_then(Result::ok));
        match self.version {
            Version::Kafka | Version::AfterScala => Some(digits.trim_end_matches('.').to_owned()),
            Version::Confluent => of_confluent(major, minor?),
            Version::Other => None,
        }
    }
}

/// Confluent Platform 7.6 is Kafka 3.6.
pub(in crate::sources) fn of_confluent(major: u32, minor: u32) -> Option<String> {
    let (kafka, minor) = match (major, minor) {
        (5, 0..=5) => (2, minor),
        (6, 0..=2) => (2, minor + 6),
        (7, 0..=9) => (3, minor),
        (8.., _) => (major - 4, minor),
        _ => return None,
    };
    Some(format!("{kafka}.{minor}"))
}

/// One underscore is a dot, two are an underscore, three a dash.
fn counted(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('_') {
        key.push_str(&rest[..at]);
        let run = rest[at..].bytes().take_while(|byte| *byte == b'_').count();
        match run {
            1 => key.push('.'),
            _ => key.push_str(&"_".repeat(run).replace("___", "-").replace("__", "_")),
        }
        rest = &rest[at + run..];
    }
    key + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(text: &str) -> (Option<&'static Image>, Option<String>) {
        let named = Named::parse(text);
        let image = of(Some(&named), |_| false);
        (image, image.and_then(|image| image.kafka(&named)))
    }

    #[test]
    fn tags_tell_the_version() {
        let rows = [
            ("confluentinc/cp-kafka:7.6.1", Some("3.6")),
            ("confluentinc/cp-kafka:6.1.0", Some("2.7")),
            ("docker.io/confluentinc/cp-server:8.1.0", Some("4.1")),
            ("registry:5000/apache/kafka:4.1.0-rc2", Some("4.1.0")),
            ("bitnami/kafka:3.6.1-debian-11-r0", Some("3.6.1")),
            ("wurstmeister/kafka:2.12-2.4.0", Some("2.4.0")),
            ("wurstmeister/kafka", Some("2.8.1")),
            ("confluentinc/cp-kafka:${CP:-7.5.0}", Some("3.5")),
            ("${IMAGE:-apache/kafka:3.9.0}", Some("3.9.0")),
            ("confluentinc/cp-kafka:${CP}", None),
            ("apache/kafka:latest", None),
            ("apache/kafka@sha256:abc", None),
        ];
        for (text, version) in rows {
            let (image, found) = image(text);
            assert_eq!(image.map(|image| image.role), Some(Role::Broker), "{text}");
            assert_eq!(found.as_deref(), version, "{text}");
        }
        assert!(image("provectuslabs/kafka-ui:latest").0.is_none());
        assert!(image("mycp-kafka:1").0.is_none());
    }

    #[test]
    fn each_image_has_its_rule_for_names() {
        let key = |text: &str, variable: &str| image(text).0.and_then(|image| image.key(variable));
        assert_eq!(key("apache/kafka", "KAFKA_LOG_RETENTION_MS").as_deref(), Some("log.retention.ms"));
        assert_eq!(key("apache/kafka", "KAFKA_A__B___C_D").as_deref(), Some("a_b-c.d"));
        assert_eq!(key("bitnami/kafka", "KAFKA_CFG_NODE_ID").as_deref(), Some("node.id"));
        assert_eq!(key("bitnami/kafka", "KAFKA_HEAP_OPTS"), None);
        assert_eq!(key("apache/kafka", "KAFKA_HEAP_OPTS"), None);
        assert_eq!(key("apache/kafka", "KAFKA_"), None);
        assert_eq!(key("cp-kafka", "KAFKA_SSL_KEY_CREDENTIALS"), None);
        assert_eq!(key("cp-server", "KAFKA_CONFLUENT_METRICS_ENABLE"), None);
    }

    #[test]
    fn variables_show_what_an_unknown_image_is() {
        let set = ["CONNECT_GROUP_ID", "CONNECT_CONFIG_STORAGE_TOPIC"];
        let found = of(Some(&Named::parse("my/connect")), |name| set.contains(&name));
        assert_eq!(found.map(|image| image.role), Some(Role::Worker));
        assert!(of(None, |name| name == "KAFKA_BOOTSTRAP_SERVERS").is_none());
        for (_, index) in SIGNS {
            assert!(IMAGES.get(*index).is_some());
        }
    }
}
