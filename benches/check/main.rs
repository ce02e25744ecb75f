//! `check` of a big cluster and of a small one, beside Kafka's own tools and beside a bare loop over the same calls of
//! librdkafka. Medians, ratios, memory.
//!
//! `cargo bench --bench check`

mod bare;
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

/// Makes this program the bare loop over the calls; its value is how many topics there are, and the cluster's address.
const BARE: &str = "KSKILL_BENCH_BARE";

fn main() {
    if let Ok(cluster) = std::env::var(BARE) {
        let (topics, bootstrap) = cluster.split_once(' ').expect("two words");
        return bare::run(bootstrap, &big::lagging(topics.parse().expect("a number")));
    }
    for (name, size, runs) in [("50 topics", SMALL, 21), ("1,000 topics", BIG, 15)] {
        let cluster = Own::start_with("one", LINES, &["--heap", "1g"]);
        let bootstrap = cluster.get("PLAINTEXT");
        let begun = Instant::now();
        big::make(bootstrap, size);
        println!("{name}, {} groups: made in {:.0} s", size.groups, begun.elapsed().as_secs_f64());
        let mut bare = Command::new(std::env::current_exe().expect("this program"));
        bare.env(BARE, format!("{} {bootstrap}", size.topics));
        let [(time, memory), (loops, _)] = measure([check(bootstrap), bare], runs);
        println!("  kskill check {:>43.1} ms {:>5} MiB", millis(time), memory >> 20);
        let ratio = time.as_secs_f64() / loops.as_secs_f64();
        println!("  the bare loop {:>42.1} ms   check takes {ratio:.2} times that", millis(loops));
        let mut together = Duration::ZERO;
        for (tool, arguments) in TOOLS {
            let all = [&["--bootstrap-server", bootstrap], arguments].concat();
            let [(other, _)] = measure([own::tool_command(tool, &all)], 3);
            together += other;
            let words = format!("{} {}", tool.rsplit('.').next().unwrap_or(tool), arguments.join(" "));
            compare(&words, other, time);
        }
        compare("both tools", together, time);
    }
}

/// What Kafka's scripts start, with flags of Java that make it start faster.
const TOOLS: [(&str, &[&str]); 2] = [
    ("org.apache.kafka.tools.TopicCommand", &["--describe"]),
    ("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", &["--describe", "--all-groups"]),
];

fn compare(name: &str, other: Duration, time: Duration) {
    let ratio = other.as_secs_f64() / time.as_secs_f64();
    println!("  {name:<46} {:>9.1} ms   {ratio:.1} times that of check", millis(other));
}

fn check(bootstrap: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
    command.args(["check", "--bootstrap-server", bootstrap, "--fail-on", "never", "--timeout", "60s"]);
    command
}

/// The median time of each command, and the most memory in bytes. They take turns: a broker answers faster the longer it
/// runs, and what comes last would seem the faster one.
fn measure<const N: usize>(mut commands: [Command; N], runs: usize) -> [(Duration, u64); N] {
    let mut times = [const { Vec::new() }; N];
    let mut most = [0; N];
    for _ in 0..runs {
        for ((command, times), most) in commands.iter_mut().zip(&mut times).zip(&mut most) {
            let begun = Instant::now();
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
            let ended = child.wait4().expect("it ends");
            assert!(ended.status.success(), "{command:?} failed");
            times.push(begun.elapsed());
            *most = ended.rusage.maxrss.max(*most);
        }
    }
    std::array::from_fn(|at| {
        times[at].sort();
        (times[at][runs / 2], most[at])
    })
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
