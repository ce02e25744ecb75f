//! A cluster with many topics and groups.

use std::ffi::CString;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer as _};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

use crate::{bare, own};

/// How big.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Topics.
    pub topics: usize,
    /// Partitions of each.
    pub partitions: i32,
    /// Groups; each has committed in five topics.
    pub groups: usize,
}

/// One topic of so many has records.
const RECORDS_IN: usize = 10;
/// Topics that one request makes.
const AT_ONCE: usize = 100;
/// Brokers answer long before they have made what they were asked for.
const PATIENCE: Duration = Duration::from_secs(300);

/// Makes the topics, with records in the first of every ten, and the groups, which lag there.
pub fn make(bootstrap: &str, size: Size) {
    let names: Vec<String> = (0..size.topics).map(name).collect();
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("log_level", "2");
    let admin: AdminClient<DefaultClientContext> = config.create().expect("a client");
    let topic = |name| NewTopic::new(name, size.partitions, TopicReplication::Fixed(1));
    for names in names.chunks(AT_ONCE) {
        let topics: Vec<NewTopic> = names.iter().map(|name| topic(name)).collect();
        let made = block_on(admin.create_topics(&topics, &AdminOptions::new())).expect("they are made");
        assert!(made.iter().all(Result::is_ok), "{made:?}");
    }
    // The last of them is there when all are.
    own::send(bootstrap, names.last().expect("there are topics"), 10);
    for name in names.iter().step_by(RECORDS_IN) {
        own::send(bootstrap, name, 10);
    }
    let begun = Instant::now();
    for number in 0..size.groups {
        let group = format!("group-{number:03}");
        let consumer: BaseConsumer = config.clone().set("group.id", &group).create().expect("a consumer");
        let mut offsets = TopicPartitionList::new();
        for at in 0..5 {
            let name = &names[(number * RECORDS_IN + at) % names.len()];
            for partition in 0..size.partitions {
                let offset = if partition == 0 && at == 0 { 5 } else { 0 };
                offsets.add_partition_offset(name, partition, Offset::Offset(offset)).expect("an offset");
            }
        }
        while let Err(error) = consumer.commit(&offsets, CommitMode::Sync) {
            assert!(begun.elapsed() < PATIENCE, "committing: {error}");
            thread::sleep(Duration::from_millis(200));
        }
    }
}

/// The partitions in which some group lags.
pub fn lagging(topics: usize) -> Vec<(CString, i32)> {
    (0..topics).step_by(RECORDS_IN).map(|number| (bare::c_text(&name(number)), 0)).collect()
}

fn name(number: usize) -> String {
    format!("topic-{number:04}")
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for the one thing that rdkafka has no other way to wait for.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}
