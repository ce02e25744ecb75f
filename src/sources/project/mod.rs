//! `kskill.toml`: what a project says about its own files, and what it knows better than the rules.

mod fail_on;
mod form;
mod stated;

use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

pub use fail_on::FailOn;
pub use stated::{ClientHint, Stated};

use super::config::Lines;
use super::tree::closest;
use crate::knowledge::Clients;
use form::{Form, Named, Section};

/// The name of the file.
pub const FILE: &str = "kskill.toml";

/// A `kskill.toml`: it holds for what lies beside and below it.
#[derive(Debug)]
pub struct Project {
    /// The path as the user sees it.
    pub path: String,
    /// What is written in it.
    pub text: String,
    /// Rules that are not to be applied, and where.
    pub ignores: Vec<Waiver>,
    /// Whether all files that it speaks of are read.
    pub is_whole: bool,
    root: PathBuf,
    whole: Stated,
    sections: Vec<(Gitignore, Stated)>,
}

/// A rule that is not to be applied to some files.
#[derive(Debug)]
pub struct Waiver {
    /// The id of the rule.
    pub rule: String,
    /// Where it is named, in bytes.
    pub at: Range<usize>,
    /// Why; empty where nobody says it.
    pub reason: String,
    files: Gitignore,
}

impl Project {
    /// The nearest `kskill.toml` beside or above a path.
    #[must_use]
    pub fn above(path: &Path) -> Option<PathBuf> {
        let path = std::path::absolute(path).ok()?;
        path.ancestors().map(|directory| directory.join(FILE)).find(|file| file.is_file())
    }

    /// Reads a `kskill.toml`; `clients` are those that it may name.
    ///
    /// # Errors
    /// What is wrong in it, with line and column.
    pub fn read(file: &Path, clients: &Clients) -> Result<Self> {
        let path = shown(file);
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {path}"))?;
        let root = file.parent().unwrap_or(Path::new("")).to_owned();
        Self::of(path.clone(), text.clone(), root, clients).map_err(|(at, message)| {
            let (line, column) = Lines::of(&text).position(at);
            anyhow::anyhow!("{path}:{line}:{column}: {message}")
        })
    }

    fn of(path: String, text: String, root: PathBuf, clients: &Clients) -> Result<Self, (usize, String)> {
        let Form { client, kafka, environment, fail_on, ignore, paths } = toml::from_str(&text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join("; ");
            let written = error.span().and_then(|span| text.get(span));
            let number =
                written.filter(|written| written.parse::<f64>().is_ok() && error.message().contains("a string"));
            let next = number.map(|number| format!(": write \"{number}\" in quotes")).unwrap_or_default();
            (error.span().map_or(0, |span| span.start), message + &next)
        })?;
        let fail_on = fail_on
            .map(|name| FailOn::named(name.get_ref()).map_err(|error| (name.span().start, format!("{error:#}"))));
        let fail_on = fail_on.transpose()?;
        let whole = Stated { fail_on, ..stated(Section { client, kafka, environment }, clients)? };
        let mut sections = Vec::new();
        // The order of the file, whatever that of the map: what stands further down holds.
        let mut named: Vec<(Named, Section)> = paths.into_iter().collect();
        named.sort_by_key(|(glob, _)| glob.span().start);
        for (glob, section) in named {
            sections.push((files(&root, std::slice::from_ref(&glob))?, stated(section, clients)?));
        }
        let ignores = ignore.into_iter().map(|entry| {
            let everything = entry.paths.is_empty();
            let files = if everything { all(&root)? } else { files(&root, &entry.paths)? };
            let reason = entry.reason.map(|reason| reason.trim().to_owned()).unwrap_or_default();
            Ok(Waiver { at: entry.rule.span(), rule: entry.rule.into_inner(), reason, files })
        });
        let ignores = ignores.collect::<Result<_, (usize, String)>>()?;
        Ok(Self { path, text, ignores, is_whole: false, root, whole, sections })
    }

    /// Says that all files below `directory`, an absolute path, are read.
    pub fn reads_all_of(&mut self, directory: &Path) {
        self.is_whole |= self.root.starts_with(directory);
    }

    /// Whether the file lies beside or below this one. The deeper of two that do is the one to ask.
    #[must_use]
    pub fn depth_over(&self, file: &Path) -> Option<usize> {
        file.starts_with(&self.root).then(|| self.root.components().count())
    }

    /// What is said about a file, given by its absolute path.
    #[must_use]
    pub fn stated(&self, file: &Path) -> Stated {
        let within = |(files, _): &&(Gitignore, Stated)| matches(files, file);
        let special = self.sections.iter().rev().filter(within).map(|(_, stated)| stated.clone());
        special.fold(Stated::default(), Stated::or).or(self.whole.clone())
    }
}

