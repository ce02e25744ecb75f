//! The end of the report: failures, sizes, the way to production, schemas, open questions, what to do next.

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use super::Asked;
use super::table::Table;
use crate::design::{Design, Literal, Step};
use crate::render::digest;
use crate::render::layout::{CODE, FAINT, Page, STRONG, command, padded, shell_word, styled};
use crate::render::rows;

/// As many steps are told, and as many changes that would follow from another answer.
const STEPS: usize = 4;
const CHANGES: usize = 2;
/// What the title of the report says already.
const IN_TITLE: [&str; 4] = ["platform", "Kafka", "security", "brokers"];

/// What happens when something fails.
pub fn failures(page: &mut Page, design: &Design) {
    let all = &design.forecast.failures;
    let told = if page.all { all.iter().collect() } else { digest::failures(design) };
    if told.is_empty() {
        return;
    }
    let left = all.len() - told.len();
    page.section("HOW IT FAILS", &page.remark("in production, from the design's own numbers", left));
    for failure in &told {
        let subject = rows::words(&failure.subject);
        let title = format!("{} {}", styled(STRONG, &failure.title), styled(FAINT, format!("({subject})")));
        page.paragraph(2, Style::new(), &title);
        page.paragraph(4, Style::new(), &page.told(&failure.message, 2 * (page.width - 4)));
    }
}

/// How big the cluster is.
pub fn cluster(page: &mut Page, design: &Design) {
    let mut pairs = rows::cluster(&design.cluster);
    pairs.retain(|pair| page.all || !IN_TITLE.contains(&pair.key.as_str()));
    let table = Table::new(page, pairs.iter());
    table.heading(page, "CLUSTER");
    table.rows(page, &pairs);
}

/// What changes on the way to production.
pub fn path(page: &mut Page, design: &Design) {
    let all = digest::steps(design, page.all);
    if all.is_empty() {
        return;
    }
    let told = &all[..page.most(all.len(), STEPS)];
    let left = if page.all { 0 } else { design.path_to_production.len() - told.len() };
    page.section("FROM DEVELOPMENT TO PRODUCTION", &page.remark("when a change starts to pay", left));
    let most = page.width / 2 - 4;
    let column = told.iter().map(|step| change(step).width() + 4).filter(|width| *width <= most).max().unwrap_or(most);
    for step in told {
        let text = change(step);
        let subject = rows::words(&step.subject);
        let pays = step.pays.as_deref().map(|pays| page.told(pays, page.width - column));
        let remark = pays.map_or_else(|| format!("({subject})"), |pays| format!("{pays} ({subject})"));
        if text.width() + 4 > column {
            page.paragraph(2, Style::new(), &text);
            page.paragraph(column, FAINT, &remark);
        } else {
            page.hanging(&format!("  {}", padded(&text, column - 2)), column, FAINT, &remark);
        }
    }
}

/// A step in words: `acks 1 → all`.
fn change(step: &Step) -> String {
    let show = |value: Option<&Literal>| {
        let value = rows::or_none(value);
        rows::hint(&step.key, &value).unwrap_or(value)
    };
    let (from, to) = (show(step.development.as_ref()), show(step.production.as_ref()));
    let key = step.key.replace('_', " ");
    if from == to { format!("{key} {from} for now") } else { format!("{key} {from} → {to}") }
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
        for note in &schema.notes[..page.most(schema.notes.len(), 1)] {
            page.hanging("    - ", 6, Style::new(), note);
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
        let most = page.most(then.len(), CHANGES);
        let others = then.len().saturating_sub(most);
        then.truncate(most);
        let more = if others == 0 { String::new() } else { format!("; and {others} more") };
        page.paragraph(5, FAINT, &format!("then {}{more}", then.join("; ")));
    }
}

/// What to type next.
pub fn next(page: &mut Page, design: &Design, asked: &Asked) {
    page.section("NEXT", "");
    let mut commands: Vec<(String, &str)> = Vec::new();
    let program = &asked.program;
    let again = format!("{program} {}", asked.command);
    if let Some(way) = design.conflicts.iter().find_map(|conflict| conflict.give_way.first()) {
        let set = shell_word(&format!("{}={}", way.path, way.to));
        commands.push((format!("{again} --set {set}"), "give way where constraints collide"));
    }
    // The value is the user's to say: another one shown here would be taken for advice.
    let other = design.would_change_most.first().map(|one| format!("{}=VALUE", one.path));
    if let Some(set) = &other {
        commands.push((format!("{again} --set {set}"), "correct what was assumed"));
    }
    if !asked.all {
        commands.push((format!("{again} --all"), "every setting, reason and alternative"));
    }
    match &asked.out {
        None => commands.push((format!("{again} --out design"), "take it away: configs, topics, schemas, DESIGN.md")),
        Some(out) => {
            let out = shell_word(out);
            let brokers = "KAFKA_BOOTSTRAP_SERVERS=localhost:9092";
            let script = if out.contains('/') { out.clone() } else { format!("./{out}") };
            let what = "create the topics; it calls Kafka's own kafka-topics.sh";
            commands.push((format!("{brokers} {script}/topics.sh development"), what));
            let set = other.unwrap_or_else(|| "team.experience=expert".to_owned());
            commands.push((format!("{program} what-if {out}/design.yaml --set {set}"), "what changes, and why"));
        }
    }
    for (command, what) in commands {
        page.line(format!("  {}", styled(FAINT, format!("# {what}"))));
        for line in self::command(&command, page.width - 2) {
            page.line(format!("  {}", styled(CODE, line)));
        }
    }
}
