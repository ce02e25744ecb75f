//! Assumptions, conflicts and changes as `what-if` and an interview tell them: numbered or one below the other.

use std::collections::HashMap;

use anstyle::Style;

use super::layout::counted;
use crate::decide::compare::{Change, Changes};
use crate::design::{Assumption, Conflict, Design, ENVIRONMENTS, Finding, GiveWay};

/// How wide a text may be.
const WIDEST: usize = 100;
/// How many changes are told one by one.
const TOLD: usize = 16;
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// The assumptions by what they are about, in the order in which they are numbered.
#[must_use]
pub fn grouped(design: &Design) -> Vec<(String, Vec<&Assumption>)> {
    let topics = design.topics.iter().map(|topic| format!("events.{}", topic.name));
    let producers = design.producers.iter().map(|producer| format!("producers.{}", producer.name));
    let consumers = design.consumers.iter().map(|consumer| format!("consumers.{}", consumer.name));
    let subjects: Vec<String> = topics.chain(producers).chain(consumers).collect();
    let mut groups: Vec<(String, Vec<&Assumption>)> = Vec::new();
    for assumption in &design.assumptions {
        let path = &assumption.path;
        let about = |subject: &&String| path.strip_prefix(*subject).is_some_and(|rest| rest.starts_with('.'));
        let subject = subjects.iter().filter(about).max_by_key(|subject| subject.len()).cloned();
        let group =
            subject.unwrap_or_else(|| path.split_once('.').map(|(group, _)| group.to_owned()).unwrap_or_default());
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, assumptions)) => assumptions.push(assumption),
            None => groups.push((group, vec![assumption])),
        }
    }
    groups
}

/// The numbered list of what nobody said.
#[must_use]
pub fn assumptions(design: &Design) -> String {
    if design.assumptions.is_empty() {
        return format!("\n{STRONG}You said everything: nothing is assumed.{STRONG:#}");
    }
    let groups = grouped(design);
    let key = |group: &str, path: &str| path[group.len()..].trim_start_matches('.').to_owned();
    let all = || groups.iter().flat_map(|(group, members)| members.iter().map(move |one| (group, *one)));
    let keys = all().map(|(group, one)| key(group, &one.path).len()).max().unwrap_or(0);
    let values = all().map(|(_, one)| one.value.chars().count()).max().unwrap_or(0);
    let mut lines = vec![format!("\n{STRONG}Assumed, because nobody said{STRONG:#}")];
    let mut number = 0;
    for (group, members) in &groups {
        if !group.is_empty() {
            lines.push(format!("{FAINT}{group}{FAINT:#}"));
        }
        for Assumption { path, value, because, .. } in members {
            number += 1;
            let head = format!("{number:>3}  {:keys$}  {value:values$}  ", key(group, path));
            lines.extend(hanging(&head, because));
        }
    }
    lines.join("\n")
}

/// Constraints that collide.
#[must_use]
pub fn conflicts(conflicts: &[Conflict]) -> String {
    let mut lines = Vec::new();
    for Conflict { between: [one, other], message, give_way, .. } in conflicts {
        lines.push(format!("\n{STRONG}These cannot both be met: {one} and {other}{STRONG:#}"));
        lines.extend(hanging("  ", message));
        for GiveWay { path, to, buys } in give_way {
            lines.extend(hanging("  ", &format!("{path} = {to} would do: {buys}")));
        }
    }
    lines.join("\n")
}

