//! What is as it should be gets no warning: a developer's single node, and three brokers at work.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::cluster::Cluster;
use crate::own::Own;
use crate::run::Run;

/// A rule, and what it says that of.
pub type Said = (String, String);

/// What is said of a cluster, from that severity on. Where the test's own files are below /tmp, that is said rightly.
pub fn said(findings: &Value, severities: &[&str]) -> BTreeSet<Said> {
    let all = findings["findings"].as_array().expect("findings").iter();
    let of = |found: &Value| {
        let rule = found["rule"].as_str().expect("a rule").to_owned();
        let paths = found["paths"].as_array().expect("paths").clone();
        paths.into_iter().map(move |path| (rule.clone(), path.as_str().expect("a path").to_owned()))
    };
    let severe = |found: &&Value| severities.contains(&found["severity"].as_str().expect("a severity"));
    let own = |said: &Said| said.0 != "broker-records-in-tmp" || !std::env::temp_dir().starts_with("/tmp");
    all.filter(severe).flat_map(of).filter(own).collect()
}

/// Warnings and errors.
pub const SERIOUS: [&str; 2] = ["warning", "error"];

/// Checks a cluster, with more arguments.
pub fn check(bootstrap: &str, more: &[&str]) -> Value {
    look(bootstrap, more).expect("the cluster answers")
}

/// Checks a cluster that may not answer.
pub fn look(bootstrap: &str, more: &[&str]) -> Option<Value> {
    let common = ["--bootstrap-server", bootstrap, "--format", "json", "--fail-on", "never"];
    let run = Run::check(&[&common[..], more].concat(), "15s");
    if !run.is_answer() {
        eprintln!("{}", run.err);
        return None;
    }
    Some(run.json())
}

#[test]
fn a_single_node_for_development_gets_no_warning() {
    let cluster = Cluster::one();
    for environment in [&[][..], &["--environment", "development"]] {
        let found = check(cluster.get("PLAINTEXT"), environment);
        // Other tests make topics of their own here, and leave groups: only the node itself is looked at.
        let serious = said(&found, &SERIOUS);
        let node: Vec<&Said> = serious
            .iter()
            .filter(|(_, path)| path == "cluster" || path.starts_with("broker/") || path.starts_with("topic/__"))
            .collect();
        assert_eq!(node, Vec::<&Said>::new(), "{environment:?}");
    }
}

/// Insists that nothing is worse than worth knowing.
pub fn no_warning(cluster: &Own) {
    let found = check(cluster.get("PLAINTEXT"), &[]);
    assert_eq!(said(&found, &SERIOUS), BTreeSet::new(), "{found:#}");
    assert!(found["summary"]["rules"].as_u64().expect("a number") >= 60, "{}", found["summary"]);
}
