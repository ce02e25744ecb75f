//! The interview of `kskill recommend`: questions, then the assumptions, then the design.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};

use super::super::whole;
use super::review::{self, Reviewed};
use crate::decide::{Request, draft, settle};
use crate::knowledge::Knowledge;
use crate::sources::answers::Answers;
use crate::sources::interview::{
    Asker, Choice, Deciding, Ended, Input, Interview, Kept, Memory, Prompt, Reply, Terminal,
};
use crate::sources::tree::{SourceError, write_yaml};

/// What an interview came to and whom it comes from.
pub struct Interviewed {
    /// What is to be designed: the answers, as if they had been read from a file, and what the person pushed back on.
    pub request: Request,
    memory: Memory,
    terminal: Terminal,
    kept: Option<Kept>,
}

/// What became of the question where the files go.
pub enum Files {
    /// They are in this directory, or nowhere.
    Settled(Option<PathBuf>),
    /// The person wants to change something first.
    Back,
}

/// Something that is done with a directory.
pub type With<'a> = &'a dyn Fn(&Path) -> Result<()>;

/// Asks at the terminal.
///
/// # Errors
/// When there is no terminal, or the person leaves.
pub fn at_terminal(knowledge: &Knowledge, sets: &[String]) -> Result<Interviewed> {
    let Some(mut terminal) = Terminal::open() else {
        bail!("there is no terminal to ask on: describe the constraints in a file and pass --answers FILE");
    };
    let kept = Kept::of_user();
    let given = sets.iter().map(|set| super::parts(set)).collect::<Result<Vec<_>>>()?;
    let memory = resume(knowledge, &given, &mut terminal, kept.as_ref())?;
    let held = memory.map(|memory| hold_on(knowledge, &given, &mut terminal, kept.as_ref(), memory)).transpose()?;
    match held.flatten() {
        Some((request, memory)) => Ok(Interviewed { request, memory, terminal, kept }),
        None => Err(left(kept.as_ref())),
    }
}

fn left(kept: Option<&Kept>) -> anyhow::Error {
    let program = super::super::program();
    match kept.and_then(Kept::read) {
        Some(_) => {
            anyhow::anyhow!("you left: your answers are kept for 30 days, and `{program} recommend` offers them again")
        }
        None => anyhow::anyhow!("you left: nothing was designed; `{program} recommend` asks again"),
    }
}

/// Holds the whole interview; none where the person left.
///
/// # Errors
/// When nobody can be asked, or an answer that was given beforehand is wrong.
pub fn hold(
    knowledge: &Knowledge,
    given: &[(&str, &str)],
    asker: &mut dyn Asker,
    kept: Option<&Kept>,
) -> Result<Option<Request>> {
    let Some(memory) = resume(knowledge, given, asker, kept)? else { return Ok(None) };
    Ok(hold_on(knowledge, given, asker, kept, memory)?.map(|(request, _)| request))
}

/// Goes on from what is remembered.
fn hold_on(
    knowledge: &Knowledge,
    given: &[(&str, &str)],
    asker: &mut dyn Asker,
    kept: Option<&Kept>,
    memory: Memory,
) -> Result<Option<(Request, Memory)>> {
    let settled = |facts| settle(knowledge, facts, &[]);
    let sound = |answers: &Answers| sound(knowledge, answers);
    let mut interview = Interview::new(knowledge, Deciding { settle: &settled, sound: &sound }, given, memory);
    let mut unkept = None;
    let mut keep = |memory: &Memory| {
        if let Some(Err(error)) = kept.map(|kept| kept.write(memory)) {
            unkept.get_or_insert(error);
        }
    };
    let request = loop {
        if interview.hold(asker, &mut keep)? == Ended::Left {
            break None;
        }
        match review::review(knowledge, &mut interview, asker, &mut keep)? {
            Reviewed::Accepted(request) => break Some(request),
            Reviewed::Back => {
                interview.back();
            }
            Reviewed::Ask => {}
            Reviewed::Left => break None,
        }
    };
    if let Some(error) = unkept {
        asker.tell(&format!("the answers so far could not be kept for another time: {error:#}"))?;
    }
    Ok(request.map(|request| (request, interview.memory().clone())))
}

/// What is wrong with answers that only designing with them shows.
fn sound(knowledge: &Knowledge, answers: &Answers) -> Result<(), String> {
    draft(knowledge, &Request::new(answers.clone())).map(|_| ()).map_err(|error| {
        // Its place is that of a file which nobody wrote.
        error.downcast::<SourceError>().map_or_else(|error| format!("{error:#}"), |error| error.message)
    })
}

