//! The files of a run, and what is said about them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, bail};

use super::Args;
use crate::knowledge::{Clients, Rulebook};
use crate::lint::Source;
use crate::sources::config::{self, File};
use crate::sources::kustomize::Kustomizations;
use crate::sources::manifest::Manifests;
use crate::sources::project::{self, ClientHint, Project, Stated, known_client, known_environment, known_kafka};
use crate::sources::walk::{self, Bytes, Unread};

/// What a run is about.
pub(super) struct Material {
    /// The files with configs, then those of the projects.
    pub sources: Vec<Source>,
    /// The `kskill.toml` files that speak of them.
    pub projects: Vec<Project>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// Whether any file could be opened.
    pub opened: bool,
    /// Files that were named and hold no config, or none that can be recognised.
    pub empty: Vec<String>,
}

/// Reads the files that the flags name.
pub(super) fn read(args: &Args, rulebook: &Rulebook) -> Result<Material> {
    let flags = stated(args, &rulebook.clients)?;
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        bail!("{}: {}", missing.display(), why_missing(missing));
    }
    let wanted = |path: &Path| is_project(path) || config::may_hold_configs(path);
    let opened = AtomicBool::new(false);
    let (found, unread) = walk::read_all(&paths, wanted, |file| {
        opened.store(true, Ordering::Relaxed);
        piece(file)
    });
    let (mut sources, mut below) = (Vec::new(), Vec::new());
    for piece in found {
        match piece {
            Piece::Source(source) => sources.push(*source),
            Piece::Project(path) => below.push(path),
        }
    }
    let empty = empty(&paths, &sources, &unread);
    let projects = projects(&paths, below, &rulebook.clients)?;
    let mut manifests = Manifests::default();
    let mut kustomizations = Kustomizations::default();
    for source in &mut sources {
        let resources = source.reading.configs.iter().any(|config| config.resource.is_some());
        source.kustomized = resources && kustomizations.over(Path::new(&source.path));
        source.manifest = manifests.over(Path::new(&source.path));
        let own = std::path::absolute(&source.path).ok().and_then(|file| said(&projects, &file)).unwrap_or_default();
        source.stated = flags.clone().or(own);
    }
    sources.extend(projects.iter().map(|project| Source {
        path: project.path.clone(),
        text: project.text.clone(),
        stated: flags.clone().or(project.of_itself()),
        ..Source::default()
    }));
    Ok(Material { sources, projects, unread, opened: opened.into_inner(), empty })
}

/// Why there is nothing at a path, and what to do.
fn why_missing(path: &Path) -> &'static str {
    if path.as_os_str() == "-" {
        return "standard input is not read, for a file's name says what it is: save the text in a file and name that";
    }
    if path.is_symlink() {
        "this link leads nowhere: mend it"
    } else {
        "there is no such file or directory: correct the path"
    }
}

/// The paths that are files, and of which nothing was made: a pattern that was mistyped would pass for ever.
fn empty(paths: &[PathBuf], sources: &[Source], unread: &[Unread]) -> Vec<String> {
    let made: BTreeSet<&str> =
        sources.iter().map(|source| source.path.as_str()).chain(unread.iter().map(|file| file.path.as_str())).collect();
    let files = paths.iter().filter(|path| path.is_file() && !is_project(path)).map(|path| walk::shown(path));
    files.filter(|path| !made.contains(path.as_str())).collect()
}

/// What a file is to a run.
enum Piece {
    /// One with configs.
    Source(Box<Source>),
    /// A `kskill.toml`, by its absolute path.
    Project(PathBuf),
}

fn is_project(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == project::FILE)
}

fn piece(file: walk::Text) -> Option<Piece> {
    if is_project(Path::new(&file.path)) {
        return std::path::absolute(&file.path).ok().map(Piece::Project);
    }
    source(file).map(|source| Piece::Source(Box::new(source)))
}

/// What is in a file that was named.
pub(in super::super) enum Named {
    /// What may be configs.
    Source(Box<Source>),
    /// It cannot be read, and why.
    Unread(String),
    /// Nothing of Kafka.
    Nothing,
}

/// Reads one file that was named, as those below a directory are.
pub(in super::super) fn named(path: &Path) -> Named {
    if path.is_dir() {
        return Named::Unread("this is a directory: name the file in it".to_owned());
    }
    if !path.exists() {
        return Named::Unread(why_missing(path).to_owned());
    }
    let (found, unread) = walk::read_all(&[path.to_owned()], |_| true, source);
    match (found.into_iter().next(), unread.into_iter().next()) {
        (Some(source), _) => Named::Source(Box::new(source)),
        (None, Some(unread)) => Named::Unread(unread.message),
        (None, None) => Named::Nothing,
    }
}

fn source(file: walk::Text) -> Option<Source> {
    let text = File { path: &file.below, text: &file.text };
    let reading = match file.bytes {
        Bytes::Utf8 => config::read(&text)?,
        Bytes::Latin => config::read_latin(&text)?,
        Bytes::Utf16 => config::read_wide(),
    };
    let empty = reading.configs.is_empty() && reading.problems.is_empty();
    let latin = file.bytes == Bytes::Latin;
    (!empty).then(|| Source { below: file.below, latin, ..Source::new(file.path, file.text, reading) })
}

/// What the flags say of all files.
fn stated(args: &Args, clients: &Clients) -> Result<Stated> {
    let client = args.client.as_deref().map(ClientHint::parse);
    if let Some(hint) = &client {
        known_client(hint, clients).context("--client")?;
    }
    if let Some(kafka) = &args.kafka {
        known_kafka(kafka, clients).context("--kafka")?;
    }
    if let Some(environment) = &args.environment {
        known_environment(environment).context("--environment")?;
    }
    Ok(Stated { client, kafka: args.kafka.clone(), environment: args.environment.clone(), fail_on: args.fail_on })
}

/// The nearest `kskill.toml` of each path, and those `below`; of several paths below one, that one once.
fn projects(paths: &[PathBuf], below: Vec<PathBuf>, clients: &Clients) -> Result<Vec<Project>> {
    let mut files: Vec<PathBuf> = paths.iter().filter_map(|path| Project::above(path)).chain(below).collect();
    files.sort();
    files.dedup();
    let mut projects = Vec::new();
    for file in files {
        let mut project = Project::read(&file, clients)?;
        for directory in paths.iter().filter(|path| path.is_dir()).filter_map(|path| std::path::absolute(path).ok()) {
            project.reads_all_of(&directory);
        }
        projects.push(project);
    }
    Ok(projects)
}

/// What the nearest project says of a file.
fn said(projects: &[Project], file: &Path) -> Option<Stated> {
    let over = projects.iter().filter_map(|project| Some((project.depth_over(file)?, project)));
    over.max_by_key(|(depth, _)| *depth).map(|(_, project)| project.stated(file))
}
