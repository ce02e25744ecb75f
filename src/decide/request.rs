//! What is to be designed: answers, pins that hold a decision, rejections that rule one out.

use std::borrow::Cow;

use anyhow::{Result, anyhow, bail};

use super::run::{Refusal, settle};
use super::spell::unspell;
use crate::design::ENVIRONMENTS;
use crate::facts::{Facts, Id, Origin, Value, units};
use crate::knowledge::{Client, FactSpec, Knowledge, Setting};
use crate::sources::answers::Answers;
use crate::sources::tree::closest;

/// The broker's own settings of a topic are spelled in this file of knowledge/clients/.
pub const BROKER: &str = "broker";

/// What is to be designed.
#[derive(Debug, Clone)]
pub struct Request {
    /// The constraints.
    pub answers: Answers,
    /// Decisions that the user holds: `[ENV:]SUBJECT:KEY=VALUE`.
    pub pins: Vec<String>,
    /// Choices that the user rules out: `SUBJECT:KEY=VALUE` or `SUBJECT:PATTERN`.
    pub rejected: Vec<Rejection>,
}

/// A choice that is ruled out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// `SUBJECT:KEY=VALUE` or `SUBJECT:PATTERN`.
    pub choice: String,
    /// Why, in the user's words.
    pub because: String,
}

impl Request {
    /// A request without pins and rejections.
    #[must_use]
    pub fn new(answers: Answers) -> Self {
        Self { answers, pins: Vec::new(), rejected: Vec::new() }
    }

    /// Settles every fact of one environment.
    ///
    /// # Errors
    /// When an answer is wrong (with its place), or a pin or rejection names nothing.
    pub fn settle(&self, knowledge: &Knowledge, environment: &str) -> Result<Facts> {
        let mut facts = self.answers.facts(knowledge, environment)?;
        for pin in &self.pins {
            let pin = Choice::parse(pin, "--pin")?;
            let target = Target::find(knowledge, &facts, &pin)?;
            if pin.environment.is_none_or(|of| of == environment) {
                facts.set(target.subject, &target.fact, target.value, Origin::Pinned);
            }
        }
        let refusals = self.refusals(knowledge, &facts)?;
        let settled = settle(knowledge, facts, &refusals);
        for refusal in &refusals {
            if settled.get(refusal.subject, &refusal.fact).is_none() {
                bail!("{} has no other value to take than the rejected one: --pin the one you want", refusal.fact);
            }
        }
        Ok(settled)
    }

    /// The choices that are ruled out, as facts.
    ///
    /// # Errors
    /// When one names nothing.
    pub(super) fn refusals(&self, knowledge: &Knowledge, facts: &Facts) -> Result<Vec<Refusal>> {
        let refusal = |rejection: &Rejection| {
            let target = Target::find(knowledge, facts, &Choice::parse(&rejection.choice, "--reject")?)?;
            Ok(Refusal { subject: target.subject, fact: target.fact, value: target.value })
        };
        self.rejected.iter().map(refusal).collect()
    }
}

/// `[ENV:]SUBJECT:KEY=VALUE`, in parts.
struct Choice<'a> {
    flag: &'a str,
    text: &'a str,
    environment: Option<&'a str>,
    kind: &'a str,
    name: &'a str,
    key: &'a str,
    value: Option<&'a str>,
}

impl<'a> Choice<'a> {
    fn parse(text: &'a str, flag: &'a str) -> Result<Self> {
        let environment =
            ENVIRONMENTS.iter().find(|name| text.strip_prefix(**name).is_some_and(|rest| rest.starts_with(':')));
        let rest = environment.map_or(text, |name| &text[name.len() + 1..]);
        let form =
            || anyhow!("{flag} {text}: write [ENV:]KIND/NAME:KEY=VALUE, such as production:topic/task:partitions=24");
        let (subject, choice) = rest.split_once(':').ok_or_else(form)?;
        let (kind, name) = subject.split_once('/').unwrap_or((subject, subject));
        let (key, value) = choice.split_once('=').map_or((choice, None), |(key, value)| (key, Some(value)));
        if key.is_empty() {
            return Err(form());
        }
        if !subject.contains('/') && key.contains(':') {
            let meant =
                ENVIRONMENTS.iter().find(|name| !subject.is_empty() && name.starts_with(&subject.to_lowercase()));
            let meant = meant.copied().or_else(|| closest(subject, ENVIRONMENTS.into_iter()));
            let next = meant.map_or_else(
                || format!("write {}", ENVIRONMENTS.join(" or ")),
                |meant| format!("did you mean {meant}?"),
            );
            bail!("{flag} {text}: there is no environment `{subject}`: {next}");
        }
        Ok(Self { flag, text, environment: environment.copied(), kind, name, key, value })
    }

    fn fail(&self, message: &str) -> anyhow::Error {
        anyhow!("{} {}: {message}", self.flag, self.text)
    }
}

/// The fact that a pin or rejection means.
struct Target {
    subject: Id,
    fact: String,
    value: Value,
}

