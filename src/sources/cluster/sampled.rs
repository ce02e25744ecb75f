//! What records are like, in numbers alone: no key and no value is kept, and none can be told from what is.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::BuildHasher as _;

use serde::{Deserialize, Serialize};

use super::ffi::consume::Record;

/// Keys that are told apart in one topic.
const MOST_KEYS: usize = 100_000;

/// Ids of schemas that are told apart in one topic: more are no ids.
const MOST_SCHEMAS: usize = 100;

/// Sizes that are kept of one topic.
const MOST_SIZES: usize = 1 << 16;

/// A header that names the schema of the value, in place of its first bytes.
const SCHEMA_HEADER: &[u8] = b"__value_schema_id";

/// The newest records of partitions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// How many offsets of each partition were read, at most.
    pub each: u32,
    /// By the names of the topics.
    pub topics: BTreeMap<String, Sampled>,
    /// The ids of schemas among them that the schema registry does not know; none where it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_schemas: Option<BTreeSet<i32>>,
}

/// The newest records of a topic.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sampled {
    /// Partitions of which records were read.
    pub partitions: usize,
    /// Records.
    pub records: u64,
    /// Those without a key.
    pub null_keys: u64,
    /// Those without a value: on compacted topics they delete their key.
    pub tombstones: u64,
    /// Different keys; from 100,000 on they are not told apart.
    pub keys: usize,
    /// The most frequent key, without a word of what it is; none where each is there once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hottest: Option<Hottest>,
    /// How large records are; none where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sizes: Option<Sizes>,
    /// The codecs of the batches, `none` among them where brokers handed out some without any, `other` where its name could
    /// not be seen; none where nothing could.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codecs: Option<BTreeSet<String>>,
    /// Values that name their schema as serializers of schema registries do, as far as their beginning shows it.
    pub framed: u64,
    /// Values that certainly do not.
    pub unframed: u64,
    /// How many values name which schema, by its id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub schemas: BTreeMap<i32, u64>,
    /// The oldest time that a record bears, in ms since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<i64>,
    /// The youngest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<i64>,
}

/// The key that is most frequent in one partition.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hottest {
    /// The partition.
    pub partition: i32,
    /// How many of the records that were read there have it.
    pub records: u64,
    /// How many were read there.
    pub of: u64,
    /// What its records there are of all that the topic holds, if the partitions are throughout as where they were read; none
    /// where not all were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
}

/// Bytes of records, uncompressed: keys, values and headers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// In the mean.
    pub mean: u64,
    /// Half of them are no larger.
    pub median: u64,
    /// 99 of 100 are no larger.
    pub p99: u64,
    /// The largest.
    pub largest: u64,
}

/// Counts what is read of one topic.
#[derive(Default)]
pub(super) struct Tally {
    so_far: Sampled,
    hasher: RandomState,
    keys: HashSet<u64>,
    sizes: Kept,
    bytes: u64,
    parts: Vec<Part>,
    /// Whether a partition with records was not read.
    gaps: bool,
}

/// Counts what is read of one partition.
#[derive(Default)]
pub(super) struct Counting {
    records: u64,
    keys: HashMap<u64, u64>,
}

/// A partition that was read.
struct Part {
    id: i32,
    records: u64,
    /// What it holds.
    kept: i64,
    /// How many of the records have its most frequent key.
    most: u64,
}

impl Tally {
    /// Takes a record, and gives its size.
    pub fn take(&mut self, counting: &mut Counting, record: &Record) -> u64 {
        counting.records += 1;
        let seen = &mut self.so_far;
        seen.records += 1;
        match record.key {
            None => seen.null_keys += 1,
            Some(key) => {
                let hash = self.hasher.hash_one(key);
                *counting.keys.entry(hash).or_default() += 1;
                if self.keys.len() < MOST_KEYS {
                    self.keys.insert(hash);
                }
            }
        }
        match record.value {
            None => seen.tombstones += 1,
            Some(value) => frame(seen, value, record.headers.iter().any(|(name, _)| *name == SCHEMA_HEADER)),
        }
        seen.oldest = seen.oldest.into_iter().chain(record.time).min();
        seen.newest = seen.newest.into_iter().chain(record.time).max();
        let headers: usize = record.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        let size = record.key.map_or(0, <[u8]>::len) + record.value.map_or(0, <[u8]>::len) + headers;
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        self.bytes += size;
        self.sizes.take(size);
        size
    }

