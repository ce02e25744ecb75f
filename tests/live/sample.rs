//! `--sample` on real records: the figures are those of what was sent, it ends whatever is at a partition's end, and it does
//! nothing beside fetching.

use std::fs;
use std::net::TcpListener;
use std::time::Duration;

use rdkafka::ClientConfig;
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use serde_json::{Value, json};

use crate::own::{Own, make_topic, send, tool};
use crate::proxy::Proxy;
use crate::read_only::logs;
use crate::registry::answers;
use crate::run::Run;

const PATIENCE: Duration = Duration::from_secs(60);

fn producer(bootstrap: &str, settings: &[(&str, &str)]) -> BaseProducer {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("log_level", "2").set("linger.ms", "20");
    for (key, value) in settings {
        config.set(*key, *value);
    }
    config.create().expect("a producer")
}

type Sent<'a> = BaseRecord<'a, [u8], [u8]>;

fn put(producer: &BaseProducer, mut record: Sent) {
    while let Err((_, refused)) = producer.send(record) {
        record = refused;
        producer.poll(Duration::from_millis(10));
    }
}

fn record<'a>(topic: &'a str, partition: i32, key: Option<&'a [u8]>, value: Option<&'a [u8]>) -> Sent<'a> {
    let mut record = BaseRecord::to(topic).partition(partition);
    record.key = key;
    record.payload = value;
    record
}

/// Nine of ten of its first partition have one key, all others keys of their own.
fn skewed(bootstrap: &str) {
    make_topic(bootstrap, "skewed", 4, 1);
    let producer = producer(bootstrap, &[]);
    for number in 0..3_000_u32 {
        let own = number.to_string();
        let key = if number % 10 == 0 { own.as_bytes() } else { b"nobody-shall-read-this" };
        put(&producer, record("skewed", 0, Some(key), Some(b"v")));
    }
    for number in 0..600_u32 {
        let key = format!("other-{number}");
        put(
            &producer,
            record("skewed", 1 + i32::try_from(number % 3).expect("small"), Some(key.as_bytes()), Some(b"v")),
        );
    }
    producer.flush(PATIENCE).expect("sent");
}

/// Records without keys, without values, with nothing in either, with headers, and of known sizes.
fn odd(bootstrap: &str) {
    let producer = producer(bootstrap, &[]);
    for _ in 0..40 {
        put(&producer, record("odd", 0, None, Some(&[7; 10])));
    }
    for _ in 0..30 {
        put(&producer, record("odd", 0, Some(b"gone"), None));
    }
    put(&producer, record("odd", 0, Some(b""), Some(b"")));
    let headers = OwnedHeaders::new().insert(Header { key: "trace", value: Some("12345") });
    put(&producer, record("odd", 0, Some(b"k"), Some(&[7; 1_000])).headers(headers));
    producer.flush(PATIENCE).expect("sent");
}

/// A topic for each codec, and one to which two producers write.
fn compressed(bootstrap: &str) {
    for codec in ["gzip", "snappy", "lz4", "zstd", "none"] {
        let producer = producer(bootstrap, &[("compression.type", codec)]);
        let own = format!("as-{codec}");
        for topic in if codec == "lz4" || codec == "none" { vec![own.as_str(), "as-both"] } else { vec![own.as_str()] }
        {
            for _ in 0..200 {
                put(&producer, record(topic, 0, Some(b"key"), Some(&[b'x'; 300])));
            }
            producer.flush(PATIENCE).expect("sent");
        }
    }
}

/// Transactions: one that ended well, one that was taken back, marks at the end; and beside it one that is open.
fn transactions(bootstrap: &str) -> BaseProducer {
    let producer = producer(bootstrap, &[("transactional.id", "ledger")]);
    producer.init_transactions(PATIENCE).expect("transactions");
    let send = |topic: &str| {
        producer.begin_transaction().expect("a transaction");
        (0..10).for_each(|_| put(&producer, record(topic, 0, Some(b"k"), Some(b"v"))));
        producer.flush(PATIENCE).expect("sent");
    };
    send("ledger");
    producer.commit_transaction(PATIENCE).expect("committed");
    send("ledger");
    producer.abort_transaction(PATIENCE).expect("taken back");
    send("pending");
    producer
}