impl Target {
    fn find(knowledge: &Knowledge, facts: &Facts, choice: &Choice) -> Result<Self> {
        let Some(subject) = facts.find(choice.kind, choice.name) else {
            let names = facts
                .ids()
                .map(|id| facts.subject(id))
                .filter(|subject| matches!(&*subject.kind, "topic" | "producer" | "consumer" | "cluster"));
            let names: Vec<String> = names.map(|subject| format!("{}/{}", subject.kind, subject.name)).collect();
            let wanted = format!("{}/{}", choice.kind, choice.name);
            let meant = closest(&wanted, names.iter().map(String::as_str));
            let next = meant.map_or_else(
                || format!("the subjects are {}", names.join(", ")),
                |meant| format!("did you mean {meant}?"),
            );
            return Err(choice.fail(&format!("there is no {wanted}: {next}")));
        };
        match choice.value {
            None => Self::pattern(knowledge, subject, choice),
            Some(value) => Self::setting(knowledge, facts, subject, choice, value),
        }
    }

    fn pattern(knowledge: &Knowledge, subject: Id, choice: &Choice) -> Result<Self> {
        let of_kind =
            || knowledge.patterns.iter().filter(|pattern| pattern.slot.split('.').next() == Some(choice.kind));
        let pattern = of_kind().find(|pattern| pattern.id == choice.key).ok_or_else(|| {
            let names: Vec<&str> = of_kind().map(|pattern| pattern.id.as_str()).collect();
            choice.fail(&format!("there is no such pattern: write KEY=VALUE, or one of {}", names.join(", ")))
        })?;
        let fact = pattern.slot.rsplit('.').next().unwrap_or_default().to_owned();
        Ok(Self { subject, fact, value: Value::from(choice.key) })
    }

    fn setting(knowledge: &Knowledge, facts: &Facts, subject: Id, choice: &Choice, value: &str) -> Result<Self> {
        let client = client_of(knowledge, facts, subject);
        let settings = client.map(|client| client.settings(choice.kind)).unwrap_or_default();
        let version = super::rows::client(facts, subject).1;
        let spelled: Vec<Cow<Setting>> = settings.iter().map(|setting| setting.in_version(&version)).collect();
        let keyed = spelled.iter().find(|setting| setting.is_called(choice.key));
        let fact = keyed.map_or_else(|| decided(knowledge, choice), |setting| &setting.fact);
        let Some(spec) = knowledge.vocabulary.fact(choice.kind, fact).filter(|spec| spec.is.is_none()) else {
            let known = || spelled.iter().filter_map(|setting| setting.key.as_deref());
            let next = match closest(choice.key, known()) {
                Some(meant) => format!("did you mean {meant}?"),
                None => format!("its settings are {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err(
                choice.fail(&format!("{}/{} has no setting `{}`: {next}", choice.kind, choice.name, choice.key))
            );
        };
        let plain = Setting::plain(fact);
        let value =
            unspell(keyed.map_or(&plain, |setting| setting), spec, value).map_err(|message| choice.fail(&message))?;
        Self::check(knowledge, choice, fact, spec, &value)?;
        Ok(Self { subject, fact: fact.to_owned(), value })
    }
}

impl Target {
    /// Refuses what no decision could have chosen: a pattern that there is none of, a number below the smallest.
    fn check(knowledge: &Knowledge, choice: &Choice, fact: &str, spec: &FactSpec, value: &Value) -> Result<()> {
        let slot = format!("{}.{fact}", choice.kind);
        let patterns: Vec<&str> =
            knowledge.patterns.iter().filter(|one| one.slot == slot).map(|one| one.id.as_str()).collect();
        if !patterns.is_empty() && !patterns.contains(&value.as_text().unwrap_or_default()) {
            return Err(choice.fail(&format!("there is no such pattern: write one of {}", patterns.join(", "))));
        }
        let least = spec.of.unit().zip(spec.at_least.as_ref()).and_then(|(unit, text)| units::parse(text, unit).ok());
        match (value.as_number(), least, &spec.at_least) {
            (Some(number), Some(least), Some(text)) if number < least => {
                Err(choice.fail(&format!("{number} is too small: write {text} or more")))
            }
            _ => Ok(()),
        }
    }
}

/// The fact that decisions call by the choice's key, which else is the fact itself.
fn decided<'a>(knowledge: &'a Knowledge, choice: &Choice<'a>) -> &'a str {
    let called = knowledge.decisions.iter().filter(|decision| decision.called.as_deref() == Some(choice.key));
    let mut facts = called.filter_map(|decision| decision.decides.split_once('.'));
    facts.find(|(kind, _)| *kind == choice.kind).map_or(choice.key, |(_, fact)| fact)
}

/// The client that spells a subject's settings; a topic's are spelled by the broker.
fn client_of<'a>(knowledge: &'a Knowledge, facts: &Facts, subject: Id) -> Option<&'a Client> {
    if &*facts.subject(subject).kind == "topic" {
        return knowledge.clients.get(BROKER);
    }
    let client = facts.related(subject, "client").first()?;
    knowledge.clients.get(&facts.subject(*client).name)
}