    /// Takes what librdkafka says of a batch.
    pub fn codec(&mut self, name: &str) {
        self.so_far.codecs.get_or_insert_default().insert(name.to_owned());
    }

    /// Ends a partition that holds so many offsets; `whole` is whether all was read that was to be.
    pub fn end(&mut self, id: i32, counting: Counting, kept: i64, whole: bool) {
        if counting.records == 0 {
            self.gaps |= !whole;
            return;
        }
        let most = counting.keys.into_values().max().unwrap_or(0);
        self.parts.push(Part { id, records: counting.records, kept, most });
    }

    /// Notes that there is a partition with records that could not be read.
    pub fn skip(&mut self) {
        self.gaps = true;
    }

    /// Whether every partition with records could be read.
    pub fn is_whole(&self) -> bool {
        !self.gaps
    }

    /// What it comes to.
    pub fn finish(mut self) -> Sampled {
        self.parts.sort_unstable_by_key(|part| part.id);
        let hottest = self.hottest();
        let sizes = self.sizes.sizes(self.bytes);
        Sampled { partitions: self.parts.len(), keys: self.keys.len(), hottest, sizes, ..self.so_far }
    }

    /// The key that most records of a partition have, each partition weighed by what it holds: of each as many records are
    /// read. What other partitions hold of that key is no load of this one.
    fn hottest(&self) -> Option<Hottest> {
        let all: f64 = self.parts.iter().map(|part| float(part.kept)).sum();
        let share = |part: &Part| float(part.kept) / all * ratio(part.most, part.records);
        let repeated = self.parts.iter().filter(|part| part.most > 1);
        let hot = repeated.max_by(|one, other| share(one).total_cmp(&share(other)))?;
        let share = (!self.gaps && all > 0.0).then(|| (share(hot) * 1e6).round() / 1e6);
        Some(Hottest { partition: hot.id, records: hot.most, of: hot.records, share })
    }
}

/// Looks at how a value begins: a zero, and four bytes of an id that is no zero. What begins with more zeros may be an older
/// form with eight bytes, or a number.
fn frame(seen: &mut Sampled, value: &[u8], named: bool) {
    match value {
        _ if named => seen.framed += 1,
        [0, id @ ..] if id.len() >= 4 => {
            let id = i32::from_be_bytes([id[0], id[1], id[2], id[3]]);
            if id > 0 {
                seen.framed += 1;
                if seen.schemas.len() < MOST_SCHEMAS || seen.schemas.contains_key(&id) {
                    *seen.schemas.entry(id).or_default() += 1;
                }
            }
        }
        _ => seen.unframed += 1,
    }
}

/// Sizes, evenly thinned where they are too many to keep.
struct Kept {
    sizes: Vec<u64>,
    /// One of so many is kept.
    every: u64,
    seen: u64,
    largest: u64,
}

impl Default for Kept {
    fn default() -> Self {
        Self { sizes: Vec::new(), every: 1, seen: 0, largest: 0 }
    }
}

impl Kept {
    fn take(&mut self, size: u64) {
        self.largest = self.largest.max(size);
        if self.seen.is_multiple_of(self.every) {
            self.sizes.push(size);
        }
        self.seen += 1;
        if self.sizes.len() > MOST_SIZES {
            let mut at = 0_usize;
            self.sizes.retain(|_| {
                at += 1;
                !at.is_multiple_of(2)
            });
            self.every *= 2;
        }
    }

    fn sizes(&mut self, bytes: u64) -> Option<Sizes> {
        self.sizes.sort_unstable();
        let at = |hundredths: usize| {
            let rank = (self.sizes.len() * hundredths).div_ceil(100);
            self.sizes.get(rank.saturating_sub(1)).copied()
        };
        let mean = bytes.checked_div(self.seen)?;
        Some(Sizes { mean, median: at(50)?, p99: at(99)?, largest: self.largest })
    }
}

