//! What librdkafka's metadata holds, copied.
#![expect(unsafe_code, reason = "librdkafka is a C library")]

use std::ffi::c_int;
use std::ptr;

use rdkafka_sys as rd;

use super::read::{failure, listed, text};
use crate::sources::cluster::request::{Failure, Layout};
use crate::sources::cluster::snapshot::{Broker, Partition};

unsafe fn broker(broker: *const rd::rd_kafka_metadata_broker) -> Broker {
    // SAFETY: the broker is part of live metadata.
    unsafe {
        Broker {
            id: (*broker).id,
            host: text((*broker).host),
            port: u16::try_from((*broker).port).unwrap_or(0),
            rack: None,
            config: None,
        }
    }
}

/// The brokers and topics of the metadata.
///
/// # Safety
/// `metadata` must be alive.
pub unsafe fn layout(metadata: *const rd::rd_kafka_metadata) -> Layout {
    // SAFETY: as the caller promises.
    unsafe {
        let count = usize::try_from((*metadata).topic_cnt).unwrap_or(0);
        let brokers = usize::try_from((*metadata).broker_cnt).unwrap_or(0);
        Layout {
            brokers: (0..brokers).map(|at| broker((*metadata).brokers.add(at))).collect(),
            topics: (0..count).map(|at| topic((*metadata).topics.add(at))).collect(),
        }
    }
}

unsafe fn topic(topic: *const rd::rd_kafka_metadata_topic) -> (String, Result<Vec<Partition>, Failure>) {
    // SAFETY: the topic is part of live metadata; the code is read as the number that it is.
    unsafe {
        let name = text((*topic).topic);
        let code = (&raw const (*topic).err).cast::<c_int>().read();
        if code != 0 {
            return (name, Err(failure(code, ptr::null())));
        }
        let count = usize::try_from((*topic).partition_cnt).unwrap_or(0);
        let partition = |at: usize| {
            let partition = (*topic).partitions.add(at);
            let numbers =
                |list: *mut i32, count: c_int| listed(list.cast_const(), usize::try_from(count).unwrap_or(0)).to_vec();
            Partition {
                id: (*partition).id,
                leader: Some((*partition).leader).filter(|leader| *leader >= 0),
                replicas: numbers((*partition).replicas, (*partition).replica_cnt),
                isr: numbers((*partition).isrs, (*partition).isr_cnt),
                ..Partition::default()
            }
        };
        (name, Ok((0..count).map(partition).collect()))
    }
}
