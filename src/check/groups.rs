//! What a snapshot shows of groups of consumers.

use std::collections::{BTreeMap, BTreeSet};

use super::picture::{ByName, count, length, seen};
use super::positions;
use crate::facts::{Facts, Id};
use crate::sources::cluster::{GroupKind, Member, Snapshot};

/// Adds the groups and where they are in the topics.
pub(super) fn add(facts: &mut Facts, snapshot: &Snapshot, topics: &ByName) {
    let kept = kept(snapshot);
    for group in &snapshot.groups {
        let id = facts.add("group", &group.name, "");
        if let Some(kept) = kept {
            count(facts, id, "kept", kept);
        }
        if let Some(state) = &group.state {
            seen(facts, id, "state", state.as_str());
        }
        let protocol = match group.kind {
            GroupKind::Classic => "classic",
            GroupKind::Consumer => "consumer",
        };
        seen(facts, id, "protocol", protocol);
        seen(facts, id, "assignor", group.assignor.as_str());
        if let Some(members) = &group.members {
            self::members(facts, id, members);
        }
        seen(facts, id, "stopped", false);
        if let (Some(members), Some(committed)) = (&group.members, &group.committed)
            && let Some((never, not_yet)) = uncommitted(snapshot, members, committed)
        {
            length(facts, id, "uncommitted", never);
            length(facts, id, "not_begun", not_yet);
        }
        if let Some(committed) = &group.committed {
            length(facts, id, "positions", committed.values().map(BTreeMap::len).sum());
        }
        seen(facts, id, "designed", false);
        if let Some(sums) = positions::add(facts, snapshot, topics, group, id) {
            count(facts, id, "lag", sums.lag);
            count(facts, id, "lost", sums.lost);
            if group.members.is_some() {
                count(facts, id, "lag_read", sums.read);
            }
        }
    }
}

/// For how many ms brokers keep the positions of a group without members; none where they do not agree.
fn kept(snapshot: &Snapshot) -> Option<i64> {
    let of = |broker| snapshot.broker_setting(broker, "offsets.retention.minutes")?.value.as_ref()?.parse::<i64>().ok();
    let mut all = snapshot.brokers.iter().map(of);
    let first = all.next()??;
    all.all(|other| other == Some(first)).then(|| first * 60_000)
}

/// Who its members are, and what each has to do.
fn members(facts: &mut Facts, id: Id, members: &[Member]) {
    let parts = || members.iter().map(|member| member.assigned.values().map(Vec::len).sum::<usize>());
    length(facts, id, "members", members.len());
    length(facts, id, "idle", parts().filter(|parts| *parts == 0).count());
    length(facts, id, "assigned", parts().sum());
    if let (Some(most), Some(fewest)) = (parts().max(), parts().min()) {
        length(facts, id, "most", most);
        length(facts, id, "fewest", fewest);
    }
    length(facts, id, "static", members.iter().filter(|member| member.instance.is_some()).count());
    let hosts: BTreeSet<&str> = members.iter().map(|member| member.host.trim_start_matches('/')).collect();
    length(facts, id, "hosts", hosts.len());
    if let Some(host) = hosts.first().filter(|_| hosts.len() == 1) {
        seen(facts, id, "host", *host);
    }
    let topics: BTreeSet<&String> = members.iter().flat_map(|member| member.assigned.keys()).collect();
    length(facts, id, "topics", topics.len());
}

/// Partitions with records that members read and of which nothing is committed: those of members that have committed in no
/// partition of theirs, and those of members that have elsewhere; none where that cannot be told.
fn uncommitted(
    snapshot: &Snapshot,
    members: &[Member],
    committed: &BTreeMap<String, BTreeMap<i32, i64>>,
) -> Option<(usize, usize)> {
    let (mut never, mut not_yet) = (0, 0);
    for member in members {
        let assigned = member.assigned.iter().flat_map(|(name, all)| all.iter().map(move |number| (name, number)));
        let is_committed =
            |(name, number): &(&String, &i32)| committed.get(*name).is_some_and(|of| of.contains_key(number));
        let (begun, without): (Vec<_>, Vec<_>) = assigned.partition(is_committed);
        let mut holding = 0;
        for (name, number) in without {
            let partition = snapshot.topic(name)?.partitions.iter().find(|partition| partition.id == *number)?;
            holding += usize::from(partition.end? > partition.start?);
        }
        // One that reads several hands out what it has fetched of one after the other.
        if begun.is_empty() {
            never += holding;
        } else {
            not_yet += holding;
        }
    }
    Some((never, not_yet))
}
