//! Every client file of knowledge/clients/: complete, readable both ways, and true of the real librdkafka.

use std::borrow::Cow;
use std::collections::BTreeSet;

use kskill::decide::{Request, decide, spell, unspell};
use kskill::design::{Config, Environments, Literal};
use kskill::facts::Value;
use kskill::knowledge::{Client, Condition, Expression, FactSpec, Knowledge, Name, Setting, Text, Written};
use kskill::sources::answers::{Answers, read_value};
use rdkafka::ClientConfig;

const ROLES: [&str; 2] = ["producer", "consumer"];
/// Versions at which defaults and traits change, of one client or another.
const VERSIONS: [&str; 20] = [
    "1.4", "1.6", "1.34", "2.6", "0.11", "1.20", "1.50", "1.61", "2.0", "2.1", "2.3", "2.4", "2.12", "3.0", "3.7",
    "3.15", "3.27", "4.0", "4.2", "99",
];
/// The only names that a config may take from the environment.
const VARIABLES: [&str; 13] = [
    "HOSTNAME",
    "KAFKA_BOOTSTRAP_SERVERS",
    "KAFKA_CA_LOCATION",
    "KAFKA_CLIENT_ID",
    "KAFKA_CLIENT_RACK",
    "KAFKA_CLIENT_SECRET",
    "KAFKA_PASSWORD",
    "KAFKA_TOKEN_ENDPOINT",
    "KAFKA_TRUST_STORE_LOCATION",
    "KAFKA_TRUST_STORE_PASSWORD",
    "KAFKA_USERNAME",
    "NAME",
    "SCHEMA_REGISTRY_URL",
];

fn knowledge() -> Knowledge {
    Knowledge::load(None).expect("the embedded knowledge loads")
}

/// The clients that answers may name.
fn clients(knowledge: &Knowledge) -> Vec<&Client> {
    knowledge.clients.iter().filter(|client| client.format.is_some()).collect()
}

fn settings(client: &Client) -> impl Iterator<Item = (&'static str, &Setting)> {
    ROLES.into_iter().flat_map(|role| client.settings(role).iter().map(move |setting| (role, setting)))
}

fn spec<'a>(knowledge: &'a Knowledge, role: &str, fact: &str) -> &'a FactSpec {
    knowledge.vocabulary.fact(role, fact).unwrap_or_else(|| panic!("`{role}.{fact}` is no fact"))
}

