//! What was there at an earlier look and is no longer.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::picture::{numbers, texts};
use super::positions::subject;
use crate::facts::{Facts, Id};
use crate::sources::cluster::{Group, Snapshot};

/// Adds the topics that are gone, where all of them were listed both times: those that groups read, with their names, and
/// the others.
pub(super) fn topics(facts: &mut Facts, cluster: Id, now: &Snapshot, before: &Snapshot) {
    let whole = |look: &Snapshot| look.only_topics.is_none() && !look.lacks_topics();
    if !whole(now) || !whole(before) {
        return;
    }
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for topic in before.topics.iter().filter(|topic| now.topic(&topic.name).is_none()) {
        let name = &topic.name;
        let of = |group: &Group| {
            let assigned = group.members.iter().flatten().any(|member| member.assigned.contains_key(name));
            assigned || group.committed.iter().any(|all| all.contains_key(name))
        };
        let groups: BTreeSet<&str> = before
            .groups
            .iter()
            .chain(&now.groups)
            .filter(|group| of(group))
            .map(|group| group.name.as_str())
            .collect();
        let groups: Vec<&str> = groups.into_iter().collect();
        match groups.as_slice() {
            [] => unread.push(name.clone()),
            [one] => read.push(format!("{name} ({one} read it)")),
            [one, other] => read.push(format!("{name} ({one} and {other} read it)")),
            [one, other, rest @ ..] => read.push(format!("{name} ({one}, {other} and {} more read it)", rest.len())),
        }
    }
    texts(facts, cluster, "topics_gone_read", read);
    texts(facts, cluster, "topics_gone_unread", unread);
}

/// What had been committed and is no longer, of groups that could be looked at both times.
pub(super) fn positions(facts: &mut Facts, now: &Snapshot, before: &Snapshot, topics: &HashMap<Arc<str>, Id>) {
    if now.lacks_groups() || now.only_groups != before.only_groups {
        return;
    }
    let groups: HashMap<&str, &Group> = now.groups.iter().map(|group| (group.name.as_str(), group)).collect();
    for earlier in &before.groups {
        let later = groups.get(earlier.name.as_str());
        let kept = match later {
            None => None,
            Some(later) => match &later.committed {
                Some(committed) => Some(committed),
                None => continue,
            },
        };
        for (name, then) in earlier.committed.iter().flatten() {
            // With its topic a position goes too.
            let Some(topic) = topics.get(name.as_str()).copied() else { continue };
            let lost = lost(then, kept.and_then(|kept| kept.get(name)));
            if !lost.is_empty() {
                let known = facts.find("position", &format!("{}/{name}", earlier.name));
                let at = known.unwrap_or_else(|| subject(facts, &earlier.name, name));
                facts.relate(at, "topic", topic);
                numbers(facts, at, "forgotten", lost);
            }
        }
    }
}

fn lost(then: &BTreeMap<i32, i64>, kept: Option<&BTreeMap<i32, i64>>) -> Vec<i32> {
    then.keys().filter(|number| !kept.is_some_and(|kept| kept.contains_key(number))).copied().collect()
}