impl Project {
    /// What it says of all files, and so of its own.
    #[must_use]
    pub fn of_itself(&self) -> Stated {
        self.whole.clone()
    }
}

impl Waiver {
    /// Whether it speaks of a file, given by its absolute path.
    #[must_use]
    pub fn covers(&self, file: &Path) -> bool {
        matches(&self.files, file)
    }
}

fn matches(files: &Gitignore, file: &Path) -> bool {
    file.starts_with(files.path()) && files.matched_path_or_any_parents(file, false).is_ignore()
}

fn all(root: &Path) -> Result<Gitignore, (usize, String)> {
    glob(root, ["**"]).map_err(|error| (0, error))
}

/// Globs as `.gitignore` has them.
fn files(root: &Path, globs: &[Named]) -> Result<Gitignore, (usize, String)> {
    for one in globs {
        glob(root, [one.get_ref().as_str()]).map_err(|error| (one.span().start, error))?;
    }
    let at = globs.first().map_or(0, |glob| glob.span().start);
    glob(root, globs.iter().map(|one| one.get_ref().as_str())).map_err(|error| (at, error))
}

fn glob<'a>(root: &Path, globs: impl IntoIterator<Item = &'a str>) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new(root);
    for glob in globs {
        let wrong =
            |error: ignore::Error| format!("`{glob}` is no pattern of paths: {error}: write it as in .gitignore");
        builder.add_line(None, glob).map_err(wrong)?;
    }
    builder.build().map_err(|error| format!("these patterns of paths cannot be used: {error}"))
}

fn stated(section: Section, clients: &Clients) -> Result<Stated, (usize, String)> {
    let client = section.client.map(|client| {
        let hint = ClientHint::parse(client.get_ref());
        let known = known_client(&hint, clients).map_err(|error| (client.span().start, format!("{error:#}")));
        known.map(|()| hint)
    });
    let environment = section.environment.map(|environment| {
        let checked = known_environment(environment.get_ref());
        checked.map_err(|error| (environment.span().start, format!("{error:#}")))?;
        Ok(environment.into_inner())
    });
    let kafka = section.kafka.map(|kafka| {
        known_kafka(kafka.get_ref(), clients).map_err(|error| (kafka.span().start, format!("{error:#}")))?;
        Ok(kafka.into_inner())
    });
    let (client, kafka, environment) = (client.transpose()?, kafka.transpose()?, environment.transpose()?);
    Ok(Stated { client, kafka, environment, fail_on: None })
}

/// Fails where there is no such client, or never was that version of it.
///
/// # Errors
/// With what was probably meant, or what there is.
pub fn known_client(hint: &ClientHint, clients: &Clients) -> Result<()> {
    let name = &hint.name;
    let Some(client) = clients.get(name) else {
        match closest(name, clients.ids()) {
            Some(close) => bail!("there is no client `{name}`: did you mean `{close}`?"),
            None => bail!("there is no client `{name}`: write one of {}", clients.ids().collect::<Vec<_>>().join(", ")),
        }
    };
    match hint.version.as_ref().and_then(|version| client.refuses(version)) {
        Some(why) => bail!("{why}"),
        None => Ok(()),
    }
}