/// What is remembered, if an interview was left and is to be continued; none where the person leaves at once.
fn resume(
    knowledge: &Knowledge,
    given: &[(&str, &str)],
    asker: &mut dyn Asker,
    kept: Option<&Kept>,
) -> Result<Option<Memory>> {
    let Some((kept, memory)) = kept.and_then(|kept| Some((kept, kept.read()?))) else {
        return Ok(Some(Memory::default()));
    };
    // Knowledge may have moved on since: what can no longer be read is not offered.
    let deciding = Deciding { settle: &|facts| facts, sound: &|_| Ok(()) };
    if !Interview::new(knowledge, deciding, given, memory.clone()).is_sound() {
        return Ok(Some(Memory::default()));
    }
    let all = || memory.said.iter().chain(&memory.offered);
    let answered: Vec<String> =
        all().filter_map(|step| Some(format!("  {}: {}", step.ask, step.answer.as_ref()?))).collect();
    let ago = kept.written().map(ago).unwrap_or_default();
    let (head, question, next) = if memory.finished {
        let head = format!("Your last interview{ago} ended with a design and no files; its answers:");
        (head, "Start from these answers?", "each of them can be changed before the design")
    } else {
        let head = format!("You left an interview{ago}, after these answers:");
        (head, "Continue where you left off?", "the next question follows")
    };
    asker.tell(&format!("{head}\n{}", answered.join("\n")))?;
    let choices = vec![Choice::new("yes", next), Choice::new("no", "from the beginning; these answers are forgotten")];
    let prompt = Prompt { input: Input::Choice(choices), ..Prompt::new("continue", question) };
    Ok(match asker.ask(&prompt, &|_| Ok(()))? {
        Reply::Said(answer) if answer == "no" => Some(Memory::default()),
        Reply::Left => None,
        _ => Some(Memory { finished: false, ..memory }),
    })
}

/// How long ago something was, where that is worth telling.
fn ago(written: SystemTime) -> String {
    let minutes = written.elapsed().unwrap_or_default().as_secs() / 60;
    let (count, unit) = match minutes {
        0..=1 => return String::new(),
        2..=119 => (minutes, "minutes"),
        120..=2879 => (minutes / 60, "hours"),
        _ => (minutes / (24 * 60), "days"),
    };
    format!(" {count} {unit} ago")
}

impl Interviewed {
    /// Goes on with the interview from its end.
    ///
    /// # Errors
    /// When nobody can be asked, or the person leaves.
    pub fn again(&mut self, knowledge: &Knowledge, sets: &[String]) -> Result<()> {
        let given = sets.iter().map(|set| super::parts(set)).collect::<Result<Vec<_>>>()?;
        let kept = self.kept.as_ref();
        match hold_on(knowledge, &given, &mut self.terminal, kept, self.memory.clone())? {
            Some((request, memory)) => (self.request, self.memory) = (request, memory),
            None => return Err(left(kept)),
        }
        Ok(())
    }

    /// Asks where the person wants the files, and writes them; `check` says what is wrong with a directory.
    ///
    /// # Errors
    /// When nobody can be asked, or the person leaves.
    pub fn files(&mut self, check: With, write: With) -> Result<Files> {
        let why = "The design, its configs, topics and schemas, and your answers as answers.yaml to repeat this run.";
        let prompt = Prompt {
            why: why.to_owned(),
            skip: Some("no files: the design stands above, and your answers are offered again next time".to_owned()),
            none: true,
            example: Some("kafka-design"),
            ..Prompt::new("directory", "Where shall the files go? Name a directory; it is made if it is not there.")
        };
        let checked = |text: &str| {
            let named = if prompt.says_none(text) { Ok(()) } else { check(Path::new(text)) };
            named.map_err(|error| format!("{error:#}"))
        };
        loop {
            match self.terminal.ask(&prompt, &checked)? {
                Reply::Said(text) if !prompt.says_none(&text) => {
                    let directory = PathBuf::from(text);
                    match write(&directory) {
                        Ok(()) => return Ok(Files::Settled(Some(directory))),
                        Err(error) => self.terminal.tell(&format!("{error:#}: name another directory"))?,
                    }
                }
                Reply::Said(_) | Reply::Skipped => return Ok(Files::Settled(None)),
                Reply::Back => return Ok(Files::Back),
                Reply::Left => return Err(left(self.kept.as_ref())),
            }
        }
    }

    /// Ends the interview: the answers go to `answers.yaml` beside the design and are no longer offered. Without a
    /// directory they stay where they are kept, and are.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self, directory: Option<&Path>) -> Result<()> {
        let Some(directory) = directory else {
            let finished = Memory { finished: true, ..self.memory };
            return self.kept.map_or(Ok(()), |kept| kept.write(&finished));
        };
        let path = directory.join("answers.yaml");
        std::fs::create_dir_all(directory).with_context(|| format!("making {}", directory.display()))?;
        whole::write(&path, write_yaml(&self.request.answers.root).as_bytes())?;
        self.kept.map_or(Ok(()), |kept| kept.forget())
    }
}
