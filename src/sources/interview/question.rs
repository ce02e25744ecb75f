//! Questions of the knowledge base as they are put: which of them matter now, and what not answering means.

use super::said::DIFFER;
use super::{Choice, Input, Prompt, Said};
use crate::facts::{Fact, Facts, Id, Origin, Value, units};
use crate::knowledge::{self, FactSpec, Knowledge, Question, Scope, Text, Type};

/// The questions, about what is known so far.
pub struct Questions<'a> {
    pub knowledge: &'a Knowledge,
    pub facts: &'a Facts,
    pub said: &'a [Said],
}

/// A question about one subject.
struct About<'a> {
    question: &'a Question,
    spec: &'a FactSpec,
    subject: Id,
    fact: &'a str,
    known: Option<&'a Fact>,
}

impl<'a> Questions<'a> {
    /// The first open question about one of the first `count` subjects of `kind`.
    pub fn of_kind(&self, kind: &'a str, count: usize) -> Option<Prompt> {
        // All about one event, then all about the next.
        self.facts
            .of_kind(kind)
            .take(count)
            .find_map(|subject| self.knowledge.questions.iter().find_map(|question| self.open(question, subject)))
    }

    /// The first open question about anything.
    pub fn any(&self) -> Option<Prompt> {
        let mut questions = self.knowledge.questions.iter();
        questions.find_map(|question| self.facts.ids().find_map(|subject| self.open(question, subject)))
    }

    /// The question whose answer stands at a path, whether it is open or not.
    pub fn at(&self, path: &str) -> Option<Prompt> {
        self.knowledge.questions.iter().find_map(|question| {
            self.facts.ids().find_map(|subject| {
                let about = self.about(question, subject)?;
                let exact = self.path(&about, about.spec.answer.as_deref()?);
                let asked = self.path(&about, asked_path(about.spec)?);
                let ask = if exact == path { exact } else { asked };
                (ask == path).then(|| self.prompt(&about, &ask))
            })
        })
    }

