//! Pushing back on a decision in an interview: which one, and what instead, by choosing from lists.

use anyhow::Result;

use crate::design::{Alternative, Decision, Design, Pattern, Rejected};
use crate::sources::interview::{Asker, Choice, Input, Memory, Prompt, Reply};

/// A decision that can be pushed back on.
struct Decided<'a> {
    /// What it is, as a pin or rejection names it: `topic/task:partitions`, or `consumer/billing` for a pattern.
    name: String,
    /// Its value in each environment, development first.
    values: Vec<(&'a str, String)>,
    because: &'a str,
    /// What else could have been chosen, and why not.
    instead: Vec<(String, &'a str)>,
    is_pattern: bool,
}

/// What is to happen instead.
enum Instead {
    Hold(String),
    HoldOther,
    RuleOut(String),
}

/// Asks what to push back on and how, and notes it. [`Reply::Back`] where nothing is noted.
pub fn push_back(design: &Design, memory: &mut Memory, asker: &mut dyn Asker) -> Result<Reply> {
    let all = decided(design);
    let choices = all.iter().map(|one| Choice::new(&one.name, one.because).called(&label(one))).collect();
    let which = Prompt {
        why: "Type a word of it (acks, partitions) to find it.".to_owned(),
        input: Input::Choice(choices),
        ..Prompt::new("decision", "Which decision should be otherwise?")
    };
    let name = match asker.ask(&which, &|_| Ok(()))? {
        Reply::Said(name) => name,
        Reply::Skipped => return Ok(Reply::Back),
        other => return Ok(other),
    };
    let Some(one) = all.into_iter().find(|one| one.name == name) else { return Ok(Reply::Back) };
    let (choices, ways): (Vec<Choice>, Vec<Instead>) = ways(&one).into_iter().unzip();
    let how = Prompt {
        why: format!("It is {} because {}.", values(&one), one.because.trim_end_matches('.')),
        input: Input::Choice(choices),
        ..Prompt::new("instead", format!("What should {} be instead?", one.name))
    };
    let picked = match asker.ask(&how, &|_| Ok(()))? {
        Reply::Said(number) => number.parse::<usize>().ok().and_then(|number| ways.into_iter().nth(number)),
        Reply::Skipped => None,
        other => return Ok(other),
    };
    match picked {
        None => Ok(Reply::Back),
        Some(Instead::RuleOut(choice)) => rule_out(memory, asker, choice),
        Some(Instead::Hold(value)) => hold(memory, asker, &one, &value),
        Some(Instead::HoldOther) => {
            let prompt = Prompt {
                why: "As the config takes it, such as 24 or all.".to_owned(),
                ..Prompt::new("value", format!("Which value should {} have?", one.name))
            };
            match asker.ask(&prompt, &|_| Ok(()))? {
                Reply::Said(value) => hold(memory, asker, &one, &value),
                Reply::Skipped => Ok(Reply::Back),
                other => Ok(other),
            }
        }
    }
}

/// What was decided, but for what is only computed, such as the disk of the cluster.
fn decided(design: &Design) -> Vec<Decided<'_>> {
    let mut all: Vec<Decided> = Vec::new();
    for row in design.decisions.iter().filter(|row| row.subject != "cluster" && row.key != "exists") {
        let Decision { subject, key, value, env, because, alternatives, .. } = row;
        let name = format!("{subject}:{key}");
        let instead = alternatives.iter().map(|Alternative { value, because }| (value.to_string(), because.as_str()));
        let index = all.iter().position(|known| known.name == name).unwrap_or_else(|| {
            all.push(Decided { name, values: Vec::new(), because, instead: Vec::new(), is_pattern: false });
            all.len() - 1
        });
        let one = &mut all[index];
        // Production comes last, and its reason is the one that counts.
        one.values.push((env, value.to_string()));
        one.because = because;
        for (value, because) in instead {
            if !one.instead.iter().any(|(known, _)| *known == value) {
                one.instead.push((value, because));
            }
        }
    }
    for one in &design.producers {
        let subject = format!("producer/{}", one.name);
        all.extend(one.patterns.iter().map(|pattern| of_pattern(&subject, pattern, &[])));
    }
    for one in &design.consumers {
        let subject = format!("consumer/{}", one.name);
        all.extend(one.pattern.iter().map(|pattern| of_pattern(&subject, pattern, &one.rejected_patterns)));
        all.extend(one.patterns.iter().map(|pattern| of_pattern(&subject, pattern, &[])));
    }
    all
}