/// Fails where there never was that version of Kafka.
///
/// # Errors
/// With what there is.
pub fn known_kafka(version: &str, clients: &Clients) -> Result<()> {
    match clients.get("broker").and_then(|broker| broker.refuses(version)) {
        Some(why) => bail!("{why}"),
        None => Ok(()),
    }
}

/// Fails where it is none of the two environments.
///
/// # Errors
/// With what may be written.
pub fn known_environment(name: &str) -> Result<()> {
    if ["development", "production"].contains(&name) {
        return Ok(());
    }
    bail!("`{name}` is no environment: write development or production")
}

/// The path from the current directory on, where it lies below that.
fn shown(file: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    file.strip_prefix(&here).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Files;

    fn read(text: &str) -> Result<Project, String> {
        let clients = Clients::read(&Files::embedded()).expect("the clients are read");
        let project = Project::of("kskill.toml".into(), text.into(), PathBuf::from("/p"), &clients);
        project.map_err(|(at, message)| {
            let (line, column) = Lines::of(text).position(at);
            format!("{line}:{column}: {message}")
        })
    }

    #[test]
    fn what_stands_further_down_holds() {
        let text = "kafka = \"4.2\"\n[paths.\"prod/**\"]\nenvironment = \"production\"\n\
                    [paths.\"*.env\"]\nclient = \"librdkafka@2.12\"\nenvironment = \"development\"\n";
        let project = read(text).expect("it is right");
        let of = |path: &str| project.stated(Path::new(path));
        assert_eq!(of("/p/a.yaml"), Stated { kafka: Some("4.2".into()), ..Stated::default() });
        assert_eq!(of("/p/prod/x/a.yaml").environment.as_deref(), Some("production"));
        let both = of("/p/prod/a.env");
        assert_eq!(both.environment.as_deref(), Some("development"), "the later section");
        assert_eq!(both.client, Some(ClientHint::parse("librdkafka@2.12")));
        assert_eq!(both.kafka.as_deref(), Some("4.2"));
    }

    #[test]
    fn a_rule_is_waived_for_some_files_or_for_all() {
        let text =
            "[[ignore]]\nrule = \"a\"\npaths = [\"dev/**\"]\nreason = \"one broker\"\n[[ignore]]\nrule = \"b\"\n";
        let project = read(text).expect("it is right");
        let covers = |at: usize, path: &str| project.ignores[at].covers(Path::new(path));
        assert!(covers(0, "/p/dev/x.yaml") && !covers(0, "/p/prod/x.yaml") && covers(1, "/p/prod/x.yaml"));
        assert_eq!((project.ignores[0].reason.as_str(), project.ignores[1].reason.as_str()), ("one broker", ""));
        assert_eq!(&text[project.ignores[1].at.clone()], "\"b\"");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let cases = [
            ("client = \"jvaa\"", "1:10: there is no client `jvaa`: did you mean `java`?"),
            ("\nenvironment = \"prod\"", "2:15: `prod` is no environment: write development or production"),
            ("kafka = \"3.11\"", "1:9: there is no `3.11`"),
            ("client = \"java@x\"", "1:10: `x` is no version"),
            ("cleint = \"java\"", "1:1: unknown field `cleint`, expected one of `client`, `kafka`"),
            ("kafka = 4.2", "1:9: invalid type: floating point `4.2`, expected a string: write \"4.2\" in quotes"),
            ("fail-on = \"warn\"", "1:11: `warn` is no severity to fail on: write error, warning, info or never"),
            ("[paths.\"a\"]\nfail-on = \"error\"", "2:1: unknown field `fail-on`"),
            ("[[ignore]]\nreason = \"x\"", "1:1: missing field `rule`"),
            ("[paths.\"a{\"]\nkafka = \"4.2\"", "1:8: `a{` is no pattern of paths"),
            ("kafka = ", "1:"),
        ];
        for (text, message) in cases {
            let error = read(text).expect_err(text);
            assert!(error.starts_with(message), "{error:?} does not begin with {message:?}");
        }
    }
}
