//! A lag that rose within the watch and has been falling since.

/// What waited at one moment, and whether something had just been committed.
#[derive(Debug, Clone, Copy)]
pub struct Height {
    /// Seconds since the first picture.
    pub at: f64,
    /// Records that waited.
    pub lag: i64,
    /// Whether a commit was seen since the picture before.
    pub committed: bool,
}

/// So many times the longest time between two commits it must have been falling.
const GAPS: f64 = 2.5;

/// So many times what a single commit takes off, and what it fell before it was at its highest.
const SWINGS: i64 = 2;

/// Records by which a small lag may go up and down.
const FEW: i64 = 10;

/// The first and last commit since the lag was at its highest, as places in what is given, where it fell between them by
/// more than commits, or bursts that come again and again, make it swing.
pub fn fallen(heights: &[Height], gap: f64) -> Option<(usize, usize)> {
    let last = heights.last()?;
    let highest = (0..heights.len()).max_by_key(|index| heights[*index].lag)?;
    let since: Vec<usize> = (highest + 1..heights.len()).filter(|index| heights[*index].committed).collect();
    let [from, _, .., to] = since[..] else { return None };
    let drop = heights.windows(2).map(|pair| pair[0].lag - pair[1].lag).max().unwrap_or_default();
    let swing = drop.max(fell(&heights[..highest]));
    let falls = heights[from].lag - heights[to].lag > SWINGS * swing + FEW;
    (falls && last.at - heights[highest].at > GAPS * gap).then_some((from, to))
}

/// By how much it fell at the most from one moment to any later one.
fn fell(heights: &[Height]) -> i64 {
    let mut high = i64::MIN;
    let falls = heights.iter().map(|one| {
        high = high.max(one.lag);
        high - one.lag
    });
    falls.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looked at each second, with a commit every `every`.
    fn of(every: i32, lag: impl Fn(i32) -> i64) -> Vec<Height> {
        let height = |at: i32| Height { at: f64::from(at), lag: lag(at), committed: at > 0 && at % every == 0 };
        (0..=30).map(height).collect()
    }

    #[test]
    fn a_burst_has_been_falling_since_it_came() {
        let burst = of(1, |at| if at < 20 { 0 } else { 3000 - 120 * i64::from(at - 20) });
        assert_eq!(fallen(&burst, 1.0), Some((21, 30)));
    }

    #[test]
    fn a_lag_that_swings_between_commits_does_not_fall() {
        let swings = of(5, |at| 100 * i64::from(at % 5));
        assert_eq!(fallen(&swings, 5.0), None);
        let grows = of(1, |at| 40 * i64::from(at));
        assert_eq!(fallen(&grows, 1.0), None);
    }

    #[test]
    fn bursts_that_come_again_are_no_single_one() {
        // Each comes on top of what the one before left.
        let bursts = of(1, |at| 100 * i64::from(at / 10 + 1) - 8 * i64::from(at) + 10 * i64::from(at / 10));
        assert_eq!(fallen(&bursts[..30], 1.0), None);
    }
}
