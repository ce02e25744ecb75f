//! What `check` asks of a cluster, asked at once and read by nobody: it cannot be faster than this loop.
#![expect(unsafe_code, reason = "librdkafka's administration calls have no safe wrapper")]

use std::ffi::{CStr, CString, c_char, c_int};
use std::ptr;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rdkafka_sys as rd;

/// As many as `check` asks of in one request.
const TOPICS_AT_ONCE: usize = 250;
/// As many as `check` asks of in one request.
const PARTITIONS_AT_ONCE: usize = 500;
/// The ages of records that `check` asks for where groups lag, in seconds; the last two are shares of a retention of 7 days.
const AGES: [i64; 9] = [60, 300, 900, 3_600, 6 * 3_600, 86_400, 7 * 86_400, 181_440, 423_360];
/// As many requests as `check` has under way on a connection.
const IN_FLIGHT: &str = "4";
/// How long librdkafka may take, in ms.
const WITHIN: c_int = 60_000;

struct Bare {
    client: *mut rd::rd_kafka_t,
    queue: *mut rd::rd_kafka_queue_t,
    asked: usize,
}

/// Asks everything and throws the answers away; of `lagging` partitions the times too.
pub fn run(bootstrap: &str, lagging: &[(CString, c_int)]) {
    // SAFETY: every pointer is one that librdkafka has just given, and used before what it belongs to is destroyed.
    unsafe {
        let mut bare = Bare::connect(bootstrap);
        bare.ask(rd::rd_kafka_admin_op_t::RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, |client, options, queue| {
            rd::rd_kafka_ListConsumerGroups(client, options, queue);
        });
        let topics = bare.topics();
        let client = bare.client as usize;
        let every_group = thread::spawn(move || list_groups(client as *mut rd::rd_kafka_t));
        let groups = bare.groups();
        bare.ask_cluster();
        bare.ask_configs(&topics);
        let partitions: Vec<(CString, c_int)> =
            topics.iter().flat_map(|(name, count)| (0..*count).map(|number| (name.clone(), number))).collect();
        let end = rd::rd_kafka_OffsetSpec_t::RD_KAFKA_OFFSET_SPEC_LATEST as i64;
        let start = rd::rd_kafka_OffsetSpec_t::RD_KAFKA_OFFSET_SPEC_EARLIEST as i64;
        bare.ask_offsets(&partitions, &[start, end, end]);
        bare.ask_groups(&groups);
        bare.drain();
        let youngest = rd::rd_kafka_OffsetSpec_t::RD_KAFKA_OFFSET_SPEC_MAX_TIMESTAMP as i64;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_millis();
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        let times: Vec<i64> = AGES.iter().map(|age| now - age * 1_000).chain([youngest]).collect();
        bare.ask_offsets(lagging, &times);
        bare.drain();
        every_group.join().expect("it is answered");
        rd::rd_kafka_queue_destroy(bare.queue);
        rd::rd_kafka_destroy_flags(bare.client, rd::RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    }
}

/// Asks for the groups of every kind, and waits: there is no other way to ask for those of other kinds.
///
/// # Safety
/// The client must be alive until it returns.
unsafe fn list_groups(client: *mut rd::rd_kafka_t) {
    // SAFETY: as the caller promises; the list is destroyed after the last use.
    unsafe {
        let mut list: *const rd::rd_kafka_group_list = ptr::null();
        rd::rd_kafka_list_groups(client, ptr::null(), &raw mut list, WITHIN);
        if !list.is_null() {
            rd::rd_kafka_group_list_destroy(list);
        }
    }
}

/// # Safety
/// Every method needs a client and a queue that are alive, which they are until [`run`] ends.
impl Bare {
    unsafe fn connect(bootstrap: &str) -> Self {
        // SAFETY: the configuration belongs to the client from here on.
        unsafe {
            let mut words: [c_char; 512] = [0; 512];
            let conf = rd::rd_kafka_conf_new();
            for (key, value) in [
                ("bootstrap.servers", bootstrap),
                ("allow.auto.create.topics", "false"),
                ("max.in.flight.requests.per.connection", IN_FLIGHT),
            ] {
                let (key, value) = (c_text(key), c_text(value));
                rd::rd_kafka_conf_set(conf, key.as_ptr(), value.as_ptr(), words.as_mut_ptr(), words.len());
            }
            let kind = rd::rd_kafka_type_t::RD_KAFKA_CONSUMER;
            let client = rd::rd_kafka_new(kind, conf, words.as_mut_ptr(), words.len());
            assert!(!client.is_null(), "{:?}", CStr::from_ptr(words.as_ptr()));
            Self { client, queue: rd::rd_kafka_queue_get_main(client), asked: 0 }
        }
    }

    unsafe fn ask(
        &mut self,
        what: rd::rd_kafka_admin_op_t,
        ask: impl FnOnce(*mut rd::rd_kafka_t, *mut rd::rd_kafka_AdminOptions_t, *mut rd::rd_kafka_queue_t),
    ) {
        // SAFETY: librdkafka copies the options.
        unsafe {
            let options = rd::rd_kafka_AdminOptions_new(self.client, what);
            rd::rd_kafka_AdminOptions_set_request_timeout(options, WITHIN, ptr::null_mut(), 0);
            ask(self.client, options, self.queue);
            rd::rd_kafka_AdminOptions_destroy(options);
            self.asked += 1;
        }
    }

    /// By name, how many partitions each has.
    unsafe fn topics(&self) -> Vec<(CString, c_int)> {
        // SAFETY: the metadata is ours until it is destroyed.
        unsafe {
            let mut metadata: *const rd::rd_kafka_metadata = ptr::null();
            let done = rd::rd_kafka_metadata(self.client, 1, ptr::null_mut(), &raw mut metadata, WITHIN);
            assert_eq!(done, rd::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR);
            let count = usize::try_from((*metadata).topic_cnt).unwrap_or(0);
            let topic = |at: usize| {
                let topic = (*metadata).topics.add(at);
                (CStr::from_ptr((*topic).topic).to_owned(), (*topic).partition_cnt)
            };
            let topics = (0..count).map(topic).collect();
            rd::rd_kafka_metadata_destroy(metadata);
            topics
        }
    }

    /// The answer to the one question that is out.
    unsafe fn groups(&mut self) -> Vec<CString> {
        // SAFETY: the list lives as long as the event.
        unsafe {
            let event = self.next();
            let (mut count, mut names) = (0, Vec::new());
            let result = rd::rd_kafka_event_ListConsumerGroups_result(event);
            let list = rd::rd_kafka_ListConsumerGroups_result_valid(result, &raw mut count);
            for at in 0..count {
                let name = rd::rd_kafka_ConsumerGroupListing_group_id(*list.add(at));
                names.push(CStr::from_ptr(name).to_owned());
            }
            rd::rd_kafka_event_destroy(event);
            names
        }
    }

    unsafe fn ask_cluster(&mut self) {
        use rd::rd_kafka_admin_op_t as Op;
        // SAFETY: the filter is destroyed after it has been copied.
        unsafe {
            self.ask(Op::RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER, |client, options, queue| {
                rd::rd_kafka_DescribeCluster(client, options, queue);
            });
            self.ask(Op::RD_KAFKA_ADMIN_OP_DESCRIBEACLS, |client, options, queue| {
                let filter = rd::rd_kafka_AclBindingFilter_new(
                    rd::rd_kafka_ResourceType_t::RD_KAFKA_RESOURCE_ANY,
                    ptr::null(),
                    rd::rd_kafka_ResourcePatternType_t::RD_KAFKA_RESOURCE_PATTERN_ANY,
                    ptr::null(),
                    ptr::null(),
                    rd::rd_kafka_AclOperation_t::RD_KAFKA_ACL_OPERATION_ANY,
                    rd::rd_kafka_AclPermissionType_t::RD_KAFKA_ACL_PERMISSION_TYPE_ANY,
                    ptr::null_mut(),
                    0,
                );
                rd::rd_kafka_DescribeAcls(client, filter, options, queue);
                rd::rd_kafka_AclBinding_destroy(filter);
            });
        }
    }

    unsafe fn ask_configs(&mut self, topics: &[(CString, c_int)]) {
        use rd::rd_kafka_ResourceType_t as Kind;
        let broker = c_text("1");
        let topics: Vec<&CStr> = topics.iter().map(|(name, _)| name.as_c_str()).collect();
        let of_topics = topics.chunks(TOPICS_AT_ONCE).map(|names| (Kind::RD_KAFKA_RESOURCE_TOPIC, names));
        for (kind, names) in of_topics.chain([(Kind::RD_KAFKA_RESOURCE_BROKER, &[broker.as_c_str()][..])]) {
            // SAFETY: the resources are destroyed after they have been copied.
            unsafe {
                self.ask(rd::rd_kafka_admin_op_t::RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, |client, options, queue| {
                    let new = |name: &&CStr| rd::rd_kafka_ConfigResource_new(kind, name.as_ptr());
                    let mut resources: Vec<_> = names.iter().map(new).collect();
                    let (list, count) = (resources.as_mut_ptr(), resources.len());
                    rd::rd_kafka_DescribeConfigs(client, list, count, options, queue);
                    rd::rd_kafka_ConfigResource_destroy_array(list, count);
                });
            }
        }
    }

    unsafe fn ask_offsets(&mut self, partitions: &[(CString, c_int)], places: &[i64]) {
        for partitions in partitions.chunks(PARTITIONS_AT_ONCE) {
            for place in places {
                // SAFETY: the list is destroyed after it has been copied.
                unsafe {
                    self.ask(rd::rd_kafka_admin_op_t::RD_KAFKA_ADMIN_OP_LISTOFFSETS, |client, options, queue| {
                        let list = rd::rd_kafka_topic_partition_list_new(0);
                        for (name, number) in partitions {
                            (*rd::rd_kafka_topic_partition_list_add(list, name.as_ptr(), *number)).offset = *place;
                        }
                        rd::rd_kafka_ListOffsets(client, list, options, queue);
                        rd::rd_kafka_topic_partition_list_destroy(list);
                    });
                }
            }
        }
    }

    unsafe fn ask_groups(&mut self, groups: &[CString]) {
        use rd::rd_kafka_admin_op_t as Op;
        // SAFETY: what is made for a request is destroyed after it has been copied.
        unsafe {
            self.ask(Op::RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, |client, options, queue| {
                let mut names: Vec<*const c_char> = groups.iter().map(|name| name.as_ptr()).collect();
                rd::rd_kafka_DescribeConsumerGroups(client, names.as_mut_ptr(), names.len(), options, queue);
            });
            for group in groups {
                self.ask(Op::RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, |client, options, queue| {
                    let mut wanted = rd::rd_kafka_ListConsumerGroupOffsets_new(group.as_ptr(), ptr::null());
                    rd::rd_kafka_ListConsumerGroupOffsets(client, &raw mut wanted, 1, options, queue);
                    rd::rd_kafka_ListConsumerGroupOffsets_destroy(wanted);
                });
            }
        }
    }

    unsafe fn drain(&mut self) {
        while self.asked > 0 {
            // SAFETY: the event is ours.
            unsafe { rd::rd_kafka_event_destroy(self.next()) }
        }
    }

    /// The next answer, which is the caller's.
    unsafe fn next(&mut self) -> *mut rd::rd_kafka_event_t {
        // SAFETY: the queue is alive.
        let event = unsafe { rd::rd_kafka_queue_poll(self.queue, WITHIN) };
        assert!(!event.is_null(), "no answer in {WITHIN} ms");
        self.asked -= 1;
        event
    }
}

/// What C can read.
pub fn c_text(text: &str) -> CString {
    CString::new(text).expect("no zero byte")
}
