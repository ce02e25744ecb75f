//! The configs, development and production side by side.

use unicode_width::UnicodeWidthStr as _;

use crate::design::{self, ClientName, Config, Design, Environments, Topic};
use crate::render::brief::brief;
use crate::render::layout::{FAINT, Page, STRONG, cut, listed, padded, styled};
use crate::render::rows::{self, Pair};

/// Two columns per topic, producer and consumer.
pub fn configs(page: &mut Page, design: &Design) {
    page.section("CONFIGS", "what differs is bold");
    for topics in alike(&design.topics) {
        let names: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
        let kind = if names.len() == 1 { "topic" } else { "topics" };
        let pairs = rows::topic(topics[0]);
        if topics[0].role == "event" {
            heading(page, kind, &listed(&names), "");
            table(page, &pairs);
        } else {
            page.hanging(&format!("  {kind} "), kind.len() + 3, STRONG, &names.join(", "));
            page.paragraph(4, FAINT, &pairs.iter().map(in_words).collect::<Vec<_>>().join(", "));
        }
        page.gap();
    }
    for producer in &design.producers {
        heading(page, "producer", &producer.name, &client(&producer.client));
        client_config(page, &producer.configs, &producer.left_at_default, &producer.cannot);
    }
    for consumer in &design.consumers {
        heading(page, "consumer", &consumer.name, &client(&consumer.client));
        client_config(page, &consumer.configs, &consumer.left_at_default, &consumer.cannot);
    }
}

/// Topics with the same settings are shown as one.
fn alike(topics: &[Topic]) -> Vec<Vec<&Topic>> {
    let mut groups: Vec<Vec<&Topic>> = Vec::new();
    for topic in topics {
        let same =
            |group: &&mut Vec<&Topic>| rows::topic(group[0]) == rows::topic(topic) && group[0].role == topic.role;
        match groups.iter_mut().find(same) {
            Some(group) => group.push(topic),
            None => groups.push(vec![topic]),
        }
    }
    groups
}

/// A setting in a sentence: `min.insync.replicas 1 → 2`.
fn in_words(pair: &Pair) -> String {
    let show = |value: &Option<String>| {
        let value = value.as_deref().unwrap_or("-");
        rows::hint(&pair.key, value).unwrap_or_else(|| value.to_owned())
    };
    let (development, production) = (show(&pair.values.development), show(&pair.values.production));
    if pair.differs() {
        format!("{} {development} → {production}", pair.key)
    } else {
        format!("{} {production}", pair.key)
    }
}

fn client(client: &ClientName) -> String {
    format!("{} {}", client.id, client.version).trim_end().to_owned()
}

fn heading(page: &mut Page, kind: &str, name: &str, remark: &str) {
    let room = page.width.saturating_sub(kind.width() + remark.width() + 6);
    let name = cut(name, room);
    let remark = if remark.is_empty() { String::new() } else { format!("   {}", styled(FAINT, remark)) };
    page.line(format!("  {kind} {}{remark}", styled(STRONG, name)));
}

fn client_config(
    page: &mut Page,
    configs: &Environments<Config>,
    left: &Environments<Vec<design::Default>>,
    cannot: &[String],
) {
    table(page, &rows::settings(configs, false));
    connection(page, configs);
    left_at_default(page, left);
    if !cannot.is_empty() {
        page.gap();
        page.line(format!("    {}", styled(FAINT, "this client cannot say")));
        for text in cannot {
            page.hanging("    - ", 6, FAINT, &brief(text, (page.width - 6) * 2));
        }
    }
    page.gap();
}

/// The keys that connect; their values are in the files.
fn connection(page: &mut Page, configs: &Environments<Config>) {
    let pairs = rows::settings(configs, true);
    let keys = |wanted: &dyn Fn(&Pair) -> bool| {
        pairs.iter().filter(|pair| wanted(pair)).map(|pair| pair.key.as_str()).collect::<Vec<_>>().join(", ")
    };
    let both = keys(&|pair| pair.values.development.is_some() && pair.values.production.is_some());
    let only = keys(&|pair| pair.values.development.is_none());
    let mut text = format!("+ from the environment: {both}");
    if !only.is_empty() {
        text += &format!("; in production also {only}");
    }
    if !pairs.is_empty() {
        page.paragraph(4, FAINT, &text);
    }
}

fn left_at_default(page: &mut Page, left: &Environments<Vec<design::Default>>) {
    let left = rows::left(left);
    if left.is_empty() {
        return;
    }
    page.gap();
    page.line(format!("    {}", styled(FAINT, "left at its default, on purpose")));
    let setting = |one: &design::Default| format!("{} = {}", one.key, one.value);
    let column = left.iter().map(|(one, _)| setting(one).width()).filter(|width| *width <= 46).max().unwrap_or(0) + 6;
    for (one, environment) in left {
        let place = if environment.is_empty() { String::new() } else { format!("({environment}) ") };
        let text = padded(&setting(one), column - 4);
        let columns = 4 + text.width();
        let room = page.width.saturating_sub(columns);
        page.hanging(&format!("    {text}"), columns, FAINT, &brief(&format!("{place}{}", one.because), room));
    }
}

/// Keys and both values. What is the same in both environments is quieter.
pub fn table(page: &mut Page, pairs: &[Pair]) {
    let keys = pairs.iter().map(|pair| pair.key.width()).max().unwrap_or(0).clamp(24, 46);
    let column = page.width.saturating_sub(keys + 10) / 2;
    let blank = " ".repeat(keys + 6);
    page.line(format!("{blank}{}", styled(FAINT, format!("{}production", padded("development", column + 2)))));
    for pair in pairs {
        let cell = |value: &Option<String>| match value {
            Some(value) => match rows::hint(&pair.key, value) {
                Some(hint) => (cut(value, column), format!("  {hint}")),
                None => (cut(value, column), String::new()),
            },
            None => ("-".to_owned(), String::new()),
        };
        let (development, hint) = cell(&pair.values.development);
        let blank = column.saturating_sub(development.width() + hint.width());
        let (production, other) = cell(&pair.values.production);
        let production = if pair.differs() { styled(STRONG, production) } else { production };
        page.line(format!(
            "    {}  {development}{}{}  {production}{}",
            padded(&cut(&pair.key, keys), keys),
            styled(FAINT, hint),
            " ".repeat(blank),
            styled(FAINT, other),
        ));
    }
}
