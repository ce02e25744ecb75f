//! What a snapshot shows of the records themselves, where some were read.

use super::picture::{count, float, length, numbers, seen, texts};
use crate::facts::{Facts, Id};
use crate::sources::cluster::Snapshot;

/// Adds what the records of a topic are like.
pub(super) fn add(facts: &mut Facts, id: Id, snapshot: &Snapshot, name: &str) {
    if let Some(registry) = &snapshot.registry {
        let own = format!("{name}-value");
        let known = registry.subjects.iter().any(|subject| subject.name == own);
        seen(facts, id, "subject", if known { own.as_str() } else { "" });
    }
    let Some(sample) = &snapshot.sample else { return };
    let Some(sampled) = sample.topics.get(name) else { return };
    for (fact, number) in [
        ("sampled", sampled.records),
        ("sampled_without_key", sampled.null_keys),
        ("sampled_framed", sampled.framed),
        ("sampled_unframed", sampled.unframed),
    ] {
        count(facts, id, fact, i64::try_from(number).unwrap_or(i64::MAX));
    }
    length(facts, id, "sampled_keys", sampled.keys);
    if let Some(hottest) = &sampled.hottest {
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        count(facts, id, "hottest_in", i64::from(hottest.partition));
        count(facts, id, "hottest_records", number(hottest.records));
        count(facts, id, "hottest_of", number(hottest.of));
        if let Some(share) = hottest.share {
            seen(facts, id, "hottest_share", share);
        }
    }
    if let Some(sizes) = &sampled.sizes {
        for (fact, size) in [("size_mean", sizes.mean), ("size_median", sizes.median), ("size_largest", sizes.largest)]
        {
            seen(facts, id, fact, float(i64::try_from(size).unwrap_or(i64::MAX)));
        }
    }
    if let Some(codecs) = &sampled.codecs {
        texts(facts, id, "codecs", codecs.iter().cloned());
    }
    if let Some(unknown) = &sample.unknown_schemas {
        numbers(facts, id, "schemas_unknown", sampled.schemas.keys().copied().filter(|id| unknown.contains(id)));
    }
}
