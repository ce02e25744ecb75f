//! Recorded clusters, replayed: each file in cases/ is a cluster, and perhaps an earlier look at it, with everything that is
//! said of it and nothing beside.

mod drift;
mod forms;
mod run;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use kskill::check::{Beside, Report, check};
use kskill::knowledge::{Live, Rule, Rulebook};
use kskill::sources::cluster::Snapshot;
use serde::Deserialize;

/// A recorded cluster and what is said of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What it is about.
    about: String,
    /// What the cluster is for.
    environment: Option<String>,
    /// A rule and the resource that it speaks of, each.
    says: BTreeSet<String>,
    now: Snapshot,
    since: Option<Snapshot>,
}

fn rulebook() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::load(None).expect("the embedded rulebook loads"))
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/cases");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn read(file: &Path) -> Case {
    let text = fs::read_to_string(file).expect("it can be read");
    yaml_serde::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn report(case: &Case) -> Report {
    let beside = Beside { environment: case.environment.as_deref(), before: case.since.as_ref(), design: None };
    check(rulebook(), &case.now, &beside)
}

/// Every recorded cluster, judged once.
fn judged() -> &'static [(PathBuf, Case, Report)] {
    static JUDGED: OnceLock<Vec<(PathBuf, Case, Report)>> = OnceLock::new();
    JUDGED.get_or_init(|| {
        let judge = |file: PathBuf| {
            let case = read(&file);
            let report = report(&case);
            (file, case, report)
        };
        files().into_iter().map(judge).collect()
    })
}

fn said(report: &Report) -> BTreeSet<String> {
    let of = |found: &kskill::check::Found| {
        let rule = found.rule.clone();
        found.paths.iter().map(move |path| format!("{rule} {path}")).collect::<Vec<_>>()
    };
    report.findings.iter().flat_map(of).collect()
}

#[test]
fn each_recorded_cluster_is_said_what_is_true_of_it_and_nothing_else() {
    let mut wrong = Vec::new();
    for (file, case, report) in judged() {
        assert!(!case.about.is_empty(), "{}", file.display());
        let said = said(report);
        let missing: Vec<&String> = case.says.difference(&said).collect();
        let beside: Vec<&String> = said.difference(&case.says).collect();
        if !missing.is_empty() || !beside.is_empty() {
            wrong.push(format!("{}: not said {missing:#?}, said beside {beside:#?}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No message falls back on the title because a number in it is not known.
#[test]
fn each_message_has_its_numbers() {
    for (file, _, report) in judged() {
        for found in &report.findings {
            assert_ne!(found.message, found.title, "{}: {}", file.display(), found.rule);
            assert!(!found.because.is_empty(), "{}", found.rule);
            let rule = rulebook().rules.get(&found.rule).expect("a rule");
            assert_eq!(rule.first.is_some(), found.first.is_some(), "{}: what to do first lacks a fact", found.rule);
        }
    }
}

/// Who copies a command must not have to mend its numbers: `retention.ms=120000.0`, `1,000`.
#[test]
fn numbers_in_commands_are_whole_and_plain() {
    let is_odd = |word: &str| {
        let word = word.trim_end_matches([',', '.', ';', ':']);
        word.contains(['.', ',']) && word.replace(',', "").parse::<f64>().is_ok()
    };
    for (file, _, report) in judged() {
        for first in report.findings.iter().filter_map(|found| found.first.as_ref()) {
            let odd = first.split(|c: char| c.is_whitespace() || c == '=').any(is_odd);
            assert!(!(odd && first.contains(".sh")), "{}: {first}", file.display());
        }
    }
}

/// The rules that a running cluster is asked, without those that need a design.
fn live() -> impl Iterator<Item = &'static Rule> {
    const KINDS: [&str; 5] = ["cluster", "broker", "topic", "group", "position"];
    let rules = rulebook().rules.iter().filter(|rule| rule.live != Live::Never && !rule.pedantic);
    rules.filter(|rule| rule.of.0.iter().all(|kind| KINDS.contains(&kind.as_str())))
}

#[test]
fn each_rule_about_clusters_fires_on_one_that_was_recorded() {
    // It takes a broker with thousands of partitions, which its examples say in a line.
    const ELSEWHERE: [&str; 1] = ["broker-replicas-many"];
    let fired: BTreeSet<String> =
        judged().iter().flat_map(|(_, _, report)| &report.findings).map(|found| found.rule.clone()).collect();
    let never: Vec<&str> = live().map(|rule| rule.id.as_str()).filter(|id| !fired.contains(*id)).collect();
    assert_eq!(never, ELSEWHERE);
}
