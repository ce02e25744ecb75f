//! What `kskill lint` says of a config.

use std::path::Path;

use kskill::finding::Severity;
use kskill::knowledge::Rulebook;
use kskill::lint::{Options, Source, lint};
use kskill::sources::config::{Config, File, Given, Reading, Setting, read};
use serde_json::Value as Json;

use crate::generate::Case;

/// Judges the configs of one version of a client.
pub struct Judge {
    rulebook: Rulebook,
    client: &'static str,
    version: String,
    home: Option<Home>,
}

/// The name of a file, and how a config is written in it for a version.
pub type Home = (&'static str, fn(&Case, &str) -> String);

/// An error that was found.
#[derive(Debug, Clone)]
pub struct Error {
    pub rule: String,
    pub message: String,
}

impl Judge {
    pub fn new(client: &'static str, version: &str, home: Option<Home>) -> Self {
        let overlay = std::env::var_os("KSKILL_DIFFERENTIAL_KNOWLEDGE");
        let rulebook = Rulebook::load(overlay.as_deref().map(Path::new)).expect("the rules load");
        Self { rulebook, client, version: version.to_owned(), home }
    }

    /// The errors in a config.
    pub fn errors(&self, case: &Case) -> Vec<Error> {
        let source = match self.home {
            Some((name, written)) => self.read(name, written(case, &self.version)),
            None => self.handed(case),
        };
        let report = lint(&self.rulebook, vec![source], &[], None, Options::default());
        let errors = report.findings.into_iter().filter(|found| found.severity == Severity::Error);
        errors.map(|found| Error { rule: found.rule, message: found.message }).collect()
    }
}

impl Judge {
    /// The config as its home reads it.
    fn read(&self, name: &str, text: String) -> Source {
        let mut reading = read(&File { path: name, text: &text }).unwrap_or_default();
        for config in &mut reading.configs {
            assert_eq!(config.client, Some(self.client), "{text}");
            config.version = Some(self.version.clone());
        }
        assert!(reading.problems.is_empty(), "{text}");
        Source::new(name.to_owned(), text, reading)
    }

    /// The config without a home.
    fn handed(&self, case: &Case) -> Source {
        let settings = case.config.iter().enumerate().map(|(line, (key, value))| setting(line, key, value));
        let config = Config {
            client: Some(self.client),
            version: Some(self.version.clone()),
            settings: settings.collect(),
            ..Config::new(case.role, 0..0)
        };
        let reading = Reading { configs: vec![config], problems: Vec::new() };
        Source::new("generated".to_owned(), String::new(), reading)
    }
}

/// A setting; its place says nothing, but no two have the same.
fn setting(line: usize, key: &str, value: &Json) -> Setting {
    let value = match value {
        Json::String(text) => Given::of_text(text),
        Json::Number(number) => Given::Number(number.to_string()),
        Json::Bool(truth) => Given::Bool(*truth),
        Json::Null => Given::Null,
        Json::Array(_) | Json::Object(_) => Given::Unknown,
    };
    let at = 2 * line;
    Setting { key: key.to_owned(), key_at: at..at + 1, value, value_at: at + 1..at + 2 }
}
