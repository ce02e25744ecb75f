//! What was watched, as facts.

use super::in_use::InUse;
use super::members::{Members, is_eager};
use super::pace::{Pace, number};
use super::settled::grows_settled;
use super::tracks::{Track, group, left_behind, seconds, tracks};
use crate::facts::{Facts, Id, Origin, Value};
use crate::sources::cluster::{Group, GroupKind, Series, Snapshot};

/// Fewer pictures than this show nothing that stands still.
const FEWEST: usize = 3;

/// Adds what was watched as a subject that belongs to the consumer, and what it says of the consumer itself.
pub fn add(facts: &mut Facts, series: &Series, consumer: Id) {
    let id = facts.add("watch", &series.group, "");
    facts.relate(consumer, "watch", id);
    let mut seen = Seen { facts, id };
    let tracks = tracks(series);
    let pace = Pace::of(&tracks);
    seen.count("pictures", series.snapshots.len());
    seen.members(series);
    seen.partitions(&tracks);
    seen.in_use(&tracks, series);
    seen.names("left_behind", left_behind(series).into_iter().map(String::as_str));
    if let Some(pace) = &pace {
        seen.pace(pace);
    }
    if let [first, .., last] = series.snapshots.as_slice() {
        seen.set("length", seconds(last.taken - first.taken) * 1000.0);
    }
    if series.snapshots.len() >= FEWEST {
        seen.set("grows_settled", grows_settled(series, &tracks));
        seen.standing(&tracks);
    }
    if let Some(configured) = series.snapshots.iter().find(|one| one.topics.iter().any(|topic| topic.config.is_some()))
    {
        let kept = retention(configured, &tracks);
        seen.set("deletes", kept.is_some());
        if let Some(kept) = kept {
            seen.set("retention", kept);
        }
    }
    if let (Some(since), Some(last)) = (series.waiting_since, series.snapshots.last()) {
        // Clocks of producers may be ahead.
        let age = seconds((last.taken - since).max(0)) * 1000.0;
        seen.set("waiting", age);
        seen.set("lag_time", age);
    }
    tell_consumer(facts, id, consumer);
}

/// What was measured holds before what was described.
fn tell_consumer(facts: &mut Facts, watch: Id, consumer: Id) {
    let same = [
        ("lag", "observed_lag"),
        ("growing", "observed_growing"),
        ("arrival", "arrival_now"),
        ("members", "current_instances"),
        ("partitions", "current_partitions"),
    ];
    for (seen, told) in same {
        let value = facts.value(watch, seen).cloned();
        if let Some(value) = value.filter(|value| value.as_number() != Some(0.0) || seen == "lag" || seen == "arrival")
        {
            facts.set(consumer, told, value, Origin::Set);
        }
    }
}

/// Records what was seen.
struct Seen<'f> {
    facts: &'f mut Facts,
    id: Id,
}

