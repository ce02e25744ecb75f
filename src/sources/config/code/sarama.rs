//! Sarama: the fields of `sarama.Config`.

use std::collections::BTreeSet;

use tree_sitter::Node;

use super::super::{Config, Given, Named, Role, Setting};
use super::go::{BRANCHES, Go, entries};
use super::table::{PASSED_ON, Table};
use super::tree::{field, is_field, parts};

const CLIENT: &str = "sarama";
const TLS: &str = "Net.TLS.Config";
const SKIP_VERIFY: &str = "InsecureSkipVerify";

const CONSTRUCTORS: &[(&str, &[Role])] = &[
    ("NewAsyncProducer", &[Role::Producer]),
    ("NewSyncProducer", &[Role::Producer]),
    ("NewConsumer", &[Role::Consumer]),
    ("NewConsumerGroup", &[Role::Consumer]),
    ("NewClusterAdmin", &[Role::Admin]),
];

/// The configs of a file that uses Sarama.
pub(super) fn configs(go: &Go) -> Vec<Config> {
    let is_sarama = |path: &str| matches!(path, "github.com/IBM/sarama" | "github.com/Shopify/sarama");
    let Some(package) = go.package(is_sarama) else { return Vec::new() };
    let fields = Fields { go, package };
    let mut configs: Vec<Config> = Vec::new();
    for call in go.code.all("call_expression") {
        if go.called(call, package) == Some("NewConfig") {
            configs.extend(fields.configs(call));
        }
    }
    fields.topics(&mut configs);
    configs
}

struct Fields<'g, 'c, 't> {
    go: &'g Go<'c, 't>,
    package: &'t str,
}

/// What the code does with a config.
#[derive(Default)]
struct Use {
    table: Table,
    roles: BTreeSet<Role>,
    group: Option<Given>,
    /// Whether a producer is made of it that waits for each record.
    waits: bool,
}

/// What makes a producer that waits for each record.
const WAITING: &str = "NewSyncProducer";

/// Groups of fields that hold what such a producer needs: where one is set as a whole, nobody sees what is in it.
const WHOLE: &[&str] = &["Producer", "Producer.Return"];

impl<'t> Fields<'_, '_, 't> {
    fn configs(&self, call: Node<'t>) -> Vec<Config> {
        let kept =
            self.go.code.around(call).and_then(|list| self.go.code.around(list)).and_then(|statement| match statement
                .kind()
            {
                "short_var_declaration" | "assignment_statement" => field(statement, "left")?.named_child(0),
                "var_spec" => field(statement, "name"),
                _ => None,
            });
        let Some(kept) = kept else { return Vec::new() };
        let Some(binding) = self.go.binding(kept) else { return Vec::new() };
        let mut used = Use::default();
        let others = self.go.names.uses(self.go.code, kept, binding, self.go.code.text.len());
        for other in others.unwrap_or_default() {
            self.used(other, binding.scope.end.saturating_sub(1), &mut used);
        }
        into_configs(used, &field(call, "function").unwrap_or(call).byte_range())
    }

    fn used(&self, node: Node<'t>, at: usize, used: &mut Use) {
        let Some(around) = self.go.code.around(node) else { return };
        match around.kind() {
            "selector_expression" if is_field(around, "operand", node) => self.path(node, around, at, used),
            "argument_list" => self.passed(node, around, used),
            "expression_list" => {
                let statement = self.go.code.around(around);
                let made = statement.is_some_and(|statement| {
                    field(statement, "left").is_some_and(|left| left.byte_range() == around.byte_range())
                });
                if !made {
                    used.table.open = Some(PASSED_ON);
                }
            }
            "binary_expression" => {}
            _ => used.table.open = Some(PASSED_ON),
        }
    }

    /// `config.Producer.RequiredAcks = sarama.WaitForAll`.
    fn path(&self, root: Node<'t>, first: Node<'t>, at: usize, used: &mut Use) {
        let mut whole = first;
        while let Some(around) = self.go.code.around(whole)
            && around.kind() == "selector_expression"
            && is_field(around, "operand", whole)
        {
            whole = around;
        }
        let Some(list) = self.go.code.around(whole) else { return };
        if list.kind() == "unary_expression" {
            used.table.open = Some(PASSED_ON);
        }
        let Some(statement) = self.go.code.around(list).filter(|statement| statement.kind() == "assignment_statement")
        else {
            return;
        };
        let (Some(left), Some(right)) = (field(statement, "left"), field(statement, "right")) else { return };
        let (lefts, rights) = (parts(left), parts(right));
        let Some(place) = lefts.iter().position(|part| part.byte_range() == whole.byte_range()) else { return };
        let key = self.go.code.text.get(root.end_byte() + 1..whole.end_byte()).unwrap_or_default();
        let key: String = key.split_whitespace().collect();
        let plain = field(statement, "operator").is_some_and(|operator| operator.kind() == "=");
        let value = rights.get(place).filter(|_| plain && lefts.len() == rights.len());
        if let Some(check) = value.filter(|_| key == TLS).and_then(|value| self.certificate_check(*value)) {
            used.table.put(check);
        }
        let setting = Setting {
            key,
            key_at: whole.byte_range(),
            value: value.map_or(Given::Unknown, |value| self.go.value(*value, self.package)),
            value_at: value.unwrap_or(&right).byte_range(),
        };
        if self.go.code.conditional(statement, at, BRANCHES) {
            used.table.put_perhaps(setting);
        } else {
            used.table.put(setting);
        }
    }

