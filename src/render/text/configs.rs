//! The configs, development and production side by side.

use unicode_width::UnicodeWidthStr as _;

use super::table::{Table, in_words};
use crate::design::{self, Config, Design, Environments};
use crate::render::clients::{self, Shown};
use crate::render::layout::{FAINT, Page, STRONG, listed, padded, styled};
use crate::render::rows::{self, Pair};

/// Two columns for all topics, producers and consumers.
pub fn configs(page: &mut Page, design: &Design) {
    let topics = rows::alike(&design.topics);
    let clients = clients::shown(design);
    let events = topics.iter().filter(|group| group[0].role == "event").map(|group| rows::topic(group[0]));
    let tables: Vec<Vec<Pair>> =
        events.chain(clients.iter().map(|one| below(&prefix(one), rows::settings(one.configs, false)))).collect();
    let table = Table::new(page, tables.iter().flatten());
    table.heading(page, "CONFIGS");
    for group in &topics {
        let names: Vec<&str> = group.iter().map(|topic| topic.name.as_str()).collect();
        let kind = if names.len() == 1 { "topic" } else { "topics" };
        let pairs = rows::topic(group[0]);
        page.hanging(&format!("  {kind} "), kind.len() + 3, STRONG, &listed(&names));
        if group[0].role == "event" {
            table.rows(page, &pairs);
        } else {
            page.paragraph(
                4,
                FAINT,
                &pairs.iter().map(|pair| in_words(pair, |_, hint| hint)).collect::<Vec<_>>().join(", "),
            );
        }
    }
    // How they connect is the same for most.
    let mut last = String::new();
    for (at, one) in clients.iter().enumerate() {
        page.gap();
        // What an earlier service of the same kind and client has as well is named there.
        let before = one.like(&clients[..at]);
        client_config(page, &table, one, before.filter(|_| !page.all), &mut last);
    }
}

/// What all of its keys begin with.
fn prefix(one: &Shown) -> String {
    let settings = rows::settings(one.configs, false);
    let left = rows::left(one.left);
    let keys: Vec<&str> =
        settings.iter().map(|pair| pair.key.as_str()).chain(left.iter().map(|(one, _)| one.key.as_str())).collect();
    shared_prefix(&keys).to_owned()
}

/// The settings without what all keys begin with.
fn below(prefix: &str, mut pairs: Vec<Pair>) -> Vec<Pair> {
    for pair in &mut pairs {
        pair.key = pair.key.split_off(prefix.len());
    }
    pairs
}

fn client_config(page: &mut Page, table: &Table, one: &Shown, before: Option<&Shown>, last: &mut String) {
    let prefix = prefix(one);
    let mut remark = format!("{} {}", one.client.id, one.client.version).trim_end().to_owned();
    if !prefix.is_empty() {
        remark = format!("{remark}, keys below {prefix}");
    }
    let first = format!("  {} {}   ", one.kind, styled(STRONG, one.name));
    page.hanging(&first, one.kind.width() + one.name.width() + 6, FAINT, &remark);
    let (own, same) = one.apart_from(before);
    let (own, same) = (below(&prefix, own), below(&prefix, same));
    let (named, own): (Vec<Pair>, Vec<Pair>) = own.into_iter().partition(|pair| !page.all && is_name(pair, one.name));
    table.rows(page, &own);
    let keys = |pairs: &[Pair]| pairs.iter().map(|pair| pair.key.as_str()).collect::<Vec<_>>().join(", ");
    if !named.is_empty() {
        page.paragraph(4, FAINT, &format!("{}: {}", keys(&named), one.name));
    }
    if let Some(other) = before.filter(|_| !same.is_empty()) {
        page.paragraph(4, FAINT, &format!("as {} has it: {}", other.name, keys(&same)));
    }
    let connection = connection(one.configs);
    if *last != connection {
        page.paragraph(4, FAINT, &connection);
        *last = connection;
    }
    left_at_default(page, &prefix, one, before);
    let cannot: Vec<&String> =
        one.cannot.iter().filter(|text| before.is_none_or(|other| !other.cannot.contains(text))).collect();
    for text in cannot {
        page.hanging(&format!("    {} ", styled(FAINT, "note:")), 10, FAINT, &page.told(text, page.width - 10));
    }
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

/// Whether the value is the service's own name.
fn is_name(pair: &Pair, name: &str) -> bool {
    let values = [&pair.values.development, &pair.values.production];
    values.into_iter().all(|value| value.as_deref() == Some(name))
}

fn left_at_default(page: &mut Page, prefix: &str, one: &Shown, before: Option<&Shown>) {
    let left = one.left_apart_from(before);
    let setting = |one: &design::Default| {
        let value = one.value.to_string();
        let key = one.key.strip_prefix(prefix).unwrap_or(&one.key);
        rows::hint(&one.key, &value).map_or(format!("{key} = {value}"), |hint| format!("{key} = {value} ({hint})"))
    };
    if !page.all {
        let place =
            |environment: &str| if environment.is_empty() { String::new() } else { format!(" in {environment}") };
        let texts: Vec<String> = left.iter().map(|(one, environment)| setting(one) + &place(environment)).collect();
        if !texts.is_empty() {
            page.paragraph(4, FAINT, &format!("left at its default, on purpose: {}", texts.join(", ")));
        }
        return;
    }
    if left.is_empty() {
        return;
    }
    page.line(format!("    {}", styled(FAINT, "left at its default, on purpose")));
    let column = left.iter().map(|(one, _)| setting(one).width()).filter(|width| *width <= 46).max().unwrap_or(0) + 8;
    for (one, environment) in left {
        let place = if environment.is_empty() { String::new() } else { format!("({environment}) ") };
        let because = format!("{place}{}", one.because);
        let text = setting(one);
        if text.width() + 8 > column {
            page.line(format!("      {text}"));
            page.paragraph(column, FAINT, &because);
        } else {
            page.hanging(&format!("      {}", padded(&text, column - 6)), column, FAINT, &because);
        }
    }
}
