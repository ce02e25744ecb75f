//! The form of `kskill.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// A text and its place.
pub(super) type Named = Spanned<String>;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub client: Option<Named>,
    pub kafka: Option<Named>,
    pub environment: Option<Named>,
    #[serde(rename = "fail-on")]
    pub fail_on: Option<Named>,
    #[serde(default)]
    pub ignore: Vec<Entry>,
    #[serde(default)]
    pub paths: BTreeMap<Named, Section>,
}

/// What is said of some files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    pub client: Option<Named>,
    pub kafka: Option<Named>,
    pub environment: Option<Named>,
}

/// A rule that is not to be applied.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub rule: Named,
    #[serde(default)]
    pub paths: Vec<Named>,
    pub reason: Option<String>,
}
