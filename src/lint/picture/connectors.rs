//! What a connector or worker lacks, and what it makes of records.

use super::Picture;
use crate::facts::{Id, Origin, Value};
use crate::lint::Source;
use crate::lint::keys::{Missing, is_newer};
use crate::sources::config::{Config, Role};

impl Picture<'_> {
    /// Notes the keys that a connector or worker needs and does not have, where its config is seen whole.
    pub(super) fn tell_missing(&mut self, id: Id, source: &Source, config: &Config) {
        if config.role == Role::Worker && config.open.is_none() {
            let missing = self.keys().missing_of_worker(config, &self.version_of(source, config, "java"));
            self.facts.set(id, "missing", listed(&missing), Origin::Structure);
        }
        if config.role != Role::Connector {
            return;
        }
        self.facts.set(id, "newer", Value::Bool(is_newer(config)), Origin::Structure);
        if config.open.is_some() {
            return;
        }
        let kafka = self.version_of(source, config, "broker");
        let reader = self.keys().of_connector(config, &kafka, true);
        let Missing { keys, at_start } = reader.missing(config);
        self.facts.set(id, "missing", listed(&keys), Origin::Structure);
        self.facts.set(id, "missing_at_start", listed(&at_start), Origin::Structure);
        self.facts.set(id, "reader", Value::from(reader.title().as_str()), Origin::Structure);
    }

    /// Notes whether the connector turns an outbox table into events, where all of its transforms are seen.
    pub(super) fn tell_outbox(&mut self, id: Id, config: &Config) {
        if config.role != Role::Connector {
            return;
        }
        let steps = config.settings.iter().filter(|setting| {
            setting.key.strip_prefix("transforms.").is_some_and(|step| step.strip_suffix(".type").is_some())
        });
        let mut classes = steps.map(|setting| setting.value.text());
        let outbox = classes.clone().flatten().any(|class| class.trim().ends_with(OUTBOX));
        if outbox || (config.open.is_none() && classes.all(|class| class.is_some())) {
            self.facts.set(id, "outbox", Value::Bool(outbox), Origin::Structure);
        }
    }
}

/// Keys as messages name them.
fn listed(keys: &[String]) -> Value {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    Value::from(quoted.join(", ").as_str())
}

/// How Debezium's transforms for outbox tables end, that of `MongoDB` too.
const OUTBOX: &str = "EventRouter";
