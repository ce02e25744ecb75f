//! Large systems: what is asked of many services takes about as much longer as there are more of them.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Answers about so many events and consumers, with conflicts among them.
fn answers(events: usize, consumers: usize) -> String {
    let mut text =
        String::from("system: large\nkafka: {platform: strimzi, brokers: 6, zones: 3}\nclient: java\nevents:\n");
    for at in 0..events {
        let rate = 100 + at * 7;
        writeln!(
            text,
            "  - {{name: event-{at}, producer: service-{}, key: id, rate: {rate}/s, peak: {rate}0/s}}",
            at / 2
        )
        .expect("writing to a string");
    }
    text.push_str("consumers:\n");
    for at in 0..consumers {
        let (one, other) = (at % events, (at * 7 + 3) % events);
        let reads = if one == other { format!("event-{one}") } else { format!("event-{one}, event-{other}") };
        let limit = if at % 3 == 0 { format!(", limits: {{api: {}/s}}", 5 + at) } else { String::new() };
        writeln!(text, "  - {{name: reader-{at}, reads: [{reads}], processing: 5ms..{}ms{limit}}}", 50 + at)
            .expect("writing to a string");
    }
    text
}

fn time(events: usize, consumers: usize) -> Duration {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("answers.yaml");
    std::fs::write(&file, answers(events, consumers)).expect("writing the answers");
    let once = || {
        let start = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
        let status = command.arg("recommend").arg("--answers").arg(&file).stdout(Stdio::null()).status();
        assert!(status.is_ok_and(|status| status.success()), "{events} events and {consumers} consumers");
        start.elapsed()
    };
    // The quicker of two: another process may have had the processor.
    once().min(once())
}

#[test]
fn four_times_the_services_take_far_less_than_sixteen_times_as_long() {
    let (small, large) = (time(10, 40), time(40, 160));
    assert!(large < small * 9, "{small:?} for 40 consumers, {large:?} for 160");
}
