//! Assumptions, conflicts and changes as an interview tells them: numbered or one below the other, without colours of
//! their own.

use anstyle::Style;
use comfy_table::{ContentArrangement, Table};

use crate::decide::compare::{Change, Changes};
use crate::design::{Assumption, Conflict};

/// How many columns there are to write on.
const WIDTH: u16 = 100;
/// How many changes are told one by one.
const TOLD: usize = 16;
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// The numbered list of what nobody said.
pub fn assumptions(assumptions: &[Assumption]) -> String {
    if assumptions.is_empty() {
        return format!("\n{STRONG}You said everything: nothing is assumed.{STRONG:#}");
    }
    let mut table = plain_table();
    for (index, assumption) in assumptions.iter().enumerate() {
        let Assumption { path, value, because, .. } = assumption;
        table.add_row([format!("{:>3}", index + 1), path.clone(), value.clone(), because.clone()]);
    }
    format!("\n{STRONG}Assumed, because nobody said{STRONG:#}\n{}", tidy(&table))
}

/// Constraints that collide.
pub fn conflicts(conflicts: &[Conflict]) -> String {
    let mut text = String::new();
    for conflict in conflicts {
        let [one, other] = &conflict.between;
        text += &format!("\n{STRONG}These cannot both be met: {one} and {other}{STRONG:#}\n");
        text += &paragraph(&conflict.message);
        for way in &conflict.give_way {
            text += &paragraph(&format!("{} = {} would do: {}", way.path, way.to, way.buys));
        }
    }
    text.trim_end().to_owned()
}

/// What is otherwise now.
pub fn changes(changes: &Changes) -> String {
    if changes.is_empty() {
        return format!("\n{STRONG}That changes nothing.{STRONG:#}");
    }
    let mut text = format!("\n{STRONG}What that changes{STRONG:#}\n");
    let told = merged(&changes.changes);
    for (change, environments) in told.iter().take(TOLD) {
        text += &format!("  {}\n", one_change(change, environments));
        text += &because(&change.because);
    }
    if told.len() > TOLD {
        text += &format!("  and {} more settings\n", told.len() - TOLD);
    }
    for assumption in &changes.assumptions.added {
        text += &format!("  assumed now  {} = {}\n", assumption.path, assumption.value);
        text += &because(&assumption.because);
    }
    for conflict in &changes.conflicts.removed {
        text += &format!("  settled  {} and {}\n", conflict.between[0], conflict.between[1]);
    }
    text += &conflicts(&changes.conflicts.added);
    text.trim_end().to_owned()
}

/// Each change once, with the environments in which it is the same.
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

fn because(reason: &str) -> String {
    if reason.is_empty() {
        return String::new();
    }
    let mut table = plain_table();
    table.add_row(["    ", reason]);
    let lines: Vec<String> = tidy(&table).lines().map(|line| format!("{FAINT}{line}{FAINT:#}\n")).collect();
    lines.concat()
}

fn paragraph(text: &str) -> String {
    let mut table = plain_table();
    table.add_row(["", text]);
    tidy(&table) + "\n"
}

fn plain_table() -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table
}

fn tidy(table: &Table) -> String {
    let lines: Vec<String> = table.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}
