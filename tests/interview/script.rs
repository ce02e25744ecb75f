//! Somebody who answers the interview by a script and writes down what was asked and told.

use std::collections::{BTreeMap, VecDeque};

use anyhow::Result;
use kskill::commands::recommend::interview::hold;
use kskill::knowledge::Knowledge;
use kskill::sources::answers::Answers;
use kskill::sources::interview::{Asker, Check, Kept, Prompt, Reply};
use kskill::sources::tree::write_yaml;

/// Answers what it has an answer for, each time the next one, and skips everything else.
#[derive(Default)]
pub struct Script {
    replies: BTreeMap<String, VecDeque<Reply>>,
    pub asked: Vec<Prompt>,
    pub told: Vec<String>,
    pub wrong: Vec<String>,
}

impl Script {
    pub fn new(replies: &[(&str, &str)]) -> Self {
        let mut script = Self::default();
        for (ask, reply) in replies {
            let reply = match *reply {
                "<" => Reply::Back,
                "^C" => Reply::Left,
                "" => Reply::Skipped,
                text => Reply::Said(text.to_owned()),
            };
            script.replies.entry((*ask).to_owned()).or_default().push_back(reply);
        }
        script
    }

    pub fn asks(&self) -> Vec<&str> {
        self.asked.iter().map(|prompt| prompt.ask.as_str()).collect()
    }

    /// How often it was asked for.
    pub fn times(&self, ask: &str) -> usize {
        self.asks().iter().filter(|asked| **asked == ask).count()
    }
}

impl Asker for Script {
    fn ask(&mut self, prompt: &Prompt, check: &Check) -> Result<Reply> {
        self.asked.push(prompt.clone());
        assert!(self.asked.len() < 200, "the interview does not end: {:?}", self.asks());
        loop {
            let reply = self.replies.get_mut(&prompt.ask).and_then(VecDeque::pop_front).unwrap_or(Reply::Skipped);
            if let Reply::Said(text) = &reply
                && let Err(wrong) = check(text)
            {
                self.wrong.push(wrong);
                continue;
            }
            assert!(reply != Reply::Skipped || prompt.skip.is_some(), "{} cannot be skipped", prompt.ask);
            return Ok(reply);
        }
    }

    fn tell(&mut self, text: &str) -> Result<()> {
        self.told.push(text.to_owned());
        Ok(())
    }
}

pub fn knowledge() -> Knowledge {
    Knowledge::load(None).expect("the knowledge base loads")
}

pub fn run(script: &mut Script, given: &[(&str, &str)], kept: Option<&Kept>) -> Option<Answers> {
    let request = hold(&knowledge(), given, script, kept).expect("the interview can be held");
    request.map(|request| request.answers)
}

pub fn at(answers: &Answers, path: &[&str]) -> Option<String> {
    let node = path.iter().try_fold(&answers.root, |node, key| {
        let named = || node.items().find(|item| item.get("name").and_then(|name| name.as_text()) == Some(key));
        node.get(key).or_else(named)
    });
    node.map(|node| write_yaml(node).trim().to_owned())
}

/// An interview of which only the least is answered.
pub const SMALL: [(&str, &str); 4] =
    [("system", "task-api"), ("events", "task"), ("events.task.rate", "100/min"), ("consumers", "notifier")];
