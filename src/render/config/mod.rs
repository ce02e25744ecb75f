//! A client's config in the natural form of that client.

mod form;
mod groups;
mod imports;
mod language;
mod lines;
mod names;

use serde_json::json;

use super::brief::brief;
use super::layout::wrap;
use super::template::fill;
use crate::design::{ClientName, Config};
use form::Form;
use imports::imports;
use language::Language;
use lines::{Line, flat, nested};
pub use names::told_apart;

/// The columns of a comment.
const COMMENT: usize = 96;

/// A service's part in a design.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It sends.
    Producer,
    /// It reads.
    Consumer,
    /// It does both, in one file.
    Both,
}

impl Role {
    /// Its name in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Consumer => "consumer",
            Self::Both => "service",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Producer => "Producer",
            Self::Consumer => "Consumer",
            Self::Both => "Service",
        }
    }
}

/// What a config file is about.
#[derive(Debug, Clone, Copy)]
pub struct Service<'a> {
    /// Whether it sends or reads.
    pub role: Role,
    /// Its name.
    pub name: &'a str,
    /// Its name in that of the file and in code: no other service of its role and directory has the same.
    pub label: &'a str,
    /// The topics that it writes or reads.
    pub topics: &'a [String],
    /// Its client library.
    pub client: &'a ClientName,
    /// The environment that the config is for.
    pub environment: &'a str,
}

/// Whether the settings of a service that sends and reads stand in one file: an application has one of these.
#[must_use]
pub fn is_one_file(format: &str) -> bool {
    matches!(format, "spring-yaml" | "quarkus-properties")
}

/// The settings of a service that sends and reads, what both have once; none where they contradict each other.
#[must_use]
pub fn together(reads: &Config, sends: &Config) -> Option<Config> {
    let mut all = reads.clone();
    for setting in &sends.0 {
        match all.0.iter().find(|known| known.key == setting.key) {
            Some(known) if known.value != setting.value => return None,
            Some(_) => {}
            None => all.0.push(setting.clone()),
        }
    }
    Some(all)
}

/// The name of the config file and its content.
#[must_use]
pub fn file(service: &Service, config: &Config) -> (String, String) {
    let form = form::of(&service.client.format);
    let stem = format!("{}{}{}", service.role.name(), form.dash, service.label);
    let stem: String = stem
        .chars()
        .map(|letter| match letter {
            '-' | '.' if form.dash == '_' => '_',
            // Go leaves out files whose names end in _test, _linux and the like.
            '_' if form.language == Language::Go => '-',
            letter if letter.is_alphanumeric() || "-._".contains(letter) => letter,
            _ => form.dash,
        })
        .collect();
    (format!("{stem}.{}", form.extension), text(form, service, config))
}

fn text(form: &Form, service: &Service, config: &Config) -> String {
    let because = |text: &str| wrap(&brief(text, 2 * COMMENT), COMMENT);
    // One package may hold the files of many services.
    let (exported, own) = (names::exported(service.label, service.role), names::own(service.label, service.role));
    let groups = groups::of(form, service.role, config);
    let lines = |settings: &[crate::design::Setting]| -> Vec<Line> {
        let mut lines = if form.nested { nested(form, settings, because) } else { flat(form, settings, because) };
        let helper = format!("{own}Authorities()");
        if form.language == Language::Go {
            for line in &mut lines {
                line.value = line.value.replace("authorities()", &helper);
            }
        }
        lines
    };
    let groups: Vec<_> = groups
        .iter()
        .map(|group| json!({"name": group.name, "of": group.of, "lines": lines(&group.settings)}))
        .collect();
    let code = lines(&config.0).iter().map(|line| line.value.as_str()).collect::<Vec<_>>().join("\n");
    let topics = service.topics.join(", ");
    let of = if topics.is_empty() { String::new() } else { format!(" of {topics}") };
    let client = format!("{} {}", service.client.id, service.client.version);
    let (role, name, environment_name) = (service.role.title(), service.name, service.environment);
    let title = format!("{role} {name}{of}, {environment_name} ({})", client.trim_end());
    fill(
        &format!("config/{}", form.format),
        form.template,
        &json!({
            "title": title,
            "role": role,
            "lower": service.role.name(),
            "name": exported,
            "own": own,
            "imports": imports(form, service.role, &code, &service.client.imports),
            "groups": groups,
            "code": code,
        }),
    )
}

#[cfg(test)]
mod tests;