    /// `InsecureSkipVerify` of a `&tls.Config{...}`.
    fn certificate_check(&self, value: Node<'t>) -> Option<Setting> {
        let named = (value.kind() == "identifier").then(|| self.go.binding(value)?.value).flatten();
        let value = named.unwrap_or(value);
        let literal = if value.kind() == "unary_expression" { field(value, "operand")? } else { value };
        let (key, value) = (literal.kind() == "composite_literal")
            .then(|| entries(literal))?
            .into_iter()
            .find(|(key, _)| self.go.code.of(*key) == SKIP_VERIFY)?;
        Some(Setting {
            key: format!("{TLS}.{SKIP_VERIFY}"),
            key_at: key.byte_range(),
            value: self.go.value(value, self.package),
            value_at: value.byte_range(),
        })
    }

    fn passed(&self, node: Node<'t>, arguments: Node<'t>, used: &mut Use) {
        let Some(call) = self.go.code.around(arguments) else { return };
        let own = self.go.called(call, self.package);
        match own.and_then(|name| CONSTRUCTORS.iter().find(|(known, _)| *known == name)) {
            Some((name, roles)) => {
                used.roles.extend(roles.iter());
                used.waits |= *name == WAITING;
                let all = parts(arguments);
                if *name == "NewConsumerGroup"
                    && let [_, group, config] = all[..]
                    && config.byte_range() == node.byte_range()
                {
                    used.group = Some(self.go.value(group, self.package));
                }
            }
            None if own.is_some() || self.go.only_reads(call) => {}
            None => used.table.open = Some(PASSED_ON),
        }
    }

    /// The topics, where it is plain which client they are for.
    fn topics(&self, configs: &mut [Config]) {
        let mut of = |role: Role, topics: &dyn Fn() -> Vec<Named>| {
            let mut own: Vec<&mut Config> = configs.iter_mut().filter(|config| config.role == role).collect();
            if let [only] = &mut own[..] {
                if role == Role::Producer { only.writes = topics() } else { only.reads = topics() }
            }
        };
        of(Role::Producer, &|| self.go.records(&[format!("{}.ProducerMessage", self.package)]));
        of(Role::Consumer, &|| {
            let consumes = |call: &Node<'t>| self.go.method(*call) == Some("Consume");
            let calls = self.go.code.all("call_expression").filter(consumes);
            let topics = calls.filter_map(|call| field(call, "arguments").map(parts)?.get(1).copied());
            topics.flat_map(|topics| self.go.topics(topics)).collect()
        });
    }
}

/// One config of Sarama serves producers and consumers alike, and is looked at as a whole, whichever it is for.
fn into_configs(used: Use, head: &std::ops::Range<usize>) -> Vec<Config> {
    let (mut roles, mut table) = (used.roles, used.table);
    if table.settings.iter().any(|setting| WHOLE.contains(&setting.key.as_str())) {
        table.open = table.open.or(Some(PASSED_ON));
    }
    if roles.is_empty() {
        let has = |prefix: &str| table.settings.iter().any(|setting| setting.key.starts_with(prefix));
        roles.extend(has("Producer.").then_some(Role::Producer));
        roles.extend(has("Consumer.").then_some(Role::Consumer));
        table.open = table.open.or(Some(PASSED_ON));
    }
    if roles.is_empty() {
        roles.insert(Role::Client);
    }
    let of = |role: Role| Config {
        client: Some(CLIENT),
        open: table.open,
        name: used.group.clone().filter(|group| role == Role::Consumer && group.text().is_some()),
        settings: table.settings.clone(),
        waits: used.waits && role == Role::Producer,
        ..Config::new(role, head.clone())
    };
    roles.into_iter().map(of).filter(|config| config.waits || !config.settings.is_empty()).collect()
}
