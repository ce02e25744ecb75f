//! `check` of a big cluster, beside Kafka's own scripts; and of a small one. Medians, ratios, memory.
//!
//! `cargo bench --bench check`

mod big;
#[path = "../../tests/real_kafka/cluster.rs"]
#[expect(dead_code, reason = "shared with tests that need more of it")]
mod cluster;
#[path = "../../tests/live/own.rs"]
#[expect(dead_code, reason = "shared with tests that need more of it")]
mod own;
#[path = "../../tests/live/run.rs"]
#[expect(dead_code, reason = "shared with tests that need more of it")]
mod run;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

use big::Size;
use own::Own;

/// Lines of the broker's file: two index files of 10 MB per partition would fill the disk.
const LINES: &str = "log.index.size.max.bytes=65536\noffsets.topic.num.partitions=16\n";

const SMALL: Size = Size { topics: 50, partitions: 6, groups: 10 };
const BIG: Size = Size { topics: 1_000, partitions: 10, groups: 200 };

fn main() {
    for (name, size, runs) in [("50 topics", SMALL, 21), ("1,000 topics", BIG, 7)] {
        let cluster = Own::start_with("one", LINES, &["--heap", "1g"]);
        let bootstrap = cluster.get("PLAINTEXT");
        let begun = Instant::now();
        big::make(bootstrap, size);
        println!("{name}, {} groups: made in {:.0} s", size.groups, begun.elapsed().as_secs_f64());
        let (time, memory) = measure(&mut check(bootstrap), runs);
        println!("  kskill check                        {:>8.1} ms {:>5} MiB", millis(time), memory >> 20);
        for (tool, arguments) in [
            ("org.apache.kafka.tools.TopicCommand", &["--describe"][..]),
            ("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", &["--describe", "--all-groups"]),
        ] {
            let all = [&["--bootstrap-server", bootstrap], arguments].concat();
            let (other, _) = measure(&mut own::tool_command(tool, &all), 3);
            let script = tool.rsplit('.').next().unwrap_or(tool);
            let ratio = other.as_secs_f64() / time.as_secs_f64();
            println!(
                "  {:<35} {:>8.1} ms   {ratio:.1} times that",
                format!("{script} {}", arguments.join(" ")),
                millis(other)
            );
        }
    }
}

fn check(bootstrap: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
    command.args(["check", "--bootstrap-server", bootstrap, "--fail-on", "never", "--timeout", "60s"]);
    command
}

/// The median time, and the most memory in bytes.
fn measure(command: &mut Command, runs: usize) -> (Duration, u64) {
    let (mut times, mut most) = (Vec::new(), 0);
    for _ in 0..runs {
        let begun = Instant::now();
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        let ended = child.wait4().expect("it ends");
        assert!(ended.status.success(), "{command:?} failed");
        times.push(begun.elapsed());
        most = most.max(ended.rusage.maxrss);
    }
    times.sort();
    (times[times.len() / 2], most)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
