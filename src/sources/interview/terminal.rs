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
/// How many choices are shown at once.
const PAGE: usize = 12;
/// How many columns there are to write on.
const WIDTH: usize = 96;
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
            Err(InquireError::OperationInterrupted) => Ok(Reply::Left),
            Err(error) => Err(anyhow::Error::new(error).context("asking at the terminal")),
        }
    }

    fn tell(&mut self, text: &str) -> Result<()> {
        Ok(writeln!(anstream::stderr().lock(), "{text}")?)
    }
}

/// The question, why it is asked, and what saying nothing means.
fn head(prompt: &Prompt) -> Result<()> {
    let mut out = anstream::stderr().lock();
    writeln!(out, "\n{STRONG}{}{STRONG:#}", wrap(&prompt.question))?;
    if !prompt.why.is_empty() {
        writeln!(out, "{FAINT}{}{FAINT:#}", wrap(&prompt.why))?;
    }
    if let Some(skip) = &prompt.skip {
        writeln!(out, "{FAINT}{}{FAINT:#}", wrap(&format!("Enter = {skip}")))?;
    }
    Ok(())
}

/// Breaks a text between words into lines of the width that everything is written for.
fn wrap(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().map(|line| (line.chars().count(), line));
        match line {
            Some((0, line)) => line.push_str(word),
            Some((length, line)) if length + 1 + word.chars().count() <= WIDTH => {
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
    let mut text = Text::new(&prompt.ask);
    if let Some(example) = prompt.example {
        text = text.with_placeholder(example);
    }
    let asked = text
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
    Choice(&'a Choice),
    Back,
}

impl fmt::Display for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skip(skip) => f.write_str(skip),
            Self::Choice(Choice { label, meaning, .. }) if meaning.is_empty() => f.write_str(label),
            Self::Choice(Choice { label, meaning, .. }) => write!(f, "{label}  {meaning}"),
            Self::Back => f.write_str("<  the question before"),
        }
    }
}

fn choose(prompt: &Prompt, choices: &[Choice]) -> InquireResult<Reply> {
    let mut items: Vec<Item> = prompt.skip.iter().map(|skip| Item::Skip(short(skip))).collect();
    items.extend(choices.iter().map(Item::Choice));
    items.push(Item::Back);
    let before = |item: &Item| matches!(item, Item::Choice(choice) if Some(&choice.value) == prompt.initial.as_ref());
    let cursor = items.iter().position(before).unwrap_or(0);
    let chosen = Select::new(&prompt.ask, items)
        .with_page_size(PAGE)
        .with_starting_cursor(cursor)
        .with_scorer(&|typed, item, shown, _| score(typed, item, shown))
        .with_formatter(&|chosen| match chosen.value {
            Item::Choice(choice) => choice.label.trim().to_owned(),
            item => item.to_string(),
        })
        .with_help_message("arrows or typing choose; < or Esc: the question before; Ctrl-C: leave, answers are kept")
        .prompt()?;
    Ok(match chosen {
        Item::Skip(_) => Reply::Skipped,
        Item::Choice(choice) => Reply::Said(choice.value.clone()),
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
        Item::Choice(choice) if choice.label.to_lowercase() == typed || choice.value == typed => Some(3),
        Item::Choice(_) | Item::Back if shown.starts_with(&typed) => Some(2),
        Item::Choice(_) if shown.contains(&typed) => Some(1),
        _ => None,
    }
}

fn several(prompt: &Prompt, names: &[String]) -> InquireResult<Reply> {
    let before: Option<Vec<&str>> = prompt.initial.as_deref().map(|text| text.split(',').map(str::trim).collect());
    let chosen = |name: &str| before.as_ref().is_none_or(|before| before.contains(&name));
    let default: Vec<usize> = (0..names.len()).filter(|index| chosen(&names[*index])).collect();
    let at_least_one = |chosen: &[ListOption<&&str>]| {
        let wrong = Validation::Invalid(ErrorMessage::Custom("choose one at least, with the space bar".to_owned()));
        Ok(if chosen.is_empty() { wrong } else { Validation::Valid })
    };
    let options: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = MultiSelect::new(&prompt.ask, options)
        .with_page_size(PAGE)
        .with_default(&default)
        .with_validator(at_least_one)
        .with_help_message("space chooses; Esc: the question before; Ctrl-C: leave, answers are kept")
        .prompt()?;
    Ok(Reply::Said(chosen.join(", ")))
}
