//! librdkafka's administration calls, which have no safe wrapper: the only module of the crate that calls C.
//!
//! Every pointer that librdkafka hands out belongs to an event and dies with it, so that texts and lists are copied
//! before [`Polled`] is dropped. Codes from the wire are read as numbers: one that is newer than the bindings would not be
//! a value of their enumerations.
#![expect(unsafe_code, reason = "librdkafka is a C library")]

pub(super) mod code;
pub(super) mod consume;
mod every_group;
mod metadata;
mod read;

use std::ffi::{CString, c_char, c_int};
use std::ptr::{self, NonNull};
use std::sync::Arc;
use std::time::Duration;

use rdkafka_sys as rd;

use super::request::{Event, Failure, Layout, Place, Request};

/// A client of a cluster that asks and never writes.
pub(super) struct Client {
    handle: NonNull<rd::rd_kafka_t>,
    /// Where answers come; that of another client where there is one to answer to.
    queue: NonNull<rd::rd_kafka_queue_t>,
    /// Lives for as long as answers go there.
    answers_to: Option<Arc<Self>>,
}

// SAFETY: librdkafka's handles may be used by several threads at once.
unsafe impl Send for Client {}
// SAFETY: as above.
unsafe impl Sync for Client {}

impl Client {
    /// A client with librdkafka's settings. It connects when it is first asked for something.
    ///
    /// # Errors
    /// The key that librdkafka refuses, or none where it refuses all of them together; and its words.
    pub fn new(settings: &[(String, String)]) -> Result<Self, (Option<String>, String)> {
        let client = handle(settings)?;
        // SAFETY: the client is alive, and every client has a main queue.
        let queue = unsafe {
            let main = rd::rd_kafka_queue_get_main(client.as_ptr());
            rd::rd_kafka_set_log_queue(client.as_ptr(), main);
            NonNull::new(main).expect("every client has a main queue")
        };
        Ok(Self { handle: client, queue, answers_to: None })
    }

    /// A further client, whose answers come with those of another one.
    ///
    /// # Errors
    /// As of [`Self::new`].
    pub fn answering_to(other: &Arc<Self>, settings: &[(String, String)]) -> Result<Self, (Option<String>, String)> {
        let client = handle(settings)?;
        // SAFETY: both are alive, and the other client is kept until this one is gone.
        unsafe {
            rd::rd_kafka_set_log_queue(client.as_ptr(), other.queue.as_ptr());
        }
        Ok(Self { handle: client, queue: other.queue, answers_to: Some(Arc::clone(other)) })
    }

    /// Sends a request, to one broker if it is named; [`Self::next`] brings the answer under `number`.
    pub fn ask(&self, request: Request, to: Option<i32>, number: usize, within: Duration) {
        let options = Options::new(self, request, to, number, within);
        let (client, options, queue) = (self.handle.as_ptr(), options.0.as_ptr(), self.queue.as_ptr());
        // SAFETY: librdkafka copies what it is given before it returns; what was made for it is destroyed here.
        unsafe {
            match request {
                Request::Cluster => rd::rd_kafka_DescribeCluster(client, options, queue),
                Request::Groups => rd::rd_kafka_ListConsumerGroups(client, options, queue),
                Request::Members(groups) => {
                    let names: Vec<CString> = groups.iter().map(|group| c_text(group)).collect();
                    let mut pointers: Vec<*const c_char> = names.iter().map(|name| name.as_ptr()).collect();
                    rd::rd_kafka_DescribeConsumerGroups(client, pointers.as_mut_ptr(), pointers.len(), options, queue);
                }
                Request::TopicConfigs(topics) => {
                    self.ask_configs(rd::rd_kafka_ResourceType_t::RD_KAFKA_RESOURCE_TOPIC, topics, options);
                }
                Request::BrokerConfig(broker) => {
                    let name = [broker.to_string()];
                    self.ask_configs(rd::rd_kafka_ResourceType_t::RD_KAFKA_RESOURCE_BROKER, &name, options);
                }
                Request::Committed(group) => {
                    let name = c_text(group);
                    let mut wanted = rd::rd_kafka_ListConsumerGroupOffsets_new(name.as_ptr(), ptr::null());
                    rd::rd_kafka_ListConsumerGroupOffsets(client, &raw mut wanted, 1, options, queue);
                    rd::rd_kafka_ListConsumerGroupOffsets_destroy(wanted);
                }
                Request::Offsets(partitions, place) => {
                    let wanted = rd::rd_kafka_topic_partition_list_new(c_int::try_from(partitions.len()).unwrap_or(0));
                    for (topic, partition) in partitions {
                        let topic = c_text(topic);
                        (*rd::rd_kafka_topic_partition_list_add(wanted, topic.as_ptr(), *partition)).offset =
                            specified(place);
                    }
                    rd::rd_kafka_ListOffsets(client, wanted, options, queue);
                    rd::rd_kafka_topic_partition_list_destroy(wanted);
                }
                Request::Acls => {
                    let filter = every_acl();
                    rd::rd_kafka_DescribeAcls(client, filter, options, queue);
                    rd::rd_kafka_AclBinding_destroy(filter);
                }
            }
        }
    }

