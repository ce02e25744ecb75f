//! The files of a design: what `--out` writes.

use std::path::{Path, PathBuf};

use super::config::{self, Role, Service};
use super::{markdown, topics};
use crate::design::{Config, Design, ENVIRONMENTS, Environments};
use crate::sources::design_file::DesignFile;

/// Every file of the design: its path below the directory, and its content. `file` is what it was computed from.
#[must_use]
pub fn files(design: &Design, file: &DesignFile) -> Vec<(PathBuf, String)> {
    let mut files = vec![
        (PathBuf::from("DESIGN.md"), markdown::markdown(design, file, true)),
        (PathBuf::from("topics.sh"), topics::script(design)),
    ];
    for schema in &design.schemas {
        let path = Path::new("schemas").join(format!("{}.avsc", schema.subject.replace(['/', '\\'], "_")));
        files.push((path, format!("{:#}\n", schema.schema)));
    }
    for environment in ENVIRONMENTS {
        let mut add = |service: Service, configs: &Environments<Config>| {
            let (name, text) = config::file(&service, configs.get(environment));
            files.push((Path::new(environment).join(name), text));
        };
        for one in &design.producers {
            let (role, name, topics, client) = (Role::Producer, &one.name, &one.writes, &one.client);
            add(Service { role, name, topics, client, environment }, &one.configs);
        }
        for one in &design.consumers {
            let (role, name, topics, client) = (Role::Consumer, &one.name, &one.reads, &one.client);
            add(Service { role, name, topics, client, environment }, &one.configs);
        }
    }
    files
}
