//! Reads the newest records of partitions, some partitions at a time, and forgets them: what is kept are numbers.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::{Duration, Instant};

use super::collect::with_ours;
use super::ffi::consume::{Read, Reader, Record};
use super::lacks::{Lack, Lacks};
use super::registry::{self, Address};
use super::request::Failure;
use super::sampled::{Counting, Sample, Sampled, Tally};
use super::snapshot::Snapshot;
use super::trouble::{SLOW, Troubles, Unreachable, is_denied};

/// The most records that are read of a partition.
pub const MOST_RECORDS: u32 = 10_000;

/// Partitions that are read at once.
const AT_ONCE: usize = 32;

/// Bytes of records after which a partition has been read enough.
const ENOUGH_OF_ONE: u64 = 16 << 20;

/// Bytes of records after which a cluster has been read enough.
const ENOUGH: u64 = 512 << 20;

/// Ids of schemas that the registry is asked about.
const MOST_IDS: usize = 200;

/// How librdkafka is to read: little at a time, of nobody's group, whatever becomes of transactions, and to say when a
/// partition ends.
const READING: [(&str, &str); 13] = [
    ("enable.partition.eof", "true"),
    ("enable.auto.offset.store", "false"),
    ("auto.commit.enable", "false"),
    ("isolation.level", "read_uncommitted"),
    // What was there a moment ago may be deleted by now.
    ("auto.offset.reset", "earliest"),
    ("check.crcs", "false"),
    ("fetch.wait.max.ms", "50"),
    ("fetch.message.max.bytes", "262144"),
    ("fetch.max.bytes", "4194304"),
    ("queued.max.messages.kbytes", "1024"),
    ("queued.min.messages", "1000"),
    ("fetch.queue.backoff.ms", "10"),
    // Nothing but its log says how batches are compressed.
    ("debug", "msg"),
];

/// What is to be read.
#[expect(missing_debug_implementations, reason = "functions have none")]
pub struct Sampling<'a> {
    /// librdkafka's settings of the connection, `bootstrap.servers` among them.
    pub settings: &'a [(String, String)],
    /// How long it may take.
    pub within: Duration,
    /// How many of the newest offsets of each partition.
    pub each: u32,
    /// The schema registry to ask whether it knows the schemas.
    pub registry: Option<&'a Address>,
    /// Told how many of so many partitions are read.
    pub progress: &'a dyn Fn(usize, usize),
}

/// Reads the newest records of the topics of a snapshot, and adds what they are like. What is refused or does not come in
/// time is noted there, too.
pub fn sample(sampling: &Sampling, snapshot: &mut Snapshot) {
    let deadline = Instant::now() + sampling.within;
    let mut lacks = Lacks::default();
    let mut sample = Sample { each: sampling.each, ..Sample::default() };
    let mut settings = with_ours(sampling.settings);
    settings.extend(READING.map(|(key, value)| (key.to_owned(), value.to_owned())));
    match Reader::new(&settings) {
        Ok(reader) => {
            let mut reading = Reading::new(reader, snapshot, sampling, deadline);
            reading.run();
            sample.topics = reading.finish(&mut lacks);
        }
        Err((key, words)) => lacks.because(Lack::Sample, None, Unreachable::refused(key, &words).to_string()),
    }
    if let (Some(address), Some(registry)) = (sampling.registry, &snapshot.registry) {
        // A registry with contexts numbers schemas in each of them anew.
        let one = !registry.subjects.iter().any(|subject| subject.name.starts_with(":."));
        let ids: BTreeSet<i32> = sample.topics.values().flat_map(|sampled| sampled.schemas.keys().copied()).collect();
        if one && ids.len() <= MOST_IDS {
            match registry::unknown(address, &ids, deadline.saturating_duration_since(Instant::now())) {
                Ok(unknown) => sample.unknown_schemas = Some(unknown),
                Err(why) => lacks.because(Lack::Schemas, None, why),
            }
        }
    }
    snapshot.sample = Some(sample);
    snapshot.missing.extend(lacks.into_missing());
}

/// Whether a topic belongs to Kafka, or to what is built around it: its records are nobody's design.
fn is_internal(name: &str) -> bool {
    name.starts_with("__") || name.starts_with("_confluent") || name == "_schemas"
}

/// Where a partition is read from and up to.
#[derive(Clone, Copy)]
struct Span {
    topic: usize,
    partition: i32,
    from: i64,
    end: i64,
    kept: i64,
}

/// A partition that is being read.
struct Active {
    span: Span,
    counting: Counting,
    bytes: u64,
    heard: Instant,
}

/// What became of a topic.
#[derive(Default)]
struct Topic {
    name: String,
    tally: Tally,
    failure: Option<Failure>,
    /// Whether it was waited for in vain, or there was no time.
    late: bool,
    /// Whether enough had been read before it was read whole.
    cut: bool,
}