fn text_of(json: &serde_json::Value) -> String {
    match json {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[test]
fn all_clients_are_there() {
    let knowledge = knowledge();
    let ids: Vec<&str> = clients(&knowledge).into_iter().map(|client| client.id.as_str()).collect();
    let expected = [
        "aiokafka",
        "confluent-kafka-dotnet",
        "confluent-kafka-go",
        "confluent-kafka-javascript",
        "confluent-kafka-python",
        "franz-go",
        "java",
        "kafka-python",
        "kafkajs",
        "librdkafka",
        "quarkus",
        "rust-rdkafka",
        "sarama",
        "spring",
    ];
    assert_eq!(ids, expected);
    for client in clients(&knowledge) {
        assert!(client.newest.is_some() && !client.references.is_empty(), "{} is incomplete", client.id);
        assert!(!client.your_code_must.is_empty(), "{} obliges the code to nothing", client.id);
    }
}

#[test]
fn every_fact_is_said_or_excused_once() {
    let knowledge = knowledge();
    for client in clients(&knowledge) {
        let mut seen = BTreeSet::new();
        for (role, setting) in settings(client) {
            let at = format!("{}: {role}.{}", client.id, setting.fact);
            spec(&knowledge, role, &setting.fact);
            assert!(seen.insert((role, &setting.fact)), "{at} stands there twice");
            let excused = setting.cannot.is_some() || setting.in_code;
            assert!(setting.key.is_some() || excused, "{at} has neither key nor excuse");
            let partial = setting.when.is_some() || (setting.since.is_some() && setting.key.is_none());
            assert!(!partial || excused, "{at} has no excuse for when it is not taken");
        }
        for role in ROLES {
            for (fact, spec) in &knowledge.vocabulary.kinds[role].facts {
                let spelled = || {
                    clients(&knowledge).iter().any(|other| {
                        other.settings(role).iter().any(|setting| setting.fact == *fact && setting.key.is_some())
                    })
                };
                let known = client.settings(role).iter().any(|setting| setting.fact == *fact);
                // What nobody decides is only read in files, where a client has it.
                let decided = knowledge.decisions.iter().any(|one| one.decides == format!("{role}.{fact}"));
                let said = known || (spec.kafka.is_none() && !spelled());
                assert!(!decided || said, "{}: {role}.{fact} is missing", client.id);
            }
        }
    }
}

#[test]
fn defaults_and_traits_are_values_of_their_facts() {
    let knowledge = knowledge();
    for client in clients(&knowledge) {
        for version in VERSIONS {
            for (role, setting) in settings(client) {
                let Some(value) = setting.default.as_ref().and_then(|default| default.at(version)) else { continue };
                let read = read_value(spec(&knowledge, role, &setting.fact), &text_of(value));
                read.unwrap_or_else(|error| panic!("{} {version}: {role}.{}: {error}", client.id, setting.fact));
            }
            for (name, value) in &client.traits {
                let spec = spec(&knowledge, "client", name);
                let value = value.at(version).unwrap_or_else(|| panic!("{} {version}: no {name}", client.id));
                read_value(spec, &text_of(value)).unwrap_or_else(|error| panic!("{}: {name}: {error}", client.id));
            }
        }
        for fact in knowledge.vocabulary.kinds["client"].facts.keys() {
            let optional = ["id", "version", "library", "retry_wait", "retry_wait_max", "max_message_default"];
            let known = client.traits.contains_key(fact) || optional.contains(&fact.as_str());
            assert!(known, "{} lacks the trait {fact}", client.id);
        }
    }
}

/// Values to spell: the choices of a fact, or numbers that meet every unit and none.
fn samples(spec: &FactSpec, setting: &Setting) -> Vec<Value> {
    use kskill::knowledge::Type;
    match spec.of {
        Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
        Type::Text if spec.one_of.is_empty() => vec![Value::from("task-api")],
        Type::Text => {
            let open = setting.values.is_empty();
            let choices = spec.one_of.iter().filter(|choice| open || setting.values.contains_key(*choice));
            choices.map(|choice| Value::from(choice.as_str())).collect()
        }
        _ if setting.written == Written::KiB => [1024.0, 65_536.0, 1_073_741_824.0].map(Value::Number).into(),
        _ => [0.0, 1.0, 7.0, 100.0, 1500.0, 45_000.0, 65_536.0, 120_000.0, 1_000_012.0, 3_600_000.0, 2_147_483_647.0]
            .map(Value::Number)
            .into(),
    }
}

#[test]
fn what_is_spelled_reads_back() {
    let knowledge = knowledge();
    for client in clients(&knowledge) {
        let oldest = client.oldest.as_deref().expect("an oldest version");
        let both = settings(client).map(|(role, setting)| (role, setting, setting.in_version(oldest)));
        let both = both.flat_map(|(role, now, before)| [(role, Cow::Borrowed(now)), (role, before)]);
        for (role, setting) in both.filter(|(_, setting)| setting.key.is_some()) {
            let setting = &*setting;
            let spec = spec(&knowledge, role, &setting.fact);
            for value in samples(spec, setting) {
                let literal = spell(setting, &value);
                if literal == Literal::Plain(serde_json::Value::Null) {
                    continue;
                }
                let read = unspell(setting, spec, &literal.to_string());
                // One name for "without end", whichever number it was.
                if setting.fact == "retries" && matches!(literal, Literal::Code(_)) {
                    continue;
                }
                assert_eq!(read, Ok(value), "{}: {role}.{} as {literal}", client.id, setting.fact);
            }
        }
    }
}

fn variables(text: &str) -> Vec<String> {
    let plain = text.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
    let plain = plain.map(|(name, _)| name.strip_prefix("env:").unwrap_or(name).to_owned());
    let quoted = ["os.environ[\"", "os.Getenv(\""].into_iter().flat_map(|call| text.split(call).skip(1));
    let quoted = quoted.filter_map(|rest| rest.split_once('"')).map(|(name, _)| name.to_owned());
    let typed = text.split("process.env.").skip(1);
    let typed =
        typed.map(|rest| rest.chars().take_while(|letter| letter.is_ascii_uppercase() || *letter == '_').collect());
    plain.chain(quoted).chain(typed).collect()
}

#[test]
fn configs_take_only_known_names_from_the_environment_and_hold_no_secret() {
    let knowledge = knowledge();
    for client in clients(&knowledge) {
        let spelled = settings(client).flat_map(|(_, setting)| setting.values.values());
        let connecting = client.connection.iter().flat_map(|connection| &connection.keys);
        for (key, value) in connecting.clone() {
            let secret = ["password", "secret", "username", "bootstrap", "location", "brokers", "User"];
            let open = secret.iter().any(|word| key.contains(word)) && variables(&value.to_string()).is_empty();
            assert!(!open, "{}: {key} is written out", client.id);
        }
        for value in spelled.chain(connecting.map(|(_, value)| value)) {
            for name in variables(&value.to_string().replace("\\\"", "\"")) {
                assert!(VARIABLES.contains(&name.as_str()), "{}: {name} is no variable of ours", client.id);
            }
        }
    }
}

/// The names in a condition or text, which must be facts that its subject can see.
fn check_names(knowledge: &Knowledge, at: &str, roles: &[&str], names: &[Name]) {
    for name in names {
        if matches!(name, Name::Bare(bare) if &**bare == "environment") {
            continue;
        }
        let Name::Fact(subject, fact) = name else { panic!("{at}: `{name}` is no fact") };
        let known = roles.iter().all(|role| {
            let kind = if &**subject == "default" { Some(*role) } else { knowledge.vocabulary.resolve(role, subject) };
            kind.is_some_and(|kind| &**fact == "name" || knowledge.vocabulary.fact(kind, fact).is_some())
        });
        assert!(known, "{at}: `{name}` is no fact");
    }
}

#[test]
fn conditions_and_texts_name_facts() {
    let knowledge = knowledge();
    let of_condition = |condition: &Condition| -> Vec<Name> {
        let expressions = condition.expressions();
        let names = |expression: &&Expression| expression.names().expect("it compiles").to_vec();
        expressions.iter().flat_map(names).collect()
    };
    let of_text = |text: &Text| text.names().expect("it compiles");
    for client in clients(&knowledge) {
        for (role, setting) in settings(client) {
            let at = format!("{}: {role}.{}", client.id, setting.fact);
            let names = setting.when.iter().flat_map(of_condition).chain(setting.cannot.iter().flat_map(of_text));
            check_names(&knowledge, &at, &[role], &names.collect::<Vec<_>>());
        }
        for duty in &client.your_code_must {
            let roles: Vec<&str> = duty.role.as_deref().map_or_else(|| ROLES.to_vec(), |role| vec![role]);
            let at = format!("{}: your_code_must: {}", client.id, duty.action.source());
            let guards: Vec<Name> = duty.when.iter().flat_map(of_condition).collect();
            check_names(&knowledge, &at, &roles, &guards);
            for name in of_text(&duty.action).into_iter().chain(of_text(&duty.because)) {
                assert!(guards.contains(&name), "{at}: `{name}` may be unknown where its condition does not name it");
            }
        }
        for connection in &client.connection {
            let names: Vec<Name> = connection.when.iter().flat_map(of_condition).collect();
            check_names(&knowledge, &format!("{}: connection", client.id), &ROLES, &names);
        }
    }
}

const ANSWERS: &str = "
system: shop
security: SECURITY
production: {platform: PLATFORM, brokers: 3, zones: 3}
kafka: {platform: docker-desktop}
client: CLIENT
events: [{name: order, producer: shop, key: id, rate: 10/s, peak: 1000/s, size: 1KiB}]
consumers: [{name: stock, reads: [order], processing: 50ms..2s}]
";

fn whole(at: &str, cannot: &[String], configs: &Environments<Config>) {
    assert!(!cannot.concat().contains("(not known"), "{at}: {cannot:?}");
    let keys: Vec<&str> = configs.production.0.iter().map(|setting| setting.key.as_str()).collect();
    let different: BTreeSet<&str> = keys.iter().copied().collect();
    assert!(!keys.is_empty() && different.len() == keys.len(), "{at}: {keys:?}");
    assert!(!keys.iter().any(|key| key.contains(['{', '}'])), "{at}: {keys:?}");
}

#[test]
fn clients_connect_and_say_whole_sentences() {
    let knowledge = knowledge();
    let ways = [
        ("none", "strimzi"),
        ("tls", "strimzi"),
        ("tls", "msk"),
        ("scram", "strimzi"),
        ("plain", "confluent-cloud"),
        ("oauth", "strimzi"),
        ("iam", "msk"),
    ];
    // Every client in two ways, every way with four clients.
    let all = clients(&knowledge);
    let pairs = all.iter().enumerate().flat_map(|(index, client)| [(client, index), (client, index + 3)]);
    for (client, index) in pairs {
        let (security, platform) = ways[index % ways.len()];
        let text = ANSWERS.replace("SECURITY", security).replace("PLATFORM", platform);
        let text = text.replace("CLIENT", &client.id);
        let at = format!("{} {security} {platform}", client.id);
        let answers = Answers::read("answers.yaml", &text).unwrap_or_else(|error| panic!("{at}: {error}"));
        let design = decide(&knowledge, &Request::new(answers)).unwrap_or_else(|error| panic!("{at}: {error}"));
        for producer in &design.producers {
            whole(&at, &producer.cannot, &producer.configs);
        }
        for consumer in &design.consumers {
            whole(&at, &consumer.cannot, &consumer.configs);
        }
    }
}

/// A client in an old version, a setting that it is told (or, with `!`, must not be told), of producers or consumers.
/// Each was seen on that release: its source, its jar, or its library loaded and asked.
const OLD: &[(&str, &str)] = &[
    ("kafkajs@1.16.0", "createPartitioner=Partitioners.JavaCompatiblePartitioner"),
    ("kafkajs@2.2.4", "createPartitioner=Partitioners.DefaultPartitioner"),
    ("sarama@1.30", "Version=sarama.V2_3_0_0"),
    ("sarama@1.30", "!Producer.Partitioner"),
    ("sarama@1.61.1", "!Version"),
    ("librdkafka@1.5", "!partition.assignment.strategy"),
    ("librdkafka@1.5", "retries=10000000"),
    ("librdkafka@1.6", "partition.assignment.strategy=cooperative-sticky"),
    ("librdkafka@1.6", "session.timeout.ms=45000"),
    ("confluent-kafka-python@1.7", "!session.timeout.ms"),
    ("rust-rdkafka@0.29", "partition.assignment.strategy=cooperative-sticky"),
    ("rust-rdkafka@0.29", "!retries"),
    ("java@2.6", "ssl.truststore.type=PKCS12"),
    ("java@2.7", "ssl.truststore.type=PEM"),
    ("java@2.8", "session.timeout.ms=45000"),
    ("java@3.0", "!session.timeout.ms"),
    ("spring@2.4", "spring.kafka.ssl.trust-store-type=PKCS12"),
    ("spring@2.6", "!spring.kafka.consumer.properties.session.timeout.ms"),
    ("quarkus@2.16", "!mp.messaging.incoming.order.ordered"),
    ("quarkus@3.32", "mp.messaging.incoming.order.ordered=key"),
    ("kafka-python@2.2", "enable_idempotence=true"),
    ("kafka-python@2.1", "!enable_idempotence"),
];

#[test]
fn old_versions_are_told_what_they_know() {
    let knowledge = knowledge();
    for (client, expected) in OLD {
        let text = ANSWERS.replace("SECURITY", "scram").replace("PLATFORM", "self-managed").replace("CLIENT", client);
        let answers = Answers::read("answers.yaml", &text).unwrap_or_else(|error| panic!("{client}: {error}"));
        let design = decide(&knowledge, &Request::new(answers)).unwrap_or_else(|error| panic!("{client}: {error}"));
        let configs =
            design.producers.iter().map(|one| &one.configs).chain(design.consumers.iter().map(|one| &one.configs));
        let told: Vec<String> = configs
            .flat_map(|configs| &configs.production.0)
            .map(|setting| format!("{}={}", setting.key, setting.value))
            .collect();
        let said = |wanted: &str| told.iter().any(|line| line == wanted || line.starts_with(&format!("{wanted}=")));
        match expected.strip_prefix('!') {
            Some(unwanted) => assert!(!said(unwanted), "{client} is told {unwanted}: {told:?}"),
            None => assert!(said(expected), "{client} is not told {expected}: {told:?}"),
        }
    }
}

#[test]
fn versions_that_never_were_are_refused() {
    let knowledge = knowledge();
    let refuses = |client: &str, version: &str| knowledge.clients.get(client).expect(client).refuses(version);
    let nonsense = [
        ("broker", "9.9"),
        ("broker", "0.5"),
        ("broker", "3.12"),
        ("broker", "new"),
        ("java", "2.9"),
        ("kafkajs", "0.5"),
    ];
    for (client, version) in nonsense {
        let reason = refuses(client, version).unwrap_or_else(|| panic!("{client} {version} is taken"));
        assert!(reason.contains(version), "{reason}");
    }
    for (client, version) in
        [("broker", "3.7.x.kraft"), ("broker", "2.8.1"), ("broker", "4.9"), ("java", "v3.4.0"), ("aiokafka", "0.8")]
    {
        assert_eq!(refuses(client, version), None, "{client} {version}");
    }
}

/// The librdkafka that these tests are linked with is of this version.
const LINKED: &str = "2.12.1";

#[test]
fn librdkafka_knows_the_keys_and_has_the_defaults() {
    let knowledge = knowledge();
    let client = knowledge.clients.get("librdkafka").expect("librdkafka");
    let native = ClientConfig::new()
        // A property of topics makes librdkafka tell the defaults of all of them.
        .set("consume.callback.max.messages", "0")
        .create_native_config()
        .expect("an empty config");
    for (role, setting) in settings(client).filter(|(_, setting)| setting.key.is_some()) {
        let key = setting.key.as_deref().expect("a key");
        let spec = spec(&knowledge, role, &setting.fact);
        for value in samples(spec, setting) {
            let literal = spell(setting, &value);
            if literal == Literal::Plain(serde_json::Value::Null) {
                continue;
            }
            let result = ClientConfig::new().set(key, literal.to_string()).create_native_config();
            let out_of_range = spec.of.unit().is_some()
                && matches!(value, Value::Number(number) if !(1000.0..=65_536.0).contains(&number));
            assert!(result.is_ok() || out_of_range, "{role}: {key}={literal} is refused");
        }
        let Some(default) = setting.default.as_ref().and_then(|default| default.at(LINKED)) else { continue };
        let default = read_value(spec, &text_of(default)).expect("a default");
        let literal = spell(setting, &default);
        if literal == Literal::Plain(serde_json::Value::Null) {
            continue;
        }
        let real = native.get(key).unwrap_or_else(|error| panic!("{key}: {error}"));
        let same = match (key, real.as_str()) {
            ("acks", "-1") => literal.to_string() == "all",
            ("auto.offset.reset", "largest") => literal.to_string() == "latest",
            ("partition.assignment.strategy", "range,roundrobin") => literal.to_string() == "range",
            (_, real) => literal.to_string() == real,
        };
        assert!(same, "{key} is {real} by default, not {literal}");
    }
}

#[test]
fn no_consumer_of_librdkafka_bounds_a_poll_by_a_setting() {
    let knowledge = knowledge();
    for client in clients(&knowledge).into_iter().filter(|client| {
        client.traits.get("family").and_then(|family| family.at("99")).and_then(|family| family.as_str())
            == Some("librdkafka")
    }) {
        let bound = client.consumer.iter().find(|setting| setting.fact == "max_poll_records").expect("it is listed");
        assert!(bound.key.is_none() && bound.cannot.is_some(), "{}", client.id);
    }
}
