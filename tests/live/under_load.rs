//! A group that keeps up while records arrive is not said to lag, or to be ahead of the log.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer as _};
use rdkafka::message::Message as _;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};

use crate::cluster::Cluster;
use crate::healthy::{SERIOUS, look, said};
use crate::own;

const TOPIC: &str = "under-load";
const GROUP: &str = "keeps-up";

#[test]
fn a_group_that_keeps_up_is_not_beyond_the_end() {
    let cluster = Cluster::one();
    let bootstrap = cluster.get("PLAINTEXT").to_owned();
    own::make_topic(&bootstrap, TOPIC, 3, 1);
    let over = Arc::new(AtomicBool::new(false));
    let producer = thread::spawn({
        let (bootstrap, over) = (bootstrap.clone(), Arc::clone(&over));
        move || produce(&bootstrap, &over)
    });
    let consumer = thread::spawn({
        let (bootstrap, over) = (bootstrap.clone(), Arc::clone(&over));
        move || consume(&bootstrap, &over)
    });
    let begun = Instant::now();
    let mut committed = false;
    while begun.elapsed() < Duration::from_secs(15) {
        // Until the group has joined there is none of that name, which is said with another exit code.
        let Some(found) = look(&bootstrap, &["--topic", TOPIC, "--group", GROUP]) else {
            assert!(!committed, "a group that was there is not shown any more");
            continue;
        };
        let mut serious = said(&found, &SERIOUS);
        serious.retain(|(_, path)| path.contains(TOPIC) || path.contains(GROUP));
        assert!(serious.is_empty(), "{serious:?} of {found:#}");
        committed |= found["summary"]["groups"] == 1;
    }
    over.store(true, Ordering::Relaxed);
    producer.join().expect("it produces");
    assert!(consumer.join().expect("it consumes") > 1_000, "too little was read to have tried anything");
    assert!(committed, "the group was never seen");
}

fn produce(bootstrap: &str, over: &AtomicBool) {
    let producer: BaseProducer =
        ClientConfig::new().set("bootstrap.servers", bootstrap).set("linger.ms", "1").create().expect("a producer");
    let mut number = 0_u32;
    while !over.load(Ordering::Relaxed) {
        let text = number.to_string();
        producer.send(BaseRecord::to(TOPIC).key(&text).payload(&text)).map_err(|(error, _)| error).expect("sent");
        number += 1;
        producer.poll(Duration::from_millis(1));
    }
    producer.flush(Duration::from_secs(30)).expect("all are sent");
}

/// How many records it read; it commits each at once.
fn consume(bootstrap: &str, over: &AtomicBool) -> usize {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("group.id", GROUP).set("auto.offset.reset", "earliest");
    let consumer: BaseConsumer = config.set("enable.auto.commit", "false").create().expect("a consumer");
    consumer.subscribe(&[TOPIC]).expect("it subscribes");
    let mut read = 0;
    while !over.load(Ordering::Relaxed) {
        let Some(message) = consumer.poll(Duration::from_millis(100)) else { continue };
        let message = message.expect("a record");
        assert!(message.payload().is_some());
        consumer.commit_message(&message, CommitMode::Async).expect("it commits");
        read += 1;
    }
    read
}
