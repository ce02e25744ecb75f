//! The fix of a finding: what its rule would have set, as edits of the lines where it is set.

use std::borrow::Cow;

use super::Place;
use super::edit::Editor;
use super::picture::{Home, Picture, Written};
use crate::decide::spell;
use crate::design::Literal;
use crate::facts::{Id, Origin, Value};
use crate::judge::Judgement;
use crate::knowledge::{Scope, Setting, at_least};

/// A change of files that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether it is applied unasked.
    pub safe: bool,
    /// What changes where.
    pub edits: Vec<Edit>,
}

/// Bytes of a file and what is to stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty where something is put in.
    pub at: Place,
    /// What comes.
    pub text: String,
}

impl Picture<'_> {
    /// How the finding is mended; none where the rule does not say it, or where any part of it cannot be written.
    pub(super) fn fix(&self, judgement: &Judgement) -> Option<Fix> {
        let fix = judgement.rule.fix.as_ref()?;
        let scope = Scope::new(&self.facts, &judgement.ids);
        let mut edits = Vec::new();
        for (fact, value) in &fix.set {
            edits.push(self.set(judgement, fact, &value.evaluate(&scope).known()?)?);
        }
        for fact in &fix.remove {
            // What nobody wrote is gone already.
            if let Some((written, _)) = self.written_as(&judgement.ids, fact) {
                edits.push(self.edit(written.source, |editor| editor.without(written.setting))?);
            }
        }
        let edits = joined(edits);
        (!edits.is_empty()).then_some(Fix { safe: fix.safe, edits })
    }

    fn set(&self, judgement: &Judgement, fact: &str, value: &Value) -> Option<Edit> {
        let written = self.written_as(&judgement.ids, fact).map(|(written, _)| written);
        match (fact, written) {
            ("setting.key", Some(written)) if value.as_text() == Some("") => {
                self.edit(written.source, |editor| editor.without(written.setting))
            }
            ("setting.key", Some(written)) => {
                // Where the right name is there too, nobody can say which of the two values is meant.
                let home = judgement.ids.iter().find_map(|id| self.homes.get(id))?;
                if home.config.get(value.as_text()?).is_some() {
                    return None;
                }
                self.edit(written.source, |editor| editor.key(written.setting, value.as_text()?))
            }
            ("setting.value", Some(written)) => {
                let literal = Literal::Plain(value.as_text()?.into());
                self.edit(written.source, |editor| editor.value(written.setting, &literal))
            }
            (_, Some(written)) => {
                let (home, setting, _) = self.spelling(&judgement.ids, fact)?;
                let literal = spell(setting.as_ref(), value);
                self.edit(home.source, |editor| editor.value(written.setting, &literal))
            }
            (_, None) => self.insert(judgement, fact, value),
        }
    }

    /// A line for what nobody wrote, below what it collides with or the last line that has a place for one below it.
    fn insert(&self, judgement: &Judgement, fact: &str, value: &Value) -> Option<Edit> {
        let (home, setting, id) = self.spelling(&judgement.ids, fact)?;
        // It may be written where nobody can see it.
        let hidden = home.config.settings.iter().any(|written| setting.is_called(&written.key));
        if home.config.open.is_some() || hidden {
            return None;
        }
        let key = setting.key.as_deref().filter(|key| !key.contains('{'))?;
        let literal = spell(setting.as_ref(), value);
        let related = [judgement.rule.against.as_ref(), Some(&judgement.rule.at)].into_iter().flatten();
        let beside = related.filter_map(|fact| self.written_as(&judgement.ids, fact));
        let beside = beside.filter(|(_, owner)| *owner == id).map(|(written, _)| written.setting);
        let mut neighbours = beside.chain(home.config.settings.iter().rev());
        neighbours.find_map(|neighbour| self.edit(home.source, |editor| editor.line_after(neighbour, key, &literal)))
    }

    fn edit(&self, source: usize, change: impl Fn(Editor) -> Option<super::edit::Change>) -> Option<Edit> {
        let file = &self.sources[source];
        let (bytes, text) = change(Editor::new(&file.path, &file.text))?;
        Some(Edit { at: Place { source, bytes }, text })
    }

    /// The line that says the fact called `kind.fact`, and whose fact it is.
    pub(super) fn written_as(&self, ids: &[Id], fact: &str) -> Option<(&Written<'_>, Id)> {
        let (kind, name) = fact.split_once('.')?;
        let id = self.subject_of(ids, kind)?;
        let Origin::Written(number) = self.facts.get(id, name)?.origin else { return None };
        Some((self.written.get(number as usize)?, id))
    }

    fn subject_of(&self, ids: &[Id], kind: &str) -> Option<Id> {
        let own = ids.iter().copied().find(|id| &*self.facts.subject(*id).kind == kind);
        own.or_else(|| self.facts.only(kind))
    }

    /// How the reader of the subject's config spells the fact.
    pub(super) fn spelling(&self, ids: &[Id], fact: &str) -> Option<(&Home<'_>, Cow<'_, Setting>, Id)> {
        let (kind, name) = fact.split_once('.')?;
        let id = self.subject_of(ids, kind)?;
        let home = self.homes.get(&id)?;
        if let Some((client, version)) = &home.client {
            let settings = client.settings(kind).iter().map(|setting| setting.in_version(version));
            let mut own = settings.filter(|setting| setting.fact == name);
            if let Some(setting) = own.next() {
                let since = setting.since.as_deref();
                return since.is_none_or(|since| at_least(version, since)).then_some((home, setting, id));
            }
        }
        let key = self.kafka_name(kind, name)?;
        let plain = Setting { key: Some(key.to_owned()), ..Setting::plain(name) };
        Some((home, Cow::Owned(plain), id))
    }
}

/// A line that goes and one that was to come below it are one change.
fn joined(mut edits: Vec<Edit>) -> Vec<Edit> {
    let goes = |edit: &Edit, at: &Place| {
        let bytes = &edit.at.bytes;
        edit.text.is_empty() && edit.at.source == at.source && bytes.start < at.bytes.start && at.bytes.end <= bytes.end
    };
    let mut number = 0;
    while number < edits.len() {
        let at = edits[number].at.clone();
        match edits.iter().position(|edit| at.bytes.is_empty() && goes(edit, &at)) {
            Some(gone) => {
                let line = edits[number].text.trim_start_matches(['\r', '\n']).to_owned();
                edits[gone].text = line;
                edits[gone].at.bytes.end = at.bytes.end;
                edits.remove(number);
            }
            None => number += 1,
        }
    }
    edits
}
