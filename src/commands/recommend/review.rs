//! The end of an interview: the assumptions and conflicts are shown, any of them can be corrected, and what that
//! changes is told at once.

use anyhow::Result;

use crate::decide::compare::compare;
use crate::decide::{Request, decide};
use crate::design::{Assumption, Design, GiveWay};
use crate::knowledge::Knowledge;
use crate::render::changes;
use crate::sources::answers::Answers;
use crate::sources::interview::{Asker, Choice, Input, Interview, Prompt, Reply, Said};

/// How the review ended.
pub enum Reviewed {
    /// The answers are as they should be.
    Accepted(Answers),
    /// Back to the questions.
    Back,
    /// The person left.
    Left,
}

/// What the person can pick.
enum Pick {
    /// Corrects what stands at a path.
    Correct(String),
    /// Gives way in a conflict: what stands at a path becomes this.
    GiveWay(String, String),
}

/// Shows what was assumed and what collides, and corrects until the person is content.
///
/// # Errors
/// When nobody can be asked, or an answer that was given beforehand is wrong.
pub fn review(
    knowledge: &Knowledge,
    interview: &mut Interview,
    asker: &mut dyn Asker,
    keep: &mut dyn FnMut(&[Said]),
) -> Result<Reviewed> {
    let mut design = decide(knowledge, &Request::new(interview.answers()?))?;
    asker.tell(&changes::assumptions(&design))?;
    if !design.conflicts.is_empty() {
        asker.tell(&changes::conflicts(&design.conflicts))?;
    }
    loop {
        let (choices, picks) = menu(&design, interview.said());
        let reply = asker.ask(&what_next(choices), &|_| Ok(()))?;
        let picked = match reply {
            Reply::Said(number) => number.parse().ok().and_then(|number: usize| picks.get(number.checked_sub(1)?)),
            Reply::Skipped => return Ok(Reviewed::Accepted(interview.answers()?)),
            Reply::Back => return Ok(Reviewed::Back),
            Reply::Left => return Ok(Reviewed::Left),
        };
        let Some(pick) = picked else { continue };
        let before = interview.said().to_vec();
        match change(interview, asker, pick)? {
            Reply::Left => return Ok(Reviewed::Left),
            Reply::Back => continue,
            Reply::Said(_) | Reply::Skipped => {}
        }
        match interview.answers().map_err(Into::into).and_then(|answers| decide(knowledge, &Request::new(answers))) {
            Ok(changed) => {
                asker.tell(&changes::changes(&compare(&design, &changed)))?;
                design = changed;
                keep(interview.said());
            }
            Err(error) => {
                asker.tell(&format!("that cannot be: {error:#}"))?;
                interview.reset(before);
            }
        }
    }
}

fn what_next(choices: Vec<Choice>) -> Prompt {
    Prompt {
        skip: Some("it is fine, show the design".to_owned()),
        input: Input::Choice(choices),
        ..Prompt::new("correct", "Is anything of this otherwise? Choose what to correct.")
    }
}

/// The assumptions, the ways out of conflicts, and what was answered, numbered in this order.
fn menu(design: &Design, said: &[Said]) -> (Vec<Choice>, Vec<Pick>) {
    let mut entries: Vec<(String, String, Pick)> = Vec::new();
    for assumption in changes::grouped(design).into_iter().flat_map(|(_, assumptions)| assumptions) {
        let Assumption { path, value, .. } = assumption;
        entries.push((format!("{path}: {value}"), "assumed".to_owned(), Pick::Correct(path.clone())));
    }
    for way in design.conflicts.iter().flat_map(|conflict| &conflict.give_way) {
        let GiveWay { path, to, buys } = way;
        entries.push((format!("give way: {path} = {to}"), buys.clone(), Pick::GiveWay(path.clone(), to.clone())));
    }
    for Said { ask, answer } in said {
        if let Some(answer) = answer {
            entries.push((format!("{ask}: {answer}"), "as you said".to_owned(), Pick::Correct(ask.clone())));
        }
    }
    let numbered = (1..).zip(entries);
    let choice = |number: usize, label: &str, meaning: &str| {
        Choice::new(&number.to_string(), meaning).called(&format!("{number:>3}  {label}"))
    };
    numbered.map(|(number, (label, meaning, pick))| (choice(number, &label, &meaning), pick)).unzip()
}

/// Carries out what was picked. Skipping takes an answer away, so that it is assumed; an assumption stays as it is.
fn change(interview: &mut Interview, asker: &mut dyn Asker, pick: &Pick) -> Result<Reply> {
    match pick {
        Pick::GiveWay(path, to) => {
            interview.correct(path, to);
            Ok(Reply::Said(to.clone()))
        }
        Pick::Correct(path) => {
            let Some(prompt) = interview.correction(path)? else { return Ok(Reply::Back) };
            let reply = asker.ask(&prompt, &|text| interview.check(&prompt, text))?;
            let was_said = interview.said().iter().any(|step| step.ask == *path && step.answer.is_some());
            match &reply {
                Reply::Said(text) => interview.say(&prompt, Some(text)),
                Reply::Skipped if was_said => interview.say(&prompt, None),
                Reply::Skipped => return Ok(Reply::Back),
                Reply::Back | Reply::Left => {}
            }
            Ok(reply)
        }
    }
}
