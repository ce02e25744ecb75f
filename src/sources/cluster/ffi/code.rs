//! Calls whose codes come as they are, of the cluster or, where negative, of librdkafka: the bindings take them for
//! enumerations.
#![expect(unsafe_code, reason = "librdkafka is a C library")]

use std::ffi::{c_char, c_int, c_void};

unsafe extern "C" {
    pub fn rd_kafka_event_error(event: *const c_void) -> c_int;
    pub fn rd_kafka_error_code(error: *const c_void) -> c_int;
    pub fn rd_kafka_ConfigResource_error(resource: *const c_void) -> c_int;
    pub fn rd_kafka_ConfigEntry_source(entry: *const c_void) -> c_int;
    pub fn rd_kafka_AclBinding_restype(acl: *const c_void) -> c_int;
    pub fn rd_kafka_AclBinding_operation(acl: *const c_void) -> c_int;
    pub fn rd_kafka_AclBinding_permission_type(acl: *const c_void) -> c_int;
    pub fn rd_kafka_AclBinding_resource_pattern_type(acl: *const c_void) -> c_int;
    pub fn rd_kafka_err2str(code: c_int) -> *const c_char;
    pub fn rd_kafka_last_error() -> c_int;
    pub fn rd_kafka_list_groups(
        client: *mut c_void,
        one: *const c_char,
        list: *mut *const c_void,
        within: c_int,
    ) -> c_int;
    pub fn rd_kafka_DescribeCluster_result_authorized_operations(
        result: *const c_void,
        count: *mut usize,
    ) -> *const c_int;
    pub fn rd_kafka_message_headers(message: *const c_void, headers: *mut *mut c_void) -> c_int;
    pub fn rd_kafka_header_get_all(
        headers: *const c_void,
        at: usize,
        name: *mut *const c_char,
        value: *mut *const c_void,
        size: *mut usize,
    ) -> c_int;
    pub fn rd_kafka_metadata(
        client: *mut c_void,
        all: c_int,
        one: *mut c_void,
        metadata: *mut *const c_void,
        within: c_int,
    ) -> c_int;
}