#[expect(clippy::cast_precision_loss, reason = "no partition holds 2^52 records")]
fn float(number: i64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "samples are small")]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record<'a>(key: Option<&'a str>, value: Option<&'a [u8]>) -> Record<'a> {
        Record { offset: 0, key: key.map(str::as_bytes), value, headers: Vec::new(), time: Some(7) }
    }

    /// A partition with so many records of a key, and as many of others as make a hundred, that holds `kept`.
    fn partition(tally: &mut Tally, id: i32, key: &str, times: u32, kept: i64) {
        let mut counting = Counting::default();
        for number in 0..100 {
            let other = format!("{id}-{number}");
            tally.take(&mut counting, &record(Some(if number < times { key } else { &other }), Some(b"x")));
        }
        tally.end(id, counting, kept, true);
    }

    #[test]
    fn a_key_weighs_as_much_as_its_partition_holds() {
        let mut tally = Tally::default();
        partition(&mut tally, 0, "a", 90, 1_000);
        partition(&mut tally, 1, "b", 80, 9_000);
        let sampled = tally.finish();
        assert_eq!(sampled.hottest, Some(Hottest { partition: 1, records: 80, of: 100, share: Some(0.72) }));
        assert_eq!((sampled.partitions, sampled.records, sampled.keys), (2, 200, 32));
    }

    #[test]
    fn a_key_that_is_spread_over_partitions_loads_none_of_them_alone() {
        let mut tally = Tally::default();
        partition(&mut tally, 0, "a", 40, 500);
        partition(&mut tally, 1, "a", 60, 500);
        let hottest = tally.finish().hottest.expect("there is one");
        assert_eq!((hottest.partition, hottest.share), (1, Some(0.3)));
    }

    #[test]
    fn the_share_is_open_where_a_partition_was_not_read_and_not_where_one_is_empty() {
        for (whole, share) in [(false, None), (true, Some(0.5))] {
            let mut tally = Tally::default();
            partition(&mut tally, 0, "a", 50, 500);
            tally.end(1, Counting::default(), 500, whole);
            assert_eq!(tally.finish().hottest.and_then(|hottest| hottest.share), share);
        }
    }

    #[test]
    fn keys_that_are_there_once_are_not_frequent() {
        let mut tally = Tally::default();
        partition(&mut tally, 0, "a", 1, 500);
        assert_eq!(tally.finish().hottest, None);
    }

    #[test]
    fn an_empty_key_and_an_empty_value_are_there() {
        let mut tally = Tally::default();
        let mut counting = Counting::default();
        tally.take(&mut counting, &record(Some(""), Some(b"")));
        tally.take(&mut counting, &record(None, None));
        tally.end(0, counting, 2, true);
        let sampled = tally.finish();
        assert_eq!((sampled.null_keys, sampled.tombstones, sampled.keys, sampled.unframed), (1, 1, 1, 1));
        assert_eq!((sampled.oldest, sampled.newest), (Some(7), Some(7)));
    }

    #[test]
    fn a_value_names_its_schema_or_not_or_that_is_open() {
        let mut seen = Sampled::default();
        for value in [&[0, 0, 0, 0, 9, 1][..], &[0, 0, 0, 0, 9], b"{}", &[0, 1], &[0, 0, 0, 0, 0, 0, 0, 0, 4]] {
            frame(&mut seen, value, false);
        }
        frame(&mut seen, b"{}", true);
        assert_eq!((seen.framed, seen.unframed), (3, 2));
        assert_eq!(seen.schemas, BTreeMap::from([(9, 2)]));
    }

    #[test]
    fn sizes_stay_right_when_they_are_thinned() {
        let mut kept = Kept::default();
        (1..=1_000_000).for_each(|size| kept.take(size));
        assert!(kept.sizes.len() <= MOST_SIZES);
        let sizes = kept.sizes(1_000_000 * 1_000_001 / 2).expect("there are some");
        assert_eq!((sizes.mean, sizes.largest), (500_000, 1_000_000));
        assert!(sizes.median.abs_diff(500_000) < 100 && sizes.p99.abs_diff(990_000) < 100, "{sizes:?}");
    }

    #[test]
    fn a_few_sizes_are_exact() {
        let mut kept = Kept::default();
        for size in [10, 1, 7] {
            kept.take(size);
        }
        assert_eq!(kept.sizes(18), Some(Sizes { mean: 6, median: 7, p99: 10, largest: 10 }));
        assert_eq!(Kept::default().sizes(0), None);
    }
}
