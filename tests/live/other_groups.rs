//! Readers that `check` cannot look into are told of, and nobody is said not to read because of them.

use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::healthy::{check, said};
use crate::own::{Own, make_topic, send, tool_command};
use crate::run::Run;

/// Kafka starts share groups slowly, and so does Java.
const PATIENCE: Duration = Duration::from_secs(60);

/// A member of a share group, as long as it lives.
struct Picker(Child);

impl Picker {
    fn begin(bootstrap: &str, group: &str, topic: &str) -> Self {
        let class = "org.apache.kafka.tools.consumer.ConsoleShareConsumer";
        let arguments = ["--bootstrap-server", bootstrap, "--group", group, "--topic", topic];
        let started = tool_command(class, &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(started.expect("java is there"))
    }
}

impl Drop for Picker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whether somebody is said to write for nobody.
fn nobody_reads(found: &Value) -> bool {
    said(found, &["info"]).contains(&("topic-nobody-reads".to_owned(), "topic/orders".to_owned()))
}

#[test]
fn what_a_share_group_reads_is_not_said_to_be_for_nobody() {
    let cluster = Own::start("one", "");
    let bootstrap = cluster.get("PLAINTEXT");
    make_topic(bootstrap, "orders", 3, 1);
    send(bootstrap, "orders", 200);
    let found = check(bootstrap, &[]);
    assert!(nobody_reads(&found), "nobody does, so far: {found:#}");

    let _picker = Picker::begin(bootstrap, "pickers", "orders");
    let begun = Instant::now();
    loop {
        let found = check(bootstrap, &[]);
        if found["missing"].to_string().contains("what the group pickers reads") {
            assert!(!nobody_reads(&found), "{found:#}");
            assert_eq!(found["summary"]["groups"], 0, "it is none of consumers: {found:#}");
            let own = check(bootstrap, &["--group", "pick*"]);
            assert!(own["missing"].to_string().contains("pickers"), "it was asked for: {own:#}");
            let others = Run::check(&["--bootstrap-server", bootstrap, "--group", "billing*"], "15s");
            assert!(others.refused().contains("no group that was listed matches --group billing*"), "{}", others.err);
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{found:#}");
        thread::sleep(Duration::from_secs(1));
    }
}
