//! Readers of other kinds: those that are started anew, those that are no members, and a script.

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer as _};
use rdkafka::{Offset, TopicPartitionList};
use serde_json::Value;

use super::bench::{Bench, Killed};
use crate::cluster::testbed;
use crate::own;
use crate::run::{Run, Running};

impl Bench {
    /// Whether a group has members, or has committed something.
    pub fn has(&self, group: &str) -> bool {
        let arguments = ["--bootstrap-server", &self.bootstrap, "--group", group, "--format", "json", "--save"];
        let folder = tempfile::tempdir().expect("there is room");
        let file = folder.path().join("now.yaml").to_string_lossy().into_owned();
        let run = Run::check(&[&arguments[..], &[&file]].concat(), "15s");
        assert!(run.is_answer(), "{}", run.err);
        let seen: Value = yaml_serde::from_str(&std::fs::read_to_string(&file).expect("it is saved")).expect("YAML");
        let group = &seen["groups"][0];
        group["members"].as_array().is_some_and(|members| !members.is_empty())
            || group["committed"].as_object().is_some_and(|topics| !topics.is_empty())
    }

    /// Waits for the end of all scenes.
    pub fn wait(&self) {
        while self.goes_on() {
            sleep(Duration::from_millis(200));
        }
    }

    /// Commits an offset of the first partition of a topic, for the group that is called as it.
    pub fn commit(&self, topic: &str, offset: i64) {
        own::commit(&self.bootstrap, topic, topic, offset);
    }

    /// A Java process that does something beside the readers.
    pub fn java_helper(&self, what: &str, arguments: &[&str]) -> Killed {
        let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
        Killed(self.java(what, &arguments))
    }

    /// Has a member leave, and come back after the time that its process needs to start.
    pub fn restart(&self, group: &str, name: &str) {
        self.restarts.lock().expect("nobody panics with it").insert(format!("{group}/{name}"));
    }

    fn is_to_restart(&self, group: &str, name: &str) -> bool {
        self.restarts.lock().expect("nobody panics with it").remove(&format!("{group}/{name}"))
    }

    /// Reads until the end, so long for each record, and starts anew, within a time, when it is told to.
    pub fn read_and_restart(&self, topic: &str, name: &str, each: Duration, start: Duration) {
        while self.goes_on() {
            let consumer = self.consumer(topic, &[("client.id", name)]);
            while self.goes_on() && !self.is_to_restart(topic, name) {
                if let Some(Ok(_)) = consumer.poll(Duration::from_millis(100)) {
                    sleep(each);
                }
            }
            // While it is closed it would take what it has fetched for read.
            consumer.unsubscribe();
            drop(consumer);
            sleep(start);
        }
    }

    /// Takes the partitions itself, and commits for the group that is called as the topic.
    pub fn read_by_hand(&self, topic: &str, partitions: i32) {
        let mut config = self.client();
        config.set("group.id", topic).set("auto.offset.reset", "earliest").set("enable.auto.commit", "false");
        let consumer: BaseConsumer = config.create().expect("a consumer");
        let mut all = TopicPartitionList::new();
        for partition in 0..partitions {
            all.add_partition_offset(topic, partition, Offset::Beginning).expect("an offset");
        }
        consumer.assign(&all).expect("assigned");
        let mut committed = Instant::now();
        while self.goes_on() {
            let _ = consumer.poll(Duration::from_millis(100));
            if committed.elapsed() > Duration::from_secs(1) {
                // There is nothing to commit before the first record.
                let _ = consumer.commit_consumer_state(CommitMode::Async);
                committed = Instant::now();
            }
        }
    }

    /// A member of the group that is called as its topic, in JavaScript, so many ms for each record.
    pub fn script(&self, topic: &str, millis: u32, session: u32) -> Killed {
        let script = format!(". '{}'; part node", testbed().join("lib.sh").display());
        let found = Command::new("bash").args(["-c", &script]).stderr(Stdio::inherit()).output().expect("bash");
        let modules = format!("{}/node_modules", String::from_utf8_lossy(&found.stdout).trim());
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/live/diagnose/slow.js");
        let mut command = Command::new("node");
        command.env("NODE_PATH", modules).args([program, &self.bootstrap, topic, topic]);
        command.args([millis.to_string(), session.to_string()]).stdin(Stdio::null()).stdout(Stdio::null());
        let child: Child = command.stderr(Stdio::null()).spawn().expect("node is there");
        Killed(child)
    }

    /// What is said of a group when Ctrl-C ends the watch after some seconds.
    pub fn interrupted(&self, group: &str) -> Value {
        let known = ["diagnose", "--bootstrap-server", &self.bootstrap, "--group", group];
        let running = Running::start(&[&known[..], &["--for", "5min", "--format", "json"]].concat());
        sleep(Duration::from_secs(8));
        running.signal("INT");
        let run = running.wait(Duration::from_secs(10));
        assert_eq!(run.code, Some(130), "{}", run.err);
        run.json()
    }
}
