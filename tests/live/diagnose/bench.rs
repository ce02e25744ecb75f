//! Groups that work well or badly, on purpose.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::message::Message as _;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use serde_json::Value;

use crate::cluster::{Cluster, testbed};

/// How long Kafka may take for what a test prepares.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the scenes share: the cluster, and when all of them are over.
pub struct Bench {
    pub bootstrap: String,
    over: AtomicBool,
    pub(super) restarts: Mutex<BTreeSet<String>>,
    libraries: String,
}

impl Bench {
    /// On a cluster of one broker, with these topics and their numbers of partitions.
    pub fn with(topics: &[(&str, usize)]) -> Self {
        let script = format!(". '{}'; part kafka", testbed().join("lib.sh").display());
        let found = Command::new("bash").args(["-c", &script]).stderr(Stdio::inherit()).output().expect("bash");
        let libraries = format!("{}/libs/*", String::from_utf8_lossy(&found.stdout).trim());
        let bootstrap = Cluster::one().get("PLAINTEXT").to_owned();
        let bench = Self { bootstrap, over: AtomicBool::new(false), restarts: Mutex::default(), libraries };
        let named: Vec<String> = topics.iter().map(|(name, partitions)| format!("{name}:{partitions}")).collect();
        let mut making = bench.java("topics", &named);
        assert!(making.wait().expect("java ends").success(), "the topics could not be made");
        bench
    }

    pub(super) fn java(&self, what: &str, arguments: &[String]) -> Child {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/diagnose/Bench.java");
        let mut command = Command::new("java");
        command.args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", &self.libraries]);
        command.arg(program).args([what, &self.bootstrap]).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("java is there")
    }

    /// A Java process that reads with a handler that takes so long for each record.
    pub fn java_reader(&self, topic: &str, millis: u64, settings: &[String]) -> Killed {
        let named = [topic.to_owned(), millis.to_string()];
        Killed(self.java("read", &[&named[..], settings].concat()))
    }

    /// Ends all scenes.
    pub fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Whether the scenes go on.
    pub fn goes_on(&self) -> bool {
        !self.over.load(Ordering::Relaxed)
    }

    pub(super) fn client(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.bootstrap).set("log_level", "2");
        config
    }

    /// Sends records at a rate until the end; `key` gives each its partition.
    pub fn produce(&self, topic: &str, per_second: u32, partition: impl Fn(u32) -> i32) {
        let producer: BaseProducer = self.client().create().expect("a producer");
        let begun = Instant::now();
        let mut sent = 0;
        while self.goes_on() {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand")]
            let due = (begun.elapsed().as_secs_f64() * f64::from(per_second)) as u32;
            for number in sent..due {
                Self::send_one(&producer, topic, number, partition(number));
            }
            sent = due;
            producer.poll(Duration::from_millis(20));
        }
    }

    /// Sends so many records at once, evenly.
    pub fn burst(&self, topic: &str, records: u32, partitions: u32) {
        let producer: BaseProducer = self.client().create().expect("a producer");
        for number in 0..records {
            Self::send_one(&producer, topic, number, i32::try_from(number % partitions).expect("few"));
        }
        producer.flush(PATIENCE).expect("all are sent");
    }

    fn send_one(producer: &BaseProducer, topic: &str, number: u32, partition: i32) {
        let text = number.to_string();
        producer
            .send(BaseRecord::to(topic).key(&text).payload(&text).partition(partition))
            .map_err(|(e, _)| e)
            .expect("sent");
    }

    /// A transaction that stays open until the end, and records of others behind it.
    pub fn open_transaction(&self, topic: &str) {
        let mut config = self.client();
        config.set("transactional.id", format!("{topic}-id"));
        // Brokers abort one that is open for longer than a minute, and a slow machine may take that.
        let producer: BaseProducer = config.set("transaction.timeout.ms", "600000").create().expect("one");
        producer.init_transactions(PATIENCE).expect("transactions");
        producer.begin_transaction().expect("a transaction");
        for number in 0..20 {
            Self::send_one(&producer, topic, number, 0);
        }
        producer.flush(PATIENCE).expect("all are sent");
        while self.goes_on() {
            self.burst(topic, 5, 1);
            sleep(Duration::from_secs(1));
        }
        producer.abort_transaction(PATIENCE).expect("aborted");
    }

    /// A member of the group that is called as its topic.
    pub(super) fn consumer(&self, topic: &str, settings: &[(&str, &str)]) -> BaseConsumer {
        let mut config = self.client();
        config.set("group.id", topic).set("auto.offset.reset", "earliest").set("auto.commit.interval.ms", "1000");
        for (key, value) in settings {
            config.set(*key, *value);
        }
        let consumer: BaseConsumer = config.create().expect("a consumer");
        consumer.subscribe(&[topic]).expect("subscribed");
        consumer
    }

    /// Reads, so long for each record, until the end; takes `batch` records before it works on them.
    pub fn read(&self, topic: &str, each: Duration, batch: usize, settings: &[(&str, &str)]) {
        let consumer = self.consumer(topic, settings);
        while self.goes_on() {
            let mut taken = 0;
            let until = Instant::now() + Duration::from_millis(500);
            while taken < batch && Instant::now() < until {
                taken += usize::from(matches!(consumer.poll(Duration::from_millis(100)), Some(Ok(_))));
            }
            for _ in 0..taken {
                if self.goes_on() {
                    sleep(each);
                }
            }
        }
    }

    /// Reads, but never gets past the first record of partition 0.
    pub fn read_and_stick(&self, topic: &str) {
        let consumer = self.consumer(topic, &[("enable.auto.offset.store", "false")]);
        let mut first = TopicPartitionList::new();
        first.add_partition(topic, 0);
        while self.goes_on() {
            let Some(Ok(record)) = consumer.poll(Duration::from_millis(100)) else { continue };
            if record.partition() == 0 && record.offset() > 3 {
                // What a listener does that tries the same record again and again: nothing else of the partition is read.
                consumer.pause(&first).expect("paused");
                continue;
            }
            consumer.store_offset(topic, record.partition(), record.offset()).expect("stored");
        }
    }

    /// What `kskill diagnose` says of a group that is watched for that long.
    pub fn diagnose(&self, group: &str, length: &str, further: &[&str]) -> Value {
        let known = ["diagnose", "--bootstrap-server", &self.bootstrap, "--group", group, "--for", length];
        let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
        command.args(known).args(["--format", "json"]).args(further);
        let output = command.stdin(Stdio::null()).output().expect("kskill runs");
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(0), "{group}: {err}");
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{group}: {error}: {out}"))
    }
}

impl Bench {
    /// What `kskill diagnose` says of a group that is not there.
    pub fn refused(&self, group: &str) -> String {
        let known = ["diagnose", "--bootstrap-server", &self.bootstrap, "--group", group, "--for", "1s"];
        let output = Command::new(env!("CARGO_BIN_EXE_kskill")).args(known).output().expect("kskill runs");
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    }
}

/// A process that does not outlive its scene.
pub struct Killed(pub(super) Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
