//! The top of the report: what it is, what was assumed, what cannot be had.

use std::collections::{HashMap, HashSet};

use unicode_width::UnicodeWidthStr as _;

use crate::design::{Assumption, Cluster, Conflict, Design, ENVIRONMENTS};
use crate::render::brief::brief;
use crate::render::layout::{CODE, FAINT, LOUD, Page, STRONG, counted, padded, shell_word, styled};

/// As many assumptions are told with their reasons; the others by their values.
const FULL: usize = 8;

/// The name of the system and where it runs.
pub fn title(page: &mut Page, design: &Design) {
    page.paragraph(0, STRONG, &format!("A Kafka design for {}", design.system));
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
        let first = format!("  {:>2}  ", format!("+{}", others.len()));
        let columns = first.width();
        page.hanging(&first, columns, FAINT, &format!("smaller ones: {}", gathered(others).join(", ")));
    }
}

/// What was assumed alike for several services is told once: `consumers.*.retries.attempts=3`.
fn gathered(assumptions: &[Assumption]) -> Vec<String> {
    let alike = |one: &Assumption| {
        let mut parts = one.path.splitn(3, '.');
        let (kind, _, rest) = (parts.next()?, parts.next()?, parts.next()?);
        matches!(kind, "consumers" | "events").then(|| format!("{kind}.*.{rest}={}", one.value))
    };
    let mut times: HashMap<String, usize> = HashMap::new();
    for pattern in assumptions.iter().filter_map(alike) {
        *times.entry(pattern).or_default() += 1;
    }
    let mut told: HashSet<String> = HashSet::new();
    let value = |one| alike(one).filter(|pattern| times[pattern] > 1).unwrap_or_else(|| shown(one));
    assumptions.iter().map(value).filter(|value| told.insert(value.clone())).collect()
}

fn shown(one: &Assumption) -> String {
    format!("{}={}", one.path, one.value)
}

fn assumption(page: &mut Page, number: usize, one: &Assumption, column: usize) {
    let text = shown(one);
    let mut first = format!("  {number:>2}  {}", styled(STRONG, &text));
    if text.width() + 8 > column {
        page.line(first);
        first = " ".repeat(column);
    } else {
        first += &" ".repeat(column - 6 - text.width());
    }
    let room = page.width.saturating_sub(column);
    let because = brief(&one.because, room * 2);
    let follows =
        if one.consequence.is_empty() { String::new() } else { format!(" → {}", brief(&one.consequence, room * 2)) };
    page.hanging(&first, column, anstyle::Style::new(), &format!("{because}{follows}"));
}

/// What cannot be had together.
pub fn conflicts(page: &mut Page, design: &Design) {
    if design.conflicts.is_empty() {
        return;
    }
    let title = match design.conflicts.len() {
        1 => "TWO OF YOUR CONSTRAINTS COLLIDE",
        _ => "SOME OF YOUR CONSTRAINTS COLLIDE",
    };
    page.headed(LOUD, title, "this is the nearest design; it does not meet both");
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
    page.hanging(
        &format!("  {} ", styled(LOUD, "x")),
        4,
        anstyle::Style::new(),
        &format!("{between}{}", styled(FAINT, place)),
    );
    page.paragraph(4, anstyle::Style::new(), &conflict.message);
    for way in &conflict.give_way {
        let set = format!("--set {}", shell_word(&format!("{}={}", way.path, way.to)));
        page.line(format!("    {}", styled(CODE, &set)));
        page.paragraph(10, FAINT, &way.buys);
    }
}