    fn about(&self, question: &'a Question, subject: Id) -> Option<About<'a>> {
        let (kind, fact) = question.asks.split_once('.')?;
        if &*self.facts.subject(subject).kind != kind {
            return None;
        }
        let spec = self.knowledge.vocabulary.fact(kind, fact)?;
        Some(About { question, spec, subject, fact, known: self.facts.get(subject, fact) })
    }

    /// The question if it matters and nobody has said anything about it.
    fn open(&self, question: &'a Question, subject: Id) -> Option<Prompt> {
        let about = self.about(question, subject)?;
        let subjects = [subject];
        let scope = Scope::new(self.facts, &subjects);
        let worth = question.asked.as_ref().is_some_and(|asked| asked.is_true(&scope));
        let matters = worth && question.when.as_ref().is_none_or(|when| when.is_true(&scope));
        let nobody_said = about.known.is_none_or(|known| matches!(known.origin, Origin::Assumed(_)));
        let ask = self.path(&about, asked_path(about.spec)?);
        let asked = self.said.iter().any(|step| step.ask == ask);
        (matters && nobody_said && !asked).then(|| self.prompt(&about, &ask))
    }

    fn path(&self, about: &About, answer: &str) -> String {
        let below = &self.facts.subject(about.subject).path;
        if below.is_empty() { answer.to_owned() } else { format!("{below}.{answer}") }
    }

    fn prompt(&self, about: &About, ask: &str) -> Prompt {
        let subjects = [about.subject];
        let scope = Scope::new(self.facts, &subjects);
        let prompt = Prompt {
            why: text(&about.question.why, &scope),
            skip: Some(skip(about, &scope)),
            none: about.question.assume.is_none(),
            input: self.input(about),
            example: example(about.spec, ask),
            ..Prompt::new(ask, text(&about.question.prompt, &scope))
        };
        if ask.ends_with(".processing") { processing(&self.facts.subject(about.subject).name, prompt) } else { prompt }
    }

    fn input(&self, about: &About) -> Input {
        let meaning = |value: &str| about.question.choices.get(value).map_or("", String::as_str);
        match about.spec.of {
            Type::Bool => Input::Choice(vec![
                Choice::new("true", meaning("true")).called("yes"),
                Choice::new("false", meaning("false")).called("no"),
            ]),
            Type::List => Input::List,
            Type::Text if about.fact == "client" => {
                let differ = Choice::new(DIFFER, "each service has its own: you are asked for each");
                Input::Choice(clients(self.knowledge).into_iter().chain([differ.called("they differ")]).collect())
            }
            Type::Text if !about.spec.one_of.is_empty() => {
                Input::Choice(about.spec.one_of.iter().map(|value| Choice::new(value, meaning(value))).collect())
            }
            _ => Input::Line,
        }
    }
}

/// What is assumed where nobody answers, and why.
fn skip(about: &About, scope: &Scope) -> String {
    let assumed = about.question.assume.as_ref().and_then(|choice| Some((choice, choice.choose(scope, &|_| false)?)));
    let Some((choice, chosen)) = assumed else {
        let stated = about.question.skip.as_ref().map(|skip| text(skip, scope));
        return stated.unwrap_or_else(|| "leave it open: nothing is assumed".to_owned());
    };
    let locals = [("value", chosen.value.clone())];
    let because = text(&choice.ways[chosen.way].because, &scope.clone().with_locals(&locals));
    let value = show(about.spec, &chosen.value);
    if because.is_empty() { format!("assume {value}") } else { format!("assume {value}: {because}") }
}

/// The shortest and the longest time are asked for at once: from both follows the mean.
fn processing(consumer: &str, prompt: Prompt) -> Prompt {
    Prompt {
        question: format!("How long does {consumer} work on one record: the shortest time and the longest?"),
        why: "Decides how many records it can do at once, and with that partitions and instances; the longest also decides \
              how long it may be silent before its work goes to another instance. One time means that it is always so."
            .to_owned(),
        skip: prompt.skip.map(|skip| skip.replacen("assume ", "assume up to ", 1)),
        ..prompt
    }
}

/// Where the answer is asked for: the shortest, mean and longest time are one answer, `50ms..2s`.
fn asked_path(spec: &FactSpec) -> Option<&str> {
    let answer = spec.answer.as_deref()?;
    Some(if answer.starts_with("processing.") { "processing" } else { answer })
}

/// What an answer may look like; the two with a form of their own first.
fn example(spec: &FactSpec, ask: &str) -> Option<&'static str> {
    match (ask.rsplit('.').next(), spec.of) {
        (Some("processing"), _) => Some("50ms..2s"),
        (Some("keep"), _) => Some("7d, forever or latest-per-key"),
        (_, Type::Time) => Some("500ms"),
        (_, Type::Size) => Some("1KiB"),
        (_, Type::Rate) => Some("100/min"),
        (_, Type::Share) => Some("2%"),
        (_, Type::Count) => Some("50000"),
        (_, Type::List) => Some("created, updated"),
        (_, Type::Bool | Type::Text) => None,
    }
}

/// The client libraries to choose from.
pub fn clients(knowledge: &Knowledge) -> Vec<Choice> {
    let libraries = knowledge.clients.iter().filter(|client| client.format.is_some());
    libraries.map(|client| Choice::new(&client.id, &client.title)).collect()
}

fn text(text: &Text, scope: &Scope) -> String {
    let rendered = match text.render(scope) {
        knowledge::Outcome::Known(rendered) => rendered,
        knowledge::Outcome::Unknown { .. } => String::new(),
    };
    rendered.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value for people: rounded, and yes or no for a truth.
fn show(spec: &FactSpec, value: &Value) -> String {
    match (value, spec.of.unit()) {
        (Value::Number(number), Some(unit)) => units::show(*number, unit),
        (Value::Bool(truth), _) => if *truth { "yes" } else { "no" }.to_owned(),
        _ => value.to_string(),
    }
}