/// What is otherwise now: all of it, or the first changes.
#[must_use]
pub fn changes(changes: &Changes, all: bool) -> String {
    if changes.changes.is_empty() && changes.conflicts.is_empty() && changes.assumptions.added.is_empty() {
        return format!("\n{STRONG}That decides nothing otherwise.{STRONG:#}");
    }
    let mut lines = vec![format!("\n{STRONG}What that changes{STRONG:#}")];
    let told = merged(&changes.changes);
    let shown = if all { told.len() } else { TOLD };
    for (change, environments) in told.iter().take(shown) {
        lines.push(format!("  {}", one_change(change, environments)));
        lines.extend(because(&change.because));
    }
    if told.len() > shown {
        lines.push(format!("  and {}", counted((told.len() - shown) as u64, "more setting")));
    }
    for Assumption { path, value, because: reason, .. } in &changes.assumptions.added {
        lines.push(format!("  assumed now  {path} = {value}"));
        lines.extend(because(reason));
    }
    for Conflict { between: [one, other], .. } in &changes.conflicts.removed {
        lines.push(format!("  settled  {one} and {other}"));
    }
    lines.extend(Some(conflicts(&changes.conflicts.added)).filter(|text| !text.is_empty()));
    for Finding { env, of } in &changes.findings.added {
        lines.push(format!("\n{STRONG}This breaks {} for {} in {env}{STRONG:#}", of.rule, of.path));
        lines.extend(hanging("  ", &of.message));
    }
    for Finding { env, of } in &changes.findings.removed {
        lines.push(format!("\nThis mends {} for {} in {env}", of.rule, of.path));
    }
    lines.join("\n")
}

/// Whether there are more changes than are told one by one.
#[must_use]
pub fn is_cut(changes: &Changes) -> bool {
    merged(&changes.changes).len() > TOLD
}

/// Each change once, with the environments in which it is the same: what production has otherwise comes first, as that
/// is what people ask about, and development's row of a setting follows that of production.
fn merged(changes: &[Change]) -> Vec<(&Change, Vec<&str>)> {
    let mut merged: Vec<(&Change, Vec<&str>)> = Vec::new();
    for change in changes {
        let same = |known: &Change| {
            (&known.subject, &known.key, &known.from, &known.to)
                == (&change.subject, &change.key, &change.from, &change.to)
        };
        match merged.iter_mut().find(|(known, _)| same(known)) {
            Some((_, environments)) => environments.push(&change.env),
            None => merged.push((change, vec![&change.env])),
        }
    }
    let production = ENVIRONMENTS[1];
    let mut places: HashMap<(&str, &str), (bool, usize)> = HashMap::new();
    for (at, (change, environments)) in merged.iter().enumerate() {
        let (elsewhere, _) = places.entry((&change.subject, &change.key)).or_insert((true, at));
        *elsewhere &= !environments.contains(&production);
    }
    merged.sort_by_key(|(change, environments)| {
        (places.get(&(change.subject.as_str(), change.key.as_str())).copied(), !environments.contains(&production))
    });
    merged
}

fn one_change(change: &Change, environments: &[&str]) -> String {
    let show = |value: &Option<crate::design::Literal>| {
        value.as_ref().map_or_else(|| "not set".to_owned(), ToString::to_string)
    };
    let scope = if environments.len() > 1 { String::new() } else { format!("  ({})", environments.join(", ")) };
    let Change { subject, key, from, to, .. } = change;
    if key == "exists" {
        let gone = to.as_ref().is_some_and(|to| to.to_string() == "false");
        return format!("{subject}  {}{scope}", if gone { "is gone" } else { "is new" });
    }
    format!("{subject}  {key}: {} -> {}{scope}", show(from), show(to))
}

fn because(reason: &str) -> Vec<String> {
    let lines = if reason.is_empty() { Vec::new() } else { hanging("      ", reason) };
    lines.into_iter().map(|line| format!("{FAINT}{line}{FAINT:#}")).collect()
}

/// The text in lines behind `head`, all beginning in the same column.
fn hanging(head: &str, text: &str) -> Vec<String> {
    let width = super::terminal_width().clamp(60, WIDEST);
    let column = head.chars().count();
    let mut lines = vec![head.to_owned()];
    let mut length = column;
    for word in text.split_whitespace() {
        let wide = word.chars().count();
        if length > column && length + 1 + wide > width {
            lines.push(" ".repeat(column));
            length = column;
        }
        if let Some(line) = lines.last_mut() {
            if length > column {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += wide;
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}
