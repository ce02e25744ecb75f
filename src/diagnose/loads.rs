//! What each member works off, and whether that is all it can.

use super::pace::{Pace, number};
use super::settled::unchanged;
use super::tracks::{Track, group};
use crate::sources::cluster::{Member, Series};

/// A member at work, over the last time in which nobody got other partitions.
#[derive(Debug, Clone)]
pub struct Load {
    /// Its `client.id`.
    pub client: String,
    /// The machine it connects from.
    pub host: String,
    /// Its partitions in which anything arrives or waits.
    pub partitions: Vec<String>,
    /// Records per second that arrive in them.
    pub arrival: f64,
    /// Records per second that it commits.
    pub consumed: f64,
    /// Records that wait in them.
    pub lag: i64,
    /// Whether it always had some to do: one that waits for records may be able to do more than it does.
    pub busy: bool,
    /// Whether it does less than arrives.
    pub falls_short: bool,
}

/// Right after a commit waits at most what came since the picture before, a client's own delay with it.
const AT_END: f64 = 1.5;

/// A backlog is more than what comes between so many commits.
const BACKLOG: f64 = 1.5;

/// Shares of what arrives that differ by no more are even.
const EVEN: f64 = 1.3;

/// Who does less than this share of what the others do is slow.
const SLOW: f64 = 0.75;

/// The share of the lag that must wait at the slow one.
const NEARLY_ALL: f64 = 0.8;

/// What each member that has anything to do was seen to do; none where nobody kept its partitions for long enough.
pub fn loads(series: &Series, tracks: &[Track]) -> Vec<Load> {
    let Some(within) = unchanged(series) else { return Vec::new() };
    let Some(last) = series.snapshots.iter().rev().find_map(|seen| group(series, seen)) else { return Vec::new() };
    let members = last.members.iter().flatten();
    let of = |member: &Member| {
        let has = |track: &&Track| {
            member.assigned.get(&track.topic).is_some_and(|partitions| partitions.contains(&track.partition))
        };
        let own: Vec<Track> = tracks.iter().filter(has).map(|track| track.within(&within)).collect();
        load(member, &own)
    };
    members.filter_map(of).collect()
}

fn load(member: &Member, own: &[Track]) -> Option<Load> {
    let moves = |track: &&Track| track.growth(|point| point.end) > 0 || track.last().lag().is_some_and(|lag| lag > 0);
    let used: Vec<&Track> = own.iter().filter(moves).collect();
    let pace = Pace::of(own, false)?;
    let lag = pace.lag?;
    if used.is_empty() || pace.balance.commits < 2 {
        return None;
    }
    let (arrival, consumed) = (pace.arrival.0, pace.consumed.0);
    let least = number(least(own)?);
    let between = own.iter().map(Track::between_pictures).fold(0.0, f64::max);
    let behind = least > AT_END * arrival * between + many(used.len());
    let large = least > BACKLOG * arrival * pace.gap;
    Some(Load {
        client: member.client.clone(),
        host: member.host.trim_start_matches('/').to_owned(),
        partitions: used.iter().map(|track| track.name()).collect(),
        arrival,
        consumed,
        lag: lag.last,
        busy: behind && (large || pace.balance.falls_short() || pace.balance.gains()),
        falls_short: pace.balance.falls_short(),
    })
}

/// What waits at the least in all of them of which there is a position.
fn least(own: &[Track]) -> Option<i64> {
    let pictures = own.iter().map(|track| track.points.len()).min()?;
    let read = || own.iter().filter(|track| track.last().committed.is_some());
    let sum = |index: usize| read().map(|track| track.points[index].lag()).sum::<Option<i64>>();
    (0..pictures).filter_map(sum).min()
}

/// What one member works off, by those that always had some to do, and how many those are.
pub fn each(loads: &[Load]) -> Option<(f64, usize)> {
    let busy: Vec<f64> = loads.iter().filter(|load| load.busy).map(|load| load.consumed).collect();
    (!busy.is_empty()).then(|| (busy.iter().sum::<f64>() / many(busy.len()), busy.len()))
}

/// The only member that does not do what arrives, where it gets no more than the others and does far less; with what each
/// of those does.
pub fn slow(loads: &[Load]) -> Option<(&Load, f64)> {
    let slow = loads.iter().find(|load| load.busy && load.falls_short && load.consumed > 0.0)?;
    let others: Vec<&Load> = loads.iter().filter(|load| !std::ptr::eq(*load, slow)).collect();
    if others.is_empty() || others.iter().any(|load| load.busy) {
        return None;
    }
    let mean = |of: fn(&Load) -> f64| others.iter().map(|load| of(load)).sum::<f64>() / many(others.len());
    let done = mean(|load| load.consumed);
    let all: i64 = loads.iter().map(|load| load.lag).sum();
    let far = slow.arrival <= EVEN * mean(|load| load.arrival)
        && slow.consumed < SLOW * done
        && number(slow.lag) >= NEARLY_ALL * number(all);
    far.then_some((slow, done))
}

/// How many partitions have records and no position of the group, and how many records are in them.
pub fn without_position(tracks: &[Track]) -> (usize, i64) {
    let held = |track: &Track| track.last().end.zip(track.last().start).map_or(0, |(end, start)| end - start);
    let such = tracks.iter().filter(|track| track.last().committed.is_none()).map(held).filter(|held| *held > 0);
    such.fold((0, 0), |(count, sum), held| (count + 1, sum + held))
}

/// Partitions without a position whose member works off what waits in another one.
pub fn later(loads: &[Load], tracks: &[Track]) -> Vec<String> {
    let without = tracks.iter().filter(|track| track.last().committed.is_none());
    let busy = |name: &String| loads.iter().any(|load| load.busy && load.partitions.contains(name));
    without.map(Track::name).filter(busy).collect()
}

#[expect(clippy::cast_precision_loss, reason = "no group has 2^52 members")]
fn many(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(client: &str, arrival: f64, consumed: f64, lag: i64, busy: bool) -> Load {
        let (client, host, partitions) = (client.to_owned(), String::new(), Vec::new());
        Load { client, host, partitions, arrival, consumed, lag, busy, falls_short: busy }
    }

    #[test]
    fn one_that_does_half_of_an_even_share_is_slow() {
        let loads = [of("a", 20.0, 20.0, 50, false), of("b", 20.0, 10.0, 3000, true), of("c", 20.0, 20.0, 60, false)];
        let (found, others) = slow(&loads).expect("b is slow");
        assert_eq!((found.client.as_str(), others), ("b", 20.0));
        assert_eq!(each(&loads), Some((10.0, 1)));
    }

    #[test]
    fn one_that_gets_more_than_the_others_is_not_slow() {
        let hot = [of("a", 20.0, 20.0, 50, false), of("b", 60.0, 10.0, 3000, true)];
        assert!(slow(&hot).is_none());
        let both = [of("a", 20.0, 18.0, 900, true), of("b", 20.0, 10.0, 3000, true)];
        assert!(slow(&both).is_none());
        assert_eq!(each(&both), Some((14.0, 2)));
        let near = [of("a", 20.0, 20.0, 50, false), of("b", 20.0, 18.0, 900, true)];
        assert!(slow(&near).is_none(), "a little less than arrives is a shortage");
    }

    #[test]
    fn who_waits_for_records_has_no_measured_capacity() {
        assert_eq!(each(&[of("a", 20.0, 20.0, 5, false)]), None);
    }
}