/// One topic whose records are deleted, all but two; one that is compacted after records without keys came.
fn changed(bootstrap: &str) {
    for topic in ["emptied", "rest"] {
        send(bootstrap, topic, 20);
    }
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("up-to.json");
    let up_to = |topic: &str, offset: u32| json!({"topic": topic, "partition": 0, "offset": offset});
    fs::write(&file, json!({"version": 1, "partitions": [up_to("emptied", 20), up_to("rest", 18)]}).to_string())
        .expect("it can be written");
    let of = ["--bootstrap-server", bootstrap, "--offset-json-file", &file.to_string_lossy()];
    tool("org.apache.kafka.tools.DeleteRecordsCommand", &of);

    let producer = producer(bootstrap, &[]);
    (0..5).for_each(|_| put(&producer, record("latest", 0, None, Some(b"v"))));
    producer.flush(PATIENCE).expect("sent");
    let to =
        ["--alter", "--entity-type", "topics", "--entity-name", "latest", "--add-config", "cleanup.policy=compact"];
    tool("kafka.admin.ConfigCommand", &[&["--bootstrap-server", bootstrap][..], &to].concat());
}

/// Values as a registry's serializers write them, one that is not, and one that is nearly as large as may be.
fn framed(bootstrap: &str) {
    let producer = producer(bootstrap, &[("message.max.bytes", "2000000")]);
    for id in [7_u8, 7, 7, 8] {
        put(&producer, record("framed", 0, Some(b"k"), Some(&[0, 0, 0, 0, id, 1, 2, 3])));
    }
    put(&producer, record("framed", 0, Some(b"k"), Some(b"{}")));
    put(&producer, record("large", 0, Some(b"k"), Some(&vec![1; 1_000_000])));
    producer.flush(PATIENCE).expect("sent");
}

/// What a check found, and what is said of a topic's records in it.
fn rules(found: &Value, topic: &str) -> Vec<String> {
    let path = format!("topic/{topic}");
    let all = found["findings"].as_array().into_iter().flatten().filter(|one| one["path"] == path.as_str());
    all.filter_map(|one| one["rule"].as_str().map(str::to_owned)).collect()
}

#[test]
fn the_figures_are_those_of_what_was_sent() {
    let cluster = Own::start("one", "auto.create.topics.enable=true\nnum.partitions=1\n");
    let bootstrap = cluster.get("PLAINTEXT");
    nothing_is_left(&cluster);
    skewed(bootstrap);
    odd(bootstrap);
    compressed(bootstrap);
    let _open = transactions(bootstrap);
    changed(bootstrap);
    framed(bootstrap);

    let registry = answers(json!(["framed-value"]), &[7]);
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("cluster.yaml");
    let file = file.to_string_lossy();
    let registry = format!("http://me:secret@{registry}");
    let of = ["--bootstrap-server", bootstrap, "--sample", "1000", "--schema-registry", &registry];
    let run = Run::check(&[&of[..], &["--format", "json", "--save", &file]].concat(), "15s");
    let found = run.json();
    assert_eq!(found["missing"], json!([]), "{found:#}");
    assert_eq!(found["sample"]["each"], 1_000);
    assert!(found["sample"]["topics"].get("__transaction_state").is_none(), "not Kafka's own");
    let of = |topic: &str| &found["sample"]["topics"][topic];

    let skewed = of("skewed");
    assert_eq!((&skewed["partitions"], &skewed["records"]), (&json!(4), &json!(1_600)));
    assert_eq!(skewed["keys"], 1 + 100 + 600);
    assert_eq!(skewed["hottest"], json!({"partition": 0, "records": 900, "of": 1_000, "share": 0.75}));
    assert!(rules(&found, "skewed").contains(&"topic-key-hot".to_owned()), "{found:#}");

    let odd = of("odd");
    let counts = ["records", "null_keys", "tombstones", "keys"].map(|count| odd[count].as_u64());
    assert_eq!(counts, [Some(72), Some(40), Some(30), Some(3)]);
    assert_eq!(odd["sizes"], json!({"mean": (400 + 120 + 1_011) / 72, "median": 10, "p99": 1_011, "largest": 1_011}));

    for codec in ["gzip", "snappy", "lz4", "zstd", "none"] {
        assert_eq!(of(&format!("as-{codec}"))["codecs"], json!([codec]), "{found:#}");
        assert_eq!(of(&format!("as-{codec}"))["records"], 200);
    }
    assert!(of("as-both")["codecs"].as_array().is_some_and(|codecs| codecs.contains(&json!("lz4"))), "{found:#}");

    assert_eq!((&of("ledger")["records"], &of("pending")["records"]), (&json!(20), &json!(10)), "open or taken back");
    assert_eq!((&of("emptied")["records"], &of("rest")["records"]), (&json!(0), &json!(2)));
    assert!(rules(&found, "latest").contains(&"topic-compacted-keyless".to_owned()), "{found:#}");

    assert_eq!(of("framed")["schemas"], json!({"7": 3, "8": 1}));
    assert_eq!(found["sample"]["unknown_schemas"], json!([8]));
    for rule in ["topic-values-unframed", "topic-schemas-unknown"] {
        assert!(rules(&found, "framed").contains(&rule.to_owned()), "{rule}: {found:#}");
    }
    assert!(rules(&found, "large").contains(&"topic-record-near-limit".to_owned()), "{found:#}");

    replayed(&file, &found);
    newest_of_each(bootstrap);
}

