//! Random sets of constraints: everything that an answers file can say, in every unit.

use std::fmt::Write as _;

use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Constraints, as they become an answers file.
#[derive(Debug, Clone)]
pub struct Constraints {
    name: u32,
    top: Vec<(&'static str, String)>,
    events: Vec<Entry>,
    consumers: Vec<Entry>,
}

/// One entry of a list: keys and values in flow style.
type Entry = Vec<(&'static str, String)>;

const EVENTS: [&str; 3] = ["task", "order-line", "click"];
const CONSUMERS: [&str; 3] = ["notifier", "audit", "worker"];
const RATES: [(f64, &str); 8] = [
    (20.0, "/day"),
    (100.0, "/h"),
    (100.0, "/min"),
    (0.5, "/s"),
    (20.0, "/s"),
    (300.0, "/s"),
    (2000.0, "/s"),
    (12000.0, "/s"),
];
const SIZES: [(f64, &str); 6] = [(80.0, "B"), (400.0, "B"), (1.0, "KiB"), (1.5, "KiB"), (20.0, "KiB"), (0.2, "MiB")];

impl Constraints {
    /// The answers file.
    pub fn text(&self) -> String {
        let mut text = format!("system: random-{}\n", self.name);
        for (key, value) in &self.top {
            let _ = writeln!(text, "{key}: {value}");
        }
        for (list, entries) in [("events", &self.events), ("consumers", &self.consumers)] {
            if entries.is_empty() {
                continue;
            }
            let _ = writeln!(text, "{list}:");
            for entry in entries {
                let fields: Vec<String> = entry.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                let _ = writeln!(text, "  - {{{}}}", fields.join(", "));
            }
        }
        text
    }
}

/// One of several spellings, or nothing at all.
fn maybe(values: &'static [&'static str]) -> BoxedStrategy<Option<String>> {
    of(select(values).prop_map(str::to_owned)).boxed()
}

fn map(fields: Vec<(&'static str, BoxedStrategy<Option<String>>)>) -> BoxedStrategy<Entry> {
    let (keys, values): (Vec<&'static str>, Vec<_>) = fields.into_iter().unzip();
    values
        .prop_map(move |values| keys.iter().zip(values).filter_map(|(key, value)| Some((*key, value?))).collect())
        .boxed()
}

fn flow(entry: &Entry) -> String {
    let fields: Vec<String> = entry.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{{}}}", fields.join(", "))
}

fn cluster(platforms: &'static [&'static str]) -> BoxedStrategy<Option<String>> {
    let size = (1u32..=9, 1u32..=3).prop_map(|(brokers, zones)| (brokers, zones.min(brokers)));
    let rest = map(vec![
        ("platform", maybe(platforms)),
        ("version", maybe(&["\"3.9\"", "\"4.0\"", "\"4.2\"", "\"4.3\"", "\"4.3.1\"", "\"4.4\""])),
        ("memory", maybe(&["2GiB", "8GiB", "64GiB"])),
    ]);
    of((of(size), rest).prop_map(|(size, mut rest)| {
        if let Some((brokers, zones)) = size {
            rest.push(("brokers", brokers.to_string()));
            rest.push(("zones", zones.to_string()));
        }
        flow(&rest)
    }))
    .boxed()
}

const ANY_PLATFORM: &[&str] = &["docker-desktop", "strimzi", "msk", "confluent-cloud", "self-managed"];
const REAL_PLATFORM: &[&str] = &["strimzi", "msk", "confluent-cloud", "self-managed"];

fn top(clients: &[String]) -> BoxedStrategy<Entry> {
    let team = map(vec![
        ("experience", maybe(&["new", "intermediate", "expert"])),
        ("deadline", maybe(&["3d", "7d", "90d", "48h"])),
    ]);
    let schema = map(vec![
        ("format", maybe(&["avro", "json", "protobuf"])),
        ("registry", maybe(&["true", "false"])),
        ("compatibility", maybe(&["none", "backward", "full_transitive"])),
    ]);
    map(vec![
        ("kafka", cluster(ANY_PLATFORM)),
        ("production", cluster(REAL_PLATFORM)),
        ("security", maybe(&["none", "tls", "scram", "plain", "oauth", "iam"])),
        ("team", of(team.prop_map(|entry| flow(&entry))).boxed()),
        ("client", of(select(clients.to_vec())).boxed()),
        ("schema", of(schema.prop_map(|entry| flow(&entry))).boxed()),
    ])
}

/// A rate and a peak that is not below it, each in its own unit.
fn rates() -> BoxedStrategy<(Option<String>, Option<String>)> {
    (of(select(&RATES[..])), of(select(&[1.0, 3.0, 10.0, 100.0][..])))
        .prop_map(|(rate, growth)| {
            let peak = growth.map(|growth| {
                let (number, unit) = rate.unwrap_or((20_000.0, "/min"));
                format!("{}{unit}", number * growth)
            });
            (rate.map(|(number, unit)| format!("{number}{unit}")), peak)
        })
        .boxed()
}

/// A size and a largest size that is not below it.
fn sizes() -> BoxedStrategy<(Option<String>, Option<String>)> {
    (of(select(&SIZES[..])), of(select(&[1.0, 2.0, 5.0, 30.0][..])))
        .prop_map(|(size, growth)| {
            let largest = growth.zip(size).map(|(growth, (number, unit))| format!("{}{unit}", number * growth));
            (size.map(|(number, unit)| format!("{number}{unit}")), largest)
        })
        .boxed()
}

/// A number of keys and a share of the busiest that is not below an even one.
fn keys() -> BoxedStrategy<(Option<String>, Option<String>)> {
    let busiest = &[0.001, 0.02, 0.3, 0.9][..];
    (of(select(&[1_u32, 12, 400, 50_000, 2_000_000][..])), of(select(busiest)))
        .prop_map(|(keys, share)| {
            let share = share.filter(|share| keys.is_none_or(|keys| share * f64::from(keys) >= 1.0));
            (keys.map(|keys| keys.to_string()), share.map(|share| format!("{}%", share * 100.0)))
        })
        .boxed()
}

fn event(name: &'static str) -> BoxedStrategy<Entry> {
    let rest = map(vec![
        ("types", maybe(&["[created, updated, deleted]", "[happened]"])),
        ("producer", maybe(&["api", "shop", "worker"])),
        ("key", maybe(&["task_id", "user_id"])),
        ("mean", maybe(&["20/day"])),
        ("may_lose", maybe(&["true", "false"])),
        ("ordering", maybe(&["none", "per-key", "total"])),
        ("ack_within", maybe(&["2ms", "20ms", "100ms", "500ms", "5s"])),
        ("keep", maybe(&["1h", "36h", "7d", "365d", "forever", "latest-per-key"])),
        ("partial_updates", maybe(&["true", "false"])),
        ("also_stored", maybe(&["true", "false"])),
        ("fields", maybe(&["{task_id: uuid, title: string, total: money, note: string?, user_id: long}"])),
    ]);
    (rates(), sizes(), keys(), rest)
        .prop_map(move |((rate, peak), (size, max_size), (keys, hottest_key), rest)| {
            let mut entry: Entry = vec![("name", name.to_owned())];
            let numbers = [
                ("rate", rate),
                ("peak", peak),
                ("size", size),
                ("max_size", max_size),
                ("keys", keys),
                ("hottest_key", hottest_key),
            ];
            entry.extend(numbers.into_iter().filter_map(|(key, value)| Some((key, value?))));
            entry.extend(rest);
            entry
        })
        .boxed()
}

const PROCESSING: &[&str] = &[
    "0.2ms",
    "5ms",
    "1ms..8ms",
    "50ms..2s",
    "100ms..5s",
    "200ms..90s",
    "{min: 10ms, mean: 40ms, max: 3s}",
    "{max: 20s}",
    "2min",
];

fn consumer(name: &'static str, clients: &[String]) -> BoxedStrategy<Entry> {
    let rest = map(vec![
        ("client", of(select(clients.to_vec())).boxed()),
        ("processing", maybe(PROCESSING)),
        ("delivery", maybe(&["at-most-once", "at-least-once", "at-least-once", "exactly-once"])),
        ("ordering", maybe(&["none", "per-key", "per-key", "total"])),
        ("effects", maybe(&["kafka", "database", "outside"])),
        ("limits", maybe(&["{email: 10/s, slack: 5/s}", "{email: {rate: 600/min, share: 60%}}", "{api: 5000/s}"])),
        ("retries", maybe(&["{attempts: 5, backoff: 10s}", "{attempts: 0, backoff: 1s}", "{attempts: 3}"])),
        ("memory", maybe(&["128MiB", "512MiB", "4GiB"])),
        ("survives_crash", maybe(&["true", "false"])),
        ("max_redo", maybe(&["1", "10", "1000"])),
        ("idempotent", maybe(&["true", "false"])),
        ("within", maybe(&["1ms", "15ms", "200ms", "5s", "10min", "1h"])),
        ("current", maybe(&["{instances: 3, partitions: 6, max.poll.records: 500}", "{enable.auto.commit: true}"])),
        ("observed", maybe(&["{lag: 5000, lag_before: 50, growing: true}"])),
    ]);
    let of_events = (subsequence(&EVENTS[..], 1..=3), of(subsequence(&EVENTS[..], 1..=2)));
    (of_events, rest)
        .prop_map(move |((reads, writes), rest)| {
            let mut entry: Entry = vec![("name", name.to_owned()), ("reads", format!("[{}]", reads.join(", ")))];
            let writes: Vec<&str> = writes.unwrap_or_default().into_iter().filter(|one| !reads.contains(one)).collect();
            if !writes.is_empty() {
                entry.push(("writes", format!("[{}]", writes.join(", "))));
            }
            entry.extend(rest);
            entry
        })
        .boxed()
}

/// Any constraints that are well formed. What a consumer reads and no event describes is left out.
pub fn constraints(clients: &[String]) -> BoxedStrategy<Constraints> {
    let events: Vec<_> = EVENTS.into_iter().map(event).collect();
    let consumers: Vec<_> = CONSUMERS.into_iter().map(|name| consumer(name, clients)).collect();
    let counts = (1..=EVENTS.len(), 0..=CONSUMERS.len());
    (top(clients), events, consumers, counts, 0..20u32)
        .prop_map(|(top, mut events, mut consumers, (event_count, consumer_count), name)| {
            events.truncate(event_count);
            consumers.truncate(consumer_count);
            for consumer in &mut consumers {
                for (key, value) in consumer.iter_mut().filter(|(key, _)| matches!(*key, "reads" | "writes")) {
                    let names: Vec<&str> = value.trim_matches(['[', ']']).split(", ").collect();
                    let known: Vec<&str> =
                        names.into_iter().filter(|name| EVENTS[..event_count].contains(name)).collect();
                    *value = format!(
                        "[{}]",
                        if known.is_empty() && *key == "reads" { EVENTS[0].to_owned() } else { known.join(", ") }
                    );
                }
                // Nobody reads what it writes.
                let reads = consumer.iter().find(|(key, _)| *key == "reads").map(|(_, value)| value.clone());
                for (_, value) in consumer.iter_mut().filter(|(key, _)| *key == "writes") {
                    let names = value.trim_matches(['[', ']']).split(", ");
                    let others = names.filter(|name| reads.as_ref().is_none_or(|reads| !reads.contains(name)));
                    *value = format!("[{}]", others.collect::<Vec<_>>().join(", "));
                }
                consumer.retain(|(key, value)| *key != "writes" || value != "[]");
            }
            Constraints { name, top, events, consumers }
        })
        .boxed()
}
