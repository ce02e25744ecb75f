//! What clients look at only when they are made, after all values have been read: addresses, names, lists of assignors.

use super::{Reader, classes};
use crate::knowledge::at_least;
use crate::knowledge::catalog::{Key, Reader as HowRead, Refusal};
use crate::sources::config::Role;

/// Why a client that has read `text` for `key` is not made with it.
pub(super) fn refusal(reader: &Reader, how: HowRead, key: &Key, text: &str) -> Option<Refusal> {
    match how {
        HowRead::Librdkafka if key.name == STRATEGY => of_librdkafka(reader, text),
        HowRead::Java => of_java(reader, key, text.trim()),
        // Spring hands the class on
        HowRead::Spring if key.name.ends_with("serializer") => classes::coder(&key.name, text),
        HowRead::Typed if key.name == "kafkaJS.requestTimeout" && reader.role == Role::Consumer => {
            // that of a producer is cut to fit its transactions
            let long = text.parse::<f64>().is_ok_and(|number| number > LONGEST_REQUEST);
            long.then(|| Refusal::OutOfRange { bounds: format!("at most {LONGEST_REQUEST}") })
        }
        HowRead::Typed if reader.client.is_some_and(|client| client.id == "sarama") => of_sarama(reader, key, text),
        _ => None,
    }
}

/// What librdkafka takes for `socket.timeout.ms`.
const LONGEST_REQUEST: f64 = 300_000.0;
const STRATEGY: &str = "partition.assignment.strategy";
const COOPERATIVE: &str = "cooperative-sticky";

/// The assignors: spaces and commas do no harm before a name, and one comma does none at the end.
fn of_librdkafka(reader: &Reader, text: &str) -> Option<Refusal> {
    let known: &[&str] =
        if at_least(&reader.library, "1.6") { &["range", "roundrobin", COOPERATIVE] } else { &["range", "roundrobin"] };
    let (mut rest, mut named) = (text, Vec::new());
    while !rest.is_empty() {
        rest = rest.trim_start_matches([' ', ',']);
        let (name, after) = rest.split_once(',').unwrap_or((rest, ""));
        named.push(name);
        rest = after;
    }
    if let Some(word) = named.iter().find(|name| !known.contains(name)) {
        return Some(not_one_of(word, known));
    }
    let other = named.iter().find(|name| **name != COOPERATIVE).filter(|_| named.contains(&COOPERATIVE))?;
    Some(Refusal::NotTogether { one: COOPERATIVE.to_owned(), other: (*other).to_owned() })
}

/// Names, which it checks as brokers do; that of the client only as long as old brokers did.
fn of_sarama(reader: &Reader, key: &Key, text: &str) -> Option<Refusal> {
    let wrong = match key.name.as_str() {
        "ClientID" => !at_least(&reader.version, "1.42") && (text.is_empty() || !text.chars().all(is_plain)),
        "Consumer.Group.InstanceId" => !text.is_empty() && !is_name(text),
        _ => false,
    };
    wrong.then_some(Refusal::NotName)
}

fn of_java(reader: &Reader, key: &Key, text: &str) -> Option<Refusal> {
    let consumer = reader.role == Role::Consumer;
    match key.name.as_str() {
        "bootstrap.servers" => servers(reader, text),
        "application.server" if !text.is_empty() && !is_address(text) => {
            Some(Refusal::NotAddress { address: text.to_owned() })
        }
        "heartbeat.interval.ms" if text.starts_with('-') => {
            Some(Refusal::OutOfRange { bounds: "at least 0".to_owned() })
        }
        "group.id" if consumer && text.is_empty() && at_least(&reader.library, EMPTY_GROUP) => Some(Refusal::Empty),
        "group.instance.id" if text.is_empty() => Some(Refusal::Empty),
        "group.instance.id" if !is_name(text) => Some(Refusal::NotName),
        STRATEGY => text.split(',').map(str::trim).find(|name| SHORT.contains(name)).map(|name| {
            not_one_of(name, &["names of classes, such as org.apache.kafka.clients.consumer.RangeAssignor"])
        }),
        "key.serializer" | "value.serializer" | "key.deserializer" | "value.deserializer" => {
            classes::coder(&key.name, text)
        }
        "default.key.serde" | "default.value.serde" => classes::serde(text),
        "key.converter" | "value.converter" | "header.converter" => classes::converter(text),
        "partitioner.class" if PARTITIONERS.contains(&text) && at_least(&reader.library, PARTITIONERS_GONE) => {
            Some(Refusal::Gone { since: PARTITIONERS_GONE })
        }
        // these are of another class, the share consumer
        "share.acknowledgement.mode" | "share.acquire.mode" if consumer && !text.is_empty() => Some(Refusal::Name),
        // later versions check these when they read them
        "compression.type" if key.one_of.is_empty() => (!CODECS.contains(&text)).then(|| not_one_of(text, CODECS)),
        "security.protocol" if key.one_of.is_empty() => {
            let known = PROTOCOLS.iter().any(|known| known.eq_ignore_ascii_case(text));
            (!known).then(|| not_one_of(text, PROTOCOLS))
        }
        "auto.offset.reset" => {
            let duration = text.strip_prefix("by_duration:")?;
            (!is_duration(duration)).then(|| not_one_of(text, &["by_duration:PT1H and the like"]))
        }
        _ => None,
    }
}