/// What was saved says the same again, in words too, and holds no key.
fn replayed(file: &str, found: &Value) {
    let saved = fs::read_to_string(file).expect("it is saved");
    assert!(!saved.contains("nobody-shall-read-this") && !saved.contains("other-1"), "no key is kept");
    let again = crate::run::Running::start(&["check", "--from", file, "--format", "json"]).wait(PATIENCE).json();
    assert_eq!((&again["sample"], &again["findings"]), (&found["sample"], &found["findings"]));
    let text = crate::run::Running::start(&["check", "--from", file]).wait(PATIENCE).out;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains(
            "skewed: 1,600 records of 4 partitions; 701 keys; one key is 90 % of partition 0, about 75 % of all"
        ),
        "{text}"
    );
}

/// It reads the newest only, whatever stands among them.
fn newest_of_each(bootstrap: &str) {
    let of = ["--bootstrap-server", bootstrap, "--sample", "5", "--topic", "[ls]*", "--format", "json"];
    let found = Run::check(&of, "15s").json();
    let records = |topic: &str| found["sample"]["topics"][topic]["records"].clone();
    // The last offset of a transaction is its mark.
    assert_eq!((records("ledger"), records("skewed")), (json!(4), json!(20)), "{found:#}");
    assert!(found["sample"]["topics"].get("odd").is_none(), "only those that were asked for");
}

/// A cluster that has had no group has none of its topic afterwards either.
fn nothing_is_left(cluster: &Own) {
    let bootstrap = cluster.get("PLAINTEXT");
    send(bootstrap, "first", 3);
    let before = logs(cluster.directory());
    let found = Run::check(&["--bootstrap-server", bootstrap, "--sample", "10", "--format", "json"], "15s").json();
    assert_eq!(found["sample"]["topics"]["first"]["records"], 3, "{found:#}");
    assert_eq!(found["summary"]["groups"], 0);
    assert_eq!(logs(cluster.directory()), before, "what the broker keeps on its disk");
    assert!(!before.contains("__consumer_offsets-0"), "{before:?}");
}

/// Kafka's number of the request that hands out records.
const FETCH: i16 = 1;

#[test]
fn it_sends_nothing_beside_fetches() {
    let (proxy, _cluster) = Proxy::before_orders();
    let bootstrap = proxy.address();
    let look = |more: &[&str]| {
        let of = ["--bootstrap-server", &bootstrap, "--format", "json"];
        Run::check(&[&of[..], more].concat(), "15s").json()
    };
    let without = look(&[]);
    let before = proxy.requests_of("kskill");
    let with = look(&["--sample", "100"]);
    assert_eq!(with["sample"]["topics"]["orders"]["records"], 10, "{with:#}");
    let added: Vec<i16> = proxy.requests_of("kskill").difference(&before).copied().collect();
    assert_eq!(added, [FETCH]);
    assert_eq!(look(&[])["summary"], without["summary"], "topics and groups are as before");
}

#[test]
fn how_many_are_read_is_bounded() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").to_string();
    for number in ["0", "10001", "-3", "many"] {
        let run = Run::check(&["--bootstrap-server", &closed, &format!("--sample={number}")], "2s");
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(run.err.contains("--sample <N>"), "{}", run.err);
    }
}
