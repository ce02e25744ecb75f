//! Outside limits that only a share of the records meets: calls are not records, and every number says which it is.

use std::process::Command;

const ANSWERS: &str = "
system: shop
team: {experience: new}
client: java
kafka: {platform: strimzi, brokers: 3}
events:
  - {name: order, producer: shop, rate: 5/s, peak: 50/s}
  - {name: payment, producer: shop, rate: 5/s, peak: 15/s}
consumers:
  - {name: payments, reads: [order], processing: 1s..3s, limits: {payment-api: 20/s}}
  - {name: mailer, reads: [order, payment], processing: 100ms..500ms, limits: {smtp: {rate: 50/s, share: 80%}}}
";

/// The whole report for these answers with some of them set otherwise, its lines joined.
fn report(sets: &[&str]) -> String {
    let directory = tempfile::tempdir().expect("a directory");
    let answers = directory.path().join("answers.yaml");
    std::fs::write(&answers, ANSWERS).expect("the answers are written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
    command.args(["recommend", "--all", "--answers"]).arg(&answers);
    command.args(sets.iter().flat_map(|set| ["--set", *set]));
    let output = command.output().expect("running kskill");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(report: &str, text: &str) {
    assert!(report.contains(text), "the report does not say: {text}\n{report}");
}

#[test]
fn a_bucket_holds_calls_where_not_every_record_calls() {
    let report = report(&[]);
    says(&report, "a bucket of 50/s for smtp");
    says(&report, "in each of 3 instances one of 16.7/s for smtp");
    says(&report, "each instance for itself at the full rate would send 150/s to smtp");
    says(&report, "a bucket of 20/s for payment-api");
    assert!(!report.contains("bucket of 62.5/s"), "{report}");
}

#[test]
fn a_limit_is_told_in_calls_and_in_records() {
    let report = report(&[]);
    let both = "smtp takes 50 calls/s, which is 62.5 records/s when 80 % of them call";
    says(&report, &format!("{both}: enough for the 10/s of today, but 65/s are to be carried"));
    says(&report, &format!("rate-limited consumer: {both}, all instances together"));
    says(&report, "payment-api lets 20/s through: enough for the 5/s of today");
    let one = self::report(&["consumers.mailer.limits.smtp.rate=1/s"]);
    says(&one, "smtp takes 1 call/s, which is 1.25 records/s");
}

#[test]
fn every_service_has_a_bucket_of_its_own() {
    let report = report(&["consumers.payments.limits.bank=40/s"]);
    says(&report, "from a bucket of 20/s for payment-api and one of 40/s for bank");
}

#[test]
fn the_factor_is_that_of_what_is_proposed() {
    let report = report(&["events.order.peak=60/s", "consumers.payments.limits={payment-api: 5/s, bank: 600/min}"]);
    says(&report, "consumers.payments.limits={bank: 80/s, payment-api: 80/s}");
    says(&report, "that is 16 times what payment-api allows now and 8 times what bank allows now");
    let thousands = self::report(&["events.order.peak=2000/s", "consumers.payments.limits={payment-api: 50/s}"]);
    says(&thousands, "consumers.payments.limits={payment-api: 2500/s}");
    says(&thousands, "that is 50 times what payment-api allows now");
}
