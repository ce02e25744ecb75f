//! The top of the report: what it is, what was assumed, what cannot be had.

use unicode_width::UnicodeWidthStr as _;

use crate::design::{Assumption, Cluster, Conflict, Design, ENVIRONMENTS};
use crate::render::digest;
use crate::render::layout::{CODE, FAINT, LOUD, Page, STRONG, command, counted, padded, shell_word, styled};

/// The name of the system and where it runs.
pub fn title(page: &mut Page, design: &Design) {
    page.paragraph(0, STRONG, &format!("A Kafka design for {}", design.system));
    for environment in ENVIRONMENTS {
        let place = place(design.cluster.get(environment));
        page.hanging(&format!("  {}  ", styled(FAINT, padded(environment, 11))), 15, anstyle::Style::new(), &place);
    }
}

fn place(cluster: &Cluster) -> String {
    let mut parts = vec![cluster.platform.clone()];
    if !cluster.version.is_empty() {
        let newer = &cluster.newer_version;
        let told = if newer.is_empty() { String::new() } else { format!(" ({newer} is newer than what kskill knows)") };
        parts.push(format!("Kafka {}{told}", cluster.version));
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
    let (told, others) = digest::assumptions(design);
    let told = if page.all { &design.assumptions } else { told };
    let widest = (page.width / 2).min(44);
    let column = told.iter().map(|one| shown(one).width() + 4).filter(|width| *width <= widest).max().unwrap_or(16);
    for one in told {
        assumption(page, one, column);
    }
    if page.all || others.is_empty() {
        return;
    }
    let number: usize = others.iter().map(|(_, members)| members.len()).sum();
    let text = format!("and {number} smaller ones, such as {}", others.iter().find_map(example).unwrap_or_default());
    page.paragraph(2, FAINT, &text);
    let in_words = |(group, members): &(String, Vec<&Assumption>)| {
        let name = if group.is_empty() { String::new() } else { format!("{group}.") };
        (name, members.iter().map(|one| below(group, one)).collect())
    };
    let others = once(others.iter().map(in_words).collect());
    let names: Vec<usize> = others.iter().map(|(name, _)| name.width()).filter(|width| *width <= widest).collect();
    let column = names.iter().max().unwrap_or(&0) + 6;
    for (name, members) in &others {
        if name.width() + 6 > column {
            page.line(format!("    {name}"));
            page.paragraph(column, FAINT, &members.join(", "));
        } else {
            page.hanging(&format!("    {}", padded(name, column - 4)), column, FAINT, &members.join(", "));
        }
    }
}

/// The same with what is alike for every event, or every consumer, told once.
fn once(mut groups: Vec<(String, Vec<String>)>) -> Vec<(String, Vec<String>)> {
    for (kind, every) in [("events.", "every event"), ("consumers.", "every consumer")] {
        let of_kind: Vec<usize> = (0..groups.len()).filter(|at| groups[*at].0.starts_with(kind)).collect();
        let (Some(first), true) = (of_kind.first(), of_kind.len() > 1) else { continue };
        let alike = |text: &&String| of_kind.iter().all(|at| groups[*at].1.contains(text));
        let shared: Vec<String> = groups[*first].1.iter().filter(alike).cloned().collect();
        for at in &of_kind {
            groups[*at].1.retain(|text| !shared.contains(text));
        }
        groups.insert(*first, (every.to_owned(), shared));
    }
    groups.retain(|(_, members)| !members.is_empty());
    groups
}

/// One of the smaller ones as `--set` takes it.
fn example((_, members): &(String, Vec<&Assumption>)) -> Option<String> {
    members.first().map(|one| format!("--set {}", shell_word(&shown(one))))
}

/// What stands below its group.
fn below(group: &str, one: &Assumption) -> String {
    let text = shown(one);
    text.strip_prefix(group).map_or(text.clone(), |rest| rest.trim_start_matches('.').to_owned())
}

fn shown(one: &Assumption) -> String {
    format!("{}={}", one.path, one.value)
}

fn assumption(page: &mut Page, one: &Assumption, column: usize) {
    let text = shown(one);
    let mut first = format!("  {}", styled(STRONG, &text));
    if text.width() + 4 > column {
        page.line(first);
        first = " ".repeat(column);
    } else {
        first += &" ".repeat(column - 2 - text.width());
    }
    let mut because = page.told(&one.because, page.width.saturating_sub(column));
    if page.all && !one.consequence.is_empty() {
        because = format!("{because} → {}", one.consequence);
    }
    page.hanging(&first, column, anstyle::Style::new(), &because);
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
    for (at, one) in design.conflicts.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        conflict(page, one);
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
        for line in command(&set, page.width - 4) {
            page.line(format!("    {}", styled(CODE, line)));
        }
        page.paragraph(10, FAINT, &way.buys);
    }
}
