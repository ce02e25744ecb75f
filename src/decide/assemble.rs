//! Puts a design together from the settled facts of both environments.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::{Map, Value as Json};

use super::configure::{Configured, Speaker};
use super::people::your_code_must;
use super::request::Request;
use super::rows::client;
use super::run::score;
use super::sensitivity::path;
use super::why::{Why, render};
use crate::design::{
    Assumption, ClientName, Cluster, Consumer, ENVIRONMENTS, Environments, Literal, Pattern, Producer, Rejected,
    Schema, Topic,
};
use crate::facts::{Facts, Id, Value};
use crate::knowledge::{self, Knowledge, Scope};
use crate::schema;
use crate::sources::answers::write_value;

/// The parts of a design.
pub struct Assemble<'a> {
    pub knowledge: &'a Knowledge,
    pub request: &'a Request,
    pub runs: &'a Environments<Facts>,
}

impl Assemble<'_> {
    /// What nobody said, in the order in which it would have been asked.
    pub fn assumptions(&self) -> Vec<Assumption> {
        let mut found: Vec<(f64, Assumption)> = Vec::new();
        let mut seen = BTreeSet::new();
        for environment in ENVIRONMENTS.into_iter().rev() {
            let facts = self.runs.get(environment);
            let why = Why::new(self.knowledge, facts);
            for id in facts.ids() {
                for (name, fact) in facts.all(id) {
                    let Some(question) = why.question(id, name) else { continue };
                    let Some(spec) = self.knowledge.vocabulary.fact(&facts.subject(id).kind, name) else { continue };
                    let path = path(facts, id, spec);
                    if seen.insert(path.clone()) {
                        let subjects = [id];
                        let scope = Scope::new(facts, &subjects);
                        let consequence = question.consequence.as_ref().map(|text| render(text, &scope));
                        found.push((
                            question.order,
                            Assumption {
                                path,
                                value: write_value(spec, &fact.value),
                                because: why.because(id, name),
                                consequence: consequence.unwrap_or_default(),
                            },
                        ));
                    }
                }
            }
        }
        found.sort_by(|(a, one), (b, other)| a.total_cmp(b).then_with(|| one.path.cmp(&other.path)));
        found.into_iter().map(|(_, assumption)| assumption).collect()
    }

    /// The topics that the design has, those with events first.
    pub fn topics(&self) -> Vec<Topic> {
        let facts = &self.runs.production;
        let mut ids: Vec<Id> =
            facts.of_kind("topic").filter(|id| facts.value(*id, "exists") == Some(&Value::Bool(true))).collect();
        ids.sort_by_key(|id| text(facts, *id, "role") != "event");
        ids.into_iter().map(|id| self.topic(id)).collect()
    }

    fn topic(&self, id: Id) -> Topic {
        let facts = &self.runs.production;
        let event = facts.related(id, "event").first().copied();
        Topic {
            name: facts.subject(id).name.to_string(),
            role: text(facts, id, "role"),
            key: event.and_then(|event| facts.value(event, "key")).map(ToString::to_string),
            partitions: Environments::of(|environment| whole(self.runs.get(environment), id, "partitions")),
            replication_factor: Environments::of(|environment| {
                whole(self.runs.get(environment), id, "replication_factor")
            }),
            config: Environments::of(|environment| self.topic_config(id, environment)),
            because: Why::new(self.knowledge, facts).because(id, "exists"),
        }
    }

    fn topic_config(&self, id: Id, environment: &str) -> Map<String, Json> {
        let configured = self.configured(id, environment);
        let own = configured
            .config
            .0
            .into_iter()
            .filter(|setting| !matches!(setting.key.as_str(), "partitions" | "replication_factor"));
        own.map(|setting| {
            let value = match setting.value {
                Literal::Plain(Json::String(text)) => text,
                other => other.to_string(),
            };
            (setting.key, Json::String(value))
        })
        .collect()
    }

    fn configured(&self, id: Id, environment: &str) -> Configured {
        let facts = self.runs.get(environment);
        let (client, version) = client(facts, id);
        let role = &*facts.subject(id).kind;
        Speaker { knowledge: self.knowledge, facts, subject: id, role, client: &client, version: &version }.configure()
    }

    fn client_name(&self, id: Id) -> ClientName {
        let (id, version) = client(&self.runs.production, id);
        let client = self.knowledge.clients.get(&id);
        let title = client.map_or_else(|| id.clone(), |client| client.title.clone());
        let format = client.and_then(|client| client.format.clone()).unwrap_or_default();
        let imports = client.map(|client| client.imports_in(&version)).unwrap_or_default();
        ClientName { id, version, format, title, imports }
    }

    /// The services that send.
    pub fn producers(&self) -> Vec<Producer> {
        self.runs.production.of_kind("producer").map(|id| self.producer(id)).collect()
    }

    fn producer(&self, id: Id) -> Producer {
        let facts = &self.runs.production;
        let (development, production) = (self.configured(id, "development"), self.configured(id, "production"));
        let client = self.client_name(id);
        Producer {
            name: facts.subject(id).name.to_string(),
            writes: names(facts, facts.related(id, "topics")),
            your_code_must: your_code_must(self.knowledge, facts, id, &client.id),
            client,
            configs: Environments { development: development.config, production: production.config },
            left_at_default: Environments { development: development.left, production: production.left },
            cannot: production.cannot,
            patterns: self.patterns(id, |_| true),
        }
    }

    /// The services that read.
    pub fn consumers(&self) -> Vec<Consumer> {
        self.runs.production.of_kind("consumer").map(|id| self.consumer(id)).collect()
    }

    fn consumer(&self, id: Id) -> Consumer {
        let facts = &self.runs.production;
        let (development, production) = (self.configured(id, "development"), self.configured(id, "production"));
        let client = self.client_name(id);
        let mut main = self.patterns(id, |slot| slot == "pattern");
        Consumer {
            name: facts.subject(id).name.to_string(),
            group: text(facts, id, "group"),
            reads: names(facts, facts.related(id, "reads")),
            instances: Environments::of(|environment| whole(self.runs.get(environment), id, "instances")),
            your_code_must: your_code_must(self.knowledge, facts, id, &client.id),
            client,
            configs: Environments { development: development.config, production: production.config },
            left_at_default: Environments { development: development.left, production: production.left },
            cannot: production.cannot,
            pattern: main.pop().map(|pattern| Pattern { slot: String::new(), ..pattern }),
            rejected_patterns: self.rejected(id, "consumer.pattern"),
            patterns: self.patterns(id, |slot| slot != "pattern"),
        }
    }

    /// The chosen patterns of a subject in the slots that `wanted` says yes to.
    fn patterns(&self, id: Id, wanted: impl Fn(&str) -> bool) -> Vec<Pattern> {
        let facts = &self.runs.production;
        let kind = facts.subject(id).kind.clone();
        let why = Why::new(self.knowledge, facts);
        let of_kind = self.knowledge.patterns.iter().filter_map(|pattern| {
            let (_, slot) = pattern.slot.split_once('.').filter(|(of, slot)| *of == &*kind && wanted(slot))?;
            (facts.value(id, slot)?.as_text() == Some(&pattern.id)).then(|| Pattern {
                slot: slot.to_owned(),
                id: pattern.id.clone(),
                name: pattern.title.clone(),
                because: why.because(id, slot),
                guarantees: one_line(&pattern.guarantees),
                costs: one_line(&pattern.costs),
            })
        });
        of_kind.collect()
    }

    /// The patterns of a slot that were not taken, the best first.
    fn rejected(&self, id: Id, slot: &str) -> Vec<Rejected> {
        let facts = &self.runs.production;
        let chosen =
            facts.value(id, slot.rsplit('.').next().unwrap_or(slot)).map(ToString::to_string).unwrap_or_default();
        let subjects = [id];
        let scope = Scope::new(facts, &subjects);
        let others = self.knowledge.patterns.iter().filter(|pattern| pattern.slot == slot && pattern.id != chosen);
        let mut rejected: Vec<(f64, Rejected)> = others
            .map(|pattern| {
                let fits = pattern.fits.is_true(&scope);
                let because = match self.ruled_out(id, &pattern.id) {
                    Some(because) => because,
                    None if fits => render(&pattern.not_chosen, &scope),
                    None => unfit(pattern, &scope),
                };
                let rank = if fits { score(pattern, &scope) } else { f64::MIN };
                (rank, Rejected { id: pattern.id.clone(), name: pattern.title.clone(), because })
            })
            .collect();
        rejected.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        rejected.into_iter().map(|(_, rejected)| rejected).collect()
    }

    /// What the user said when ruling a pattern out.
    fn ruled_out(&self, id: Id, pattern: &str) -> Option<String> {
        let subject = self.runs.production.subject(id);
        let choice = format!("{}/{}:{pattern}", subject.kind, subject.name);
        let rejection = self.request.rejected.iter().find(|rejection| rejection.choice == choice)?;
        let because = rejection.because.trim();
        Some(if because.is_empty() { "you ruled it out".to_owned() } else { format!("you ruled it out: {because}") })
    }

    /// A first Avro schema per event; none where values are written in another format, though their fields are checked.
    ///
    /// # Errors
    /// When a field's type is wrong; with its place.
    pub fn schemas(&self) -> Result<Vec<Schema>> {
        let facts = &self.runs.production;
        let schemas: Result<Vec<Schema>> = facts.of_kind("event").map(|id| self.schema(id)).collect();
        let format = facts.only("schema").and_then(|id| facts.value(id, "format")).and_then(Value::as_text);
        schemas.map(|all| if format.is_none_or(|format| format == "avro") { all } else { Vec::new() })
    }

    fn schema(&self, id: Id) -> Result<Schema> {
        let facts = &self.runs.production;
        let name = facts.subject(id).name.to_string();
        let answers = &self.request.answers;
        let mut fields = Vec::new();
        for (key, node) in answers.fields(&name).into_iter().flat_map(super::super::sources::tree::Node::entries) {
            schema::check_name(&key.text).map_err(|error| key.source.error(&answers.file, error.message))?;
            let text = node.as_text().unwrap_or_default();
            let of = schema::parse(text)
                .map_err(|error| node.error(&answers.file, format!("{}: {}", key.text, error.message)))?;
            fields.push((key.text.clone(), of));
        }
        let types: Vec<String> = match facts.value(id, "types") {
            Some(Value::List(types)) => types.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        let namespace = facts.only("system").map(|system| text(facts, system, "name")).unwrap_or_default();
        let key = facts.value(id, "key").map(ToString::to_string);
        let registry = facts.only("schema").filter(|id| facts.value(*id, "registry") == Some(&Value::Bool(true)));
        let compatibility = registry.map(|schema| text(facts, schema, "compatibility"));
        let designed = schema::design(&schema::Event {
            namespace: &namespace,
            name: &name,
            types: &types,
            key: key.as_deref(),
            fields: &fields,
            partial_updates: facts.value(id, "partial_updates") == Some(&Value::Bool(true)),
            keep_latest: facts.value(id, "keep_policy").and_then(Value::as_text) == Some("latest-per-key"),
            compatibility: compatibility.as_deref(),
        });
        let notes = designed.notes.into_iter().map(|note| note.text).collect();
        Ok(Schema { subject: format!("{name}-value"), schema: designed.schema, notes })
    }
}

