//! Which subjects a picture is about, and which files they are of.

use super::Picture;
use crate::facts::Id;
use crate::lint::Drift;

impl Picture<'_> {
    /// Whether any of the subjects belongs to this environment.
    pub fn is_about(&self, ids: &[Id]) -> bool {
        ids.iter().any(|id| self.own.contains(id))
    }

    /// The numbers of the files that describe the subjects.
    pub fn files_of<'s>(&'s self, ids: &'s [Id]) -> impl Iterator<Item = usize> + 's {
        ids.iter().filter_map(|id| self.homes.get(id)).map(|home| home.source)
    }

    /// The subjects that belong to this environment.
    pub fn own(&self) -> Vec<Id> {
        self.own.iter().copied().collect()
    }

    /// Takes in what is not as the design has it.
    pub fn belongs_too(&mut self, id: Id, drift: Drift) {
        self.own.insert(id);
        self.drifts.insert(id, drift);
    }
}
