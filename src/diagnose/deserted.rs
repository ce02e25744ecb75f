//! Groups whose last member left while they were watched.

use super::tracks::{Track, group, seconds};
use crate::sources::cluster::Series;

/// A shorter time without members is that of a restart, in seconds.
const SHORTEST: f64 = 5.0;

/// When the last member left, and for how long nobody has been there since, in seconds.
///
/// None where somebody goes on committing without being a member, or where it was without members for nearly as long before,
/// and they came back.
pub fn left_by_all(series: &Series, tracks: &[Track]) -> Option<(f64, f64)> {
    let begun = series.snapshots.first()?.taken;
    let seen = series.snapshots.iter().filter_map(|snapshot| {
        let members = group(series, snapshot)?.members.as_ref()?;
        Some((seconds(snapshot.taken - begun), members.is_empty()))
    });
    let seen: Vec<(f64, bool)> = seen.collect();
    let stretches: Vec<&[(f64, bool)]> = seen.chunk_by(|(_, one), (_, other)| one == other).collect();
    let (last, before) = stretches.split_last()?;
    let length = |stretch: &[(f64, bool)]| stretch[stretch.len() - 1].0 - stretch[0].0;
    let (left, empty) = last[0];
    let earlier = before.iter().filter(|stretch| stretch[0].1).map(|stretch| length(stretch)).fold(0.0, f64::max);
    let long = length(last) >= SHORTEST && length(last) > 2.0 * earlier;
    // What it commits as it leaves is seen in the next picture.
    let settled = last.get(1)?.0;
    let goes_on = tracks.iter().any(|track| track.moves(|point| point.committed).iter().any(|at| *at > settled));
    (empty && !before.is_empty() && long && !goes_on).then(|| (left, length(last)))
}
