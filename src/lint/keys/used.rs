//! Values that a client takes when it is made, and that fail it once it works.

use super::Reader;
use crate::knowledge::catalog::{Family, Key, Kind};
use crate::sources::config::{Given, Role};

/// The clients whose times are Go's.
const OF_GO: &[&str] = &["franz-go", "sarama"];
/// What Go counts times in, of a millisecond.
const NANOSECONDS: u64 = 1_000_000;

/// Whether it is a bare number of nanoseconds where more was meant.
pub(super) fn is_unitless(family: &Family, key: &Key, value: &Given) -> bool {
    let (Given::Number(number) | Given::Code(number)) = value else { return false };
    let few = number.parse::<u64>().is_ok_and(|number| (1..NANOSECONDS).contains(&number));
    few && key.kind == Kind::Duration && OF_GO.contains(&family.name())
}

/// What goes wrong with the value, as the end of a sentence that begins with its key.
pub(super) fn trouble(reader: &Reader, key: &Key, value: &Given) -> Option<&'static str> {
    let Given::Text(text) = value else { return None };
    match (reader.client?.id.as_str(), reader.role, key.name.as_str()) {
        ("kafka-python", Role::Producer, "acks") if text != "all" => Some(
            "takes \"all\", or a number without quotes: kafka-python starts with this text and cannot write it into a request, so that no record is ever acknowledged",
        ),
        ("aiokafka", Role::Consumer, "auto_offset_reset")
            if !["earliest", "latest", "none"].contains(&text.as_str()) =>
        {
            Some(
                "takes earliest, latest and none: aiokafka logs a warning and takes any other word for none, so that reading a partition without a committed position raises NoOffsetForPartitionError",
            )
        }
        _ => None,
    }
}
