use anstream::adapter::strip_str;
use unicode_width::UnicodeWidthStr as _;

use super::*;
use crate::render::sample;

fn shown(width: usize, out: Option<&str>) -> String {
    let (program, command) = ("kskill".into(), "recommend --answers answers.yaml".into());
    let asked = Asked { program, command, out: out.map(str::to_owned), all: false };
    text(&sample::design(), &asked, width)
}

#[test]
fn the_report() {
    snapbox::assert_data_eq!(strip_str(&shown(100, None)).to_string(), snapbox::file!["report.txt"].raw());
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for (asked, width) in [(20, 60), (60, 60), (80, 80), (97, 97), (300, 120)] {
        let text = strip_str(&shown(asked, Some("out"))).to_string();
        for line in text.lines() {
            assert!(line.width() <= width, "{} columns of {width}: {line}", line.width());
            assert_eq!(line, line.trim_end());
        }
        assert!(!text.contains("\n\n\n"), "{text}");
    }
}

#[test]
fn the_next_commands_know_the_directory() {
    let text = strip_str(&shown(100, Some("my designs"))).to_string();
    assert!(text.contains("kskill what-if 'my designs'/design.yaml --set events.task.size=VALUE"), "{text}");
    assert!(text.contains("KAFKA_BOOTSTRAP_SERVERS=localhost:9092 ./'my designs'/topics.sh development"), "{text}");
}

#[test]
fn what_is_left_out_can_be_seen() {
    let asked = |out: Option<&str>, all| {
        let (program, command) = ("kskill".into(), "recommend".into());
        Asked { program, command, out: out.map(str::to_owned), all }
    };
    let text = |asked: &Asked| strip_str(&super::text(&sample::design(), asked, 100)).to_string();
    let short = text(&asked(None, false));
    assert!(short.contains("kskill recommend --all"), "{short}");
    let all = text(&asked(None, true));
    assert!(!all.contains("more with --all") && !all.contains(" --all\n"), "{all}");
    for row in &sample::design().decisions {
        assert!(strip_lines(&all).contains(&row.because), "{}: {all}", row.because);
    }
    assert!(!short.contains("...") && !all.contains("..."));
}

/// The text as one line, so that it can be searched for what is wrapped.
fn strip_lines(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
