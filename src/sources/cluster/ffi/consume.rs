//! Reads records of single partitions: librdkafka's simple consumer, the only one that needs no group.
//!
//! One that is assigned partitions belongs to a group even where it never commits, and looks for the group's coordinator,
//! which makes brokers create `__consumer_offsets`.

use std::collections::HashMap;
use std::ffi::{CStr, c_void};
use std::ptr::{self, NonNull};
use std::slice;
use std::time::Duration;

use rdkafka_sys as rd;

use super::{Client, Polled, c_text, code, millis, read};
use crate::sources::cluster::request::Failure;

/// librdkafka's code for the end of a partition.
const END: i32 = -191;

/// Reads partitions from an offset on.
pub(in crate::sources::cluster) struct Reader {
    client: Client,
    topics: HashMap<String, NonNull<rd::rd_kafka_topic_t>>,
}

/// A record as long as it is looked at.
pub(in crate::sources::cluster) struct Record<'a> {
    pub offset: i64,
    pub key: Option<&'a [u8]>,
    pub value: Option<&'a [u8]>,
    /// Names and values of the headers.
    pub headers: Vec<(&'a [u8], &'a [u8])>,
    /// In ms since 1970.
    pub time: Option<i64>,
}

/// What comes while partitions are read.
pub(in crate::sources::cluster) enum Read<'a> {
    Record(&'a str, i32, Record<'a>),
    /// Nothing further is in the partition now.
    End(&'a str, i32),
    /// The partition cannot be read.
    Refused(&'a str, i32, Failure),
    /// A line of librdkafka's log.
    Line(&'a str),
    /// Something went wrong on the way.
    Trouble(Failure),
}

impl Reader {
    /// A reader with librdkafka's settings, which must name no group.
    ///
    /// # Errors
    /// As of [`Client::new`].
    pub fn new(settings: &[(String, String)]) -> Result<Self, (Option<String>, String)> {
        Ok(Self { client: Client::new(settings)?, topics: HashMap::new() })
    }

    /// Begins to read a partition; what is in it comes by [`Self::next`].
    ///
    /// # Errors
    /// librdkafka's words, where it refuses.
    pub fn start(&mut self, topic: &str, partition: i32, offset: i64) -> Result<(), Failure> {
        let handle = self.topic(topic)?;
        // SAFETY: the topic and the queue live as long as the client.
        unsafe {
            let done = rd::rd_kafka_consume_start_queue(handle, partition, offset, self.client.queue.as_ptr());
            if done == 0 { Ok(()) } else { Err(last_failure()) }
        }
    }

    /// Reads a partition no further; a record of it that is under way may still come.
    pub fn stop(&self, topic: &str, partition: i32) {
        if let Some(handle) = self.topics.get(topic) {
            // SAFETY: the topic is alive. librdkafka's own thread answers, without a word to the broker.
            unsafe { rd::rd_kafka_consume_stop(handle.as_ptr(), partition) };
        }
    }

    fn topic(&mut self, name: &str) -> Result<*mut rd::rd_kafka_topic_t, Failure> {
        if let Some(known) = self.topics.get(name) {
            return Ok(known.as_ptr());
        }
        // SAFETY: with no settings of its own, a topic has those of the client.
        let made =
            unsafe { rd::rd_kafka_topic_new(self.client.handle.as_ptr(), c_text(name).as_ptr(), ptr::null_mut()) };
        let handle = NonNull::new(made).ok_or_else(last_failure)?;
        self.topics.insert(name.to_owned(), handle);
        Ok(handle.as_ptr())
    }

    /// Hands on what comes next, if something comes in this time, and whether something did.
    pub fn next(&self, within: Duration, take: &mut dyn FnMut(Read)) -> bool {
        // SAFETY: the queue lives as long as the client; the event is ours until it is dropped, and what is handed on
        // borrows from it.
        unsafe {
            let event = rd::rd_kafka_queue_poll(self.client.queue.as_ptr(), millis(within));
            let Some(polled) = NonNull::new(event).map(Polled) else { return false };
            match rd::rd_kafka_event_type(event) {
                rd::RD_KAFKA_EVENT_FETCH => records(&polled, take),
                rd::RD_KAFKA_EVENT_ERROR => error(&polled, take),
                rd::RD_KAFKA_EVENT_LOG => {
                    let (mut facility, mut text, mut level) = (ptr::null(), ptr::null(), 0);
                    rd::rd_kafka_event_log(event, &raw mut facility, &raw mut text, &raw mut level);
                    take(Read::Line(&read::text(text)));
                }
                _ => {}
            }
        }
        true
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        for handle in self.topics.values() {
            // SAFETY: made by `topic`, and the client is still there.
            unsafe { rd::rd_kafka_topic_destroy(handle.as_ptr()) };
        }
    }
}

/// What librdkafka said last on this thread.
fn last_failure() -> Failure {
    // SAFETY: no pointers; the code is read as the number that it is.
    unsafe {
        let code = code::rd_kafka_last_error();
        read::failure(code, ptr::null())
    }
}

unsafe fn records(polled: &Polled, take: &mut dyn FnMut(Read)) {
    // SAFETY: messages live as long as their event.
    unsafe {
        loop {
            let message = rd::rd_kafka_event_message_next(polled.0.as_ptr());
            if message.is_null() {
                return;
            }
            let topic = CStr::from_ptr(rd::rd_kafka_topic_name((*message).rkt)).to_str().unwrap_or_default();
            let mut kind = rd::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
            let time = rd::rd_kafka_message_timestamp(message, &raw mut kind);
            let record = Record {
                offset: (*message).offset,
                key: bytes((*message).key, (*message).key_len),
                value: bytes((*message).payload, (*message).len),
                headers: headers(message),
                time: (time >= 0).then_some(time),
            };
            take(Read::Record(topic, (*message).partition, record));
        }
    }
}

/// # Safety
/// `start` must be null or hold `length` bytes, and they must outlive what is made of them.
unsafe fn bytes<'a>(start: *const c_void, length: usize) -> Option<&'a [u8]> {
    // SAFETY: as the caller promises.
    (!start.is_null()).then(|| unsafe { slice::from_raw_parts(start.cast(), length) })
}

/// # Safety
/// The message must be alive.
unsafe fn headers<'a>(message: *const rd::rd_kafka_message_t) -> Vec<(&'a [u8], &'a [u8])> {
    // SAFETY: headers live as long as their message; codes are compared as the numbers that they are.
    unsafe {
        let mut all = Vec::new();
        let mut list: *mut rd::rd_kafka_headers_t = ptr::null_mut();
        if code::rd_kafka_message_headers(message.cast(), (&raw mut list).cast()) != 0 {
            return all;
        }
        loop {
            let (mut name, mut value, mut size) = (ptr::null(), ptr::null(), 0);
            let into = (&raw mut name, &raw mut value, &raw mut size);
            if code::rd_kafka_header_get_all(list.cast(), all.len(), into.0, into.1, into.2) != 0 {
                return all;
            }
            all.push((CStr::from_ptr(name).to_bytes(), bytes(value, size).unwrap_or_default()));
        }
    }
}

unsafe fn error(polled: &Polled, take: &mut dyn FnMut(Read)) {
    let event = polled.0.as_ptr();
    // SAFETY: the event is alive; the partition is made for us and destroyed here.
    unsafe {
        let code = code::rd_kafka_event_error(event.cast_const().cast());
        let failure = read::failure(code, rd::rd_kafka_event_error_string(event));
        let of = rd::rd_kafka_event_topic_partition(event);
        if of.is_null() {
            return take(Read::Trouble(failure));
        }
        let topic = read::text((*of).topic);
        let partition = (*of).partition;
        rd::rd_kafka_topic_partition_destroy(of);
        take(if code == END { Read::End(&topic, partition) } else { Read::Refused(&topic, partition, failure) });
    }
}
