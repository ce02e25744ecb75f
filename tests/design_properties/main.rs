//! Random constraints give a design or a named conflict, and every design holds what a design must hold.

mod generate;
mod librdkafka;
mod properties;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use kskill::knowledge::Knowledge;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use generate::{Constraints, constraints};
use properties::Prover;

/// Cases of each of the two tests, which run side by side.
const CASES: u32 = 1000;

static PROVER: LazyLock<Prover> = LazyLock::new(|| Prover {
    knowledge: Knowledge::load(None).expect("the embedded knowledge loads"),
    rules: Knowledge::load(None).and_then(|knowledge| knowledge.rules()).expect("the embedded rules load"),
});

/// Every client, and old versions of those whose abilities grew.
fn clients() -> Vec<String> {
    let known = PROVER.knowledge.clients.iter().filter(|client| client.format.is_some());
    let mut names: Vec<String> = known.map(|client| client.id.clone()).collect();
    let old = ["java@2.8", "java@3.6", "java@4.0", "confluent-kafka-python@2.3.0", "librdkafka@2.10.0"];
    names.extend(old.map(str::to_owned));
    names
}

fn number(variable: &str, default: u32) -> u32 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn runner(seed: u8) -> TestRunner {
    let cases = number("KSKILL_PROPERTY_CASES", CASES);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
}

fn hold(seed: u8) {
    println!("seed {seed}, {} cases", number("KSKILL_PROPERTY_CASES", CASES));
    let outcome = runner(seed).run(&constraints(&clients()), |constraints: Constraints| {
        match PROVER.broken(&constraints.text()).first() {
            None => Ok(()),
            Some(broken) => Err(TestCaseError::fail(format!("{}: {}", broken.what, broken.found))),
        }
    });
    if let Err(TestError::Fail(reason, smallest)) = outcome {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("broken-{seed}.yaml"));
        fs::write(&file, smallest.text()).expect("the answers are written");
        panic!("{reason}\nseed {seed}; the answers are in {}:\n{}", file.display(), smallest.text());
    }
    outcome.expect("no case is given up");
}

#[test]
fn designs_hold_what_they_must_one() {
    hold(1);
}

#[test]
fn designs_hold_what_they_must_two() {
    hold(2);
}
