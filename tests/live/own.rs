//! Clusters that one test has for itself, because it breaks them or needs them otherwise.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer as _};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use rdkafka::{Offset, TopicPartitionList};

use crate::cluster::testbed;
use crate::run::signal;

/// How long Kafka may take for what is prepared: it makes ten thousand partitions in minutes.
const PATIENCE: Duration = Duration::from_secs(300);

/// A cluster that stops when this is dropped.
pub struct Own {
    directory: PathBuf,
    variables: BTreeMap<String, String>,
}

impl Own {
    /// Starts one, with lines that follow those of every node's file.
    pub fn start(topology: &str, lines: &str) -> Self {
        Self::start_with(topology, lines, &[])
    }

    /// Starts one as [`Self::start`] does, with more arguments for the script.
    pub fn start_with(topology: &str, lines: &str, more: &[&str]) -> Self {
        Self::start_where(topology, lines, more, &[])
    }

    /// Starts one as [`Self::start_with`] does, with these in its environment.
    pub fn start_where(topology: &str, lines: &str, more: &[&str], environment: &[(&str, &str)]) -> Self {
        static STARTED: AtomicUsize = AtomicUsize::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let directory = std::env::temp_dir().join(format!("kskill-live-{}-{number}", std::process::id()));
        fs::create_dir_all(&directory).expect("a directory for Kafka");
        let with = directory.join("with.properties");
        fs::write(&with, lines).expect("it can be written");
        let owner = std::process::id().to_string();
        let mut command = Command::new(testbed().join("kafka.sh"));
        command.env_remove("KSKILL_TEST_BOOTSTRAP").args(["start", topology]).arg(&directory);
        command.envs(environment.iter().copied());
        let status =
            command.args(["--owner", &owner]).args(more).arg("--with").arg(&with).status().expect("starting Kafka");
        assert!(status.success(), "Kafka ({topology}) did not start; its log is in {}", directory.display());
        let text = fs::read_to_string(directory.join("cluster.env")).expect("cluster.env");
        let variables = text.lines().filter_map(|line| line.split_once('='));
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { directory, variables }
    }

    /// A variable of the testbed's cluster.env.
    pub fn get(&self, name: &str) -> &str {
        self.variables.get(name).map_or("", String::as_str)
    }

    /// Where its files are, one folder per node.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Sends a node a signal: `KILL`, `STOP`, `CONT`.
    pub fn signal(&self, node: &str, name: &str) {
        let pids = fs::read_to_string(self.directory.join("pids")).expect("the nodes run");
        let found = pids.lines().filter_map(|line| line.split_once(' ')).find(|(known, _)| *known == node);
        let (_, pid) = found.expect("there is such a node");
        signal(name, pid.parse().expect("a number"));
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = Command::new(testbed().join("kafka.sh")).arg("stop").arg(&self.directory).status();
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.directory);
        }
    }
}

/// One of Kafka's own tools, by its class.
pub fn tool_command(class: &str, arguments: &[&str]) -> Command {
    static LIBRARIES: OnceLock<String> = OnceLock::new();
    let libraries = LIBRARIES.get_or_init(|| {
        let script = format!(". '{}'; part kafka", testbed().join("lib.sh").display());
        let found = Command::new("bash").args(["-c", &script]).stderr(Stdio::inherit()).output().expect("bash");
        format!("{}/libs/*", String::from_utf8_lossy(&found.stdout).trim())
    });
    let mut command = Command::new("java");
    command.args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", libraries, class]).args(arguments);
    command
}

/// Runs one of Kafka's own tools.
pub fn tool(class: &str, arguments: &[&str]) {
    let done = tool_command(class, arguments).output().expect("java is there");
    assert!(done.status.success(), "{class} {arguments:?}: {}", String::from_utf8_lossy(&done.stdout));
}

/// Makes a topic.
pub fn make_topic(bootstrap: &str, name: &str, partitions: usize, replicas: usize) {
    let (partitions, replicas) = (partitions.to_string(), replicas.to_string());
    let of = ["--bootstrap-server", bootstrap, "--create", "--topic", name];
    let how = ["--partitions", &partitions, "--replication-factor", &replicas];
    tool("org.apache.kafka.tools.TopicCommand", &[&of[..], &how[..]].concat());
}

/// Sends that many records to the first partition of a topic.
pub fn send(bootstrap: &str, topic: &str, records: usize) {
    let producer: BaseProducer = client(bootstrap).create().expect("a producer");
    for number in 0..records {
        let text = number.to_string();
        producer.send(BaseRecord::to(topic).key(&text).payload(&text).partition(0)).map_err(|(e, _)| e).expect("sent");
    }
    producer.flush(PATIENCE).expect("all are sent");
}

/// Commits an offset of the first partition of a topic for a group.
pub fn commit(bootstrap: &str, group: &str, topic: &str, offset: i64) {
    let consumer: BaseConsumer = client(bootstrap).set("group.id", group).create().expect("a consumer");
    let mut offsets = TopicPartitionList::new();
    offsets.add_partition_offset(topic, 0, Offset::Offset(offset)).expect("an offset");
    let begun = std::time::Instant::now();
    // The first commit of a cluster waits for the topic of the offsets.
    while let Err(error) = consumer.commit(&offsets, CommitMode::Sync) {
        assert!(begun.elapsed() < PATIENCE, "committing: {error}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn client(bootstrap: &str) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("log_level", "2");
    config
}
