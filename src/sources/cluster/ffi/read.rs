//! Copies what librdkafka answers.

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int};
use std::ptr;
use std::slice;

use rdkafka_sys as rd;

use super::code;
use crate::sources::cluster::request::{Acl, Failure, Mark, Response};
use crate::sources::cluster::snapshot::{Allowed, Broker, Group, GroupKind, Member, Setting, Settings, Source};

/// A text of librdkafka's; empty where there is none.
///
/// # Safety
/// `text` must be null or end with a zero byte.
pub unsafe fn text(text: *const c_char) -> String {
    // SAFETY: as the caller promises.
    unsafe { maybe(text) }.unwrap_or_default()
}

/// # Safety
/// As of [`text`].
unsafe fn maybe(text: *const c_char) -> Option<String> {
    // SAFETY: as the caller promises.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// A code, and its words or those that librdkafka has for it.
///
/// # Safety
/// As of [`text`].
pub unsafe fn failure(code: c_int, words: *const c_char) -> Failure {
    // SAFETY: as the caller promises; librdkafka has words for every number.
    let text = unsafe { maybe(words).unwrap_or_else(|| text(code::rd_kafka_err2str(code))) };
    Failure { code, text }
}

/// # Safety
/// `error` must be null or alive.
unsafe fn error(error: *const rd::rd_kafka_error_t) -> Option<Failure> {
    // SAFETY: as the caller promises; librdkafka takes null as no error.
    unsafe {
        let code = code::rd_kafka_error_code(error.cast());
        (code != 0).then(|| failure(code, rd::rd_kafka_error_string(error)))
    }
}

/// # Safety
/// `list` must be null or hold `length` elements, and they must outlive what is made of them.
pub unsafe fn listed<'a, T>(list: *const T, length: usize) -> &'a [T] {
    if list.is_null() || length == 0 {
        return &[];
    }
    // SAFETY: as the caller promises.
    unsafe { slice::from_raw_parts(list, length) }
}

/// The answer that an event brings; none where it is one to nothing that is asked for here.
///
/// # Safety
/// `event` must be alive and without an error.
pub unsafe fn response(event: *mut rd::rd_kafka_event_t) -> Option<Result<Response, Failure>> {
    // SAFETY: librdkafka gives null for results that the event does not bring; lists live as long as the event.
    unsafe {
        Some(Ok(match rd::rd_kafka_event_type(event) {
            rd::RD_KAFKA_EVENT_DESCRIBECLUSTER_RESULT => cluster(rd::rd_kafka_event_DescribeCluster_result(event)),
            rd::RD_KAFKA_EVENT_LISTCONSUMERGROUPS_RESULT => groups(rd::rd_kafka_event_ListConsumerGroups_result(event)),
            rd::RD_KAFKA_EVENT_DESCRIBECONSUMERGROUPS_RESULT => {
                let result = rd::rd_kafka_event_DescribeConsumerGroups_result(event);
                let mut count = 0;
                let list = rd::rd_kafka_DescribeConsumerGroups_result_groups(result, &raw mut count);
                Response::Members(listed(list, count).iter().map(|group| group_of(*group)).collect())
            }
            rd::RD_KAFKA_EVENT_DESCRIBECONFIGS_RESULT => {
                let result = rd::rd_kafka_event_DescribeConfigs_result(event);
                let mut count = 0;
                let list = rd::rd_kafka_DescribeConfigs_result_resources(result, &raw mut count);
                Response::Configs(listed(list, count).iter().map(|resource| config(*resource)).collect())
            }
            rd::RD_KAFKA_EVENT_LISTCONSUMERGROUPOFFSETS_RESULT => {
                return Some(committed(rd::rd_kafka_event_ListConsumerGroupOffsets_result(event)));
            }
            rd::RD_KAFKA_EVENT_LISTOFFSETS_RESULT => offsets(rd::rd_kafka_event_ListOffsets_result(event)),
            rd::RD_KAFKA_EVENT_DESCRIBEACLS_RESULT => {
                let result = rd::rd_kafka_event_DescribeAcls_result(event);
                let mut count = 0;
                let list = rd::rd_kafka_DescribeAcls_result_acls(result, &raw mut count);
                Response::Acls(listed(list, count).iter().map(|entry| acl(*entry)).collect())
            }
            _ => return None,
        }))
    }
}

/// Kafka's number of the right to have things described.
const DESCRIBE: c_int = rd::rd_kafka_AclOperation_t::RD_KAFKA_ACL_OPERATION_DESCRIBE as c_int;

unsafe fn cluster(result: *const rd::rd_kafka_DescribeCluster_result_t) -> Response {
    // SAFETY: the result is part of a live event.
    unsafe {
        let mut count = 0;
        let list = rd::rd_kafka_DescribeCluster_result_nodes(result, &raw mut count);
        let broker = |node: &*const rd::rd_kafka_Node_t| Broker {
            id: rd::rd_kafka_Node_id(*node),
            host: text(rd::rd_kafka_Node_host(*node)),
            port: rd::rd_kafka_Node_port(*node),
            rack: maybe(rd::rd_kafka_Node_rack(*node)),
            config: None,
        };
        let brokers = listed(list, count).iter().map(broker).collect();
        let may = code::rd_kafka_DescribeCluster_result_authorized_operations(result.cast(), &raw mut count);
        Response::Cluster {
            id: maybe(rd::rd_kafka_DescribeCluster_result_cluster_id(result)),
            brokers,
            // None where brokers do not tell; one who may do nothing is told so by an empty list.
            describe: (!may.is_null()).then(|| listed(may, count).contains(&DESCRIBE)),
        }
    }
}

unsafe fn groups(result: *const rd::rd_kafka_ListConsumerGroups_result_t) -> Response {
    // SAFETY: the result is part of a live event.
    unsafe {
        let mut count = 0;
        let list = rd::rd_kafka_ListConsumerGroups_result_valid(result, &raw mut count);
        let group = |group: &*const rd::rd_kafka_ConsumerGroupListing_t| {
            let name = text(rd::rd_kafka_ConsumerGroupListing_group_id(*group));
            (name, kind(rd::rd_kafka_ConsumerGroupListing_type(*group)))
        };
        let listed_groups = listed(list, count).iter().map(group).collect();
        let errors = rd::rd_kafka_ListConsumerGroups_result_errors(result, &raw mut count);
        let failures = listed(errors, count).iter().filter_map(|failed| error(*failed)).collect();
        Response::Groups { listed: listed_groups, failures }
    }
}

/// librdkafka lists only groups of consumers, and brokers before 3.8 do not say of which kind: they know one.
fn kind(kind: rd::rd_kafka_consumer_group_type_t) -> GroupKind {
    match kind {
        rd::rd_kafka_consumer_group_type_t::RD_KAFKA_CONSUMER_GROUP_TYPE_CONSUMER => GroupKind::Consumer,
        _ => GroupKind::Classic,
    }
}

unsafe fn group_of(group: *const rd::rd_kafka_ConsumerGroupDescription_t) -> Result<Group, (String, Failure)> {
    // SAFETY: the group is part of a live event.
    unsafe {
        let name = text(rd::rd_kafka_ConsumerGroupDescription_group_id(group));
        if let Some(failure) = error(rd::rd_kafka_ConsumerGroupDescription_error(group)) {
            return Err((name, failure));
        }
        let coordinator = rd::rd_kafka_ConsumerGroupDescription_coordinator(group);
        let count = rd::rd_kafka_ConsumerGroupDescription_member_count(group);
        let members = (0..count).map(|at| member(rd::rd_kafka_ConsumerGroupDescription_member(group, at)));
        let state = rd::rd_kafka_ConsumerGroupDescription_state(group);
        let state = text(rd::rd_kafka_consumer_group_state_name(state));
        Ok(Group {
            name,
            kind: kind(rd::rd_kafka_ConsumerGroupDescription_type(group)),
            state: Some(state).filter(|state| state != "Unknown"),
            assignor: text(rd::rd_kafka_ConsumerGroupDescription_partition_assignor(group)),
            coordinator: (!coordinator.is_null()).then(|| rd::rd_kafka_Node_id(coordinator)),
            members: Some(members.collect()),
            committed: None,
        })
    }
}

unsafe fn member(member: *const rd::rd_kafka_MemberDescription_t) -> Member {
    // SAFETY: the member is part of a live event.
    unsafe {
        let mut assigned: BTreeMap<String, Vec<i32>> = BTreeMap::new();
        let assignment = rd::rd_kafka_MemberDescription_assignment(member);
        if !assignment.is_null() {
            for partition in partitions(rd::rd_kafka_MemberAssignment_partitions(assignment)) {
                assigned.entry(text(partition.topic)).or_default().push(partition.partition);
            }
        }
        Member {
            id: text(rd::rd_kafka_MemberDescription_consumer_id(member)),
            client: text(rd::rd_kafka_MemberDescription_client_id(member)),
            host: text(rd::rd_kafka_MemberDescription_host(member)),
            instance: maybe(rd::rd_kafka_MemberDescription_group_instance_id(member)),
            assigned,
        }
    }
}

/// What stands in a list; its error is not looked at, because it may be newer than the bindings.
struct Listed {
    topic: *const c_char,
    partition: i32,
    offset: i64,
    code: c_int,
}

unsafe fn partitions(list: *const rd::rd_kafka_topic_partition_list_t) -> Vec<Listed> {
    if list.is_null() {
        return Vec::new();
    }
    // SAFETY: the list is part of a live event.
    unsafe {
        let count = usize::try_from((*list).cnt).unwrap_or(0);
        (0..count).map(|at| one((*list).elems.add(at))).collect()
    }
}

unsafe fn one(partition: *const rd::rd_kafka_topic_partition_t) -> Listed {
    // SAFETY: the partition is part of a live event; the code is read as the number that it is.
    unsafe {
        Listed {
            topic: (*partition).topic,
            partition: (*partition).partition,
            offset: (*partition).offset,
            code: (&raw const (*partition).err).cast::<c_int>().read(),
        }
    }
}

unsafe fn config(resource: *const rd::rd_kafka_ConfigResource_t) -> (String, Result<Settings, Failure>) {
    // SAFETY: the resource is part of a live event.
    unsafe {
        let name = text(rd::rd_kafka_ConfigResource_name(resource));
        let error = code::rd_kafka_ConfigResource_error(resource.cast());
        if error != 0 {
            return (name, Err(failure(error, rd::rd_kafka_ConfigResource_error_string(resource))));
        }
        let mut count = 0;
        let list = rd::rd_kafka_ConfigResource_configs(resource, &raw mut count);
        let setting = |entry: &*const rd::rd_kafka_ConfigEntry_t| {
            let secret = rd::rd_kafka_ConfigEntry_is_sensitive(*entry) != 0;
            let value = maybe(rd::rd_kafka_ConfigEntry_value(*entry)).filter(|_| !secret);
            let source = source(code::rd_kafka_ConfigEntry_source((*entry).cast()));
            (text(rd::rd_kafka_ConfigEntry_name(*entry)), Setting { value, secret, source })
        };
        (name, Ok(listed(list, count).iter().map(setting).collect()))
    }
}

/// By Kafka's numbers.
fn source(number: c_int) -> Source {
    match number {
        1 => Source::Topic,
        2 => Source::Broker,
        3 => Source::Cluster,
        4 => Source::File,
        5 => Source::Default,
        _ => Source::Unknown,
    }
}

unsafe fn committed(result: *const rd::rd_kafka_ListConsumerGroupOffsets_result_t) -> Result<Response, Failure> {
    // SAFETY: the result is part of a live event.
    unsafe {
        let mut count = 0;
        let list = rd::rd_kafka_ListConsumerGroupOffsets_result_groups(result, &raw mut count);
        let mut all = Vec::new();
        for group in listed(list, count) {
            if let Some(failure) = error(rd::rd_kafka_group_result_error(*group)) {
                return Err(failure);
            }
            let known = partitions(rd::rd_kafka_group_result_partitions(*group)).into_iter();
            let known = known.filter(|one| one.code == 0 && one.offset >= 0);
            all.extend(known.map(|one| (text(one.topic), one.partition, one.offset)));
        }
        Ok(Response::Committed(all))
    }
}

/// librdkafka's `RD_KAFKA_OFFSET_INVALID`.
const UNANSWERED: i64 = -1001;

unsafe fn acl(acl: *const rd::rd_kafka_AclBinding_t) -> Acl {
    // SAFETY: the entry is part of a live event; its numbers are read as the numbers that they are.
    unsafe {
        let raw = acl.cast();
        Acl {
            principal: text(rd::rd_kafka_AclBinding_principal(acl)),
            allows: code::rd_kafka_AclBinding_permission_type(raw) == 3,
            what: Allowed {
                operation: word(&OPERATIONS, code::rd_kafka_AclBinding_operation(raw)),
                on: word(&RESOURCES, code::rd_kafka_AclBinding_restype(raw)),
                name: text(rd::rd_kafka_AclBinding_name(acl)),
                prefixed: code::rd_kafka_AclBinding_resource_pattern_type(raw) == 4,
                from: text(rd::rd_kafka_AclBinding_host(acl)),
            },
        }
    }
}

/// Kafka's operations by librdkafka's numbers, which are Kafka's.
const OPERATIONS: [&str; 13] = [
    "Unknown",
    "Any",
    "All",
    "Read",
    "Write",
    "Create",
    "Delete",
    "Alter",
    "Describe",
    "ClusterAction",
    "DescribeConfigs",
    "AlterConfigs",
    "IdempotentWrite",
];

/// Resources by librdkafka's numbers.
const RESOURCES: [&str; 6] = ["Unknown", "Any", "Topic", "Group", "Cluster", "TransactionalId"];

fn word(words: &[&str], number: c_int) -> String {
    let known = usize::try_from(number).ok().and_then(|number| words.get(number));
    known.map_or_else(|| format!("Other-{number}"), |word| (*word).to_owned())
}

unsafe fn offsets(result: *const rd::rd_kafka_ListOffsets_result_t) -> Response {
    // SAFETY: the result is part of a live event.
    unsafe {
        let mut count = 0;
        let list = rd::rd_kafka_ListOffsets_result_infos(result, &raw mut count);
        let offset = |info: &*const rd::rd_kafka_ListOffsetsResultInfo_t| {
            let one = one(rd::rd_kafka_ListOffsetsResultInfo_topic_partition(*info));
            let mark = Mark { offset: one.offset, time: rd::rd_kafka_ListOffsetsResultInfo_timestamp(*info) };
            let found = match one.code {
                // What librdkafka begins with, and leaves where the leader's answer is missing.
                0 if one.offset == UNANSWERED => Err(Failure::silent()),
                0 => Ok(mark),
                code => Err(failure(code, ptr::null())),
            };
            (text(one.topic), one.partition, found)
        };
        Response::Offsets(listed(list, count).iter().map(offset).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{GroupKind, kind, rd};

    #[test]
    fn a_group_whose_kind_an_old_broker_does_not_say_is_of_consumers() {
        use rd::rd_kafka_consumer_group_type_t as Type;
        assert_eq!(kind(Type::RD_KAFKA_CONSUMER_GROUP_TYPE_UNKNOWN), GroupKind::Classic);
        assert_eq!(kind(Type::RD_KAFKA_CONSUMER_GROUP_TYPE_CONSUMER), GroupKind::Consumer);
    }
}
