//! Findings as test results: a suite for each file, a failed test for each finding that fails the run, a skipped one for
//! each file that could not be read.

use anyhow::{Context as _, Result};
use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use super::{Places, UNREAD, UNREAD_ID};
use crate::lint::Report;
use crate::sources::walk::Unread;

/// The report as `JUnit` XML: what fails the run is a failure.
///
/// # Errors
/// None that a report can cause.
pub fn junit(report: &Report) -> Result<String> {
    let places = Places::of(report);
    let mut suites = Suites::new("kskill lint");
    for file in &report.unread {
        suites.add_test_suite(unread(file));
    }
    for (number, source) in report.sources.iter().enumerate() {
        let mut suite = TestSuite::new(source.path.as_str());
        for found in report.findings.iter().filter(|found| found.at.source == number) {
            let at = places.span(&found.at);
            let place = format!("{}:{}:{}", source.path, at.line, at.column);
            let told = format!("{place}: {}: {}", found.severity, found.message);
            let mut status = TestCaseStatus::success();
            if report.fails(found) {
                status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status.set_type(found.rule.as_str()).set_message(found.message.as_str()).set_description(told.as_str());
            }
            let mut case = TestCase::new(format!("{} at {}:{}", found.rule, at.line, at.column), status);
            case.set_classname(source.path.as_str());
            if !report.fails(found) {
                case.set_system_out(told);
            }
            suite.add_test_case(case);
        }
        let clean = suite.test_cases.is_empty();
        if clean && source.reading.configs.is_empty() {
            continue;
        }
        if clean {
            let mut case = TestCase::new("no findings", TestCaseStatus::success());
            case.set_classname(source.path.as_str());
            suite.add_test_case(case);
        }
        suites.add_test_suite(suite);
    }
    let mut text = suites.to_string().context("writing the findings")?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// A file that could not be read at all: nothing was tested, which is an error where it was asked for itself.
fn unread(file: &Unread) -> TestSuite {
    let mut status =
        if file.asked { TestCaseStatus::non_success(NonSuccessKind::Error) } else { TestCaseStatus::skipped() };
    status.set_type(UNREAD_ID).set_message(file.message.as_str());
    let mut case = TestCase::new(UNREAD, status);
    case.set_classname(file.path.as_str());
    let mut suite = TestSuite::new(file.path.as_str());
    suite.add_test_case(case);
    suite
}
