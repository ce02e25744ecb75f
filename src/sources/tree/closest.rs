//! "Did you mean".

/// The known name that a mistyped one most likely stands for, if there is one that is near enough.
///
/// Case and the separators `.`, `-`, `_` and space make no difference; apart from them one typing error (a letter
/// missing, added, wrong or swapped with its neighbour) is forgiven for every three letters, and at most four. Of names
/// that differ in nothing else, the one with the same case and separators is meant.
#[must_use]
pub fn closest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let as_written = wanted;
    let wanted = plain(wanted);
    let length = wanted.chars().count();
    let forgiven = (length / 3).min(4);
    known
        .map(|name| (name, plain(name)))
        // The distance is at least the difference in length; measuring it takes the product of both lengths.
        .filter(|(_, plain)| plain.chars().count().abs_diff(length) <= forgiven)
        .map(|(name, plain)| (strsim::osa_distance(&wanted, &plain), name))
        .filter(|(distance, _)| *distance <= forgiven)
        .min_by_key(|(distance, name)| (*distance, strsim::osa_distance(as_written, name)))
        .map(|(_, name)| name)
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace(['.', '-', ' '], "_")
}