struct Reading<'s> {
    reader: Reader,
    topics: Vec<Topic>,
    numbers: HashMap<String, usize>,
    waiting: VecDeque<Span>,
    active: HashMap<(usize, i32), Active>,
    all: usize,
    bytes: u64,
    troubles: Troubles,
    sampling: &'s Sampling<'s>,
    deadline: Instant,
}

impl<'s> Reading<'s> {
    fn new(reader: Reader, snapshot: &Snapshot, sampling: &'s Sampling<'s>, deadline: Instant) -> Self {
        let (mut topics, mut numbers, mut waiting) = (Vec::new(), HashMap::new(), VecDeque::new());
        for topic in snapshot.topics.iter().filter(|topic| !is_internal(&topic.name)) {
            let mut own = Topic { name: topic.name.clone(), ..Topic::default() };
            for partition in &topic.partitions {
                let (Some(start), Some(end), Some(_)) = (partition.start, partition.end, partition.leader) else {
                    own.tally.skip();
                    continue;
                };
                if start < end {
                    let from = start.max(end - i64::from(sampling.each));
                    let (topic, partition) = (topics.len(), partition.id);
                    waiting.push_back(Span { topic, partition, from, end, kept: end - start });
                }
            }
            numbers.insert(topic.name.clone(), topics.len());
            topics.push(own);
        }
        let all = waiting.len();
        let (active, troubles) = (HashMap::new(), Troubles::default());
        Self { reader, topics, numbers, waiting, active, all, bytes: 0, troubles, sampling, deadline }
    }

    /// Reads until all is read, or the time is up, or it is enough.
    fn run(&mut self) {
        // A broker that hangs must not use up the time in which others could be read from.
        let patience = (self.sampling.within / 3).max(Duration::from_millis(500));
        loop {
            while self.active.len() < AT_ONCE
                && let Some(span) = self.waiting.pop_front()
            {
                self.start(span);
            }
            let left = self.deadline.saturating_duration_since(Instant::now());
            if self.active.is_empty() || left.is_zero() || self.bytes > ENOUGH {
                return;
            }
            let mut seen = None;
            let (topics, numbers, active) = (&mut self.topics, &self.numbers, &mut self.active);
            let troubles = &mut self.troubles;
            self.reader.next(left.min(Duration::from_millis(50)), &mut |read| {
                let found = |topic: &str, partition| numbers.get(topic).map(|number| (*number, partition));
                seen = match read {
                    Read::Record(topic, partition, record) => {
                        found(topic, partition).and_then(|at| take(&mut topics[at.0], active.get_mut(&at)?, &record))
                    }
                    Read::End(topic, partition) => found(topic, partition).map(|at| Over { at, ..Over::default() }),
                    Read::Refused(topic, partition, failure) => {
                        found(topic, partition).map(|at| Over { at, failure: Some(failure), ..Over::default() })
                    }
                    Read::Line(line) => {
                        if let Some((topic, codec)) = codec_in(line)
                            && let Some(number) = numbers.get(topic)
                        {
                            topics[*number].tally.codec(codec);
                        }
                        None
                    }
                    Read::Trouble(failure) => {
                        troubles.add(failure);
                        None
                    }
                };
            });
            if let Some(over) = seen {
                self.stop(over);
            }
            let late = self.active.iter().find(|(_, active)| active.heard.elapsed() > patience).map(|(at, _)| *at);
            if let Some(at) = late {
                self.stop(Over { at, late: true, ..Over::default() });
            }
        }
    }

    fn start(&mut self, span: Span) {
        let topic = &mut self.topics[span.topic];
        // Who may not read one partition may read none.
        if topic.failure.as_ref().is_some_and(is_denied) {
            topic.tally.skip();
            return;
        }
        match self.reader.start(&topic.name, span.partition, span.from) {
            Ok(()) => {
                let active = Active { span, counting: Counting::default(), bytes: 0, heard: Instant::now() };
                self.active.insert((span.topic, span.partition), active);
            }
            Err(failure) => {
                topic.failure = Some(failure);
                topic.tally.skip();
            }
        }
    }

    /// Takes leave of a partition.
    fn stop(&mut self, over: Over) {
        let Some(active) = self.active.remove(&over.at) else { return };
        self.bytes += active.bytes;
        let topic = &mut self.topics[over.at.0];
        self.reader.stop(&topic.name, over.at.1);
        let whole = over.failure.is_none() && !over.late;
        topic.tally.end(over.at.1, active.counting, active.span.kept, whole);
        topic.failure = over.failure.or(topic.failure.take());
        topic.late |= over.late;
        (self.sampling.progress)(self.all - self.waiting.len() - self.active.len(), self.all);
    }

