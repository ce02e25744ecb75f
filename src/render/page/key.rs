//! The page of a config key.

use std::collections::BTreeMap;

use super::super::layout::{FAINT, Page as Sheet, STRONG, listed, padded, styled};
use crate::knowledge::page::{Equivalent, FamilyPage, KeyPage, Mention};

pub(super) fn key(sheet: &mut Sheet, page: &KeyPage) {
    sheet.line(format!("{}   {}", styled(STRONG, &page.name), styled(FAINT, "config key")));
    for said in &page.about {
        if page.about.len() > 1 {
            sheet.section(&listed(&said.families), "");
        } else {
            sheet.gap();
        }
        sheet.paragraph(0, anstyle::Style::new(), &said.text);
    }
    for (family, names) in alike(&page.families) {
        sheet.section(&listed(&names), "");
        for (what, text) in rows(family) {
            sheet.hanging(&format!("  {}", padded(what, 12)), 14, anstyle::Style::new(), &text);
        }
    }
    elsewhere(sheet, page);
    mentions(sheet, "RULES ABOUT IT", &page.rules);
    mentions(sheet, "DECIDED BY", &page.decisions);
}

/// Entries with their titles, one below the other.
fn mentions(sheet: &mut Sheet, heading: &str, mentions: &[Mention]) {
    let widest = mentions.iter().map(|mention| mention.id.len()).max().unwrap_or(0);
    if widest > 0 {
        sheet.section(heading, "");
    }
    for mention in mentions {
        let severity = mention.severity.map(|severity| format!("{severity}: ")).unwrap_or_default();
        let head = format!("  {}  ", padded(&mention.id, widest));
        sheet.hanging(&head, widest + 4, anstyle::Style::new(), &format!("{severity}{}", mention.title));
    }
}

/// Families that say the same of the key are told once.
fn alike(families: &[FamilyPage]) -> Vec<(&FamilyPage, Vec<&str>)> {
    let mut groups: Vec<(&FamilyPage, Vec<&str>)> = Vec::new();
    for family in families {
        match groups.iter_mut().find(|(other, _)| rows(other) == rows(family)) {
            Some((_, names)) => names.push(&family.family),
            None => groups.push((family, vec![&family.family])),
        }
    }
    groups
}

/// What is said of a key in one family.
fn rows(page: &FamilyPage) -> Vec<(&'static str, String)> {
    let range = page.range.as_ref().map(|range| format!(", {range}")).unwrap_or_default();
    let mut rows = vec![("type", format!("{}{range}", page.of))];
    if !page.one_of.is_empty() {
        rows.push(("takes", page.one_of.join(", ")));
    }
    if page.required {
        rows.push(("required", "it has no default, and must be set".to_owned()));
    } else {
        rows.extend(default(page).map(|default| ("default", default)));
    }
    rows.extend(page.since.iter().map(|since| ("since", since.clone())));
    rows.extend(page.deprecated.iter().map(|since| ("deprecated", since.clone())));
    rows.extend(page.removed.iter().map(|since| ("removed", since.clone())));
    rows.extend(page.instead.iter().map(|key| ("instead", key.clone())));
    if !page.aliases.is_empty() {
        rows.push(("also called", page.aliases.join(", ")));
    }
    if page.secret {
        rows.push(("secret", "keep it out of files that are shared".to_owned()));
    }
    if let Some(update) = &page.update {
        rows.push(("changed", format!("without a restart, {update}")));
    }
    if let Some(broker) = &page.broker {
        rows.push(("left out", format!("the broker's {broker} holds")));
    }
    rows
}

/// `1, since 3.0 all`. What Sarama has where the list says nothing is Go's `false`, or else not known.
fn default(page: &FamilyPage) -> Option<String> {
    let unset = match (page.family.as_str(), page.of) {
        ("sarama", "true or false") => "false",
        ("sarama", _) if page.defaults.iter().all(|step| step.value.is_none()) => return None,
        _ => "none",
    };
    let told = |value: &Option<String>| match value.as_deref() {
        None => unset.to_owned(),
        Some("") => "empty".to_owned(),
        Some(value) => value.to_owned(),
    };
    let parts = page.defaults.iter().enumerate().map(|(at, step)| {
        if at == 0 { told(&step.value) } else { format!("since {} {}", step.since, told(&step.value)) }
    });
    Some(parts.collect::<Vec<_>>().join(", "))
}

/// What other clients call it: clients of one name together.
fn elsewhere(sheet: &mut Sheet, page: &KeyPage) {
    let mut roles: BTreeMap<&str, Vec<&Equivalent>> = BTreeMap::new();
    for equivalent in &page.equivalents {
        roles.entry(&equivalent.role).or_default().push(equivalent);
    }
    for (role, equivalents) in roles {
        let mut names: Vec<(String, Vec<&str>)> = Vec::new();
        for one in equivalents {
            let key = one.key.clone().unwrap_or_else(|| "cannot be set".to_owned());
            match names.iter_mut().find(|(known, _)| *known == key) {
                Some((_, clients)) => clients.push(&one.client),
                None => names.push((key, vec![&one.client])),
            }
        }
        sheet.section("ELSEWHERE", &format!("what each client calls it, of a {role}"));
        let widest = names.iter().map(|(key, _)| key.len()).max().unwrap_or(0).min(40);
        for (key, clients) in names {
            sheet.hanging(&format!("  {}  ", padded(&key, widest)), widest + 4, FAINT, &clients.join(", "));
        }
    }
}
