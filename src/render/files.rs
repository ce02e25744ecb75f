//! The files of a design: what `--out` writes.

use std::path::{Path, PathBuf};

use super::config::{self, Role, Service};
use super::{markdown, topics};
use crate::design::{Design, ENVIRONMENTS};
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
        let configs = services(design, environment);
        files.extend(configs.into_iter().map(|(name, text)| (Path::new(environment).join(name), text)));
    }
    files
}

/// The config files of an environment: one for each producer and consumer, and a single one for a service that is both
/// where its framework reads a single one.
fn services(design: &Design, environment: &'static str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    let labels = config::told_apart(design.producers.iter().map(|one| one.name.as_str()));
    for (one, label) in design.producers.iter().zip(&labels) {
        let (name, client, config) = (&one.name, &one.client, one.configs.get(environment));
        let consumer = design.consumers.iter().find(|other| other.name == *name && other.client == *client);
        let consumer = consumer.filter(|_| config::is_one_file(&client.format));
        let both = consumer.and_then(|other| Some((other, config::together(other.configs.get(environment), config)?)));
        if let Some((other, both)) = both {
            let topics: Vec<String> = other.reads.iter().chain(&one.writes).cloned().collect();
            let service = Service { role: Role::Both, name, label, topics: &topics, client, environment };
            files.push(config::file(&service, &both));
            done.push(name);
        } else {
            let service = Service { role: Role::Producer, name, label, topics: &one.writes, client, environment };
            files.push(config::file(&service, config));
        }
    }
    let labels = config::told_apart(design.consumers.iter().map(|one| one.name.as_str()));
    let consumers = design.consumers.iter().zip(&labels);
    for (one, label) in consumers.filter(|(one, _)| !done.contains(&one.name.as_str())) {
        let (name, client) = (&one.name, &one.client);
        let service = Service { role: Role::Consumer, name, label, topics: &one.reads, client, environment };
        files.push(config::file(&service, one.configs.get(environment)));
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::ClientName;
    use crate::render::sample;

    /// The config files of the sample, its producer being the consumer's service, with another format.
    fn names(format: &str) -> Vec<String> {
        let mut design = sample::design();
        let client = ClientName { format: format.to_owned(), ..design.consumers[0].client.clone() };
        for one in &mut design.consumers {
            one.client = client.clone();
        }
        design.producers[0].client = client;
        design.producers[0].name = design.consumers[0].name.clone();
        services(&design, "production").into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn an_application_that_reads_and_sends_has_one_file() {
        let one = names("spring-yaml");
        assert!(one.iter().any(|name| name.starts_with("service-")), "{one:?}");
        assert_eq!(one.len() + 1, names("conf").len(), "{one:?}");
        assert!(names("conf").iter().all(|name| !name.starts_with("service-")));
    }
}
