//! What was watched, as facts.

mod breaks;
mod sight;
mod standing;

use std::collections::BTreeMap;

use super::deletion;
use super::deserted::left_by_all;
use super::in_use::InUse;
use super::loads::{self, Load, later, loads, without_position};
use super::members::Members;
use super::pace::{Pace, number};
use super::settled::settled_pace;
use super::sight::Sight;
use super::spans::ENOUGH;
use super::tracks::{Point, Track, group, left_behind, seconds, tracks};
use super::unowned::unowned;
use super::vanished::vanished;
use crate::facts::{Facts, Id, Origin, Value};
use crate::sources::cluster::{Group, GroupKind, Series};

/// Fewer pictures than this show nothing that stands still.
pub const FEWEST: usize = 3;

/// The assignor that gives out each topic on its own, so that no more members get any than a topic has partitions.
const RANGE: &str = "range";

/// Who commits this share of what arrives neither gains nor falls behind.
const LEVEL: f64 = 0.97;

/// What a picture shows is at most so old, in seconds.
const AT_ONCE: f64 = 1.0;

/// Adds what was watched as a subject that belongs to the consumer, and what it says of the consumer itself; tells what
/// each member does.
pub fn add(facts: &mut Facts, series: &Series, consumer: Id) -> Vec<Load> {
    let id = facts.add("watch", &series.group, "");
    facts.relate(consumer, "watch", id);
    let mut seen = Seen { facts, id };
    let gone = vanished(series);
    let mut tracks = tracks(series);
    // What is there no more neither lags nor keeps up.
    tracks.retain(|track| !gone.contains_key(&track.topic));
    let mut groups = series.snapshots.iter().filter_map(|snapshot| group(series, snapshot));
    let deserted = groups.all(|group| group.members.as_ref().is_some_and(Vec::is_empty));
    let pace = Pace::of(&tracks, deserted);
    seen.count("pictures", series.snapshots.len());
    seen.members(series);
    seen.vanished(&gone);
    seen.sight(&Sight::of(series, &tracks));
    seen.partitions(&tracks);
    seen.in_use(&tracks, series);
    seen.names("left_behind", left_behind(series).into_iter().map(String::as_str));
    seen.without_position(&tracks);
    let leapt = seen.leapt(series, &tracks);
    if let Some(pace) = &pace {
        seen.pace(pace, &tracks, leapt);
    }
    if let [first, .., last] = series.snapshots.as_slice() {
        seen.set("length", seconds(last.taken - first.taken) * 1000.0);
        seen.moved(&tracks);
        seen.deserted(left_by_all(series, &tracks));
    }
    if series.snapshots.len() >= FEWEST {
        seen.settled(settled_pace(series, &tracks).as_ref());
        seen.standing(&tracks, &unowned(series, &tracks));
        seen.halted(&tracks);
    }
    if let Some(configured) = series.snapshots.iter().find(|one| one.topics.iter().any(|topic| topic.config.is_some()))
    {
        seen.deletion(series, &deletion::kept(configured, &tracks), &tracks);
    }
    let age = deletion::waiting(series, &tracks);
    if let Some(age) = age {
        seen.set("waiting", age);
        seen.set("lag_time", age);
    }
    if let Some(pace) = &pace {
        seen.kept_up(pace, age);
    }
    let loads = loads(series, &tracks);
    seen.loads(&loads, pace.as_ref(), &tracks);
    tell_consumer(facts, id, consumer);
    loads
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

    fn pace(&mut self, pace: &Pace, tracks: &[Track], leapt: bool) {
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
        self.set("turned", lag.turned);
        self.set("commit_gap", pace.gap * 1000.0);
        let read = tracks.iter().filter(|track| track.last().committed.is_some());
        let came: i64 = read.map(|track| track.growth(|point| point.end)).sum();
        if came > 0 {
            let length = tracks.iter().map(Track::length).fold(0.0, f64::max);
            self.set("lag_time", number(lag.last) * length / number(came) * 1000.0);
        }
        // A leap is no speed that goes on.
        if let Some(seconds) = pace.catch_up(without_position(tracks).1).filter(|_| !leapt) {
            self.set("catch_up", seconds * 1000.0);
        }
    }

    /// What tells a group that keeps up from one that falls behind slowly.
    fn kept_up(&mut self, pace: &Pace, age: Option<f64>) {
        let balance = &pace.balance;
        self.count("commits", balance.commits);
        self.set("lag_after", balance.lag);
        self.set("falls_short", balance.falls_short() && !pace.lag.is_some_and(|lag| lag.turned));
        // A loop that commits what it polled, and then polls what came meanwhile, is two commits behind at the most.
        let level = balance.commits > ENOUGH && balance.committed > LEVEL * balance.arrived;
        let most = if level { 2.0 } else { 1.5 } * pace.gap + AT_ONCE;
        self.set("waits_long", age.is_some_and(|age| age > most * 1000.0));
    }

    /// What it does while nobody comes or goes.
    fn settled(&mut self, pace: Option<&Pace>) {
        let growing = pace.and_then(|pace| pace.lag?.growing);
        self.set("grows_settled", growing == Some(true));
        let (Some(pace), Some(growing)) = (pace, growing) else { return };
        self.set("stays_settled", !growing && !pace.balance.falls_short());
        self.set("arrival_settled", pace.arrival.0);
        let balance = &pace.balance;
        if balance.arrived <= 0.0 {
            self.set("consumed_settled", pace.consumed.0);
            return;
        }
        // In a short time members commit a different number of times.
        let consumed = pace.arrival.0 * balance.committed / balance.arrived;
        self.set("consumed_settled", consumed);
        if let Some(lag) = pace.lag.filter(|_| balance.gains()) {
            self.set("catch_up_settled", number(lag.last) / (consumed - pace.arrival.0) * 1000.0);
        }
    }

    /// Partitions with records of which it has no position.
    fn without_position(&mut self, tracks: &[Track]) {
        let (partitions, records) = without_position(tracks);
        self.count("without_position", partitions);
        self.set("without_position_records", number(records));
    }

    /// What its members do.
    fn loads(&mut self, loads: &[Load], pace: Option<&Pace>, tracks: &[Track]) {
        let working = self.facts.value(self.id, "working").and_then(Value::as_number).filter(|many| *many > 0.0);
        if let Some((each, busy)) = loads::each(loads) {
            self.set("each", each);
            self.count("loaded", busy);
        } else if let (Some(working), Some(pace)) = (working, pace) {
            self.set("each", pace.consumed.0 / working);
            self.set("loaded", working);
        }
        self.hottest_member(loads);
        let slow = loads::slow(loads);
        self.set("one_slow", slow.is_some());
        if let Some((slow, others)) = slow {
            self.set("slow_client", slow.client.as_str());
            self.set("slow_host", slow.host.as_str());
            self.names("slow_partitions", slow.partitions.iter().map(String::as_str));
            self.set("slow_lag", number(slow.lag));
            for (fact, rate) in
                [("slow_arrival", slow.arrival), ("slow_consumed", slow.consumed), ("others_consumed", others)]
            {
                self.set(fact, rate);
            }
        }
        let later = later(loads, tracks);
        self.names("later", later.iter().map(String::as_str));
        // Where it has positions it may catch up, and fall behind all the same: its members are always busy.
        if !later.is_empty() && pace.is_some_and(|pace| pace.consumed.0 < LEVEL * pace.arrival.0) {
            self.set("growing", true);
        }
    }

    /// What the member does in all its partitions that has the hottest one; where that is not known, in that one.
    fn hottest_member(&mut self, loads: &[Load]) {
        let text = |fact: &str| self.facts.value(self.id, fact).and_then(Value::as_text);
        let own =
            text("hottest").and_then(|name| loads.iter().find(|load| load.partitions.iter().any(|own| own == name)));
        let alone = self.facts.value(self.id, "hottest_consumed").and_then(Value::as_number);
        if let Some(does) = own.map(|load| load.consumed).or(alone) {
            self.set("hottest_does", does);
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
        self.count("paused", seen.paused);
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
        self.such("went_back", tracks, |track| went_back(track, committed) && !went_back(track, end));
        self.such("cut_back", tracks, |track| went_back(track, end));
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
        self.set("hottest", hottest.name().as_str());
        self.set("hottest_share", number(arrived(hottest)) / number(all));
        if let Some(pace) = Pace::of(std::slice::from_ref(hottest), false) {
            self.set("hottest_arrival", pace.arrival.0);
            self.set("hottest_consumed", pace.consumed.0);
        }
        let lag: i64 = tracks.iter().filter_map(|track| track.last().lag()).sum();
        if let Some(own) = hottest.last().lag().filter(|_| lag > 0) {
            self.set("hottest_lag", number(own) / number(lag));
        }
    }
}

fn beyond(track: &Track) -> bool {
    // What was committed after the end was asked for lies behind it for one picture.
    let beyond = |point: &Point| point.committed.zip(point.end).is_some_and(|(at, end)| at > end);
    track.points.len() > 1 && track.points.iter().all(beyond)
}

fn committed(point: &Point) -> Option<i64> {
    point.committed
}

fn end(point: &Point) -> Option<i64> {
    point.end
}

fn went_back(track: &Track, of: fn(&Point) -> Option<i64>) -> bool {
    let known: Vec<i64> = track.points.iter().filter_map(of).collect();
    known.windows(2).any(|pair| pair[1] < pair[0])
}
