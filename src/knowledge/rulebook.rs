//! What judging needs of the knowledge, and nothing else: it is read in a few milliseconds.

use std::path::Path;

use anyhow::Result;

use super::catalog::Catalog;
use super::clients::Clients;
use super::files::Files;
use super::plan::Plan;
use super::rules::Rules;
use super::vocabulary::Vocabulary;

/// Vocabulary, clients, the catalogue of keys, and rules.
#[derive(Debug)]
pub struct Rulebook {
    /// Kinds and facts.
    pub vocabulary: Vocabulary,
    /// Client libraries, and the broker.
    pub clients: Clients,
    /// Every key of every client.
    pub catalog: Catalog,
    /// What must hold.
    pub rules: Rules,
    /// The order in which facts are derived from others.
    pub derivations: Plan,
}

impl Rulebook {
    /// The embedded rulebook, overlaid with the files of a directory laid out like knowledge/.
    ///
    /// # Errors
    /// When a file is not of its form.
    pub fn load(overlay: Option<&Path>) -> Result<Self> {
        let mut files = Files::embedded();
        if let Some(directory) = overlay {
            files.overlay(directory)?;
        }
        let vocabulary = Vocabulary::read(&files)?;
        let derivations = Plan::derived(&vocabulary)?;
        let clients = Clients::read(&files)?;
        let rules = Rules::read(&files)?;
        let mut catalog = Catalog::embedded();
        if let Some(directory) = overlay {
            catalog.overlay(directory)?;
        }
        Ok(Self { vocabulary, clients, catalog, rules, derivations })
    }
}
