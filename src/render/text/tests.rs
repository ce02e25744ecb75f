use anstream::adapter::strip_str;
use unicode_width::UnicodeWidthStr as _;

use super::*;
use crate::render::sample;

fn shown(width: usize, out: Option<&str>) -> String {
    let asked =
        Asked { command: "kskill recommend --answers answers.yaml".into(), out: out.map(str::to_owned), all: false };
    text(&sample::design(), &asked, width)
}

#[test]
fn the_report() {
    snapbox::assert_data_eq!(strip_str(&shown(100, None)).to_string(), snapbox::file!["report.txt"].raw());
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for (asked, width) in [(20, 80), (80, 80), (97, 97), (300, 120)] {
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
    assert!(text.contains("'my designs'/topics.sh development"), "{text}");
}
