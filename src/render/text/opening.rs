//! The top of the report: what it is, what was assumed, what cannot be had.

use unicode_width::UnicodeWidthStr as _;

use crate::design::{Assumption, Cluster, Conflict, Design, ENVIRONMENTS};
use crate::render::brief::brief;
use crate::render::layout::{CODE, FAINT, LOUD, Page, STRONG, counted, listed, padded, styled};

/// As many assumptions are told with their reasons; the others by their values.
const FULL: usize = 10;

/// The name of the system and where it runs.
pub fn title(page: &mut Page, design: &Design) {
    page.line(styled(STRONG, format!("A Kafka design for {}", design.system)));
    page.gap();
    for environment in ENVIRONMENTS {
        let place = place(design.cluster.get(environment));
        page.line(format!("  {}  {place}", styled(FAINT, padded(environment, 11))));
    }
}

fn place(cluster: &Cluster) -> String {
    let mut parts = vec![cluster.platform.clone()];
    if !cluster.version.is_empty() {
        parts.push(format!("Kafka {}", cluster.version));
    }
    if cluster.brokers > 0 {
        parts.push(counted(cluster.brokers, "broker"));
    }
    if !cluster.security.is_empty() {
        parts.push(if cluster.security == "none" { "no security".to_owned() } else { cluster.security.clone() });
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// What nobody said.
pub fn assumptions(page: &mut Page, design: &Design) {
    if design.assumptions.is_empty() {
        return;
    }
    page.section("ASSUMED", "nobody said otherwise; correct any with --set PATH=VALUE");
    let (told, others) = design.assumptions.split_at(design.assumptions.len().min(FULL));
    let column = told.iter().map(|one| shown(one).width()).filter(|width| *width <= 40).max().unwrap_or(20) + 8;
    for (at, one) in told.iter().enumerate() {
        assumption(page, at + 1, one, column);
    }
    if !others.is_empty() {
        let values: Vec<String> = others.iter().map(shown).collect();
        let first = format!("  {:>2}  ", format!("+{}", others.len()));
        let columns = first.width();
        page.hanging(&first, columns, FAINT, &format!("smaller ones: {}", listed(&values)));
    }
}

fn shown(one: &Assumption) -> String {
    format!("{}={}", one.path, one.value)
}

fn assumption(page: &mut Page, number: usize, one: &Assumption, column: usize) {
    let text = shown(one);
    let first = format!("  {number:>2}  {}", styled(STRONG, &text));
    let room = page.width.saturating_sub(column) * 2;
    if text.width() + 8 > column {
        page.line(first);
        page.paragraph(column, anstyle::Style::new(), &one.because);
    } else {
        page.hanging(
            &format!("{first}{}", " ".repeat(column - 6 - text.width())),
            column,
            anstyle::Style::new(),
            &one.because,
        );
    }
    if !one.consequence.is_empty() {
        let first = format!("{}{}", " ".repeat(column), styled(FAINT, "→ "));
        page.hanging(&first, column + 2, FAINT, &brief(&one.consequence, room));
    }
}

/// What cannot be had together.
pub fn conflicts(page: &mut Page, design: &Design) {
    if design.conflicts.is_empty() {
        return;
    }
    page.gap();
    let title = match design.conflicts.len() {
        1 => "TWO OF YOUR CONSTRAINTS COLLIDE",
        _ => "SOME OF YOUR CONSTRAINTS COLLIDE",
    };
    page.line(format!(
        "{}   {}",
        styled(LOUD, title),
        styled(FAINT, "this is the nearest design; it does not meet both")
    ));
    for conflict in &design.conflicts {
        page.gap();
        self::conflict(page, conflict);
    }
}

fn conflict(page: &mut Page, conflict: &Conflict) {
    let [one, other] = &conflict.between;
    let place = match conflict.environments.as_slice() {
        [only] => format!("   in {only}"),
        _ => String::new(),
    };
    let between = if one == other {
        styled(STRONG, one)
    } else {
        format!("{} and {}", styled(STRONG, one), styled(STRONG, other))
    };
    page.line(format!("  {} {between}{}", styled(LOUD, "x"), styled(FAINT, place)));
    page.paragraph(4, anstyle::Style::new(), &conflict.message);
    for way in &conflict.give_way {
        let set = format!("--set {}={}", way.path, way.to);
        let first = format!("    {}  ", styled(CODE, &set));
        page.hanging(&first, set.width() + 6, FAINT, &way.buys);
    }
}
