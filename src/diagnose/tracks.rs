//! What the pictures show of each partition that the group reads.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::sources::cluster::{Group, Member, Partition, Series, Snapshot};

/// A partition at one moment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Point {
    /// Seconds since the first picture.
    pub at: f64,
    /// The first offset that is still there.
    pub start: Option<i64>,
    /// The offset behind the last record.
    pub end: Option<i64>,
    /// The offset behind the last record that readers of finished transactions see.
    pub stable: Option<i64>,
    /// What the group has committed.
    pub committed: Option<i64>,
    /// The broker that leads it.
    pub leader: Option<i32>,
}

impl Point {
    /// Records that the group has still to read.
    pub fn lag(&self) -> Option<i64> {
        Some((self.end? - self.committed?.max(self.start?)).max(0))
    }
}

/// A partition over all pictures.
#[derive(Debug, Clone)]
pub struct Track {
    /// The topic.
    pub topic: String,
    /// The number of the partition.
    pub partition: i32,
    /// What was seen of it, in the order of the pictures.
    pub points: Vec<Point>,
    /// The `client.id` of the member that has it at the end.
    pub owner: Option<String>,
    /// The id of that member.
    pub member: Option<String>,
}

impl Track {
    /// Its name: `orders-3`.
    pub fn name(&self) -> String {
        format!("{}-{}", self.topic, self.partition)
    }

    /// Its name as Kafka's tools take it: `orders:3`.
    pub fn place(&self) -> String {
        format!("{}:{}", self.topic, self.partition)
    }

    /// For how many seconds it was seen.
    pub fn length(&self) -> f64 {
        self.points.first().map_or(0.0, |first| self.last().at - first.at)
    }

    /// The mean time between two pictures of it, in seconds.
    pub fn between_pictures(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "nobody takes 2^52 pictures")]
        let steps = self.points.len().saturating_sub(1).max(1) as f64;
        self.length() / steps
    }

    /// What was seen of it in such a time, in seconds since the first picture.
    pub fn within(&self, time: &RangeInclusive<f64>) -> Self {
        let points = self.points.iter().filter(|point| time.contains(&point.at)).copied().collect();
        let (owner, member) = (self.owner.clone(), self.member.clone());
        Self { topic: self.topic.clone(), partition: self.partition, points, owner, member }
    }

    /// When something was seen to have moved, in seconds.
    pub fn moves(&self, of: impl Fn(&Point) -> Option<i64>) -> Vec<f64> {
        let known: Vec<(f64, i64)> = self.points.iter().filter_map(|point| Some((point.at, of(point)?))).collect();
        known.windows(2).filter(|pair| pair[0].1 != pair[1].1).map(|pair| pair[1].0).collect()
    }

    /// The longest time between two commits, in seconds; none where fewer than two were seen.
    pub fn gap(&self) -> Option<f64> {
        let commits = self.moves(|point| point.committed);
        commits.windows(2).map(|pair| pair[1] - pair[0]).max_by(f64::total_cmp)
    }

    /// Whether all but one offset is read, and nothing came: the last offset of a transaction is its end marker, which is
    /// handed out to nobody.
    pub fn is_one_short(&self) -> bool {
        self.points.iter().filter_map(Point::lag).all(|lag| lag == 1)
            && self.stood(|point| point.end)
            && self.stood(|point| point.committed)
    }

    /// The last picture of it.
    pub fn last(&self) -> Point {
        self.points.last().copied().unwrap_or_default()
    }

    /// The first and last known value of something.
    pub fn ends(&self, of: impl Fn(&Point) -> Option<i64>) -> Option<(i64, i64)> {
        let first = self.points.iter().find_map(&of)?;
        let last = self.points.iter().rev().find_map(of)?;
        Some((first, last))
    }

    /// By how much something grew from the first picture to the last.
    pub fn growth(&self, of: impl Fn(&Point) -> Option<i64>) -> i64 {
        self.ends(of).map_or(0, |(first, last)| last - first)
    }

    /// Whether something was the same in all pictures that show it.
    pub fn stood(&self, of: impl Fn(&Point) -> Option<i64>) -> bool {
        let mut known = self.points.iter().filter_map(of);
        let Some(first) = known.next() else { return false };
        known.all(|value| value == first)
    }
}

/// Every partition of the topics that the group reads.
pub fn tracks(series: &Series) -> Vec<Track> {
    let begun = series.snapshots.first().map_or(0, |snapshot| snapshot.taken);
    let mut tracks: BTreeMap<(String, i32), Track> = BTreeMap::new();
    let read = read(series);
    for snapshot in &series.snapshots {
        let Some(group) = group(series, snapshot) else { continue };
        for topic in snapshot.topics.iter().filter(|topic| read.contains(&topic.name)) {
            for partition in &topic.partitions {
                let key = (topic.name.clone(), partition.id);
                let track = tracks.entry(key).or_insert_with(|| Track {
                    topic: topic.name.clone(),
                    partition: partition.id,
                    points: Vec::new(),
                    owner: None,
                    member: None,
                });
                track.points.push(point(group, &topic.name, partition, seconds(snapshot.taken - begun)));
                let owner = owner(group, &topic.name, partition.id);
                track.owner = owner.map(|member| member.client.clone());
                track.member = owner.map(|member| member.id.clone());
            }
        }
    }
    tracks.into_values().collect()
}

/// The longest time between two commits of the partition that is committed most regularly, in seconds: records may come so
/// seldom in others that there is nothing to commit. None where none was committed twice.
pub fn commit_gap(tracks: &[Track]) -> Option<f64> {
    tracks.iter().filter_map(Track::gap).min_by(f64::total_cmp)
}

/// The group in a picture.
pub fn group<'s>(series: &Series, snapshot: &'s Snapshot) -> Option<&'s Group> {
    snapshot.groups.iter().find(|group| group.name == series.group)
}

/// The topics that members have partitions of; of a group where nobody has any, those that it has committed positions in.
pub fn read(series: &Series) -> BTreeSet<&String> {
    let groups = || series.snapshots.iter().filter_map(|snapshot| group(series, snapshot));
    let members = groups().flat_map(|group| group.members.iter().flatten());
    let assigned: BTreeSet<&String> = members.flat_map(|member| member.assigned.keys()).collect();
    if assigned.is_empty() { groups().flat_map(committed_in).collect() } else { assigned }
}

fn committed_in(group: &Group) -> impl Iterator<Item = &String> {
    group.committed.iter().flat_map(BTreeMap::keys)
}

/// Topics in which the group has committed positions, and of which no member has a partition.
pub fn left_behind(series: &Series) -> BTreeSet<&String> {
    let read = read(series);
    let groups = series.snapshots.iter().filter_map(|snapshot| group(series, snapshot));
    groups.flat_map(committed_in).filter(|topic| !read.contains(topic)).collect()
}

fn point(group: &Group, topic: &str, partition: &Partition, at: f64) -> Point {
    let committed = group.committed.as_ref().and_then(|all| all.get(topic)?.get(&partition.id).copied());
    let Partition { start, end, stable, leader, .. } = *partition;
    Point { at, start, end, stable, committed, leader }
}

fn owner<'g>(group: &'g Group, topic: &str, partition: i32) -> Option<&'g Member> {
    let mut members = group.members.iter().flatten();
    members.find(|member| member.assigned.get(topic).is_some_and(|some| some.contains(&partition)))
}

/// Milliseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "nobody watches for 2^52 ms")]
pub fn seconds(millis: i64) -> f64 {
    millis as f64 / 1000.0
}
