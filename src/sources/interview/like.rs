//! What holds of one event or consumer often holds of the next: the answers about the first of a kind can be taken for
//! another with one key. Nothing is copied: as long as the other is like the first, it has the first one's answers.

use super::said::{CONSUMERS, EVENTS, Said, is_asked, names};
use super::{Choice, Input, Prompt};

/// The end of the path where it is asked for.
const LIKE: &str = ".like";
/// The answer of those who want to be asked.
const ASK: &str = "no";
/// What is each one's own: it stays open where the rest is taken.
const OWN: [&str; 3] = ["types", "fields", "producer"];
/// What is asked of each by itself: a service's client in another place, an event's key because a field of one event is
/// seldom in another.
const ASKED: [&str; 2] = ["client", "key"];

/// The question whether an event or consumer is like the first one: of the next for which it is open.
pub fn next(said: &[Said], kind: &str) -> Option<Prompt> {
    let open = |name: &String| {
        let below = format!("{kind}.{name}.");
        // Who was asked about it already is asked on.
        !said.iter().any(|step| step.ask.starts_with(&below))
    };
    names(said, kind).iter().skip(1).find(|name| open(name)).and_then(|name| prompt(said, kind, name))
}

/// That question at its path.
pub fn at(said: &[Said], path: &str) -> Option<Prompt> {
    let (kind, name) = path.strip_suffix(LIKE)?.split_once('.')?;
    names(said, kind).iter().skip(1).any(|known| known == name).then(|| prompt(said, kind, name)).flatten()
}

fn prompt(said: &[Said], kind: &str, name: &str) -> Option<Prompt> {
    let first = names(said, kind).into_iter().next()?;
    let below = format!("{kind}.{first}.");
    let answers = said.iter().filter_map(|step| {
        let key = step.ask.strip_prefix(&below).filter(|key| !OWN.contains(key) && !ASKED.contains(key))?;
        Some(format!("{key} {}", step.answer.as_deref()?.trim_matches(['[', ']'])))
    });
    let answers = answers.collect::<Vec<_>>().join(", ");
    let answers = if answers.is_empty() { "you left its answers to be assumed".to_owned() } else { answers };
    let own = if kind == EVENTS { " Its key is asked for; its types and fields stay open." } else { "" };
    let ask = Choice::new(ASK, "the answers are offered to be changed").called(&format!("ask me about {name}"));
    Some(Prompt {
        why: format!("Of {first}: {answers}.{own}"),
        skip: Some(format!("the same as {first}: every answer can be corrected at the end")),
        input: Input::Choice(vec![ask]),
        ..Prompt::new(&format!("{kind}.{name}{LIKE}"), format!("Is {name} like {first}?"))
    })
}

/// What was said of the first of a kind where the same is asked of another: to be offered.
pub fn of_first<'a>(said: &'a [Said], ask: &str) -> Option<&'a Said> {
    let kind = [EVENTS, CONSUMERS]
        .into_iter()
        .find(|kind| ask.strip_prefix(kind).is_some_and(|rest| rest.starts_with('.')))?;
    let names = names(said, kind);
    let key = names.iter().skip(1).find_map(|name| ask.strip_prefix(&format!("{kind}.{name}.")))?;
    let of_first = format!("{kind}.{}.{key}", names.first()?);
    said.iter().find(|step| step.ask == of_first && !OWN.contains(&key) && !ASKED.contains(&key))
}

/// All that was said, with what those have that are like the first of their kind, and without the question itself.
pub fn expanded(said: &[Said]) -> Vec<Said> {
    let mut all: Vec<Said> = said.iter().filter(|step| !step.ask.ends_with(LIKE)).cloned().collect();
    for step in said {
        let like = step.ask.strip_suffix(LIKE).filter(|_| step.answer.as_deref() != Some(ASK));
        let Some((kind, name)) = like.and_then(|path| path.split_once('.')) else { continue };
        let Some(first) = names(said, kind).into_iter().next() else { continue };
        let below = format!("{kind}.{first}.");
        let of_first = said.iter().filter_map(|step| Some((step.ask.strip_prefix(&below)?, &step.answer)));
        for (key, answer) in of_first.filter(|(key, _)| *key != "like" && !ASKED.contains(key)) {
            let ask = format!("{kind}.{name}.{key}");
            if !is_asked(said, &ask) {
                all.push(Said::new(&ask, answer.clone().filter(|_| !OWN.contains(&key))));
            }
        }
    }
    all
}
