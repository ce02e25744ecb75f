//! What there is to say of one name: a rule, a key, a pattern, a decision or what it decides, a conflict, a failure, a cause.
//! Only the files that speak of it are read.

mod entry;
mod key;
mod words;

use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use super::catalog::Catalog;
use super::entries::Decision;
use super::files::Files;

pub use entry::{EntryPage, Paragraph, RulePage, Sample};
pub use key::{Equivalent, FamilyPage, KeyPage, Mention, Step};

/// What there is to say of a name.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Page {
    /// It is a rule.
    Rule(RulePage),
    /// It is an architecture.
    Pattern(EntryPage),
    /// It is something that is decided.
    Decision(EntryPage),
    /// It is a collision of constraints.
    Conflict(EntryPage),
    /// It is something that fails.
    Failure(EntryPage),
    /// It is why a group lags, rebalances or stands still.
    Cause(EntryPage),
    /// It is a config key.
    Key(KeyPage),
}

/// Where pages are made from.
#[derive(Debug)]
pub struct Library {
    files: Files,
    catalog: Catalog,
}

/// The folders whose files have pages.
const FOLDERS: [&str; 6] = ["rules", "patterns", "decisions", "conflicts", "failures", "causes"];

impl Library {
    /// The embedded files, overlaid with a directory laid out like knowledge/.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn open(overlay: Option<&Path>) -> Result<Self> {
        let mut files = Files::embedded();
        let mut catalog = Catalog::embedded();
        if let Some(directory) = overlay {
            files.overlay(directory)?;
            catalog.overlay(directory)?;
        }
        Ok(Self { files, catalog })
    }

    /// All that has this name; nothing where nothing has.
    ///
    /// # Errors
    /// When a file is not of its form.
    pub fn pages(&self, name: &str) -> Result<Vec<Page>> {
        let mut pages = Vec::new();
        pages.extend(self.files.read_one("rules", name)?.map(|rule| Page::Rule(entry::rule(rule))));
        pages.extend(self.files.read_one("patterns", name)?.map(|pattern| Page::Pattern(entry::pattern(pattern))));
        pages.extend(self.files.read_one("decisions", name)?.map(|one| Page::Decision(entry::decision(one))));
        pages.extend(self.files.read_one("conflicts", name)?.map(|one| Page::Conflict(entry::conflict(one))));
        pages.extend(self.files.read_one("failures", name)?.map(|one| Page::Failure(entry::failure(one))));
        pages.extend(self.files.read_one("causes", name)?.map(|one| Page::Cause(entry::cause(one))));
        if pages.is_empty() {
            pages.extend(key::key(&self.files, &self.catalog, name)?.map(Page::Key));
        }
        if pages.is_empty() {
            pages.extend(self.deciding(name)?.into_iter().map(|one| Page::Decision(entry::decision(one))));
        }
        Ok(pages)
    }

    /// What decides the value that designs show under this name, such as `commit_every`.
    fn deciding(&self, name: &str) -> Result<Vec<Decision>> {
        let naming = self.files.texts("decisions").filter(|(_, text)| text.contains(name));
        let read = naming.filter_map(|(id, _)| self.files.read_one("decisions", id).transpose());
        let mut decisions = read.collect::<Result<Vec<Decision>>>()?;
        decisions.retain(|one| one.called.as_deref() == Some(name) || one.decides.rsplit('.').next() == Some(name));
        Ok(decisions)
    }

    /// The kinds of entries that have pages, each with how many there are.
    pub fn kinds(&self) -> impl Iterator<Item = (&'static str, usize)> {
        FOLDERS.iter().map(|folder| (*folder, self.files.texts(folder).count()))
    }

    /// The ids and titles of all entries of such a kind; none where there is no such kind.
    ///
    /// # Errors
    /// When a file is not of its form.
    pub fn entries(&self, kind: &str) -> Result<Option<Vec<(String, String)>>> {
        let Some(folder) = FOLDERS.iter().find(|folder| **folder == kind) else { return Ok(None) };
        let mut entries = Vec::new();
        for (id, _) in self.files.texts(folder) {
            let pages = self.pages(id)?;
            let of = pages.into_iter().find_map(|page| match (page, kind) {
                (Page::Rule(rule), "rules") => Some(rule.title),
                (Page::Pattern(one), "patterns")
                | (Page::Decision(one), "decisions")
                | (Page::Conflict(one), "conflicts")
                | (Page::Failure(one), "failures")
                | (Page::Cause(one), "causes") => Some(one.title),
                _ => None,
            });
            entries.extend(of.map(|title| (id.to_owned(), title)));
        }
        entries.sort();
        Ok(Some(entries))
    }

    /// Every name that has a page.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let files = FOLDERS.iter().flat_map(|folder| self.files.texts(folder).map(|(id, _)| id));
        files.chain(self.catalog.families().flat_map(super::catalog::Family::names))
    }
}
