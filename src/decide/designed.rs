//! A design as a yardstick: what it decided for a subject, and which other values are as good.

use anyhow::Result;

use super::configure::{Speaker, Standing};
use super::request::Request;
use super::rows::client;
use super::why::Why;
use crate::design::{Config, Environments};
use crate::facts::{Facts, Id, Origin, Value};
use crate::knowledge::{Decision, Knowledge, Scope};

/// The settled facts of a design.
pub struct Designed<'a> {
    knowledge: &'a Knowledge,
    runs: Environments<Facts>,
}

/// What a design has where somebody has another value that it does not take.
#[derive(Debug, Clone, PartialEq)]
pub struct Instead {
    /// The design's value.
    pub value: Value,
    /// Why, in the numbers of who asked for the design.
    pub because: String,
}

impl<'a> Designed<'a> {
    /// Designs what is asked for.
    ///
    /// # Errors
    /// As [`super::decide`].
    pub fn of(knowledge: &'a Knowledge, request: &Request) -> Result<Self> {
        Ok(Self { knowledge, runs: super::settle_both(knowledge, request)? })
    }

    /// The facts of one environment.
    #[must_use]
    pub fn facts(&self, environment: &str) -> &Facts {
        self.runs.get(environment)
    }

    /// What the design has in place of `value`; none where it takes that too, or decided nothing.
    ///
    /// `beside` is what else somebody has: two settings that are good together are no worse than the design's two. With
    /// another `framework` than the design's, what it decided because of its own says nothing.
    #[must_use]
    pub fn instead(
        &self,
        environment: &str,
        subject: Id,
        (fact, value): (&str, &Value),
        beside: &[(&str, &Value)],
        framework: Option<&str>,
    ) -> Option<Instead> {
        let facts = self.facts(environment);
        let known = facts.get(subject, fact)?;
        if known.value == *value || std::mem::discriminant(&known.value) != std::mem::discriminant(value) {
            return None;
        }
        let why = Why::new(self.knowledge, facts);
        let decision = match known.origin {
            Origin::Pinned | Origin::Answer => None,
            Origin::Decided(_) => Some(why.decision(subject, fact)?),
            _ => return None,
        };
        let own = framework_of(facts, subject);
        if framework.is_some() && own.is_some() && framework != own && decision.is_some_and(depends_on_framework) {
            return None;
        }
        if let Some(accept) = decision.and_then(|decision| decision.accept.as_ref()) {
            let mut there = facts.clone();
            for (other, value) in beside.iter().filter(|(other, _)| *other != fact) {
                there.set(subject, other, (*value).clone(), Origin::Answer);
            }
            for facts in [facts, &there] {
                let (subjects, locals) = ([subject], [("value", value.clone())]);
                let scope = Scope::new(facts, &subjects).with_locals(&locals);
                // What cannot be told is no reason to object.
                if accept.evaluate(&scope).known()?.as_bool()? {
                    return None;
                }
            }
        }
        Some(Instead { value: known.value.clone(), because: why.because(subject, fact) })
    }

    /// Why the design has a fact as it is, in the numbers of who asked for it; empty where it gives no reason.
    #[must_use]
    pub fn because(&self, environment: &str, subject: Id, fact: &str) -> String {
        Why::new(self.knowledge, self.facts(environment)).because(subject, fact)
    }

    /// The facts that the subject's config states, because the client would have it otherwise.
    #[must_use]
    pub fn written(&self, environment: &str, subject: Id) -> Vec<&str> {
        let facts = self.facts(environment);
        let (name, version) = client(facts, subject);
        let speaker = self.speaker(facts, subject, &name, &version);
        let Some(client) = self.knowledge.clients.get(&name) else { return Vec::new() };
        let settings = client.settings(&facts.subject(subject).kind).iter();
        let written =
            |setting: &&crate::knowledge::Setting| matches!(speaker.standing(setting), Some(Standing::Written(_)));
        settings.filter(written).map(|setting| setting.fact.as_str()).collect()
    }

    /// The subject's client and the config that the design has for it.
    #[must_use]
    pub fn config(&self, environment: &str, subject: Id) -> (String, Config) {
        let facts = self.facts(environment);
        let (name, version) = client(facts, subject);
        let configured = self.speaker(facts, subject, &name, &version).configure();
        (name, configured.config)
    }

    fn speaker<'s>(&'s self, facts: &'s Facts, subject: Id, client: &'s str, version: &'s str) -> Speaker<'s> {
        Speaker { knowledge: self.knowledge, facts, subject, role: &facts.subject(subject).kind, client, version }
    }
}

/// The framework that runs the subject's client; `none` is one too.
#[must_use]
pub fn framework_of(facts: &Facts, subject: Id) -> Option<&str> {
    let client = facts.related(subject, "client").first()?;
    facts.value(*client, "framework")?.as_text()
}

/// Whether the choice looks at the framework.
fn depends_on_framework(decision: &Decision) -> bool {
    let names = decision.choice.expressions().into_iter().filter_map(|expression| expression.names().ok());
    names.flatten().any(|name| name.to_string() == "client.framework")
}
