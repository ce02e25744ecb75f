//! The interview of `kskill recommend`: questions, then the assumptions, then the design.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::review::{self, Reviewed};
use crate::decide::settle;
use crate::knowledge::Knowledge;
use crate::sources::answers::Answers;
use crate::sources::interview::{Asker, Choice, Ended, Input, Interview, Kept, Prompt, Reply, Said, Terminal};
use crate::sources::tree::write_yaml;

/// The answers of an interview and whom they come from.
pub struct Interviewed {
    /// The answers, as if they had been read from a file.
    pub answers: Answers,
    terminal: Terminal,
    kept: Option<Kept>,
}

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
    match hold(knowledge, &given, &mut terminal, kept.as_ref())? {
        Some(answers) => Ok(Interviewed { answers, terminal, kept }),
        None => Err(left(kept.as_ref())),
    }
}

fn left(kept: Option<&Kept>) -> anyhow::Error {
    match kept.and_then(Kept::read) {
        Some(_) => anyhow::anyhow!("you left: your answers are kept, and `kskill recommend` offers them again"),
        None => anyhow::anyhow!("you left: nothing was designed; `kskill recommend` asks again"),
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
) -> Result<Option<Answers>> {
    let settled = |facts| settle(knowledge, facts, &[]);
    let Some(said) = resume(knowledge, given, asker, kept)? else { return Ok(None) };
    let mut interview = Interview::new(knowledge, &settled, given, said);
    let mut unkept = None;
    let mut keep = |said: &[Said]| {
        if let Some(Err(error)) = kept.map(|kept| kept.write(said)) {
            unkept.get_or_insert(error);
        }
    };
    let answers = loop {
        if interview.hold(asker, &mut keep)? == Ended::Left {
            break None;
        }
        match review::review(knowledge, &mut interview, asker, &mut keep)? {
            Reviewed::Accepted(answers) => break Some(answers),
            Reviewed::Back => interview.back(),
            Reviewed::Left => break None,
        }
    };
    if let Some(error) = unkept {
        asker.tell(&format!("the answers so far could not be kept for another time: {error:#}"))?;
    }
    Ok(answers)
}

/// What was said before, if an interview was left and is to be continued; none where the person leaves at once.
fn resume(
    knowledge: &Knowledge,
    given: &[(&str, &str)],
    asker: &mut dyn Asker,
    kept: Option<&Kept>,
) -> Result<Option<Vec<Said>>> {
    let Some(said) = kept.and_then(Kept::read) else { return Ok(Some(Vec::new())) };
    // Knowledge may have moved on since: what can no longer be read is not offered.
    if !Interview::new(knowledge, &|facts| facts, given, said.clone()).is_sound() {
        return Ok(Some(Vec::new()));
    }
    let answered: Vec<String> =
        said.iter().filter_map(|step| Some(format!("  {}: {}", step.ask, step.answer.as_ref()?))).collect();
    asker.tell(&format!("You left an interview after these answers:\n{}", answered.join("\n")))?;
    let choices = vec![
        Choice::new("yes", "the next question follows"),
        Choice::new("no", "from the beginning; these answers are forgotten"),
    ];
    let prompt = Prompt { input: Input::Choice(choices), ..Prompt::new("continue", "Continue where you left off?") };
    Ok(match asker.ask(&prompt, &|_| Ok(()))? {
        Reply::Said(answer) if answer == "no" => Some(Vec::new()),
        Reply::Left => None,
        _ => Some(said),
    })
}

impl Interviewed {
    /// Where the person wants the files; none where nowhere.
    ///
    /// # Errors
    /// When nobody can be asked, or the person leaves.
    pub fn directory(&mut self) -> Result<Option<PathBuf>> {
        let why = "The design, its configs, topics and schemas, and your answers as answers.yaml to repeat this run.";
        let prompt = Prompt {
            why: why.to_owned(),
            skip: Some("nowhere, it is printed above".to_owned()),
            example: Some("kafka-design"),
            ..Prompt::new("directory", "Where shall the files go?")
        };
        match self.terminal.ask(&prompt, &|_| Ok(()))? {
            Reply::Said(directory) => Ok(Some(PathBuf::from(directory))),
            Reply::Skipped | Reply::Back => Ok(None),
            Reply::Left => Err(left(self.kept.as_ref())),
        }
    }

    /// Ends the interview: the answers go to `answers.yaml` beside the design, and are no longer offered.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self, directory: Option<&Path>) -> Result<()> {
        if let Some(directory) = directory {
            let path = directory.join("answers.yaml");
            save(&path, &write_yaml(&self.answers.root)).with_context(|| format!("writing {}", path.display()))?;
        }
        self.kept.map_or(Ok(()), |kept| kept.forget())
    }
}

/// Writes a file that is there whole or not at all.
fn save(path: &Path, text: &str) -> Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(directory)?;
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}
