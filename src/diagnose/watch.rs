//! What was watched, as facts.

use std::collections::BTreeMap;

use super::deletion;
use super::held::{is_held, is_held_unread};
use super::in_use::InUse;
use super::members::Members;
use super::pace::{Pace, number};
use super::settled::grows_settled;
use super::tracks::{Track, commit_gap, group, left_behind, seconds, tracks};
use super::turn::awaits_turn;
use super::vanished::vanished;
use crate::facts::{Facts, Id, Origin, Value};
use crate::sources::cluster::{Group, GroupKind, Series};

/// Fewer pictures than this show nothing that stands still.
pub const FEWEST: usize = 3;

/// The assignor that gives out each topic on its own, so that no more members get any than a topic has partitions.
const RANGE: &str = "range";

/// Adds what was watched as a subject that belongs to the consumer, and what it says of the consumer itself.
pub fn add(facts: &mut Facts, series: &Series, consumer: Id) {
    let id = facts.add("watch", &series.group, "");
    facts.relate(consumer, "watch", id);
    let mut seen = Seen { facts, id };
    let gone = vanished(series);
    let mut tracks = tracks(series);
    // What is there no more neither lags nor keeps up.
    tracks.retain(|track| !gone.contains_key(&track.topic));
    let deserted = series.snapshots.iter().filter_map(|snapshot| group(series, snapshot));
    let deserted = deserted.clone().all(|group| group.members.as_ref().is_some_and(Vec::is_empty));
    let pace = Pace::of(&tracks, deserted);
    seen.count("pictures", series.snapshots.len());
    seen.members(series);
    seen.vanished(&gone);
    seen.partitions(&tracks);
    seen.in_use(&tracks, series);
    seen.names("left_behind", left_behind(series).into_iter().map(String::as_str));
    if let Some(pace) = &pace {
        seen.pace(pace);
    }
    if let [first, .., last] = series.snapshots.as_slice() {
        seen.set("length", seconds(last.taken - first.taken) * 1000.0);
        seen.moved(&tracks);
    }
    if series.snapshots.len() >= FEWEST {
        seen.set("grows_settled", grows_settled(series, &tracks));
        seen.standing(&tracks);
    }
    if let Some(configured) = series.snapshots.iter().find(|one| one.topics.iter().any(|topic| topic.config.is_some()))
    {
        seen.deletion(series, &deletion::kept(configured, &tracks), &tracks);
    }
    if let (Some(since), Some(last)) = (series.waiting_since.values().min(), series.snapshots.last()) {
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
        for (fact, seen) in [("growing", lag.growing), ("draining", lag.draining)] {
            if let Some(seen) = seen {
                self.set(fact, seen);
            }
        }
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
        }
        if series.snapshots.len() < 2 {
            return;
        }
        self.count("left", seen.left);
        self.count("joined", seen.joined);
        self.count("returned", seen.returned.values().sum());
        self.count("returned_most", seen.returned_most(series));
        self.names("returned_names", seen.returned.keys().map(String::as_str));
        self.set("returned_shared", seen.returned_shared(series));
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
        let partitions = in_use.partitions(tracks);
        self.count("in_use", partitions);
        let alone = self.facts.value(self.id, "assignor").and_then(Value::as_text) == Some(RANGE);
        self.count("room", if alone { in_use.most(tracks) } else { partitions });
        let last = series.snapshots.iter().rev().find_map(|snapshot| group(series, snapshot));
        if let Some(last) = last.filter(|last| last.state.as_deref() == Some("Stable")) {
            self.count("working", in_use.members(last));
        }
    }

    /// What a single picture shows of the partitions, and what grew from the first to the last.
    fn partitions(&mut self, tracks: &[Track]) {
        self.count("partitions", tracks.len());
        self.such("leaderless", tracks, |track| track.last().leader.is_none());
        self.such("lost_in", tracks, |track| deletion::lost(track) > 0);
        self.set("lost", number(tracks.iter().map(deletion::lost).sum()));
        self.such("went_back", tracks, went_back);
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
        let (closing, first) = deletion::overtaken(tracks);
        self.set("closing", closing);
        if let Some((seconds, track)) = first {
            self.set("overtaken_in", seconds * 1000.0);
            self.set("overtaken", track.name().as_str());
        }
    }

    fn such(&mut self, fact: &str, tracks: &[Track], is: impl Fn(&Track) -> bool) {
        let names: Vec<String> = tracks.iter().filter(|track| is(track)).map(Track::name).collect();
        self.names(fact, names.iter().map(String::as_str));
    }

    /// What it takes two pictures to say.
    fn moved(&mut self, tracks: &[Track]) {
        let without = |track: &Track| track.last().committed.is_none() && track.last().end > track.last().start;
        let came = |track: &Track| track.growth(|point| point.end) > 0;
        self.such("unread", tracks, |track| without(track) && came(track));
        self.such("unread_quiet", tracks, |track| without(track) && !came(track));
        self.such("beyond", tracks, beyond);
        if let Some(first) = tracks.iter().find(|track| beyond(track)) {
            self.set("beyond_place", first.place().as_str());
        }
    }

    /// How near unread records are to their deletion by age, and how long those were kept that are gone.
    fn deletion(&mut self, series: &Series, kept: &BTreeMap<&str, f64>, tracks: &[Track]) {
        let lost = tracks.iter().filter(|track| deletion::lost(track) > 0);
        let lost = lost.filter_map(|track| kept.get(track.topic.as_str())).copied();
        if let Some(kept) = lost.min_by(f64::total_cmp) {
            self.set("lost_retention", kept);
        }
        let aging = deletion::aging(series, kept, tracks);
        self.set("ages", aging.is_some());
        if let Some(aging) = aging {
            self.set("aging", aging.topic);
            self.set("aging_time", aging.age);
            self.set("aging_known", aging.known);
            self.set("retention", aging.kept);
        }
    }

    fn hottest(&mut self, tracks: &[Track]) {
        let arrived = |track: &Track| track.growth(|point| point.end);
        let all: i64 = tracks.iter().map(arrived).sum();
        let Some(hottest) = tracks.iter().max_by_key(|track| arrived(track)).filter(|_| all > 0) else { return };
        let length = hottest.length();
        self.set("hottest", hottest.name().as_str());
        self.set("hottest_share", number(arrived(hottest)) / number(all));
        self.set("hottest_arrival", number(arrived(hottest)) / length);
        self.set("hottest_consumed", number(hottest.growth(|point| point.committed).max(0)) / length);
        let lag: i64 = tracks.iter().filter_map(|track| track.last().lag()).sum();
        if let Some(own) = hottest.last().lag().filter(|_| lag > 0) {
            self.set("hottest_lag", number(own) / number(lag));
        }
    }

    /// What did not move.
    fn standing(&mut self, tracks: &[Track]) {
        let waits = |track: &Track| track.points.iter().filter_map(super::tracks::Point::lag).all(|lag| lag > 0);
        let stood = |track: &Track| track.stood(|point| point.committed);
        self.such("held", tracks, is_held);
        self.such("held_unread", tracks, is_held_unread);
        let behind = |track: &Track| track.last().end.zip(track.last().stable).map_or(0, |(end, stable)| end - stable);
        let held = tracks.iter().filter(|track| is_held(track) || is_held_unread(track));
        self.set("held_records", number(held.map(behind).sum()));
        self.such("one_short", tracks, Track::is_one_short);
        let read: Vec<&Track> = tracks.iter().filter(|track| track.last().committed.is_some()).collect();
        let readable = |track: &Track| !is_held(track) && track.last().leader.is_some() && !track.is_one_short();
        let still: Vec<&Track> =
            read.iter().copied().filter(|track| waits(track) && stood(track) && readable(track)).collect();
        let moved = read.iter().any(|track| !stood(track));
        self.set("standing", !moved && !still.is_empty());
        if !moved || still.is_empty() {
            self.stuck(&[]);
            self.awaiting_turn(&[]);
        } else if let Some(gap) = commit_gap(tracks) {
            // Others commit, but this one may be slower: within twice their time it would have.
            let long = |track: &&Track| track.length() > 2.0 * gap;
            if still.iter().all(long) {
                let (waiting, stuck): (Vec<&Track>, Vec<&Track>) =
                    still.into_iter().partition(|track| awaits_turn(track, &read, gap));
                self.stuck(&stuck);
                self.awaiting_turn(&waiting);
            }
        }
    }

    fn awaiting_turn(&mut self, waiting: &[&Track]) {
        let names: Vec<String> = waiting.iter().map(|track| track.name()).collect();
        self.names("awaiting_turn", names.iter().map(String::as_str));
        self.set("awaiting_turn_lag", number(waiting.iter().filter_map(|track| track.last().lag()).sum()));
    }

    /// Topics that went, and when the first of them did.
    fn vanished(&mut self, gone: &BTreeMap<String, f64>) {
        self.names("vanished", gone.keys().map(String::as_str));
        if let Some(first) = gone.values().copied().min_by(f64::total_cmp) {
            self.set("vanished_after", first * 1000.0);
        }
    }

    fn stuck(&mut self, stuck: &[&Track]) {
        let names: Vec<String> = stuck.iter().map(|track| track.name()).collect();
        self.names("stuck", names.iter().map(String::as_str));
        self.set("stuck_lag", number(stuck.iter().filter_map(|track| track.last().lag()).sum()));
        if let Some(first) = stuck.first() {
            self.set("stuck_place", first.place().as_str());
        }
        let mut owners: Vec<&str> = stuck.iter().filter_map(|track| track.owner.as_deref()).collect();
        owners.sort_unstable();
        owners.dedup();
        self.names("stuck_clients", owners);
    }
}

fn beyond(track: &Track) -> bool {
    // What was committed after the end was asked for lies behind it for one picture.
    let beyond = |point: &super::tracks::Point| point.committed.zip(point.end).is_some_and(|(at, end)| at > end);
    track.points.len() > 1 && track.points.iter().all(beyond)
}

fn went_back(track: &Track) -> bool {
    let committed: Vec<i64> = track.points.iter().filter_map(|point| point.committed).collect();
    committed.windows(2).any(|pair| pair[1] < pair[0])
}
