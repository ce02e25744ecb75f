//! Which of several spellings of a setting Spring Boot takes, and which it takes for nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::spring_names::Name;
use super::{Given, Setting, Unread};

/// A setting of a role, under the name that the catalogue has for it.
type Called<'a> = (String, &'a Name, &'a Setting);

/// Takes the settings out that another spelling of the same name is preferred to, and gives those of them that say
/// something else. Of a name that is spelled the same way twice, the last one holds as everywhere.
pub(super) fn choose(named: &mut Vec<Called>) -> (Vec<Unread>, BTreeSet<usize>) {
    let mut spellings: BTreeMap<&str, Vec<&Called>> = BTreeMap::new();
    for called in named.iter() {
        spellings.entry(&called.0).or_default().push(called);
    }
    let (mut unread, mut gone, mut doubtful) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for all in spellings.into_values() {
        let differ = all.iter().any(|(_, _, setting)| setting.key != all[0].2.key);
        if !differ {
            continue;
        }
        let Some(held) = held(&all) else {
            doubtful.extend(all.iter().map(|(_, _, setting)| setting.key_at.start));
            continue;
        };
        for (_, _, setting) in all.iter().filter(|(_, _, setting)| setting.key != held.key) {
            gone.insert(setting.key_at.start);
            if setting.value != held.value {
                let because = format!("is passed over: Spring Boot takes `{}`, which is set too", held.key);
                unread.push(Unread { setting: (*setting).clone(), because, among: Vec::new() });
            }
        }
    }
    named.retain(|(_, _, setting)| !gone.contains(&setting.key_at.start));
    (unread, doubtful)
}

/// The spelling that holds: the first of Kafka's own names, as they make up a map; else Spring's own spelling, for which
/// it asks first. Between two others it is left to chance.
fn held<'a>(all: &[&Called<'a>]) -> Option<&'a Setting> {
    let (_, name, first) = all.first()?;
    if name.plain {
        return Some(first);
    }
    let asked = |written: &str| {
        let variable = || name.variables().and_then(|variables| variables.into_iter().next());
        written == name.own_spelling() || variable().is_some_and(|variable| variable == written)
    };
    all.iter().rev().map(|(_, _, setting)| *setting).find(|setting| asked(&setting.key))
}

/// A variable whose underscores are not where Spring Boot looks for them, so that nobody reads it.
pub(super) fn missed(name: &Name, variable: &Setting) -> Option<Unread> {
    let known = name.variables()?;
    let written = variable.key.to_ascii_uppercase();
    // With dashes it is a name that not every shell can set, and Spring Boot reads it.
    if written.contains(['-', '.']) || known.contains(&written) {
        return None;
    }
    let [joined, old] = known;
    let because = format!("is read by nobody: Spring Boot looks for `{joined}` and for `{old}`");
    Some(Unread { setting: variable.clone(), because, among: Vec::new() })
}

/// What is left to chance is known to nobody.
pub(super) fn blurred(doubtful: &BTreeSet<usize>, setting: &Setting, value: Given) -> Given {
    if doubtful.contains(&setting.key_at.start) { Given::Unknown } else { value }
}
