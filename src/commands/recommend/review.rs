//! The end of an interview: the assumptions and conflicts are shown, any of them can be corrected and any decision
//! pushed back on, and what that changes is told at once.

use anyhow::Result;

use super::push_back;
use crate::commands::what_if::effect;
use crate::decide::{Rejection, Request, decide};
use crate::design::{Assumption, Design, GiveWay};
use crate::knowledge::Knowledge;
use crate::render::changes;
use crate::sources::interview::{Asker, Choice, Input, Interview, Memory, Prompt, Reply};

/// How the review ended.
pub enum Reviewed {
    /// The answers are as they should be.
    Accepted(Request),
    /// Back to the last question.
    Back,
    /// There is more to ask: an event or a consumer is new.
    Ask,
    /// The person left.
    Left,
}

/// What the person can pick.
enum Pick {
    /// Holds a decision, or rules a choice out.
    PushBack,
    /// Corrects what stands at a path.
    Correct(String),
    /// Gives way in a conflict: what stands at a path becomes this.
    GiveWay(String, String),
    /// Holds a decision no longer.
    Release(String),
    /// Allows again what was ruled out.
    Allow(String),
}

/// Shows what was assumed and what collides, and corrects until the person is content.
///
/// # Errors
/// When nobody can be asked, or an answer that was given beforehand is wrong.
pub fn review(
    knowledge: &Knowledge,
    interview: &mut Interview,
    asker: &mut dyn Asker,
    keep: &mut dyn FnMut(&Memory),
) -> Result<Reviewed> {
    drop_pointless(knowledge, interview, asker)?;
    let mut request = request(interview)?;
    let mut design = decide(knowledge, &request)?;
    asker.tell(&changes::assumptions(&design))?;
    if !design.conflicts.is_empty() {
        asker.tell(&changes::conflicts(&design.conflicts))?;
    }
    // An assumption keeps the number under which it was told, whatever is corrected before it.
    let mut numbers: Vec<String> = Vec::new();
    loop {
        let (choices, picks) = menu(&design, interview, &mut numbers);
        let reply = asker.ask(&what_next(choices), &|_| Ok(()))?;
        let picked = match reply {
            Reply::Said(key) => picks.into_iter().find(|(known, _)| *known == key).map(|(_, pick)| pick),
            Reply::Skipped => return Ok(Reviewed::Accepted(request)),
            Reply::Back => return Ok(Reviewed::Back),
            Reply::Left => return Ok(Reviewed::Left),
        };
        let Some(pick) = picked else { continue };
        let before = interview.memory().clone();
        match change(&design, interview, asker, &pick)? {
            Reply::Left => return Ok(Reviewed::Left),
            Reply::Back => continue,
            Reply::Said(_) | Reply::Skipped => {}
        }
        if matches!(&pick, Pick::Correct(path) if matches!(path.as_str(), "events" | "consumers")) {
            keep(interview.memory());
            return Ok(Reviewed::Ask);
        }
        match self::request(interview).and_then(|after| Ok((effect(knowledge, &request, &after)?, after))) {
            Ok(((changed, effects), after)) => {
                asker.tell(&changes::changes(&effects, false))?;
                (design, request) = (changed, after);
                keep(interview.memory());
            }
            Err(error) => {
                asker.tell(&format!("That cannot be, and is left as it was: {error:#}"))?;
                interview.reset(before);
            }
        }
    }
}

/// What the interview asks for.
fn request(interview: &Interview) -> Result<Request> {
    let Memory { pins, rejected, .. } = interview.memory();
    let rejected =
        rejected.iter().map(|(choice, because)| Rejection { choice: choice.clone(), because: because.clone() });
    Ok(Request { answers: interview.answers()?, pins: pins.clone(), rejected: rejected.collect() })
}

/// Lets go of what was held or ruled out for something that the answers no longer have.
fn drop_pointless(knowledge: &Knowledge, interview: &mut Interview, asker: &mut dyn Asker) -> Result<()> {
    let Err(error) = request(interview)?.settle(knowledge, "production") else { return Ok(()) };
    let memory = interview.memory_mut();
    if !memory.pins.is_empty() || !memory.rejected.is_empty() {
        (memory.pins, memory.rejected) = (Vec::new(), Vec::new());
        asker.tell(&format!("What you held or ruled out is let go: {error:#}"))?;
    }
    Ok(())
}