impl Seen<'_> {
    fn set(&mut self, fact: &str, value: impl Into<Value>) {
        self.facts.set(self.id, fact, value.into(), Origin::Set);
    }

    #[expect(clippy::cast_precision_loss, reason = "no group has 2^52 of anything")]
    fn count(&mut self, fact: &str, number: usize) {
        self.set(fact, number as f64);
    }

    fn names<'n>(&mut self, fact: &str, names: impl IntoIterator<Item = &'n str>) {
        let list: Vec<Value> = names.into_iter().map(Value::from).collect();
        self.set(fact, Value::List(list.into()));
    }

    fn pace(&mut self, pace: &Pace) {
        for (fact, rate) in [
            ("arrival", pace.arrival.0),
            ("arrival_late", pace.arrival.1),
            ("consumed", pace.consumed.0),
            ("consumed_late", pace.consumed.1),
        ] {
            self.set(fact, rate);
        }
        let Some(lag) = &pace.lag else { return };
        for (fact, lag) in [("lag_first", lag.first), ("lag_most", lag.most), ("lag", lag.last)] {
            self.set(fact, number(lag));
        }
        self.set("growing", lag.growing);
        self.set("draining", lag.draining);
        self.set("commit_gap", pace.gap * 1000.0);
        if pace.arrival.0 > 0.0 {
            self.set("lag_time", number(lag.last) / pace.arrival.0 * 1000.0);
        }
        if let Some(seconds) = pace.catch_up() {
            self.set("catch_up", seconds * 1000.0);
        }
    }

    fn members(&mut self, series: &Series) {
        let seen = Members::of(series);
        let last = series.snapshots.iter().rev().find_map(|snapshot| group(series, snapshot));
        if let Some(group) = last {
            self.group(group);
        }
        // While partitions are given out nobody says who does it.
        let groups = series.snapshots.iter().rev().filter_map(|snapshot| group(series, snapshot));
        if let Some(named) = groups.into_iter().find(|group| !group.assignor.is_empty()) {
            self.set("assignor", named.assignor.as_str());
            self.set("eager", is_eager(named));
        }
        if series.snapshots.len() < 2 {
            return;
        }
        self.count("left", seen.left);
        self.count("joined", seen.joined);
        self.count("returned", seen.returned.values().sum());
        self.count("returned_most", seen.returned_most(series));
        self.names("returned_names", seen.returned.keys().map(String::as_str));
        self.count("rebalances", seen.rebalances);
        self.set("started", seen.started);
        let (unsettled, all) = seen.unsettled;
        if all > 0 {
            #[expect(clippy::cast_precision_loss, reason = "nobody takes 2^52 pictures")]
            self.set("unsettled", unsettled as f64 / all as f64);
        }
    }

    fn group(&mut self, group: &Group) {
        if let Some(state) = &group.state {
            self.set("state", state.as_str());
        }
        self.set("classic", group.kind == GroupKind::Classic);
        let Some(members) = &group.members else { return };
        let settled = group.state.as_deref() == Some("Stable");
        let idle = members.iter().filter(|member| member.assigned.is_empty()).count();
        self.count("members", members.len());
        self.set("static", !members.is_empty() && members.iter().all(|member| member.instance.is_some()));
        // While partitions are given out nobody has any.
        if settled {
            self.count("idle", idle);
            self.count("busy", members.len() - idle);
        }
    }

    /// What there is to do, and who has any of it.
    fn in_use(&mut self, tracks: &[Track], series: &Series) {
        let in_use = InUse::of(tracks);
        self.count("in_use", in_use.partitions(tracks));
        let last = series.snapshots.iter().rev().find_map(|snapshot| group(series, snapshot));
        if let Some(last) = last.filter(|last| last.state.as_deref() == Some("Stable")) {
            self.count("working", in_use.members(last));
        }
    }

    /// What a single picture shows of the partitions, and what grew from the first to the last.
    fn partitions(&mut self, tracks: &[Track]) {
        self.count("partitions", tracks.len());
        let name = |track: &&Track| track.name.clone();
        let such =
            |is: &dyn Fn(&Track) -> bool| tracks.iter().filter(|track| is(track)).map(|one| name(&one)).collect();
        let lists: [(&str, Vec<String>); 4] = [
            ("leaderless", such(&|track| track.last().leader.is_none())),
            ("unread", such(&|track| track.last().committed.is_none() && track.last().end > track.last().start)),
            ("lost_in", such(&|track| lost(track) > 0)),
            ("beyond", such(&|track| beyond(track))),
        ];
        for (fact, list) in &lists {
            self.names(fact, list.iter().map(String::as_str));
        }
        self.set("lost", number(tracks.iter().map(lost).sum()));
        let back = tracks.iter().filter(|track| went_back(track)).map(|track| track.name.as_str());
        self.names("went_back", back);
        let changes = tracks.iter().map(|track| {
            let leaders: Vec<i32> = track.points.iter().filter_map(|point| point.leader).collect();
            leaders.windows(2).filter(|pair| pair[0] != pair[1]).count()
        });
        self.count("leader_changes", changes.sum());
        let known: Option<Vec<i64>> =
            tracks.iter().filter(|track| track.last().committed.is_some()).map(|track| track.last().lag()).collect();
        if let Some(lags) = known.filter(|lags| !lags.is_empty()) {
            self.set("lag", number(lags.iter().sum()));
            self.set("lag_per_partition", number(lags.iter().copied().max().unwrap_or_default()));
        }
        self.hottest(tracks);
        self.overtaken(tracks);
    }

    fn hottest(&mut self, tracks: &[Track]) {
        let arrived = |track: &Track| track.growth(|point| point.end);
        let all: i64 = tracks.iter().map(arrived).sum();
        let Some(hottest) = tracks.iter().max_by_key(|track| arrived(track)).filter(|_| all > 0) else { return };
        let length = hottest.last().at - hottest.points.first().map_or(0.0, |point| point.at);
        self.set("hottest", hottest.name.as_str());
        self.set("hottest_share", number(arrived(hottest)) / number(all));
        self.set("hottest_arrival", number(arrived(hottest)) / length);
        self.set("hottest_consumed", number(hottest.growth(|point| point.committed).max(0)) / length);
        let lag: i64 = tracks.iter().filter_map(|track| track.last().lag()).sum();
        if let Some(own) = hottest.last().lag().filter(|_| lag > 0) {
            self.set("hottest_lag", number(own) / number(lag));
        }
    }

    /// Where deletion comes nearer to what has not been read.
    fn overtaken(&mut self, tracks: &[Track]) {
        let when = |track: &Track| {
            let length = track.last().at - track.points.first()?.at;
            let closing = track.growth(|point| point.start) - track.growth(|point| point.committed);
            let left = (track.last().committed? - track.last().start?).max(0);
            let waits = track.last().lag()? > 0;
            (waits && length > 0.0 && closing > 0).then(|| number(left) / number(closing) * length)
        };
        let all = tracks.iter().filter_map(|track| Some((when(track)?, track)));
        let first = all.min_by(|(one, _), (other, _)| one.total_cmp(other));
        self.set("closing", first.is_some());
        if let Some((seconds, track)) = first {
            self.set("overtaken_in", seconds * 1000.0);
            self.set("overtaken", track.name.as_str());
        }
    }

    /// What did not move.
    fn standing(&mut self, tracks: &[Track]) {
        let waits = |track: &Track| track.points.iter().filter_map(super::tracks::Point::lag).all(|lag| lag > 0);
        let stood = |track: &Track| track.stood(|point| point.committed);
        let held: Vec<&Track> = tracks.iter().filter(|track| is_held(track)).collect();
        self.names("held", held.iter().map(|track| track.name.as_str()));
        let behind = |track: &&Track| track.last().end.zip(track.last().stable).map_or(0, |(end, stable)| end - stable);
        self.set("held_records", number(held.iter().map(behind).sum()));
        // The end marker of an earlier transaction may lie between; who reads on behind the place reads all records.
        let up_to = |track: &&Track| {
            track
                .last()
                .committed
                .zip(track.last().stable)
                .is_some_and(|(at, stable)| (stable - 2..=stable).contains(&at))
        };
        self.set("held_read", !held.is_empty() && held.iter().all(up_to));
        let read: Vec<&Track> = tracks.iter().filter(|track| track.last().committed.is_some()).collect();
        let readable = |track: &Track| !is_held(track) && track.last().leader.is_some();
        let still: Vec<&Track> =
            read.iter().copied().filter(|track| waits(track) && stood(track) && readable(track)).collect();
        let moved = read.iter().any(|track| !stood(track));
        let stuck: Vec<&Track> = if moved { still.clone() } else { Vec::new() };
        self.set("standing", !moved && !still.is_empty());
        self.names("stuck", stuck.iter().map(|track| track.name.as_str()));
        self.set("stuck_lag", number(stuck.iter().filter_map(|track| track.last().lag()).sum()));
        let mut owners: Vec<&str> = stuck.iter().filter_map(|track| track.owner.as_deref()).collect();
        owners.dedup();
        self.names("stuck_clients", owners);
    }
}

