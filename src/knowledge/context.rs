//! Facts as the expression engine wants them: values by name.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::value::Object;

use super::expression::{Name, Scope};
use super::filters;

/// Values by name, as the expression engine wants them.
#[derive(Debug)]
struct Record(Vec<(Arc<str>, minijinja::Value)>);

impl Object for Record {
    fn get_value(self: &Arc<Self>, key: &minijinja::Value) -> Option<minijinja::Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<minijinja::Value> {
        self.0.iter().find(|(name, _)| &**name == key).map(|(_, value)| value.clone())
    }
}

type Members = Vec<(Arc<str>, minijinja::Value)>;

fn member<'a>(groups: &'a mut Vec<(Arc<str>, Members)>, subject: &Arc<str>) -> &'a mut Members {
    let at = groups.iter().position(|(name, _)| name == subject).unwrap_or_else(|| {
        groups.push((subject.clone(), Vec::new()));
        groups.len() - 1
    });
    &mut groups[at].1
}

fn record(groups: Vec<(Arc<str>, Members)>) -> impl Iterator<Item = (Arc<str>, minijinja::Value)> {
    groups.into_iter().map(|(name, members)| (name, minijinja::Value::from_object(Record(members))))
}

/// The values of `names`, or the names that are absent.
pub(super) fn context(names: &[Name], scope: &Scope) -> Result<minijinja::Value, BTreeSet<String>> {
    let mut top: Members = Vec::new();
    let mut groups: Vec<(Arc<str>, Members)> = Vec::new();
    let mut given: Vec<(Arc<str>, Members)> = Vec::new();
    let mut absent = BTreeSet::new();
    for name in names {
        let Some(value) = scope.lookup(name) else {
            absent.insert(name.shown());
            continue;
        };
        let value = filters::to_engine(&value);
        match name {
            Name::Bare(bare) => top.push((bare.clone(), value)),
            Name::Fact(subject, fact) => member(&mut groups, subject).push((fact.clone(), value)),
            Name::Given(subject, fact) => member(&mut given, subject).push((fact.clone(), value)),
        }
    }
    if !absent.is_empty() {
        return Err(absent);
    }
    if !given.is_empty() {
        let members = record(given).collect();
        top.push(("given".into(), minijinja::Value::from_object(Record(members))));
    }
    top.extend(record(groups));
    Ok(minijinja::Value::from_object(Record(top)))
}
