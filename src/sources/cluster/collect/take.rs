//! Puts answers where they belong in the snapshot.

use std::collections::{BTreeMap, BTreeSet};

use super::{Awaited, Collector, lack_of};
use crate::sources::cluster::lacks::Lack;
use crate::sources::cluster::request::{Acl, Failure, Mark, Place, Response};
use crate::sources::cluster::snapshot::{Acls, Group, Partition, Settings, Snapshot};

/// Whom Kafka means by everybody.
const EVERYBODY: &str = "User:*";

impl Collector<'_> {
    pub(super) fn take(&mut self, number: usize, answer: Result<Response, Failure>) {
        let Some(awaited) = self.awaited.remove(&number) else { return };
        let response = match answer {
            Ok(response) => response,
            // Others are asked for the same.
            Err(failure) if matches!(awaited, Awaited::Cluster(_)) => return self.troubles.add(failure),
            // Brokers before 3.0 know no youngest record: nobody misses it.
            Err(_) if awaited == Awaited::Offsets(Place::Youngest) => return,
            Err(failure) => {
                let (lack, name) = awaited.lack();
                return self.miss(lack, name, &failure);
            }
        };
        match (response, awaited) {
            (Response::Cluster { id, brokers, describe }, Awaited::Cluster(from)) => {
                self.alive = Some(from);
                if describe == Some(false) {
                    let why = "they are left out of what is listed for it; it needs Describe on the cluster";
                    self.lacks.because(Lack::OtherGroups, None, why.to_owned());
                }
                self.seen = Snapshot { id, brokers, ..std::mem::take(&mut self.seen) };
            }
            (Response::Groups { listed, failures }, _) => {
                self.listed = Some(listed);
                for failure in &failures {
                    self.miss(Lack::Groups, None, failure);
                }
            }
            (Response::Members(groups), _) => groups.into_iter().for_each(|group| self.take_group(group)),
            (Response::Configs(configs), Awaited::BrokerConfig(id)) => self.take_broker_config(id, configs),
            (Response::Configs(configs), _) => self.take_topic_configs(configs),
            (Response::Committed(offsets), Awaited::Committed(group)) => self.take_committed(&group, offsets),
            (Response::Offsets(offsets), Awaited::Offsets(place)) => self.take_offsets(place, offsets),
            (Response::Acls(acls), _) => self.seen.acls = summed_up(acls),
            (Response::Cluster { .. } | Response::Committed(_) | Response::Offsets(_), _) => {}
        }
    }

    fn take_group(&mut self, described: Result<Group, (String, Failure)>) {
        match described {
            Ok(group) => {
                if let Some(seen) = self.group(&group.name) {
                    let committed = seen.committed.take();
                    *seen = Group { committed, kind: seen.kind, ..group };
                }
            }
            Err((name, failure)) => self.miss(Lack::Members, Some(name), &failure),
        }
    }

    fn group(&mut self, name: &str) -> Option<&mut Group> {
        let at = self.seen.groups.binary_search_by(|group| group.name.as_str().cmp(name)).ok()?;
        Some(&mut self.seen.groups[at])
    }

    fn take_broker_config(&mut self, id: i32, configs: Vec<(String, Result<Settings, Failure>)>) {
        for (_, config) in configs {
            match config {
                Ok(config) => {
                    if let Some(broker) = self.seen.brokers.iter_mut().find(|broker| broker.id == id) {
                        broker.config = Some(config);
                    }
                }
                Err(failure) => self.miss(Lack::BrokerConfig, Some(id.to_string()), &failure),
            }
        }
    }

    fn take_topic_configs(&mut self, configs: Vec<(String, Result<Settings, Failure>)>) {
        for (name, config) in configs {
            match config {
                Ok(config) => {
                    let found = self.seen.topics.binary_search_by(|topic| topic.name.as_str().cmp(&name));
                    if let Ok(at) = found {
                        self.seen.topics[at].config = Some(config);
                    }
                }
                Err(failure) => self.miss(Lack::TopicConfigs, Some(name), &failure),
            }
        }
    }

    fn take_committed(&mut self, group: &str, offsets: Vec<(String, i32, i64)>) {
        if let Some(group) = self.group(group) {
            group.committed = Some(by_topic(offsets));
        }
    }

    fn take_offsets(&mut self, place: Place, offsets: Vec<(String, i32, Result<Mark, Failure>)>) {
        for (name, number, found) in offsets {
            match found {
                Ok(mark) => {
                    if let Some(partition) = self.partition(&name, number) {
                        put(partition, place, mark);
                    }
                }
                Err(_) if place == Place::Youngest => {}
                Err(failure) => self.miss(lack_of(place), Some(name), &failure),
            }
        }
    }

    pub(super) fn partition(&mut self, topic: &str, number: i32) -> Option<&mut Partition> {
        let at = self.seen.topics.binary_search_by(|known| known.name.as_str().cmp(topic)).ok()?;
        let partitions = &mut self.seen.topics[at].partitions;
        let at = partitions.binary_search_by_key(&number, |partition| partition.id).ok()?;
        partitions.get_mut(at)
    }
}

/// What a group has committed, by topic and partition.
pub(in crate::sources::cluster) fn by_topic(offsets: Vec<(String, i32, i64)>) -> BTreeMap<String, BTreeMap<i32, i64>> {
    let mut committed: BTreeMap<String, BTreeMap<i32, i64>> = BTreeMap::new();
    for (topic, partition, offset) in offsets {
        committed.entry(topic).or_default().insert(partition, offset);
    }
    committed
}

/// A negative offset is no place: brokers answer so where no record is that young, or none has a time.
pub(in crate::sources::cluster) fn put(partition: &mut Partition, place: Place, mark: Mark) {
    let offset = Some(mark.offset).filter(|offset| *offset >= 0);
    match place {
        Place::Start => partition.start = offset,
        Place::End => partition.end = offset,
        Place::Stable => partition.stable = offset,
        Place::Since(time) => {
            if let Some(offset) = offset.or(partition.end) {
                partition.since.insert(time, offset);
            }
        }
        Place::Youngest => partition.newest = Some(mark.time).filter(|time| offset.is_some() && *time >= 0),
    }
}

/// What the entries come to. None shown is no answer: librdkafka drops the code by which brokers refuse one.
fn summed_up(acls: Vec<Acl>) -> Option<Acls> {
    if acls.is_empty() {
        return None;
    }
    let entries = acls.len();
    let named: BTreeSet<&str> =
        acls.iter().map(|acl| acl.principal.as_str()).filter(|principal| *principal != EVERYBODY).collect();
    let principals = named.len();
    let all = acls.into_iter().filter(|acl| acl.allows && acl.principal == EVERYBODY);
    let mut everybody: Vec<_> = all.map(|acl| acl.what).collect();
    everybody.sort_unstable();
    Some(Acls { entries, principals, everybody })
}
