//! Groups of every kind: librdkafka's newer calls list those of consumers only.
#![expect(unsafe_code, reason = "librdkafka is a C library")]

use std::ptr;
use std::time::Duration;

use rdkafka_sys as rd;

use super::{Client, code, millis, read};
use crate::sources::cluster::request::Failure;

impl Client {
    /// The names of all groups whose members agree on nothing that librdkafka knows: of consumers that have no members,
    /// or of a kind that it cannot ask, such as share groups. Those of Connect's workers are not among them. One request
    /// to each broker, waited for.
    ///
    /// # Errors
    /// When a broker does not answer in time.
    pub fn untold_groups(&self, within: Duration) -> Result<Vec<String>, Failure> {
        let mut list: *const rd::rd_kafka_group_list = ptr::null();
        // SAFETY: the list is ours where one is given, and destroyed when the names have been copied.
        unsafe {
            let into = (&raw mut list).cast();
            let done = code::rd_kafka_list_groups(self.handle.as_ptr().cast(), ptr::null(), into, millis(within));
            let mut names = Vec::new();
            if !list.is_null() {
                let count = usize::try_from((*list).group_cnt).unwrap_or(0);
                for at in 0..count {
                    // Only texts are read: a code that is newer than the bindings would be no value of theirs.
                    let group = (*list).groups.add(at);
                    if read::text((*group).protocol_type).is_empty() {
                        names.push(read::text((*group).group));
                    }
                }
                rd::rd_kafka_group_list_destroy(list);
            }
            if done == 0 { Ok(names) } else { Err(read::failure(done, ptr::null())) }
        }
    }
}
