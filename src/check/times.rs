//! How long what a group has not read yet has been waiting.

use super::picture::seen;
use crate::facts::{Facts, Id};
use crate::sources::cluster::Partition;

/// Between what and what an age is, in ms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Age {
    /// It is at least that.
    pub least: i64,
    /// It is at most that; none where it is older than all that was asked about.
    pub most: Option<i64>,
}

impl Age {
    /// Of a position behind which nothing waits.
    pub const NONE: Self = Self { least: 0, most: Some(0) };

    /// The greater of two, as far as they are known.
    pub fn max(self, other: Self) -> Self {
        Self { least: self.least.max(other.least), most: self.most.zip(other.most).map(|(one, other)| one.max(other)) }
    }

    /// Records it of a position or a group.
    #[expect(clippy::cast_precision_loss, reason = "no record is 2^52 ms old")]
    pub fn record(self, facts: &mut Facts, id: Id) {
        seen(facts, id, "waiting_least", self.least as f64);
        if let Some(most) = self.most {
            seen(facts, id, "waiting_most", most as f64);
        }
    }
}

/// How long the first record at or behind `offset` has been waiting, by the time that it bears; none where no time of the
/// partition is known. Records that bear times out of order can make it older than it says.
pub(super) fn waiting(partition: &Partition, offset: i64, now: i64) -> Option<Age> {
    let (start, end) = (partition.start?, partition.end?);
    let next = offset.max(start);
    if next >= end {
        return Some(Age::NONE);
    }
    // Every record before the first one that is no older than a time is older.
    let older = partition.since.iter().filter(|(_, first)| next < **first).map(|(time, _)| *time);
    let younger = partition.since.iter().filter(|(_, first)| next >= **first).map(|(time, _)| *time);
    let (least, most) = (older.min(), younger.max());
    if least.is_none() && most.is_none() {
        return None;
    }
    // None is younger than the youngest.
    let least = least.into_iter().chain(partition.newest).min().unwrap_or(now);
    Some(Age { least: (now - least).max(0), most: most.map(|most| now - most) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000_000;
    const MINUTE: i64 = 60_000;

    /// Ten records, one a minute, the last of them a minute old; asked about one, five and fifteen minutes.
    fn partition() -> Partition {
        Partition {
            start: Some(0),
            end: Some(10),
            since: [(NOW - MINUTE, 9), (NOW - 5 * MINUTE, 5), (NOW - 15 * MINUTE, 0)].into(),
            newest: Some(NOW - MINUTE),
            ..Partition::default()
        }
    }

    #[test]
    fn an_age_is_between_two_that_were_asked_about() {
        let age = |offset| waiting(&partition(), offset, NOW).expect("times are known");
        assert_eq!(age(0), Age { least: 5 * MINUTE, most: Some(15 * MINUTE) });
        assert_eq!(age(4), Age { least: 5 * MINUTE, most: Some(15 * MINUTE) });
        assert_eq!(age(5), Age { least: MINUTE, most: Some(5 * MINUTE) });
        assert_eq!(age(9), Age { least: MINUTE, most: Some(MINUTE) }, "the youngest is as old as that");
        assert_eq!(age(10), Age::NONE, "nothing waits");
    }

    #[test]
    fn what_is_older_than_all_that_was_asked_about_has_no_upper_end() {
        let old = Partition { since: [(NOW - MINUTE, 10)].into(), newest: Some(NOW - 90 * MINUTE), ..partition() };
        assert_eq!(waiting(&old, 3, NOW), Some(Age { least: 90 * MINUTE, most: None }));
    }

    #[test]
    fn without_times_nothing_is_said() {
        let unknown = Partition { since: [].into(), ..partition() };
        assert_eq!(waiting(&unknown, 3, NOW), None);
    }
}
