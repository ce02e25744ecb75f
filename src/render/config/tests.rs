//! Every form is read by the tool that it is for, where that tool is at hand.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::json;

use super::*;
use crate::design::{Literal, Setting};

fn setting(key: &str, value: Literal, because: &str, connects: bool) -> Setting {
    Setting { key: key.into(), value, because: because.into(), connects }
}

fn plain(key: &str, value: serde_json::Value, because: &str) -> Setting {
    setting(key, Literal::Plain(value), because, false)
}

fn code(key: &str, value: &str, because: &str) -> Setting {
    setting(key, Literal::Code(value.into()), because, false)
}

const ENCRYPTED: &str = "the connection is encrypted";

/// What most clients have in common: values that are hard to write.
fn dotted() -> Config {
    let connects = |key: &str, value: &str, because: &str| setting(key, Literal::Plain(json!(value)), because, true);
    Config(vec![
        plain("acks", json!("all"), "may_lose is false, so all copies in step must have the record before it counts"),
        connects("bootstrap.servers", "${KAFKA_BOOTSTRAP_SERVERS}", "addresses come from the environment"),
        connects("sasl.username", "${KAFKA_USERNAME}", ENCRYPTED),
        connects("sasl.password", "a \"${KAFKA_PASSWORD}\" \\ # {b}", ENCRYPTED),
        plain("enable.idempotence", json!(true), "a retry may not write a record twice"),
        plain(
            "linger.ms",
            json!(5),
            "at 167 records a second in 6 partitions a batch fills too slowly to wait longer; so 5 ms cost nothing that the 500 ms allowed would notice, whatever happens",
        ),
        plain("client.id", json!("task-api"), "a retry may not write a record twice"),
    ])
}

fn written(format: &str, role: Role, config: &Config) -> (String, String) {
    let helper = ("create_ssl_context".to_owned(), "from aiokafka.helpers import create_ssl_context".to_owned());
    let (id, version, format, title) = ("client".into(), "1.0".into(), format.into(), "C".into());
    let client = ClientName { id, version, format, title, imports: vec![helper] };
    let (name, topics) = ("task-api", ["task".to_owned()]);
    let service = Service { role, name, label: name, topics: &topics, client: &client, environment: "development" };
    file(&service, config)
}

/// Hands the text to a tool; what it says is told when it refuses. A tool that is not there refuses nothing.
fn read_by(tool: &[&str], text: &str) -> Option<String> {
    let mut command = Command::new(tool[0]);
    let piped = command.args(&tool[1..]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().ok()?;
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{tool:?}: {}\n{text}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

fn expect(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|other| other.trim() == *line), "no line `{line}` in\n{text}");
    }
}

#[test]
fn key_value_lines() {
    let (name, text) = written("properties", Role::Producer, &dotted());
    assert_eq!(name, "producer-task-api.properties");
    let expected = "\
# Producer task-api of task, development (client 1.0)
# addresses come from the environment
bootstrap.servers=${KAFKA_BOOTSTRAP_SERVERS}
# the connection is encrypted
sasl.username=${KAFKA_USERNAME}
sasl.password=a \"${KAFKA_PASSWORD}\" \\\\ # {b}
# may_lose is false, so all copies in step must have the record before it counts
acks=all
# a retry may not write a record twice
enable.idempotence=true
# at 167 records a second in 6 partitions a batch fills too slowly to wait longer; so 5 ms cost
# nothing that the 500 ms allowed would notice, whatever happens
linger.ms=5
# a retry may not write a record twice
client.id=task-api
";
    assert_eq!(text, expected);
    let (name, text) = written("conf", Role::Consumer, &dotted());
    assert_eq!(name, "consumer-task-api.conf");
    expect(&text, &["sasl.password=a \"${KAFKA_PASSWORD}\" \\ # {b}"]);
}

