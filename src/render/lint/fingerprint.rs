//! Names of findings that stay the same when lines above them come and go.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Places;

/// A name for each finding: by its rule, its file, what its line says, and which of several alike it is.
pub(super) fn fingerprints(places: &Places) -> Vec<String> {
    let report = places.report;
    let mut alike: BTreeMap<(&str, Cow<str>, &str), u32> = BTreeMap::new();
    let name = |found: &'_ crate::lint::Found| {
        let (path, line) = (places.path(&found.at), places.line_text(&found.at).trim());
        (path, line)
    };
    let mut names = Vec::with_capacity(report.findings.len());
    for found in &report.findings {
        let (path, line) = name(found);
        let number = alike.entry((&found.rule, path.clone(), line)).or_default();
        names.push(fingerprint([found.rule.as_str(), &*path, line, &number.to_string()]));
        *number += 1;
    }
    names
}

/// FNV-1a with 128 bits: the same on every machine and in every release, which the standard library's hash is not.
pub(super) fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for part in parts {
        // A byte that is in no text parts the parts.
        for byte in part.bytes().chain([0xff]) {
            hash ^= u128::from(byte);
            hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn names_never_change() {
        assert_eq!(fingerprint([]), "6c62272e07bb014262b821756295c58d", "the published start value");
        assert_eq!(fingerprint(["a"]), fingerprint(["a"]));
        assert_ne!(fingerprint(["ab", "c"]), fingerprint(["a", "bc"]));
    }
}
