//! What was not seen of what the group reads, and whether anybody is left to read it.

use super::Seen;
use crate::diagnose::sight::Sight;

/// Looks of which a larger share lacks answers say little of the group.
const MANY: f64 = 0.2;

impl Seen<'_> {
    pub(super) fn deserted(&mut self, deserted: Option<(f64, f64)>) {
        self.set("deserted", deserted.is_some());
        if let Some((after, time)) = deserted {
            self.set("deserted_after", after * 1000.0);
            self.set("deserted_time", time * 1000.0);
        }
    }

    pub(super) fn sight(&mut self, sight: &Sight) {
        self.names("unseen", sight.unseen.iter().map(String::as_str));
        self.names("dark", sight.dark.iter().map(String::as_str));
        self.set("unanswered", sight.unanswered);
        self.set("silent", sight.silent);
        let dim = !sight.dark.is_empty() || sight.silent || sight.unanswered >= MANY;
        self.set("dim", dim);
        self.set("whole", !dim && sight.unseen.is_empty());
        if let Some(since) = sight.since {
            self.set("dim_after", since * 1000.0);
        }
    }
}
