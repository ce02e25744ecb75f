//! Who came and went, and how often partitions were given out anew.

use std::collections::{BTreeMap, BTreeSet};

use super::tracks::group;
use crate::sources::cluster::{Group, Member, Series};

/// States in which a group has members and all of them know what they read.
const SETTLED: &str = "Stable";

/// States of a group without members.
const EMPTY: [&str; 2] = ["Empty", "Dead"];

/// What the pictures show of the members.
#[derive(Debug, Default)]
pub struct Members {
    /// Members that left.
    pub left: usize,
    /// Members that came.
    pub joined: usize,
    /// Of them, those that had left before, by what they are called.
    pub returned: BTreeMap<String, usize>,
    /// How often partitions were given out anew.
    pub rebalances: usize,
    /// Of them, those at which members had partitions before.
    pub paused: usize,
    /// Pictures in which the group was not settled, and pictures with members.
    pub unsettled: (usize, usize),
    /// Whether there was none at first and some at the end.
    pub started: bool,
}

impl Members {
    /// What the pictures show.
    pub fn of(series: &Series) -> Self {
        let mut seen = Self::default();
        let groups: Vec<&Group> = series.snapshots.iter().filter_map(|snapshot| group(series, snapshot)).collect();
        let mut gone: BTreeMap<Who, usize> = BTreeMap::new();
        for pair in groups.windows(2) {
            seen.step(pair[0], pair[1], &mut gone);
        }
        for one in &groups {
            let members = one.members.as_ref().is_some_and(|members| !members.is_empty());
            seen.unsettled.1 += usize::from(members);
            seen.unsettled.0 += usize::from(members && !is_settled(one));
        }
        let empty = |one: &Group| one.state.as_deref().is_some_and(|state| EMPTY.contains(&state));
        let some = |one: &Group| one.members.as_ref().is_some_and(|members| !members.is_empty());
        let (first, last) = (groups.first(), groups.last());
        seen.started = first.is_some_and(|one| empty(one)) && last.is_some_and(|one| some(one));
        seen
    }

    fn step(&mut self, before: &Group, after: &Group, gone: &mut BTreeMap<Who, usize>) {
        let (Some(old), Some(new)) = (&before.members, &after.members) else { return };
        let ids = |members: &[Member]| members.iter().map(|member| member.id.clone()).collect::<BTreeSet<_>>();
        let (old_ids, new_ids) = (ids(old), ids(new));
        for member in old.iter().filter(|member| !new_ids.contains(&member.id)) {
            self.left += 1;
            *gone.entry(who(member)).or_default() += 1;
        }
        for member in new.iter().filter(|member| !old_ids.contains(&member.id)) {
            self.joined += 1;
            if let Some(left) = gone.get_mut(&who(member)).filter(|left| **left > 0) {
                *left -= 1;
                *self.returned.entry(member.client.clone()).or_default() += 1;
            }
        }
        let anew = is_settled(before) && !is_settled(after) && !new.is_empty()
            || is_settled(before) && is_settled(after) && shared(old) != shared(new);
        // Who comes back to a group that all had left is given everything anew, and nobody pauses for it.
        let from_none = old.is_empty() && !new.is_empty() && self.left > 0;
        self.rebalances += usize::from(anew || from_none);
        self.paused += usize::from(anew && !old.is_empty());
    }

    /// How often the same one came back, at most.
    pub fn returned_most(&self, series: &Series) -> usize {
        // Several members of one process may share a name: each of them may come back once.
        self.returned.iter().map(|(name, times)| times.div_ceil(named(series, name))).max().unwrap_or(0)
    }

    /// Whether a name that came back was had by several members at once, so that it does not say which of them did.
    pub fn returned_shared(&self, series: &Series) -> bool {
        self.returned.keys().any(|name| named(series, name) > 1)
    }
}

/// As many members had that name at once.
fn named(series: &Series, name: &str) -> usize {
    let of = |group: &Group| group.members.iter().flatten().filter(|member| member.client == name).count();
    let counts = series.snapshots.iter().filter_map(|snapshot| group(series, snapshot)).map(of);
    counts.max().unwrap_or(1).max(1)
}

/// What each member has.
fn shared(members: &[Member]) -> BTreeMap<&str, &BTreeMap<String, Vec<i32>>> {
    members.iter().map(|member| (lasting(member), &member.assigned)).collect()
}

/// What stays of a member over a restart, where anything does: a static member has its partitions again under another id.
fn lasting(member: &Member) -> &str {
    member.instance.as_deref().unwrap_or(&member.id)
}

/// What is left of a member that left.
type Who = (String, String, Option<String>);

fn who(member: &Member) -> Who {
    (member.client.clone(), member.host.clone(), member.instance.clone())
}

fn is_settled(group: &Group) -> bool {
    group.state.as_deref() == Some(SETTLED)
}
