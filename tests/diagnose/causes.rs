//! The files of knowledge/causes/.

use std::collections::BTreeSet;

use super::knowledge;
use kskill::knowledge::Weight;

#[test]
fn there_are_many_kinds_and_each_says_what_to_do() {
    let causes = &knowledge().causes;
    let real: Vec<_> = causes.iter().filter(|cause| cause.weight == Weight::Cause).collect();
    assert!(real.len() >= 14, "{}", real.len());
    for cause in real {
        assert!(!cause.remedies.is_empty(), "{} has no remedy", cause.id);
        assert!(!cause.will_not_help.is_empty(), "{}: what will not help is missing", cause.id);
        for remedy in &cause.remedies {
            assert!(remedy.effect.is_some(), "{}: `{}` has no effect", cause.id, remedy.action.source());
        }
    }
    assert!(causes.iter().filter(|cause| cause.weight == Weight::Harmless).count() >= 4);
}

#[test]
fn what_a_cause_covers_is_there() {
    let causes = &knowledge().causes;
    let known: BTreeSet<&str> = causes.iter().map(|cause| cause.id.as_str()).collect();
    for cause in causes {
        for other in &cause.covers {
            assert!(known.contains(other.as_str()) && *other != cause.id, "{} covers {other}", cause.id);
        }
    }
}

#[test]
fn every_cause_is_told_by_a_test() {
    let tests = [
        include_str!("alarms.rs"),
        include_str!("breaks.rs"),
        include_str!("described.rs"),
        include_str!("each.rs"),
        include_str!("hidden.rs"),
        include_str!("leaving.rs"),
        include_str!("met.rs"),
        include_str!("paces.rs"),
        include_str!("watched.rs"),
    ];
    for cause in &knowledge().causes {
        let named = format!("\"{}\"", cause.id);
        assert!(tests.iter().any(|test| test.contains(&named)), "no test names {}", cause.id);
    }
}