    /// # Safety
    /// `options` must be alive.
    unsafe fn ask_configs(
        &self,
        kind: rd::rd_kafka_ResourceType_t,
        names: &[String],
        options: *mut rd::rd_kafka_AdminOptions_t,
    ) {
        // SAFETY: librdkafka copies the resources, which are destroyed here.
        unsafe {
            let new = |name: &String| rd::rd_kafka_ConfigResource_new(kind, c_text(name).as_ptr());
            let mut resources: Vec<*mut rd::rd_kafka_ConfigResource_t> = names.iter().map(new).collect();
            let (list, count) = (resources.as_mut_ptr(), resources.len());
            rd::rd_kafka_DescribeConfigs(self.handle.as_ptr(), list, count, options, self.queue.as_ptr());
            rd::rd_kafka_ConfigResource_destroy_array(list, count);
        }
    }

    /// What comes next, if something comes in this time.
    pub fn next(&self, within: Duration) -> Option<Event> {
        loop {
            // SAFETY: the queue lives as long as the client; the event is ours.
            let event = unsafe { rd::rd_kafka_queue_poll(self.queue.as_ptr(), millis(within)) };
            let polled = Polled(NonNull::new(event)?);
            if let Some(event) = polled.read() {
                return Some(event);
            }
        }
    }