fn what_next(choices: Vec<Choice>) -> Prompt {
    Prompt {
        why: "Type a number or a word of it (rate, acks) to find a line, or go there with the arrows; Enter takes it."
            .to_owned(),
        skip: Some("all is fine, show the design".to_owned()),
        input: Input::Choice(choices),
        ..Prompt::new("correct", "Is anything otherwise than assumed, or decided otherwise than you want?")
    }
}

/// What can be picked, each with its key: pushing back, ways out of conflicts, the assumptions and the answers.
fn menu(design: &Design, interview: &Interview, numbers: &mut Vec<String>) -> (Vec<Choice>, Vec<(String, Pick)>) {
    let memory = interview.memory();
    let mut rows: Vec<(String, String, String, Pick)> = Vec::new();
    let mut row =
        |key: &str, label: String, meaning: &str, pick| rows.push((key.to_owned(), label, meaning.to_owned(), pick));
    row("decision", "push back on a decision".to_owned(), "hold another value, or rule one out", Pick::PushBack);
    for GiveWay { path, to, buys } in design.conflicts.iter().flat_map(|conflict| &conflict.give_way) {
        let label = format!("give way: {path} = {to}");
        row(&label, label.clone(), buys, Pick::GiveWay(path.clone(), to.clone()));
    }
    for pin in &memory.pins {
        row(&format!("pin {pin}"), format!("let go: {pin}"), "you hold it", Pick::Release(pin.clone()));
    }
    for (choice, _) in &memory.rejected {
        row(
            &format!("reject {choice}"),
            format!("allow again: {choice}"),
            "you ruled it out",
            Pick::Allow(choice.clone()),
        );
    }
    let mut numbered = |path: &str, value: &str, meaning: &str| {
        let number = numbers.iter().position(|known| known == path).unwrap_or_else(|| {
            numbers.push(path.to_owned());
            numbers.len() - 1
        });
        row(
            &(number + 1).to_string(),
            format!("{:>3}  {path}: {value}", number + 1),
            meaning,
            Pick::Correct(path.to_owned()),
        );
    };
    for Assumption { path, value, .. } in changes::grouped(design).into_iter().flat_map(|(_, members)| members) {
        numbered(path, value, "assumed");
    }
    for step in &interview.answered() {
        if let Some(answer) = &step.answer {
            numbered(&step.ask, answer, "as you said");
        }
    }
    let choice = |(key, label, meaning, _): &(String, String, String, Pick)| Choice::new(key, meaning).called(label);
    (rows.iter().map(choice).collect(), rows.into_iter().map(|(key, _, _, pick)| (key, pick)).collect())
}

/// Carries out what was picked. Skipping takes an answer away, so that it is assumed; an assumption stays as it is.
fn change(design: &Design, interview: &mut Interview, asker: &mut dyn Asker, pick: &Pick) -> Result<Reply> {
    match pick {
        Pick::PushBack => return push_back::push_back(design, interview.memory_mut(), asker),
        Pick::Release(pin) => interview.memory_mut().pins.retain(|known| known != pin),
        Pick::Allow(choice) => interview.memory_mut().rejected.retain(|(known, _)| known != choice),
        Pick::GiveWay(path, to) => interview.correct(path, to),
        Pick::Correct(path) => return correct(interview, asker, path),
    }
    Ok(Reply::Skipped)
}

fn correct(interview: &mut Interview, asker: &mut dyn Asker, path: &str) -> Result<Reply> {
    let Some(prompt) = interview.correction(path)? else {
        asker.tell(&format!("{path} follows from other answers: correct those."))?;
        return Ok(Reply::Back);
    };
    let reply = asker.ask(&prompt, &|text| interview.check(&prompt, text))?;
    let was_said = interview.answered().iter().any(|step| step.ask == path && step.answer.is_some());
    match &reply {
        Reply::Said(text) => interview.say(&prompt, Some(text)),
        Reply::Skipped if was_said => interview.say(&prompt, None),
        Reply::Skipped => return Ok(Reply::Back),
        Reply::Back | Reply::Left => {}
    }
    Ok(reply)
}
