//! A group as it was seen several times in a row: what `diagnose` watches, records and replays.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::snapshot::Snapshot;

/// Pictures of one group and the topics that it reads.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// The group.
    pub group: String,
    /// When the oldest record was written that the group has still to read at the end, in ms since 1970, by the topic;
    /// without those of which that is not known.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub waiting_since: BTreeMap<String, i64>,
    /// When it was looked at and nothing was told of the group, in ms since 1970.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<i64>,
    /// The pictures, the oldest first.
    pub snapshots: Vec<Snapshot>,
}

impl Series {
    /// Reads what was recorded: a series, or a single picture as `check --save` writes it, of which the group must be
    /// named.
    ///
    /// # Errors
    /// When the text is neither.
    pub fn read(text: &str, group: Option<&str>) -> Result<Self, String> {
        let whole: yaml_serde::Value = yaml_serde::from_str(text).map_err(|error| error.to_string())?;
        if whole.get("snapshots").is_some() {
            let mut series: Self = yaml_serde::from_str(text).map_err(|error| error.to_string())?;
            if let Some(group) = group {
                group.clone_into(&mut series.group);
            }
            series.snapshots.sort_by_key(|snapshot| snapshot.taken);
            return Ok(series);
        }
        let snapshot: Snapshot = yaml_serde::from_str(text).map_err(|error| error.to_string())?;
        let names: Vec<&str> = snapshot.groups.iter().map(|group| group.name.as_str()).collect();
        let group = match (group, names.as_slice()) {
            (Some(group), _) => group.to_owned(),
            (None, [only]) => (*only).to_owned(),
            (None, _) => return Err(format!("it has several groups: name one with --group, of {}", names.join(", "))),
        };
        Ok(Self { group, snapshots: vec![snapshot], ..Self::default() })
    }

    /// As it may be given to others.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self {
            group: self.group.clone(),
            waiting_since: self.waiting_since.clone(),
            silent: self.silent.clone(),
            snapshots: self.snapshots.iter().map(Snapshot::redacted).collect(),
        }
    }

    /// The names of the groups that were seen.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.snapshots.iter().flat_map(|snapshot| &snapshot.groups).map(|group| group.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
