//! The end of the report: failures, sizes, the way to production, schemas, open questions, what to do next.

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use super::Asked;
use super::configs::table;
use crate::design::{Design, Literal, Step};
use crate::render::brief::brief;
use crate::render::layout::{CODE, FAINT, Page, STRONG, cut, shell_word, styled};
use crate::render::rows;

/// As many steps are told, and as many failures of one kind of subject.
const STEPS: usize = 9;
const FAILURES: usize = 3;

/// What happens when something fails.
pub fn failures(page: &mut Page, design: &Design) {
    let failures = &design.forecast.failures;
    if failures.is_empty() {
        return;
    }
    page.section("HOW IT FAILS", "in production, from the design's own numbers");
    let mut kinds: Vec<&str> = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    let mut shown = 0;
    for failure in failures {
        let kind = failure.subject.split('/').next().unwrap_or_default();
        // The same failure of a second service differs in its numbers only.
        if ids.contains(&failure.id.as_str()) || kinds.iter().filter(|known| **known == kind).count() == FAILURES {
            continue;
        }
        kinds.push(kind);
        ids.push(&failure.id);
        shown += 1;
        let subject = rows::words(&failure.subject);
        let title = format!("{} {}", styled(STRONG, &failure.title), styled(FAINT, format!("({subject})")));
        page.paragraph(2, Style::new(), &title);
        page.paragraph(4, Style::new(), &brief(&failure.message, (page.width - 4) * 3));
    }
    if failures.len() > shown {
        page.line(format!("  {}", styled(FAINT, format!("{} more in DESIGN.md", failures.len() - shown))));
    }
}

/// How big the cluster is.
pub fn cluster(page: &mut Page, design: &Design) {
    page.section("CLUSTER", "");
    table(page, &rows::cluster(&design.cluster));
}

/// What changes on the way to production.
pub fn path(page: &mut Page, design: &Design) {
    let told = |step: &&Step| step.pays.is_some() || !step.subject.starts_with("cluster") && step.key.contains('.');
    let mut steps: Vec<&Step> = Vec::new();
    for step in design.path_to_production.iter().filter(told) {
        // The same step for several subjects is one step.
        let same = |known: &&Step| {
            known.key == step.key && known.production == step.production && known.development == step.development
        };
        if !steps.iter().any(same) {
            steps.push(step);
        }
    }
    if steps.is_empty() {
        return;
    }
    page.section("FROM DEVELOPMENT TO PRODUCTION", "what changes, and when it starts to pay");
    for step in steps.iter().take(STEPS) {
        let subject = rows::words(&step.subject);
        let show = |value: Option<&Literal>| {
            let value = rows::or_none(value);
            cut(&rows::hint(&step.key, &value).unwrap_or(value), 40)
        };
        let (from, to) = (show(step.development.as_ref()), show(step.production.as_ref()));
        let key = step.key.replace('_', " ");
        let moves = if from == to { format!("{from} for now") } else { format!("{from} → {}", styled(STRONG, to)) };
        let change = format!("{key}: {moves} {}", styled(FAINT, format!("({subject})")));
        page.paragraph(2, Style::new(), &change);
        if let Some(pays) = &step.pays {
            page.paragraph(4, FAINT, &brief(pays, (page.width - 4) * 2));
        }
    }
    let others = design.path_to_production.len() - steps.len().min(STEPS);
    if others > 0 {
        page.line(format!("  {}", styled(FAINT, format!("{others} more in DESIGN.md"))));
    }
}

/// The schemas, by name.
pub fn schemas(page: &mut Page, design: &Design) {
    if design.schemas.is_empty() {
        return;
    }
    page.section("SCHEMAS", "Avro, one per event; --out DIR writes them to DIR/schemas");
    for schema in &design.schemas {
        let fields = schema.schema["fields"].as_array().into_iter().flatten();
        let names: Vec<&str> = fields.filter_map(|field| field["name"].as_str()).collect();
        let first = format!("  {}   ", styled(STRONG, &schema.subject));
        page.hanging(&first, schema.subject.width() + 5, FAINT, &names.join(", "));
        for note in schema.notes.iter().take(2) {
            page.hanging("    - ", 6, Style::new(), &brief(note, (page.width - 6) * 2));
        }
        if schema.notes.len() > 2 {
            page.line(format!("    {}", styled(FAINT, format!("{} more in DESIGN.md", schema.notes.len() - 2))));
        }
    }
}

/// The facts that nobody knows and that matter most.
pub fn would_change(page: &mut Page, design: &Design) {
    if design.would_change_most.is_empty() {
        return;
    }
    page.section("FIND OUT FIRST", "of what was assumed, this would change the design most");
    for (at, one) in design.would_change_most.iter().enumerate() {
        let assumed = styled(FAINT, format!("instead of {}", one.assumed));
        let title = format!("{} {assumed}", styled(STRONG, format!("{} = {}", one.path, one.other)));
        page.hanging(&format!("  {}  ", at + 1), 5, Style::new(), &title);
        let words = |then: &String| {
            then.split_once(' ')
                .map_or_else(|| then.clone(), |(subject, rest)| format!("{} {rest}", rows::words(subject)))
        };
        let mut then: Vec<String> = one.then.iter().map(words).collect();
        then.dedup();
        let others = then.len().saturating_sub(3);
        then.truncate(3);
        let more = if others == 0 { String::new() } else { format!("; and {others} more") };
        page.paragraph(5, FAINT, &format!("then {}{more}", then.join("; ")));
    }
}

/// What to type next.
pub fn next(page: &mut Page, design: &Design, asked: &Asked) {
    page.section("NEXT", "");
    let mut commands: Vec<(String, &str)> = Vec::new();
    if let Some(way) = design.conflicts.iter().find_map(|conflict| conflict.give_way.first()) {
        let set = shell_word(&format!("{}={}", way.path, way.to));
        commands.push((format!("{} --set {set}", asked.command), "give way where constraints collide"));
    }
    // The value is the user's to say: another one shown here would be taken for advice.
    let other = design.would_change_most.first().map(|one| format!("{}=VALUE", one.path));
    if let Some(set) = &other {
        commands.push((format!("{} --set {set}", asked.command), "correct what was assumed"));
    }
    match &asked.out {
        None => commands
            .push((format!("{} --out design", asked.command), "take it away: configs, topics, schemas, DESIGN.md")),
        Some(out) => {
            let out = shell_word(out);
            commands.push((format!("{out}/topics.sh development"), "create the topics"));
            let set = other.unwrap_or_else(|| "team.experience=expert".to_owned());
            commands.push((format!("kskill what-if {out}/design.yaml --set {set}"), "what changes, and why"));
        }
    }
    for (command, what) in commands {
        page.line(format!("  {}", styled(FAINT, format!("# {what}"))));
        page.line(format!("  {}", styled(CODE, command)));
    }
}
