//! The questions that give the system its parts. All others come from the knowledge base, once there is something to
//! ask about.

use super::question::Questions;
use super::said::{CONSUMERS, EVENTS, SYSTEM, Said, clients_differ, is_asked, names};
use super::{Input, Prompt};
use crate::facts::{Facts, Value};

fn prompt(ask: &str, question: impl Into<String>, why: &str, skip: Option<&str>, input: Input) -> Prompt {
    Prompt { why: why.to_owned(), skip: skip.map(str::to_owned), input, ..Prompt::new(ask, question) }
}

/// What must be there before anything is known: the system and an event.
pub fn first(said: &[Said]) -> Option<Prompt> {
    let missing = [SYSTEM, EVENTS].into_iter().find(|ask| !is_asked(said, ask))?;
    naming(said, missing)
}

/// Who reads.
pub fn consumers(said: &[Said]) -> Option<Prompt> {
    if is_asked(said, CONSUMERS) { None } else { naming(said, CONSUMERS) }
}

/// The question that names the system, the events or the consumers.
fn naming(said: &[Said], ask: &str) -> Option<Prompt> {
    let (prompt, example) = match ask {
        SYSTEM => {
            let why = "It names the design and the namespace of its schemas.";
            (prompt(ask, "What is the system called?", why, None, Input::Line), "shop")
        }
        EVENTS => {
            let question = "What happens that others should learn of? Name the event, or several.";
            let why = "Each becomes a topic of that name, with questions of its own.";
            (prompt(ask, question, why, None, Input::List), "order, payment")
        }
        CONSUMERS => {
            let question = format!("Which service reads {}? Name it, or several.", names(said, EVENTS).join(", "));
            let why = "Each reads in a group of its own; how long its work takes decides partitions and instances.";
            (prompt(ask, question, why, Some("nobody reads yet"), Input::List), "billing, audit")
        }
        _ => return None,
    };
    Some(Prompt { example: Some(example), none: prompt.skip.is_some(), ..prompt })
}

/// What one of the first `count` consumers reads, where there is a choice.
pub fn reads(said: &[Said], count: usize) -> Option<Prompt> {
    if names(said, EVENTS).len() < 2 {
        return None;
    }
    let mut paths =
        names(said, CONSUMERS).into_iter().take(count).map(|consumer| format!("consumers.{consumer}.reads"));
    paths.find(|path| !is_asked(said, path)).and_then(|path| at(said, &path))
}

/// What one of the first `count` consumers may call and how often, where its effects are outside.
pub fn limits(said: &[Said], facts: &Facts, count: usize) -> Option<Prompt> {
    let open = |consumer: &String| {
        let id = facts.find("consumer", consumer)?;
        let outside = facts.value(id, "effects").and_then(Value::as_text) == Some("outside");
        let path = format!("consumers.{consumer}.limits");
        (outside && facts.related(id, "limits").is_empty() && !is_asked(said, &path)).then_some(path)
    };
    names(said, CONSUMERS).iter().take(count).find_map(open).and_then(|path| at(said, &path))
}

/// What one of the first `count` events carries, in one line.
pub fn fields(said: &[Said], count: usize) -> Option<Prompt> {
    let mut paths = names(said, EVENTS).into_iter().take(count).map(|event| format!("events.{event}.fields"));
    paths.find(|path| !is_asked(said, path)).and_then(|path| at(said, &path))
}

/// The client library of each service, where they differ; first who sends, since that is a service too.
pub fn clients(said: &[Said], questions: &Questions) -> Option<Prompt> {
    if !clients_differ(said) {
        return None;
    }
    let unnamed = names(said, EVENTS).into_iter().map(|event| format!("events.{event}.producer"));
    let sender = unnamed.filter(|path| !is_asked(said, path)).find_map(|path| questions.at(&path));
    if sender.is_some() {
        return sender;
    }
    let facts = questions.facts;
    let services = |kind: &'static str| facts.of_kind(kind).map(move |id| (kind, facts.subject(id).name.to_string()));
    let consumers = names(said, CONSUMERS);
    let senders = services("producer").filter(|(_, name)| !consumers.contains(name));
    let paths = senders.chain(services("consumer")).map(|(kind, name)| format!("{kind}s.{name}.client"));
    paths.filter(|path| !is_asked(said, path)).find_map(|path| client(&path, questions))
}

/// The question for one service's client library.
pub fn client(path: &str, questions: &Questions) -> Option<Prompt> {
    let service =
        path.strip_prefix("producers.").or_else(|| path.strip_prefix("consumers."))?.strip_suffix(".client")?;
    let libraries = super::question::clients(questions.knowledge);
    let question = format!("Which client library does {service} use?");
    let why = "Its config is written with the names, defaults and limits of that library.";
    let skip = "assume java: the Java client is the reference that all others follow";
    Some(prompt(path, question, why, Some(skip), Input::Choice(libraries)))
}

/// The question of this file whose answer stands at a path.
pub fn at(said: &[Said], path: &str) -> Option<Prompt> {
    if let Some(event) = path.strip_prefix("events.").and_then(|rest| rest.strip_suffix(".fields")) {
        let question = format!("Which fields does {event} carry? Each name with its type.");
        let why = "Decides the schema that readers rely on. Types: string, int, long, double, bool, uuid, date, timestamp, money, \
                   enum(A, B), [string] for several, (string?) where it may be missing.";
        let skip = "no fields yet, the schema gets an id and a time, and you add the rest";
        let prompt = prompt(path, question, why, Some(skip), Input::Map);
        let example = Some("task_id: uuid, title: string, note: string?");
        return Some(Prompt { example, none: true, ..prompt });
    }
    let Some(below) = path.strip_prefix("consumers.") else { return naming(said, path) };
    let (consumer, key) = below.rsplit_once('.')?;
    match key {
        "reads" => {
            let question = format!("Which events does {consumer} read?");
            let why = "It has to keep up with what they bring at their busiest.";
            let input = Input::Several(names(said, EVENTS));
            Some(prompt(path, question, why, Some("all of them"), input))
        }
        "limits" => {
            let question = format!("What does {consumer} call that takes only so many calls, and how many?");
            let why = "The tightest limit bounds the whole service, however many instances it has.";
            let prompt = prompt(path, question, why, Some("nothing limits it"), Input::Map);
            Some(Prompt { example: Some("email: 20/s, slack: 5/s"), none: true, ..prompt })
        }
        _ => None,
    }
}