    /// What the topics' records are like, and what could not be learnt of them.
    fn finish(mut self, lacks: &mut Lacks) -> BTreeMap<String, Sampled> {
        let enough = self.bytes > ENOUGH;
        let open: Vec<(usize, i32)> = self.active.keys().copied().collect();
        for at in open {
            self.stop(Over { at, late: !enough, ..Over::default() });
            self.topics[at.0].cut |= enough;
        }
        for span in std::mem::take(&mut self.waiting) {
            let topic = &mut self.topics[span.topic];
            topic.tally.skip();
            topic.late |= !enough;
            topic.cut |= enough;
        }
        let mut all = BTreeMap::new();
        for topic in self.topics {
            let name = || Some(topic.name.clone());
            if let Some(failure) = &topic.failure {
                lacks.add(Lack::Sample, name(), failure, &self.troubles);
            } else if topic.late {
                lacks.because(Lack::Sample, name(), SLOW.to_owned());
            } else if topic.cut {
                let why = "enough was read for one time (512 MiB): name fewer with --topic, or a smaller --sample";
                lacks.because(Lack::Sample, name(), why.to_owned());
            }
            // Of what could not be read nobody knows that it is empty.
            let whole = topic.tally.is_whole() && !topic.cut;
            let sampled = topic.tally.finish();
            if sampled.records > 0 || whole {
                all.insert(topic.name, sampled);
            }
        }
        all
    }
}

/// A partition of which nothing more is to be read.
#[derive(Default)]
struct Over {
    at: (usize, i32),
    failure: Option<Failure>,
    late: bool,
}

/// Takes a record, and tells when it is the last that is wanted of its partition.
fn take(topic: &mut Topic, active: &mut Active, record: &Record) -> Option<Over> {
    active.heard = Instant::now();
    if record.offset < active.span.end {
        active.bytes += topic.tally.take(&mut active.counting, record);
    }
    let last = record.offset + 1 >= active.span.end || active.bytes > ENOUGH_OF_ONE;
    let at = (active.span.topic, active.span.partition);
    last.then(|| Over { at, ..Over::default() })
}

/// A codec that librdkafka does not name, or that is newer than this.
const OTHER: &str = "other";

/// The topic and the codec of a line about batches that came:
/// `[thrd:b:9092/1]: b:9092/1: Enqueue 3 message(s) (30 bytes, 3 ops) on orders [0] fetch queue (qlen 0, v2, last_offset 2, 0
/// ctrl msgs, 0 aborted msgsets, zstd)`. `uncompressed` means that none of them is compressed, another word that one is.
fn codec_in(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.split_once("Enqueue ")?;
    let (number, rest) = rest.split_once(" message(s) (")?;
    // Marks of transactions, and batches of the old format around others.
    if number == "0" {
        return None;
    }
    let (_, rest) = rest.split_once(" ops) on ")?;
    let (topic, rest) = rest.split_once(" [")?;
    let (_, rest) = rest.split_once("] fetch queue (")?;
    let codec = rest.strip_suffix(')')?.rsplit(", ").next()?;
    let codec = match codec {
        // Within a batch of the old format, and the line about that one does not say how many.
        _ if number.ends_with(" compressed") => OTHER,
        "uncompressed" => "none",
        known @ ("gzip" | "snappy" | "lz4" | "zstd") => known,
        _ => OTHER,
    };
    Some((topic, codec))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_batches_names_their_codec() {
        let line = |number: &str, codec: &str| {
            format!(
                "[thrd:b:9092/1]: b:9092/1: Enqueue {number} message(s) (30 bytes, 3 ops) on my.orders [12] fetch queue \
                 (qlen 0, v2, last_offset 2, 0 ctrl msgs, 0 aborted msgsets, {codec})"
            )
        };
        assert_eq!(codec_in(&line("3", "zstd")), Some(("my.orders", "zstd")));
        assert_eq!(codec_in(&line("3", "uncompressed")), Some(("my.orders", "none")));
        // Marks of transactions alone, records of the old format within others, a codec that is newer than this.
        assert_eq!(codec_in(&line("0", "uncompressed")), None);
        assert_eq!(codec_in(&line("3 compressed", "uncompressed")), Some(("my.orders", "other")));
        assert_eq!(codec_in(&line("3", "brotli")), Some(("my.orders", "other")));
        assert_eq!(codec_in("[thrd:main]: b:9092/1: Fetch topic orders [0] at offset 3"), None);
    }

    #[test]
    fn topics_of_kafka_itself_are_left_out() {
        assert!(
            ["__consumer_offsets", "__transaction_state", "_schemas", "_confluent-metrics"]
                .map(is_internal)
                .iter()
                .all(|is| *is)
        );
        assert!(!is_internal("_my-orders") && !is_internal("orders"));
    }
}
