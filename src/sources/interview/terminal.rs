//! Asks at a terminal. Everything is drawn on standard error, so that standard output holds the design alone.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};

use anstyle::Style;
use anyhow::Result;
use inquire::error::InquireResult;
use inquire::list_option::ListOption;
use inquire::validator::{ErrorMessage, Validation};
use inquire::{InquireError, MultiSelect, Select, Text};

use super::{Asker, Check, Choice, Input, Prompt, Reply};

/// What is typed to go back.
const BACK: &str = "<";
/// The control sequence that erases everything from the cursor on.
const ERASE_BELOW: &str = "\u{1b}[J";
/// How many choices are shown at once.
const PAGE: usize = 12;
/// How wide a text may be, and how wide it is at a terminal that does not say.
const WIDEST: usize = 96;
const FAINT: Style = Style::new().dimmed();
const STRONG: Style = Style::new().bold();

/// A person at a terminal.
#[derive(Debug)]
pub struct Terminal(());

impl Terminal {
    /// The terminal, if there is somebody at it: both ends must be one, since a prompt would otherwise wait for ever.
    #[must_use]
    pub fn open() -> Option<Self> {
        (io::stdin().is_terminal() && io::stderr().is_terminal()).then_some(Self(()))
    }
}

impl Asker for Terminal {
    fn ask(&mut self, prompt: &Prompt, check: &Check) -> Result<Reply> {
        head(prompt)?;
        let reply = match &prompt.input {
            Input::Line | Input::List | Input::Map => line(prompt, check),
            Input::Choice(choices) => choose(prompt, choices),
            Input::Several(names) => several(prompt, names),
        };
        match reply {
            Ok(reply) => Ok(reply),
            Err(InquireError::OperationCanceled) => Ok(Reply::Back),
            Err(InquireError::OperationInterrupted) => {
                // The line that says how to leave is still there, and the cursor at its beginning.
                write!(io::stderr().lock(), "\r{ERASE_BELOW}")?;
                Ok(Reply::Left)
            }
            Err(error) => Err(anyhow::Error::new(error).context("asking at the terminal")),
        }
    }

    fn tell(&mut self, text: &str) -> Result<()> {
        Ok(writeln!(anstream::stderr().lock(), "{text}")?)
    }
}

/// The question, why it is asked, what an answer may look like, and what Enter does.
fn head(prompt: &Prompt) -> Result<()> {
    let mut out = anstream::stderr().lock();
    writeln!(out, "\n{STRONG}{}{STRONG:#}", wrap(&prompt.question))?;
    if !prompt.why.is_empty() {
        writeln!(out, "{FAINT}{}{FAINT:#}", wrap(&prompt.why))?;
    }
    if let Some(example) = prompt.example {
        writeln!(out, "{FAINT}{}{FAINT:#}", wrap(&format!("For example: {example}")))?;
    }
    for line in enter(prompt) {
        writeln!(out, "{FAINT}{}{FAINT:#}", wrap(&line))?;
    }
    Ok(())
}

/// What Enter does, and where an earlier answer stands in the line, what an empty line does.
fn enter(prompt: &Prompt) -> Vec<String> {
    let (skip, before) = (prompt.skip.as_deref(), prompt.initial.as_deref());
    let Some(before) = before else {
        let marked = matches!(prompt.input, Input::Choice(_)).then_some("take the marked line");
        return skip.or(marked).map(|does| format!("Enter: {does}")).into_iter().collect();
    };
    let label = match &prompt.input {
        Input::Choice(choices) => choices.iter().find(|choice| choice.value == before).map_or(before, |one| &one.label),
        _ => before,
    };
    let keeps = format!("Enter: keep {label}");
    let empties = skip.filter(|_| matches!(prompt.input, Input::Line | Input::List | Input::Map));
    [Some(keeps), empties.map(|skip| format!("An emptied line: {skip}"))].into_iter().flatten().collect()
}

/// How many columns there are to write on.
fn width() -> usize {
    let columns = terminal_size::terminal_size_of(io::stderr()).map_or(WIDEST, |(width, _)| usize::from(width.0));
    columns.saturating_sub(1).clamp(20, WIDEST)
}