#[test]
fn python() {
    for format in ["python-dict", "python-kwargs"] {
        let (name, text) = written(format, Role::Producer, &dotted());
        assert_eq!(name, "producer_task_api.py");
        expect(&text, &[r#""sasl.password": f"a \"{os.environ['KAFKA_PASSWORD']}\" \\ # {{b}}","#]);
        let show = format!(
            "import os\nos.environ.update(KAFKA_BOOTSTRAP_SERVERS='b', KAFKA_USERNAME='u', KAFKA_PASSWORD='p')\n\
             exec({text:?})\nimport json; print(json.dumps(CONFIG))"
        );
        let Some(read) = read_by(&["python3", "-"], &show) else { continue };
        let read: serde_json::Value = serde_json::from_str(&read).unwrap();
        assert_eq!(read["sasl.password"], json!("a \"p\" \\ # {b}"));
        assert_eq!(read["enable.idempotence"], json!(true));
    }
    let tls = Config(vec![code("ssl_context", "create_ssl_context(cafile=os.environ[\"KAFKA_CA_LOCATION\"])", "x")]);
    let (_, text) = written("python-kwargs", Role::Consumer, &tls);
    assert!(text.contains("import os\n\nfrom aiokafka.helpers import create_ssl_context\n\nCONFIG"), "{text}");
}

#[test]
fn go() {
    let (name, map) = written("go-map", Role::Consumer, &dotted());
    assert_eq!(name, "consumer-task-api.go");
    expect(&map, &["func TaskApiConsumerConfig() *kafka.ConfigMap {"]);
    let options = Config(vec![
        setting(
            "SeedBrokers",
            Literal::Code("strings.Split(os.Getenv(\"KAFKA_BOOTSTRAP_SERVERS\"), \",\")...".into()),
            "addresses come from the environment",
            true,
        ),
        code("DialTLSConfig", "&tls.Config{RootCAs: authorities(), MinVersion: tls.VersionTLS12}", ENCRYPTED),
        code("ProducerLinger", "5 * time.Millisecond", "a batch fills slowly"),
        code("RequiredAcks", "kgo.RequiredAcks(kgo.AllISRAcks())", "nothing may be lost"),
        plain("DisableAutoCommit", json!(true), "the code commits"),
        plain("ClientID", json!("task-api"), "logs name it"),
    ]);
    let (_, options) = written("go-options", Role::Producer, &options);
    expect(
        &options,
        &[
            "kgo.ProducerLinger(5 * time.Millisecond),",
            "kgo.RequiredAcks(kgo.AllISRAcks()),",
            "kgo.DisableAutoCommit(),",
            "kgo.ClientID(\"task-api\"),",
            "\"crypto/x509\"",
            "func TaskApiProducerOptions() []kgo.Opt {",
            "kgo.DialTLSConfig(&tls.Config{RootCAs: taskApiProducerAuthorities(), MinVersion: tls.VersionTLS12}),",
            "func taskApiProducerAuthorities() *x509.CertPool {",
        ],
    );
    let fields = Config(vec![
        code("Version", "sarama.V4_0_0_0", "the brokers' version"),
        code("Producer.Flush.Frequency", "5 * time.Millisecond", "a batch fills slowly"),
        plain("Net.MaxOpenRequests", json!(1), "order"),
        plain("Net.SASL.User", json!("${KAFKA_USERNAME}"), ENCRYPTED),
    ]);
    let (_, fields) = written("go-fields", Role::Producer, &fields);
    expect(
        &fields,
        &[
            "func TaskApiProducerConfig() *sarama.Config {",
            "config.Net.SASL.User = os.Getenv(\"KAFKA_USERNAME\")",
            "config.Net.MaxOpenRequests = 1",
        ],
    );
    for text in [map, options, fields] {
        if let Some(formatted) = read_by(&["gofmt", "-s"], &text) {
            assert_eq!(formatted, text);
        }
    }
}

#[test]
fn kafkajs() {
    let config = Config(vec![
        setting("brokers", Literal::Code("process.env.KAFKA_BOOTSTRAP_SERVERS!.split(\",\")".into()), "x", true),
        setting("sasl.username", Literal::Plain(json!("${KAFKA_USERNAME}")), "scram", true),
        plain("acks", json!(-1), "all copies"),
        plain("retry.retries", json!(5), "retries"),
        plain("idempotent", json!(true), "no doubles"),
        plain("retry.maxRetryTime", json!(30000), "retries"),
        code("compression", "CompressionTypes.GZIP", "smaller"),
        setting("sasl.mechanism", Literal::Plain(json!("scram-sha-512")), "scram", true),
    ]);
    let (name, text) = written("typescript-kafkajs", Role::Producer, &config);
    assert_eq!(name, "producer-task-api.ts");
    let expected = "\
// Producer task-api of task, development (client 1.0)
import { CompressionTypes, type KafkaConfig, type ProducerConfig } from \"kafkajs\";

export const kafkaConfig: KafkaConfig = {
  // x
  brokers: process.env.KAFKA_BOOTSTRAP_SERVERS!.split(\",\"),
  sasl: {
    // scram
    username: process.env.KAFKA_USERNAME!,
    mechanism: \"scram-sha-512\",
  },
};

export const producerConfig: ProducerConfig = {
  retry: {
    // retries
    retries: 5,
    maxRetryTime: 30000,
  },
  // no doubles
  idempotent: true,
};

export const sendConfig = {
  // all copies
  acks: -1,
  // smaller
  compression: CompressionTypes.GZIP,
};
";
    assert_eq!(text, expected);
    let (_, other) = written("typescript-confluent", Role::Consumer, &dotted());
    for text in [text, other] {
        let untyped =
            text.replace("type ", "").replace(": KafkaConfig", "").replace(": ProducerConfig", "").replace('!', "");
        read_by(&["node", "--input-type=module", "--check", "-"], &untyped);
    }
}

#[test]
fn spring() {
    let config = Config(vec![
        setting("spring.kafka.bootstrap-servers", Literal::Plain(json!("${KAFKA_BOOTSTRAP_SERVERS}")), "x", true),
        plain("spring.kafka.producer.acks", json!("1"), "one copy"),
        plain("spring.kafka.producer.properties.linger.ms", json!(5), "waits"),
        plain("spring.kafka.listener.ack-mode", json!("manual"), "by hand"),
        plain("spring.kafka.producer.batch-size", json!("64KB"), "batches"),
        plain("spring.kafka.producer.properties.enable.idempotence", json!(true), "no doubles: #1"),
    ]);
    let (name, text) = written("spring-yaml", Role::Producer, &config);
    assert_eq!(name, "producer-task-api.yml");
    let read: serde_json::Value = yaml_serde::from_str(&text).unwrap();
    assert_eq!(
        read,
        json!({"spring": {"kafka": {
            "bootstrap-servers": "${KAFKA_BOOTSTRAP_SERVERS}",
            "producer": {
                "acks": "1",
                "properties": {"linger.ms": 5, "enable.idempotence": true},
                "batch-size": "64KB",
            },
            "listener": {"ack-mode": "manual"},
        }}})
    );
    assert!(text.contains("    producer:\n      # one copy\n      acks: \"1\"\n"), "{text}");
}

#[test]
fn compiled_languages() {
    let (name, text) = written("csharp", Role::Producer, &dotted());
    assert_eq!(name, "producer-task-api.cs");
    expect(&text, &["[\"enable.idempotence\"] = \"true\",", "public static class TaskApiProducerSettings"]);
    let (name, text) = written("rust", Role::Consumer, &dotted());
    assert_eq!(name, "consumer_task_api.rs");
    expect(&text, &["pub fn consumer_config() -> ClientConfig {", "config.set(\"linger.ms\", \"5\");"]);
    read_by(&["rustfmt", "--emit", "stdout", "--config", "max_width=160"], &text);
}

#[test]
fn what_is_not_named_is_lines() {
    assert_eq!(form::of("no such form").format, "conf");
}