fn of_pattern<'a>(subject: &str, pattern: &'a Pattern, rejected: &'a [Rejected]) -> Decided<'a> {
    let slot = if pattern.slot.is_empty() { "pattern" } else { pattern.slot.rsplit('.').next().unwrap_or("pattern") };
    Decided {
        name: format!("{subject}:{slot}"),
        values: vec![("production", pattern.id.clone())],
        because: &pattern.because,
        instead: rejected.iter().map(|other| (other.id.clone(), other.because.as_str())).collect(),
        is_pattern: true,
    }
}

fn values(one: &Decided) -> String {
    match one.values.as_slice() {
        [(_, development), (_, production)] if development != production => {
            format!("{development} in development and {production} in production")
        }
        values => values.last().map(|(_, value)| value.clone()).unwrap_or_default(),
    }
}

fn label(one: &Decided) -> String {
    format!("{} = {}", one.name.replace(':', "  "), values(one))
}

/// The ways to push back on one decision, as choices by their number.
fn ways(one: &Decided) -> Vec<(Choice, Instead)> {
    let mut ways: Vec<(String, String, Instead)> = Vec::new();
    for (value, because) in &one.instead {
        ways.push((format!("hold {value}"), (*because).to_owned(), Instead::Hold(value.clone())));
    }
    if !one.is_pattern {
        ways.push(("hold another value".to_owned(), "you write which".to_owned(), Instead::HoldOther));
    }
    if let Some((_, value)) = one.values.last() {
        let choice = match one.name.rsplit_once(':') {
            Some((subject, _)) if one.is_pattern => format!("{subject}:{value}"),
            _ => format!("{}={value}", one.name),
        };
        let meaning = "the next best is taken".to_owned();
        ways.push((format!("rule out {value}"), meaning, Instead::RuleOut(choice)));
    }
    let numbered = ways.into_iter().enumerate();
    numbered.map(|(n, (label, meaning, way))| (Choice::new(&n.to_string(), &meaning).called(&label), way)).collect()
}

fn hold(memory: &mut Memory, asker: &mut dyn Asker, one: &Decided, value: &str) -> Result<Reply> {
    let choices = vec![Choice::new("production", "only there"), Choice::new("development", "only there")];
    let prompt = Prompt {
        skip: Some("in development and production".to_owned()),
        input: Input::Choice(choices),
        ..Prompt::new("where", format!("Where should {} be {value}?", one.name))
    };
    let pin = match asker.ask(&prompt, &|_| Ok(()))? {
        Reply::Said(environment) => format!("{environment}:{}={value}", one.name),
        Reply::Skipped => format!("{}={value}", one.name),
        other => return Ok(other),
    };
    // A new value for the same setting takes the place of the one that was held.
    let of = |pin: &str| pin.split_once('=').map(|(setting, _)| setting.to_owned());
    memory.pins.retain(|known| of(known) != of(&pin));
    memory.pins.push(pin.clone());
    Ok(Reply::Said(pin))
}

fn rule_out(memory: &mut Memory, asker: &mut dyn Asker, choice: String) -> Result<Reply> {
    let prompt = Prompt {
        why: "It is noted in the design file for those who read it later.".to_owned(),
        skip: Some("no reason is noted".to_owned()),
        ..Prompt::new("because", format!("Why is {choice} ruled out?"))
    };
    let because = match asker.ask(&prompt, &|_| Ok(()))? {
        Reply::Said(because) => because,
        Reply::Skipped => String::new(),
        other => return Ok(other),
    };
    memory.rejected.retain(|(known, _)| *known != choice);
    memory.rejected.push((choice.clone(), because));
    Ok(Reply::Said(choice))
}
