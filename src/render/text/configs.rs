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
    let mut last = String::new();
    for one in &design.producers {
        let shown = Shown { configs: &one.configs, left: &one.left_at_default, cannot: &one.cannot };
        heading(page, "producer", &one.name, &client(&one.client));
        client_config(page, &shown, &mut last);
    }
    for one in &design.consumers {
        let shown = Shown { configs: &one.configs, left: &one.left_at_default, cannot: &one.cannot };
        heading(page, "consumer", &one.name, &client(&one.client));
        client_config(page, &shown, &mut last);
    }
}

/// What a client is told, and what it is not.
struct Shown<'a> {
    configs: &'a Environments<Config>,
    left: &'a Environments<Vec<design::Default>>,
    cannot: &'a [String],
}

/// Topics with the same settings are shown as one.
fn alike(topics: &[Topic]) -> Vec<Vec<&Topic>> {
    let mut groups: Vec<(Vec<Pair>, Vec<&Topic>)> = Vec::new();
    for topic in topics {
        let pairs = rows::topic(topic);
        let same = |(known, group): &&mut (Vec<Pair>, Vec<&Topic>)| *known == pairs && group[0].role == topic.role;
        match groups.iter_mut().find(same) {
            Some((_, group)) => group.push(topic),
            None => groups.push((pairs, vec![topic])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
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

fn client_config(page: &mut Page, shown: &Shown, last: &mut String) {
    let mut pairs = rows::settings(shown.configs, false);
    let left = rows::left(shown.left);
    let keys: Vec<&str> =
        pairs.iter().map(|pair| pair.key.as_str()).chain(left.iter().map(|(one, _)| one.key.as_str())).collect();
    let prefix = shared_prefix(&keys).to_owned();
    for pair in &mut pairs {
        pair.key = pair.key.split_off(prefix.len());
    }
    table_below(page, &prefix, &pairs);
    let connection = connection(shown.configs);
    if !connection.is_empty() {
        let text = if connection == *last { "+ the same from the environment as above" } else { &connection };
        page.paragraph(4, FAINT, text);
        *last = connection;
    }
    left_at_default(page, &prefix, &left);
    if !shown.cannot.is_empty() {
        page.gap();
        page.line(format!("    {}", styled(FAINT, "this client cannot say")));
        for text in shown.cannot {
            page.hanging("    - ", 6, FAINT, &brief(text, (page.width - 6) * 2));
        }
    }
    page.gap();
}

/// What all keys begin with, up to a dot; nothing where that saves little.
fn shared_prefix<'a>(keys: &[&'a str]) -> &'a str {
    let Some((first, others)) = keys.split_first() else { return "" };
    let ends = first.match_indices('.').map(|(at, _)| at + 1).rev();
    let shared = ends.map(|end| &first[..end]).find(|prefix| others.iter().all(|key| key.starts_with(prefix)));
    shared.filter(|prefix| keys.len() > 1 && prefix.len() >= 10).unwrap_or_default()
}

/// The keys that connect; their values are in the files.
fn connection(configs: &Environments<Config>) -> String {
    let pairs = rows::settings(configs, true);
    let keys = |wanted: &dyn Fn(&Pair) -> bool| {
        pairs.iter().filter(|pair| wanted(pair)).map(|pair| pair.key.as_str()).collect::<Vec<_>>().join(", ")
    };
    let both = keys(&|pair| pair.values.development.is_some() && pair.values.production.is_some());
    let only = keys(&|pair| pair.values.development.is_none());
    match (both.is_empty(), only.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("+ from the environment: {both}"),
        (true, false) => format!("+ from the environment, in production: {only}"),
        (false, false) => format!("+ from the environment: {both}; in production also {only}"),
    }
}

fn left_at_default(page: &mut Page, prefix: &str, left: &[(&design::Default, &str)]) {
    if left.is_empty() {
        return;
    }
    page.gap();
    page.line(format!("    {}", styled(FAINT, "left at its default, on purpose")));
    let setting = |one: &design::Default| {
        let value = one.value.to_string();
        format!("{} = {}", &one.key[prefix.len()..], rows::hint(&one.key, &value).unwrap_or(value))
    };
    let column = left.iter().map(|(one, _)| setting(one).width()).filter(|width| *width <= 46).max().unwrap_or(0) + 6;
    for (one, environment) in left {
        let place = if environment.is_empty() { String::new() } else { format!("({environment}) ") };
        let text = setting(one);
        let because = brief(&format!("{place}{}", one.because), page.width.saturating_sub(column));
        if text.width() + 6 > column {
            page.line(format!("    {text}"));
            page.paragraph(column, FAINT, &because);
        } else {
            page.hanging(&format!("    {}", padded(&text, column - 4)), column, FAINT, &because);
        }
    }
}

/// Keys and both values. What is the same in both environments is quieter.
pub fn table(page: &mut Page, pairs: &[Pair]) {
    table_below(page, "", pairs);
}

/// A table whose keys lack what all of them begin with.
fn table_below(page: &mut Page, prefix: &str, pairs: &[Pair]) {
    let keys = pairs.iter().map(|pair| pair.key.width()).max().unwrap_or(0).clamp(24, 46);
    let column = page.width.saturating_sub(keys + 10) / 2;
    let header = format!("{}  {}production", padded(&cut(prefix, keys), keys), padded("development", column + 2));
    page.line(format!("    {}", styled(FAINT, header)));
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