    /// All brokers, topics and their partitions: one request to one broker, waited for.
    ///
    /// # Errors
    /// When no broker answers in time, or the one that does refuses.
    pub fn layout(&self, within: Duration) -> Result<Layout, Failure> {
        let mut metadata: *const rd::rd_kafka_metadata = ptr::null();
        // SAFETY: the metadata is ours where the call succeeds, and destroyed when it has been copied.
        unsafe {
            let (client, into) = (self.handle.as_ptr().cast(), (&raw mut metadata).cast());
            let done = code::rd_kafka_metadata(client, 1, ptr::null_mut(), into, millis(within));
            if done != 0 {
                return Err(read::failure(done, ptr::null()));
            }
            let layout = metadata::layout(metadata);
            rd::rd_kafka_metadata_destroy(metadata);
            Ok(layout)
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // SAFETY: nothing of the client is used after this; it leaves no group, because it is in none.
        unsafe {
            if self.answers_to.is_none() {
                rd::rd_kafka_queue_destroy(self.queue.as_ptr());
            }
            rd::rd_kafka_destroy_flags(self.handle.as_ptr(), rd::RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
        }
    }
}

/// A client with librdkafka's settings, which the caller destroys.
fn handle(settings: &[(String, String)]) -> Result<NonNull<rd::rd_kafka_t>, (Option<String>, String)> {
    let mut words: [c_char; 512] = [0; 512];
    // SAFETY: the configuration is ours until rd_kafka_new takes it, which it does only where it succeeds.
    unsafe {
        let conf = rd::rd_kafka_conf_new();
        for (key, value) in settings {
            let (name, text) = (c_text(key), c_text(value));
            let done = rd::rd_kafka_conf_set(conf, name.as_ptr(), text.as_ptr(), words.as_mut_ptr(), words.len());
            if done != rd::rd_kafka_conf_res_t::RD_KAFKA_CONF_OK {
                rd::rd_kafka_conf_destroy(conf);
                return Err((Some(key.clone()), read::text(words.as_ptr())));
            }
        }
        rd::rd_kafka_conf_set_events(conf, rd::RD_KAFKA_EVENT_ERROR | rd::RD_KAFKA_EVENT_LOG);
        // A consumer, because only consumers can be told not to create the topics that they ask for.
        let kind = rd::rd_kafka_type_t::RD_KAFKA_CONSUMER;
        NonNull::new(rd::rd_kafka_new(kind, conf, words.as_mut_ptr(), words.len())).ok_or_else(|| {
            rd::rd_kafka_conf_destroy(conf);
            (None, read::text(words.as_ptr()))
        })
    }
}

/// How a request is to be made.
struct Options(NonNull<rd::rd_kafka_AdminOptions_t>);

impl Options {
    fn new(client: &Client, request: Request, to: Option<i32>, number: usize, within: Duration) -> Self {
        use rd::rd_kafka_admin_op_t as Op;
        let of = match request {
            Request::Cluster => Op::RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER,
            Request::Groups => Op::RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS,
            Request::Members(_) => Op::RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS,
            Request::TopicConfigs(_) | Request::BrokerConfig(_) => Op::RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS,
            Request::Committed(_) => Op::RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS,
            Request::Offsets(..) => Op::RD_KAFKA_ADMIN_OP_LISTOFFSETS,
            Request::Acls => Op::RD_KAFKA_ADMIN_OP_DESCRIBEACLS,
        };
        // SAFETY: the options live until they are dropped; a refused time leaves librdkafka's own.
        unsafe {
            let options = NonNull::new(rd::rd_kafka_AdminOptions_new(client.handle.as_ptr(), of));
            let made = Self(options.expect("the operation is one that librdkafka knows"));
            let options = made.0.as_ptr();
            rd::rd_kafka_AdminOptions_set_request_timeout(
                options,
                millis(within).clamp(1, LONGEST),
                ptr::null_mut(),
                0,
            );
            rd::rd_kafka_AdminOptions_set_opaque(options, ptr::without_provenance_mut(number));
            if let Some(broker) = to {
                rd::rd_kafka_AdminOptions_set_broker(options, broker, ptr::null_mut(), 0);
            }
            if let Request::Cluster = request {
                rd::rd_kafka_error_destroy(rd::rd_kafka_AdminOptions_set_include_authorized_operations(options, 1));
            }
            if let Request::Offsets(_, Place::Stable) = request {
                let stable = rd::rd_kafka_IsolationLevel_t::RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED;
                rd::rd_kafka_error_destroy(rd::rd_kafka_AdminOptions_set_isolation_level(options, stable));
            }
            made
        }
    }
}

impl Drop for Options {
    fn drop(&mut self) {
        // SAFETY: made in new, and librdkafka keeps a copy.
        unsafe { rd::rd_kafka_AdminOptions_destroy(self.0.as_ptr()) }
    }
}

/// An event, and everything that points into it.
struct Polled(NonNull<rd::rd_kafka_event_t>);

impl Polled {
    fn read(&self) -> Option<Event> {
        let event = self.0.as_ptr();
        // SAFETY: the event is alive; librdkafka gives null for what it is not an answer to.
        unsafe {
            let error = code::rd_kafka_event_error(event.cast_const().cast());
            match rd::rd_kafka_event_type(event) {
                rd::RD_KAFKA_EVENT_ERROR => {
                    Some(Event::Trouble(read::failure(error, rd::rd_kafka_event_error_string(event))))
                }
                rd::RD_KAFKA_EVENT_LOG => {
                    let (mut facility, mut text, mut level) = (ptr::null(), ptr::null(), 0);
                    rd::rd_kafka_event_log(event, &raw mut facility, &raw mut text, &raw mut level);
                    Some(Event::Trouble(Failure {
                        code: 0,
                        text: format!("{}: {}", read::text(facility), read::text(text)),
                    }))
                }
                _ => {
                    let number = rd::rd_kafka_event_opaque(event).addr();
                    // A result may be read only where there is no error: librdkafka aborts the process otherwise.
                    if error != 0 {
                        let failure = read::failure(error, rd::rd_kafka_event_error_string(event));
                        return Some(Event::Answer(number, Err(failure)));
                    }
                    Some(Event::Answer(number, read::response(event)?))
                }
            }
        }
    }
}

impl Drop for Polled {
    fn drop(&mut self) {
        // SAFETY: ours since it was polled.
        unsafe { rd::rd_kafka_event_destroy(self.0.as_ptr()) }
    }
}

/// The longest time in ms that librdkafka takes for a request.
const LONGEST: c_int = 3_600_000;

/// As librdkafka counts time.
fn millis(time: Duration) -> c_int {
    c_int::try_from(time.as_millis()).unwrap_or(c_int::MAX)
}

/// What C can read; names of Kafka hold no zero byte, and nothing is called by one that does.
fn c_text(text: &str) -> CString {
    CString::new(text).unwrap_or_default()
}

/// How `ListOffsets` calls a place.
fn specified(place: Place) -> i64 {
    use rd::rd_kafka_OffsetSpec_t as Spec;
    match place {
        Place::Start => Spec::RD_KAFKA_OFFSET_SPEC_EARLIEST as i64,
        Place::End | Place::Stable => Spec::RD_KAFKA_OFFSET_SPEC_LATEST as i64,
        Place::Since(time) => time,
        Place::Youngest => Spec::RD_KAFKA_OFFSET_SPEC_MAX_TIMESTAMP as i64,
    }
}

/// The filter that every entry of who may do what passes; the caller destroys it.
fn every_acl() -> *mut rd::rd_kafka_AclBindingFilter_t {
    // SAFETY: null is anything; the words are there for what is wrong, and nothing is.
    unsafe {
        rd::rd_kafka_AclBindingFilter_new(
            rd::rd_kafka_ResourceType_t::RD_KAFKA_RESOURCE_ANY,
            ptr::null(),
            rd::rd_kafka_ResourcePatternType_t::RD_KAFKA_RESOURCE_PATTERN_ANY,
            ptr::null(),
            ptr::null(),
            rd::rd_kafka_AclOperation_t::RD_KAFKA_ACL_OPERATION_ANY,
            rd::rd_kafka_AclPermissionType_t::RD_KAFKA_ACL_PERMISSION_TYPE_ANY,
            ptr::null_mut(),
            0,
        )
    }
}