/// Partitioners that Kafka had, and the first version without them.
const PARTITIONERS: &[&str] = &[
    "org.apache.kafka.clients.producer.UniformStickyPartitioner",
    "org.apache.kafka.clients.producer.internals.DefaultPartitioner",
];
const PARTITIONERS_GONE: &str = "4.0";

/// The version from which on a consumer's group may not be empty.
const EMPTY_GROUP: &str = "4.0";
/// librdkafka's and Kafka's own names of assignors, which are no classes.
const SHORT: &[&str] = &["range", "roundrobin", "sticky", COOPERATIVE];
const CODECS: &[&str] = &["none", "gzip", "snappy", "lz4", "zstd"];
const PROTOCOLS: &[&str] = &["PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL", "SSL"];

fn not_one_of(word: &str, words: &[&str]) -> Refusal {
    Refusal::NotOneOf { word: word.to_owned(), words: words.iter().map(|word| (*word).to_owned()).collect() }
}

/// `[scheme://]host:port`, one of them at least; an admin client may have the controllers' instead.
fn servers(reader: &Reader, text: &str) -> Option<Refusal> {
    let mut named = text.split(',').map(str::trim).filter(|server| !server.is_empty()).peekable();
    if named.peek().is_none() {
        return (reader.role != Role::Admin).then_some(Refusal::Empty);
    }
    named.find(|server| !is_address(server)).map(|server| Refusal::NotAddress { address: server.to_owned() })
}

fn is_address(server: &str) -> bool {
    let plain = |text: &str| text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-%._".contains(letter));
    let behind = server.split_once("://").filter(|(scheme, _)| plain(scheme)).map_or(server, |(_, behind)| behind);
    let Some((host, port)) = behind.rsplit_once(':') else { return false };
    let host = host.strip_prefix('[').unwrap_or(host);
    let host = host.strip_suffix(']').unwrap_or(host);
    plain(&host.replace(':', "")) && port.bytes().all(|digit| digit.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

/// As topics are named.
fn is_name(text: &str) -> bool {
    text.len() <= 249 && text.chars().all(is_plain) && text != "." && text != ".."
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "._-".contains(letter)
}

/// Roughly ISO 8601: `PT1H30M`, `P2D`.
fn is_duration(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, time) = rest.split_once('T').map_or((rest, None), |(days, time)| (days, Some(time)));
    let whole = |number: &str| !number.is_empty() && number.trim_start_matches('+').bytes().all(|c| c.is_ascii_digit());
    let right_days = days.is_empty() || days.strip_suffix('D').is_some_and(whole);
    // months and weeks are no time of known length
    let of_time = |mut time: &str| {
        for unit in ['H', 'M'] {
            if let Some((number, rest)) = time.split_once(unit) {
                if !whole(number) {
                    return false;
                }
                time = rest;
            }
        }
        let part = |number: &str| number.replacen(['.', ','], "", 1);
        time.is_empty() || time.strip_suffix('S').is_some_and(|number| whole(&part(number)))
    };
    match time {
        None => !days.is_empty() && right_days,
        Some(time) => !time.is_empty() && right_days && of_time(time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_days_hours_minutes_and_seconds() {
        for good in ["P1D", "PT1H", "P1DT2H3M4.5S", "pt20m", "PT0.5S"] {
            assert!(is_duration(good), "{good}");
        }
        for bad in ["P", "PT", "P1M", "P1W", "PT1D", "1D", "PTH", "PT1M1H", "-PT1H"] {
            assert!(!is_duration(bad), "{bad}");
        }
    }

    #[test]
    fn addresses_have_a_port() {
        for good in ["a:9092", "127.0.0.1:1", "[::1]:9092", "http://a:1", "PLAINTEXT://a.b-c:9092"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["a", "a:", "a:x", "a:65536", "a b:1", "a/b:1"] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn durations_have_a_unit() {
        for good in ["PT1H", "P2D", "P1DT2H3M4.5S", "pt5m"] {
            assert!(is_duration(good), "{good}");
        }
        for bad in ["", "P", "PT", "1H", "PT1", "one hour"] {
            assert!(!is_duration(bad), "{bad}");
        }
    }
}
