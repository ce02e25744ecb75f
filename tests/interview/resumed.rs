//! Leaving an interview and going on with it.

use kskill::sources::interview::{Kept, Memory, Said};

use crate::script::{SMALL, Script, at, run};

#[test]
fn leaving_keeps_the_answers_and_resuming_goes_on() {
    let directory = tempfile::tempdir().expect("a directory");
    let kept = Kept::at(&directory.path().join("kskill/interview.yaml"));
    let mut leaving = Script::new(&[("system", "task-api"), ("events", "task, order"), ("client", "^C")]);
    assert!(run(&mut leaving, &[], Some(&kept)).is_none());

    let mut resuming = Script::new(&[("continue", "yes")]);
    let answers = run(&mut resuming, &[], Some(&kept)).expect("nobody left");
    assert_eq!(resuming.asks()[..2], ["continue", "client"]);
    assert_eq!(at(&answers, &["system"]).as_deref(), Some("task-api"));
    assert_eq!(answers.root.get("events").map(|events| events.items().count()), Some(2));

    let mut afresh = Script::new(&[("continue", "no"), ("system", "other"), ("events", "e")]);
    let answers = run(&mut afresh, &[], Some(&kept)).expect("nobody left");
    assert_eq!(at(&answers, &["system"]).as_deref(), Some("other"));
}

#[test]
fn a_damaged_file_of_kept_answers_is_none() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("interview.yaml");
    for text in ["said: [", "said: [{ask: events.none.rate, answer: 1/s}]\n", "other: 1\n"] {
        std::fs::write(&path, text).expect("written");
        let mut script = Script::new(&SMALL);
        run(&mut script, &[], Some(&Kept::at(&path)));
        assert_eq!(script.times("continue"), 0, "{text}");
    }
}

#[test]
fn an_interview_that_ended_is_not_told_as_one_that_was_left() {
    let directory = tempfile::tempdir().expect("a directory");
    let kept = Kept::at(&directory.path().join("interview.yaml"));
    for (finished, head) in [(false, "You left an interview"), (true, "Your last interview ended with a design")] {
        let said = vec![Said::new("system", Some("shop".to_owned()))];
        kept.write(&Memory { said, finished, ..Memory::default() }).expect("kept");
        let mut script = Script::new(&[("continue", "yes"), ("events", "^C")]);
        run(&mut script, &[], Some(&kept));
        assert!(script.told.iter().any(|told| told.starts_with(head)), "{:?}", script.told);
        assert_eq!(kept.read().map(|memory| memory.finished), Some(finished), "leaving at once changes nothing");
    }
}
