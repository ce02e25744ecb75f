//! The positioned tree: what is read from where, what is refused, what `--set` changes, and that what is written
//! is read back.

mod reading;
mod setting;
mod writing;

use kskill::sources::tree::{Node, read};

const ANSWERS: &str = "\
system: task-api
kafka: {version: \"4.3\", brokers: 1}
events:
  - name: task
    peak: 10000/min   # what it will grow to
consumers:
  - name: notification-service
    processing: 50ms..2s
    current: {max.poll.records: 500}
  - name: audit.log
    reads: [task]
";

fn answers() -> Node {
    read("answers.yaml", ANSWERS).expect("the answers are YAML")
}
