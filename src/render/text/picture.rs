//! The topology: who writes which topic, who reads it.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::design::{Consumer, Design, Topic};
use crate::render::layout::{FAINT, Page, STRONG, columns, counted, padded, styled};
use crate::render::rows::writers;

/// As many topics are drawn.
const TOPICS: usize = 8;
const ARROW: &str = " ──▶ ";

/// A box per topic, its writers on the left and its readers on the right.
pub fn picture(page: &mut Page, design: &Design) {
    if design.topics.is_empty() {
        return;
    }
    page.section("TOPOLOGY", "partitions × replicas in development → production; instances likewise");
    let (events, others): (Vec<&Topic>, Vec<&Topic>) = design.topics.iter().partition(|topic| topic.role == "event");
    let drawn = &events[..events.len().min(TOPICS)];
    let names = drawn.iter().chain(&others).flat_map(|topic| writers(design, topic));
    let left = names.map(UnicodeWidthStr::width).max().unwrap_or(0);
    let inner = drawn.iter().flat_map(|topic| lines(topic)).map(|line| line.width()).max().unwrap_or(0);
    let right = design.consumers.iter().flat_map(reader).map(|line| columns(&line)).max().unwrap_or(0);
    if 2 + left + ARROW.width() + inner + 4 + right > page.width {
        in_words(page, design);
        return;
    }
    for topic in drawn {
        draw(page, design, topic, left, inner);
    }
    aside(page, design, &others, left);
    if events.len() > TOPICS {
        let others: Vec<&str> = events[TOPICS..].iter().map(|topic| topic.name.as_str()).collect();
        page.paragraph(2, FAINT, &format!("and {} more: {}", others.len(), others.join(", ")));
    }
}

/// The same without a drawing, where names are long or the terminal is narrow.
fn in_words(page: &mut Page, design: &Design) {
    for topic in &design.topics {
        let [_, what, size] = lines(topic);
        page.paragraph(
            2,
            Style::new(),
            &format!("{} {}", styled(STRONG, &topic.name), styled(FAINT, format!("({what}, {size})"))),
        );
        let readers = design.consumers.iter().filter(|one| one.reads.contains(&topic.name));
        let readers: Vec<String> = readers.map(|one| format!("{} ({})", one.name, instances(one))).collect();
        for (what, names) in [("from", writers(design, topic).join(", ")), ("to", readers.join(", "))] {
            if !names.is_empty() {
                page.hanging(&format!("    {what:<4} "), 9, Style::new(), &names);
            }
        }
    }
}

/// What a consumer could not handle goes to topics of its own, a line each.
fn aside(page: &mut Page, design: &Design, topics: &[&Topic], left: usize) {
    for topic in topics.iter().take(TOPICS) {
        let writer = writers(design, topic).first().copied().unwrap_or_default();
        let [_, what, size] = lines(topic);
        let first = format!("  {}{}", padded(writer, left), styled(FAINT, ARROW));
        let text = format!("{} {}", styled(STRONG, &topic.name), styled(FAINT, format!("({what}, {size})")));
        page.hanging(&first, 2 + left + ARROW.width(), Style::new(), &text);
    }
    if topics.len() > TOPICS {
        page.line(format!("  {}", styled(FAINT, format!("and {} more of this kind", topics.len() - TOPICS))));
    }
}

fn draw(page: &mut Page, design: &Design, topic: &Topic, left: usize, inner: usize) {
    let writers = writers(design, topic);
    let readers: Vec<String> =
        design.consumers.iter().filter(|consumer| consumer.reads.contains(&topic.name)).flat_map(reader).collect();
    let lines = lines(topic);
    let rows = lines.len().max(writers.len()).max(readers.len());
    let margin = " ".repeat(2 + left + ARROW.width());
    page.line(format!("{margin}┌{}┐", "─".repeat(inner + 2)));
    for row in 0..rows {
        let writer = writers.get(row).map_or_else(
            || " ".repeat(left + ARROW.width()),
            |name| format!("{}{}", styled(STRONG, padded(name, left)), styled(FAINT, ARROW)),
        );
        let line = padded(lines.get(row).map_or("", String::as_str), inner);
        let line = if row == 0 { styled(STRONG, line) } else { line };
        let reader = readers.get(row).cloned().unwrap_or_default();
        page.line(format!("  {writer}│ {line} │{reader}"));
    }
    page.line(format!("{margin}└{}┘", "─".repeat(inner + 2)));
}

fn lines(topic: &Topic) -> [String; 3] {
    let (partitions, copies) = (&topic.partitions, &topic.replication_factor);
    let (development, production) = (
        format!("{} × {}", partitions.development, copies.development),
        format!("{} × {}", partitions.production, copies.production),
    );
    let size = if development == production { production } else { format!("{development} → {production}") };
    let what = match (topic.role.as_str(), &topic.key) {
        ("event", Some(key)) => format!("key {key}"),
        ("event", None) => "no key".to_owned(),
        ("retry", _) => "to be tried again".to_owned(),
        ("dead-letter", _) => "set aside".to_owned(),
        (other, _) => other.to_owned(),
    };
    [topic.name.clone(), what, size]
}

fn reader(consumer: &Consumer) -> Vec<String> {
    let blank = " ".repeat(ARROW.width());
    let mut lines = vec![
        format!("{}{}", styled(FAINT, ARROW), styled(STRONG, &consumer.name)),
        format!("{blank}{}", styled(FAINT, instances(consumer))),
    ];
    lines.extend(consumer.pattern.as_ref().map(|pattern| format!("{blank}{}", styled(FAINT, &pattern.name))));
    lines
}

/// `1 → 3 instances`.
fn instances(consumer: &Consumer) -> String {
    let (development, production) = (consumer.instances.development, consumer.instances.production);
    let counted = counted(production, "instance");
    if development == production { counted } else { format!("{development} → {counted}") }
}
