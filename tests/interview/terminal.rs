//! The interview as a person has it: the real binary at a pseudo terminal, with deadlines.

use std::path::Path;
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

/// How long one answer of the program may take, in milliseconds.
const DEADLINE: u64 = 30_000;
/// What Ctrl-C sends.
const LEAVE: &str = "\u{3}";
/// What Esc sends.
const ESCAPE: &str = "\u{1b}";

struct Person {
    session: PtySession,
    last: String,
}

impl Person {
    fn at(directory: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kskill"));
        command.arg("recommend").current_dir(directory);
        command.env("XDG_STATE_HOME", directory.join("state")).env("NO_COLOR", "1").env("TERM", "xterm");
        let session = spawn_command(command, Some(DEADLINE)).expect("the program starts at a terminal");
        Self { session, last: String::new() }
    }

    /// What is asked for next. A prompt is drawn anew with every key, so the same one again is no new question.
    fn next(&mut self) -> String {
        loop {
            let (_, prompt) = self.session.exp_regex(r"\? [a-z][\w.-]* ").expect("a prompt");
            let ask = prompt.trim_start_matches("? ").trim().to_owned();
            if ask != self.last {
                self.last.clone_from(&ask);
                return ask;
            }
        }
    }

    fn type_in(&mut self, keys: &str) {
        self.session.send(keys).expect("keys are taken");
        self.session.flush().expect("keys are taken");
    }

    fn answer(&mut self, text: &str) {
        self.type_in(&format!("{text}\r"));
    }

    /// Answers by the script and skips everything else until `stop` is asked for.
    fn until(&mut self, stop: &str, script: &[(&str, &str)]) {
        for _ in 0..60 {
            let ask = self.next();
            if ask == stop {
                return;
            }
            let text = script.iter().find(|(of, _)| *of == ask).map_or("", |(_, text)| *text);
            self.answer(text);
        }
        panic!("{stop} is never asked for");
    }

    fn expect(&mut self, text: &str) {
        self.session.exp_string(text).unwrap_or_else(|error| panic!("{text:?} is not shown: {error}"));
    }

    fn ends_with(mut self, code: i32) {
        let _ = self.session.exp_eof().expect("the program ends");
        let status = self.session.process().wait().expect("the program ends");
        assert!(format!("{status:?}").contains(&format!(", {code})")), "{status:?}");
    }
}

const NAMES: [(&str, &str); 3] = [("system", "task-api"), ("events", "task"), ("consumers", "notifier")];

#[test]
fn from_the_first_question_to_files_on_disk() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut person = Person::at(directory.path());
    person.until("events.task.rate", &NAMES);
    person.answer("100");
    person.expect("100/min");
    person.type_in("/min\r");
    // The next question, and back from it: the rate is offered to be changed.
    person.next();
    person.type_in(ESCAPE);
    person.expect("Enter: keep 100/min");
    assert_eq!(person.next(), "events.task.rate");
    person.answer("");
    person.until("consumers.notifier.limits", &NAMES);
    person.answer("20/s");
    person.expect("email: 20/s");
    // What is wrong stands in the line, to be mended there.
    person.type_in("\u{1b}[H");
    person.type_in("email: ");
    person.type_in("\r");
    person.until("correct", &NAMES);
    person.answer("1");
    let corrected = person.next();
    person.answer("");
    assert_eq!(person.next(), "correct", "after {corrected} was left as it is");
    person.answer("may_lose");
    assert_eq!(person.next(), "events.task.may_lose");
    person.answer("yes");
    person.expect("What that changes");
    assert_eq!(person.next(), "correct");
    // Typing finds the line, here and in the list of decisions.
    person.answer("push");
    assert_eq!(person.next(), "decision");
    person.answer("linger");
    assert_eq!(person.next(), "instead");
    person.answer("another");
    assert_eq!(person.next(), "value");
    person.answer("50");
    assert_eq!(person.next(), "where");
    person.answer("");
    person.expect("linger.ms: ");
    assert_eq!(person.next(), "correct");
    person.answer("");
    // The design is text with question marks of its own.
    person.expect("Where shall the files go?");
    assert_eq!(person.next(), "directory");
    person.answer("design");
    person.ends_with(0);
    what_was_said_is_on_disk(directory.path());
}

/// What the person of the interview above said, in the files of the design; and nothing is left to go on with.
fn what_was_said_is_on_disk(directory: &Path) {
    let answers = std::fs::read_to_string(directory.join("design/answers.yaml")).expect("the answers are kept");
    for said in ["rate: 100/min", "may_lose: true", "email: 20/s"] {
        assert!(answers.contains(said), "{said}: {answers}");
    }
    let design = std::fs::read_to_string(directory.join("design/design.yaml")).expect("the design");
    assert!(design.contains("producer/task-producer:linger.ms=50"), "what was pushed back on is in the design file");
    assert!(!directory.join("state/kskill/interview.yaml").exists(), "a finished interview is not offered again");
    let again = Command::new(env!("CARGO_BIN_EXE_kskill"))
        .args(["recommend", "--format", "json", "--answers", "design/answers.yaml"])
        .current_dir(directory)
        .output()
        .expect("the run can be repeated");
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
}

#[test]
fn ctrl_c_loses_nothing() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut person = Person::at(directory.path());
    person.until("client", &NAMES);
    person.type_in(LEAVE);
    person.expect("your answers are kept");
    person.ends_with(2);

    let mut person = Person::at(directory.path());
    person.expect("system: task-api");
    assert_eq!(person.next(), "continue");
    person.answer("");
    assert_eq!(person.next(), "client");
    person.type_in(LEAVE);
    person.ends_with(2);
}

#[test]
fn without_a_terminal_it_says_so() {
    let output = Command::new(env!("CARGO_BIN_EXE_kskill"))
        .arg("recommend")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains("--answers") && message.lines().count() == 1, "{message}");
}
