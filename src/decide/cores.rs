//! Work on every core.

/// What `of` makes of each item, in their order.
pub(crate) fn on_every_core<T: Sync, R: Send>(items: &[T], of: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    if cores == 1 || items.len() < 2 {
        return items.iter().map(of).collect();
    }
    let share = items.len().div_ceil(cores);
    let of = &of;
    std::thread::scope(|scope| {
        let mut shares = items.chunks(share);
        let first = shares.next().unwrap_or_default();
        let others: Vec<_> = shares.map(|share| scope.spawn(|| share.iter().map(of).collect::<Vec<_>>())).collect();
        let mut all: Vec<R> = first.iter().map(of).collect();
        for other in others {
            match other.join() {
                Ok(results) => all.extend(results),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    })
}