fn unfit(pattern: &knowledge::Pattern, scope: &Scope) -> String {
    let mut reasons = pattern.unfit.iter().filter(|reason| reason.when.is_true(scope));
    reasons.next().map_or_else(|| render(&pattern.not_chosen, scope), |reason| render(&reason.because, scope))
}

/// The size of the cluster.
#[must_use]
pub fn cluster(facts: &Facts) -> Cluster {
    let Some(id) = facts.only("cluster") else { return Cluster::default() };
    let environment = facts.only("system").map(|system| text(facts, system, "environment")).unwrap_or_default();
    let stated = facts.only(&environment);
    Cluster {
        brokers: whole(facts, id, "brokers_needed"),
        disk: whole(facts, id, "disk"),
        network_in: whole(facts, id, "network_in"),
        network_out: whole(facts, id, "network_out"),
        memory: whole(facts, id, "memory_needed"),
        replicas_per_broker: whole(facts, id, "replicas_per_broker"),
        platform: text(facts, id, "platform"),
        version: text(facts, id, "version"),
        newer_version: stated.map(|id| text(facts, id, "newer_version")).unwrap_or_default(),
        security: text(facts, id, "security"),
    }
}

fn names(facts: &Facts, ids: &[Id]) -> Vec<String> {
    ids.iter().map(|id| facts.subject(*id).name.to_string()).collect()
}

fn text(facts: &Facts, id: Id, fact: &str) -> String {
    facts.value(id, fact).map(ToString::to_string).unwrap_or_default()
}

/// A number, rounded up; 0 where it is unknown.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a u64 holds exactly")]
fn whole(facts: &Facts, id: Id, fact: &str) -> u64 {
    let number = facts.value(id, fact).and_then(Value::as_number).unwrap_or(0.0);
    number.ceil().clamp(0.0, 9e15) as u64
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