/// Breaks a text between words into lines that fit.
fn wrap(text: &str) -> String {
    let width = width();
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().map(|line| (line.chars().count(), line));
        match line {
            Some((0, line)) => line.push_str(word),
            Some((length, line)) if length + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

fn line(prompt: &Prompt, check: &Check) -> InquireResult<Reply> {
    let validator = |text: &str| {
        let wrong = match text.trim() {
            BACK => None,
            "" if prompt.skip.is_some() => None,
            "" => Some("there is nothing here: write an answer".to_owned()),
            text => check(text).err(),
        };
        Ok(wrong.map_or(Validation::Valid, |wrong| Validation::Invalid(ErrorMessage::Custom(wrong))))
    };
    let asked = Text::new(&prompt.ask)
        .with_initial_value(prompt.initial.as_deref().unwrap_or_default())
        .with_help_message("< or Esc: the question before; Ctrl-C: leave, answers are kept")
        .with_validator(validator)
        .prompt()?;
    Ok(match asked.trim() {
        BACK => Reply::Back,
        "" => Reply::Skipped,
        text => Reply::Said(text.to_owned()),
    })
}

/// A line of a list to choose from.
enum Item<'a> {
    Skip(&'a str),
    /// With how many columns it may take: in a long list each has one line.
    Choice(&'a Choice, usize),
    Back,
}

impl fmt::Display for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skip(skip) => f.write_str(skip),
            Self::Choice(Choice { label, meaning, .. }, _) if meaning.is_empty() => f.write_str(label),
            Self::Choice(Choice { label, meaning, .. }, room) => {
                let line = format!("{label}  {meaning}");
                if line.chars().count() <= *room {
                    return f.write_str(&line);
                }
                let cut: String = line.chars().take(room.saturating_sub(1)).collect();
                write!(f, "{}…", cut.trim_end())
            }
            Self::Back => f.write_str("<  the question before"),
        }
    }
}

fn choose(prompt: &Prompt, choices: &[Choice]) -> InquireResult<Reply> {
    let mut items: Vec<Item> = prompt.skip.iter().map(|skip| Item::Skip(short(skip))).collect();
    let room = if choices.len() > PAGE { width().saturating_sub(3) } else { usize::MAX };
    items.extend(choices.iter().map(|choice| Item::Choice(choice, room)));
    items.push(Item::Back);
    let before =
        |item: &Item| matches!(item, Item::Choice(choice, _) if Some(&choice.value) == prompt.initial.as_ref());
    let cursor = items.iter().position(before).unwrap_or(0);
    let chosen = Select::new(&prompt.ask, items)
        .with_page_size(PAGE)
        .with_starting_cursor(cursor)
        .with_scorer(&|typed, item, shown, _| score(typed, item, shown))
        .with_formatter(&|chosen| match chosen.value {
            Item::Choice(choice, _) => choice.label.trim().to_owned(),
            item => item.to_string(),
        })
        .with_help_message("arrows or typing choose; < or Esc: the question before; Ctrl-C: leave, answers are kept")
        .prompt()?;
    Ok(match chosen {
        Item::Skip(_) => Reply::Skipped,
        Item::Choice(choice, _) => Reply::Said(choice.value.clone()),
        Item::Back => Reply::Back,
    })
}

/// The reason stands above the list already.
fn short(skip: &str) -> &str {
    skip.split_once(": ").map_or(skip, |(short, _)| short)
}

/// What is typed means the choice that is called so, then one that begins so, then one that has it somewhere.
fn score(typed: &str, item: &Item, shown: &str) -> Option<i64> {
    let (typed, shown) = (typed.trim().to_lowercase(), shown.to_lowercase());
    match item {
        _ if typed.is_empty() => Some(0),
        Item::Choice(choice, _) if choice.label.to_lowercase() == typed || choice.value == typed => Some(3),
        Item::Choice(..) | Item::Back if shown.starts_with(&typed) => Some(2),
        Item::Choice(choice, _) if choice.label.to_lowercase().contains(&typed) => Some(1),
        // What does not fit into the line is found all the same.
        Item::Choice(choice, _) if choice.meaning.to_lowercase().contains(&typed) => Some(0),
        _ => None,
    }
}

fn several(prompt: &Prompt, names: &[String]) -> InquireResult<Reply> {
    let before: Option<Vec<&str>> = prompt.initial.as_deref().map(|text| text.split(',').map(str::trim).collect());
    let only = names.len() == 1;
    let chosen = |name: &str| before.as_ref().map_or(only, |before| before.contains(&name));
    let default: Vec<usize> = (0..names.len()).filter(|index| chosen(&names[*index])).collect();
    let at_least_one = |chosen: &[ListOption<&&str>]| {
        let wrong = Validation::Invalid(ErrorMessage::Custom("choose one at least, with the space bar".to_owned()));
        Ok(if chosen.is_empty() { wrong } else { Validation::Valid })
    };
    let options: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = MultiSelect::new(&prompt.ask, options)
        .with_page_size(PAGE)
        .with_default(&default)
        // Typing would hide lines that stay chosen.
        .without_filtering()
        .with_validator(at_least_one)
        .with_help_message("space chooses; Esc: the question before; Ctrl-C: leave, answers are kept")
        .prompt()?;
    Ok(Reply::Said(chosen.join(", ")))
}