fn lost(track: &Track) -> i64 {
    let last = track.last();
    last.start.zip(last.committed).map_or(0, |(start, committed)| (start - committed).max(0))
}

fn beyond(track: &Track) -> bool {
    // What was committed after the end was asked for lies behind it for one picture.
    let beyond = |point: &super::tracks::Point| point.committed.zip(point.end).is_some_and(|(at, end)| at > end);
    !track.points.is_empty() && track.points.iter().all(beyond)
}

fn went_back(track: &Track) -> bool {
    let committed: Vec<i64> = track.points.iter().filter_map(|point| point.committed).collect();
    committed.windows(2).any(|pair| pair[1] < pair[0])
}

/// Whether the end for readers of committed records stood still below the end.
fn is_held(track: &Track) -> bool {
    let below = |point: &super::tracks::Point| point.stable.zip(point.end).is_some_and(|(stable, end)| stable < end);
    track.points.len() >= FEWEST && track.points.iter().all(below) && track.stood(|point| point.stable)
}

/// The shortest time, in ms, that a topic which the group reads keeps its records, by a picture that shows the settings of
/// topics; none where all keep them whatever their age.
fn retention(configured: &Snapshot, tracks: &[Track]) -> Option<f64> {
    let is_read =
        |topic: &str| tracks.iter().any(|track| track.name.rsplit_once('-').is_some_and(|(name, _)| name == topic));
    let kept = configured.topics.iter().filter(|topic| is_read(&topic.name)).filter_map(|topic| {
        let setting = |key: &str| configured.topic_setting(topic, key).and_then(|setting| setting.value.as_deref());
        let deletes = setting("cleanup.policy").is_some_and(|policy| policy.contains("delete"));
        setting("retention.ms")?.parse::<f64>().ok().filter(|millis| deletes && *millis >= 0.0)
    });
    kept.min_by(f64::total_cmp)
}
