//! Strimzi's `KafkaUser`: what a user may do, operation by operation, and how much of the brokers it may use.

use super::strimzi::Resource;
use super::yaml::given;
use super::{Config, Role, Setting};
use crate::sources::tree::Node;

const OPERATION: &str = "operation";

impl Resource<'_> {
    /// The user, and what it may do: one config for each operation of each rule.
    pub(super) fn user(&self, configs: &mut Vec<Config>) {
        let beside =
            |setting: &Setting| !["authorization.acls", "template."].iter().any(|out| setting.key.starts_with(out));
        let settings = self.page.flat(self.spec).into_iter().filter(beside).collect();
        configs.push(Config { settings, ..self.config(Role::User, None) });
        let rules = self.spec.get("authorization").and_then(|rules| rules.get("acls"));
        for rule in rules.iter().flat_map(|rules| rules.items()) {
            let operations = self.operations(rule);
            let common: Vec<Setting> = self.common(rule);
            configs.extend(operations.into_iter().map(|operation| {
                let settings = common.iter().cloned().chain([operation]).collect();
                Config { settings, ..self.config(Role::Acl, None) }
            }));
        }
    }

    /// What is the same for all operations of a rule.
    fn common(&self, rule: &Node) -> Vec<Setting> {
        let api = self.node.entry("apiVersion").map(|(key, value)| self.page.setting("apiVersion", key, value));
        let own = self.page.flat(rule).into_iter().filter(|setting| setting.key != OPERATION);
        // as it was called before there could be several
        let old = rule.entry(OPERATION).map(|(key, value)| self.page.setting("operation.old", key, value));
        api.into_iter().chain(own).chain(old).collect()
    }

    /// The operations, each at its own place.
    fn operations(&self, rule: &Node) -> Vec<Setting> {
        let listed = rule.get("operations").into_iter().flat_map(Node::items);
        let operation = |item: &Node| {
            let at = self.page.at(&item.source);
            Setting { key: OPERATION.to_owned(), key_at: at.clone(), value: given(item), value_at: at }
        };
        listed.chain(rule.get(OPERATION)).map(operation).collect()
    }
}
