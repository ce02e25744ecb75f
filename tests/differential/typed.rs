//! Clients that are configured in code, each with a probe in a process of its own.

use std::process::Command;
use std::sync::Arc;

use kskill::knowledge::catalog::{Catalog, Family, Key, Kind};
use kskill::sources::config::Role;

use crate::generate::{Field, Relation, Written, strangers};
use crate::probe::Probe;

/// Whose options are mistaken for those of such clients.
const OTHERS: &[&str] = &["java-producer", "java-consumer", "librdkafka"];

/// The probe that constructs such clients.
pub fn probe(client: &str) -> Probe {
    let mut command = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/probes/run.sh"));
    command.arg(client);
    Probe::start(command)
}

/// The version that the testbed installs, by its name there.
pub fn version(name: &str) -> String {
    let versions = include_str!("../testbed/versions.env");
    let line = versions.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    line.expect("the testbed has it").to_owned()
}

/// What the configs of a role are drawn from: the keys of the families but those of `without`, and related values.
pub fn field(role: Role, (version, families): (&str, &[&str]), without: &[&str], relations: &[Relation]) -> Field {
    let catalog = Catalog::embedded();
    let all: Vec<&Family> = families.iter().map(|name| catalog.family(name).expect("there is such a family")).collect();
    let judged =
        |key: &Arc<Key>| key.status.is_there() && key.kind != Kind::Code && !without.contains(&key.name.as_str());
    let keys = all.iter().flat_map(|family| family.names().filter_map(|name| family.key(version, name)));
    Field {
        role,
        base: &[],
        keys: keys.filter(judged).collect(),
        strangers: strangers(&catalog, families, version, OTHERS),
        relations: relations.to_vec(),
        written: Written::Typed,
    }
}
