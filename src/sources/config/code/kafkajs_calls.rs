//! Options that `KafkaJS` takes in calls of a client, and not where it is made.

use super::super::{Role, Unread};
use super::table::Table;

/// Options of calls of a client, which do nothing where the client is made.
const OF_CALLS: &[(Role, &str, &[&str])] = &[
    (Role::Producer, "producer.send", &["acks", "timeout", "compression"]),
    (Role::Consumer, "consumer.subscribe", &["fromBeginning"]),
    (
        Role::Consumer,
        "consumer.run",
        &[
            "autoCommit",
            "autoCommitInterval",
            "autoCommitThreshold",
            "eachBatchAutoResolve",
            "partitionsConsumedConcurrently",
        ],
    ),
];

/// Takes out what the client does not look at, as it is an option of its calls, or of those of any client's.
pub(super) fn misplaced(role: Option<Role>, table: &mut Table) -> Vec<Unread> {
    let mut unread = Vec::new();
    for (_, call, keys) in OF_CALLS.iter().filter(|(of, ..)| role.is_none_or(|role| role == *of)) {
        let taken = table.settings.extract_if(.., |setting| keys.contains(&setting.key.as_str()));
        let because = format!("is an option of {call}({{...}}), and does nothing where the client is made");
        unread.extend(taken.map(|setting| Unread { setting, because: because.clone(), among: Vec::new() }));
    }
    unread
}
