//! What records are like, a line for each topic.

use super::super::layout::listed;
use crate::check::Report;
use crate::facts::units::{self, Unit, show};
use crate::sources::cluster::{Hottest, Sampled};

/// Schemas that are called by their ids.
const SCHEMAS: usize = 4;

/// A share of a partition's records from which the most frequent key is told of.
const FREQUENT: f64 = 0.05;

/// A sample in words.
pub(super) struct Told {
    /// What was read.
    pub head: String,
    /// Topics, and what the records of each are like.
    pub topics: Vec<(String, String)>,
    /// What the lines leave out, where there is anything.
    pub rest: Option<String>,
}

/// The sample, of at most so many topics; none where none was taken.
pub(super) fn sample(report: &Report, most: usize) -> Option<Told> {
    let sample = report.sample.as_ref()?;
    let each = counted(u64::from(sample.each), "newest record");
    let head = format!("what was read of records, up to the {each} of each partition; sizes are uncompressed:");
    let (read, empty): (Vec<_>, Vec<_>) = sample.topics.iter().partition(|(_, sampled)| sampled.records > 0);
    let head = if read.is_empty() { "no record was read".to_owned() } else { head };
    let topics = read.iter().take(most).map(|(name, sampled)| ((*name).clone(), line(sampled))).collect();
    let mut rest = Vec::new();
    if let Some(more) = read.len().checked_sub(most).filter(|more| *more > 0) {
        rest.push(format!("{more} more: --format json lists them all"));
    }
    if !empty.is_empty() {
        rest.push(format!("no record was found in {}", counted(empty.len() as u64, "topic")));
    }
    Some(Told { head, topics, rest: (!rest.is_empty()).then(|| rest.join("; ")) })
}

fn line(sampled: &Sampled) -> String {
    let records = counted(sampled.records, "record");
    let mut parts = vec![format!("{records} of {}", counted(sampled.partitions as u64, "partition"))];
    parts.push(keys(sampled));
    parts.extend(sampled.hottest.as_ref().and_then(hottest));
    if sampled.tombstones > 0 {
        parts.push(format!("{} without a value", number(sampled.tombstones)));
    }
    if let Some(sizes) = &sampled.sizes {
        let [median, p99, largest] = [sizes.median, sizes.p99, sizes.largest].map(size);
        parts.push(format!("half up to {median}, 99 % up to {p99}, the largest {largest}"));
    }
    parts.push(match &sampled.codecs {
        None => "codec unknown".to_owned(),
        Some(codecs) => {
            let names: Vec<&str> = codecs.iter().map(|codec| in_words(codec)).collect();
            listed(&names)
        }
    });
    parts.extend(schemas(sampled));
    parts.join("; ")
}

fn in_words(codec: &str) -> &str {
    match codec {
        "none" => "uncompressed",
        "other" => "another codec",
        codec => codec,
    }
}

fn keys(sampled: &Sampled) -> String {
    match (sampled.null_keys, sampled.records) {
        (0, _) => counted(sampled.keys as u64, "key"),
        (none, all) if none == all => "no keys".to_owned(),
        (none, _) => format!("{}, and {} without", counted(sampled.keys as u64, "key"), number(none)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "samples are small")]
fn hottest(hottest: &Hottest) -> Option<String> {
    let there = hottest.records as f64 / hottest.of as f64;
    let all = hottest.share.map(|share| format!(", about {} of all", show(share, Unit::Share))).unwrap_or_default();
    let told = format!("one key is {} of partition {}{all}", show(there, Unit::Share), hottest.partition);
    (there >= FREQUENT).then_some(told)
}

fn schemas(sampled: &Sampled) -> Option<String> {
    let ids: Vec<String> = sampled.schemas.keys().take(SCHEMAS).map(ToString::to_string).collect();
    let more = sampled.schemas.len().saturating_sub(SCHEMAS);
    match (ids.len(), more) {
        (0, _) => None,
        (1, _) => Some(format!("schema {}", ids[0])),
        (_, 0) => Some(format!("schemas {}", listed(&ids))),
        _ => Some(format!("schemas {} and {more} more", ids.join(", "))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "it is shown with three digits")]
fn counted(number: u64, one: &str) -> String {
    units::counted(number as f64, one, None)
}

#[expect(clippy::cast_precision_loss, reason = "it is shown with three digits")]
fn number(number: u64) -> String {
    show(number as f64, Unit::Count)
}

#[expect(clippy::cast_precision_loss, reason = "it is shown with three digits")]
fn size(bytes: u64) -> String {
    show(bytes as f64, Unit::Size)
}
