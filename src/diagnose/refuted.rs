//! Answers that what was watched refutes.

use super::loads::Load;
use crate::facts::{Facts, Id, Origin, Value};

/// Who does so much more than its answers allow works on several records at once, or the answers are wrong.
const MORE: f64 = 1.25;

/// Who always has some to do and does so much less has other answers than these.
const LESS: f64 = 1.5;

/// What one member was seen to do, where its answers say otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Refuted {
    /// The mean time for one record that is said, in ms.
    said: f64,
    /// Records per second that were seen.
    seen: f64,
}

impl Refuted {
    /// Whether any member does what it could not by what is said of a record, or far less although it could.
    pub fn by(facts: &Facts, id: Id, loads: &[Load]) -> Option<Self> {
        let said = facts.value(id, "processing_mean").and_then(Value::as_number)?;
        // What outside limits let through says nothing of the time for a record.
        let limited = !facts.related(id, "limits").is_empty();
        let highest = |busy: bool| {
            let such = loads.iter().filter(|load| load.consumed > 0.0 && (load.busy || !busy));
            such.map(|load| load.consumed).max_by(f64::total_cmp)
        };
        let does_more = highest(false).filter(|rate| said > MORE * takes(*rate));
        let does_less = highest(true).filter(|rate| !limited && said * LESS < takes(*rate));
        does_more.or(does_less).map(|seen| Self { said, seen })
    }

    /// Has what was seen hold before what is said.
    pub fn note(self, facts: &mut Facts, id: Id) {
        let takes = takes(self.seen);
        let of = |fact: &str| facts.value(id, fact).and_then(Value::as_number).unwrap_or(takes);
        let (least, most) = (of("processing_min").min(takes), of("processing_max").max(takes));
        facts.set(id, "work_refuted", Value::Bool(true), Origin::Structure);
        for (fact, value) in [
            ("said_processing", self.said),
            ("seen_rate", self.seen),
            ("processing_min", least),
            ("processing_mean", takes),
            ("processing_max", most),
        ] {
            facts.set(id, fact, Value::Number(value), Origin::Set);
        }
    }
}

/// In how many ms such a rate does one record.
fn takes(rate: f64) -> f64 {
    1000.0 / rate
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(said: f64, consumed: f64, busy: bool) -> Option<f64> {
        let mut facts = Facts::default();
        let id = facts.add("consumer", "billing", "");
        facts.set(id, "processing_mean", Value::Number(said), Origin::Answer);
        let (client, host, partitions) = (String::new(), String::new(), Vec::new());
        let load = Load { client, host, partitions, arrival: 60.0, consumed, lag: 1000, busy, falls_short: true };
        Refuted::by(&facts, id, &[load])?.note(&mut facts, id);
        facts.value(id, "processing_mean").and_then(Value::as_number)
    }

    #[test]
    fn what_is_watched_holds_before_what_is_said() {
        assert_eq!(compared(300.0, 50.0, true), Some(20.0));
        assert_eq!(compared(300.0, 50.0, false), Some(20.0), "who waits does at least that");
        assert_eq!(compared(1.5, 50.0, true), Some(20.0));
        assert_eq!(compared(1.5, 50.0, false), None, "who waits may be able to do more");
        assert_eq!(compared(22.0, 50.0, true), None);
    }
}
