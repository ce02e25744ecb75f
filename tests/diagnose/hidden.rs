//! Groups of which a part could not be seen: rights that are lacking, and brokers that went away.

use kskill::render::diagnose::text;
use kskill::sources::cluster::{Missing, Partition, Series, Topic};

use super::made::{WELL, diagnosed};
use super::{assert_has, find, ids};

/// The members have partitions of `secret` too, which is listed as a topic without partitions.
fn with_secret(partitions: &[Partition]) -> Series {
    let mut series = WELL.series();
    for seen in &mut series.snapshots {
        seen.topics.push(Topic { name: "secret".to_owned(), partitions: partitions.to_vec(), config: None });
        for member in seen.groups.iter_mut().flat_map(|group| group.members.iter_mut().flatten()) {
            member.assigned.insert("secret".to_owned(), vec![0]);
        }
    }
    series
}

#[test]
fn a_topic_that_may_not_be_described_is_named_and_nothing_is_called_harmless() {
    let diagnosis = diagnosed(&with_secret(&[]));
    assert_eq!(ids(&diagnosis.harmless), Vec::<&str>::new());
    assert_eq!(diagnosis.seen.unseen, ["secret"]);
    let lack = diagnosis.missing.first().expect("it is told what is lacking");
    assert_has(&[lack.what.clone(), lack.why.clone()], &["topic secret", "needs Describe on the topic"]);
    let told = text(&diagnosis, 100);
    assert_has(
        &[told],
        &["a part of what it reads cannot be seen (secret)", "20 records behind, without what waits in secret"],
    );
    let seen =
        Partition { id: 0, leader: Some(1), start: Some(0), end: Some(5), stable: Some(5), ..Partition::default() };
    let whole = diagnosed(&with_secret(&[seen]));
    assert_eq!((whole.seen.unseen.len(), whole.missing.len()), (0, 0));
}

#[test]
fn a_topic_that_is_new_to_the_group_is_not_hidden() {
    let mut series = WELL.series();
    let last = series.snapshots.last_mut().expect("a picture");
    for member in last.groups.iter_mut().flat_map(|group| group.members.iter_mut().flatten()) {
        member.assigned.insert("new".to_owned(), vec![0]);
    }
    assert_eq!(diagnosed(&series).seen.unseen, Vec::<String>::new());
}

/// The ends of one partition are unknown in some pictures.
fn dark(pictures: std::ops::Range<usize>) -> Series {
    let mut series = WELL.series();
    for seen in &mut series.snapshots[pictures] {
        let one = &mut seen.topics[0].partitions[1];
        *one = Partition { start: None, end: None, stable: None, ..one.clone() };
    }
    series
}

#[test]
fn partitions_whose_ends_are_not_known_any_more_are_no_fault_of_the_group() {
    let diagnosis = diagnosed(&dark(12..31));
    assert_eq!(ids(&diagnosis.causes), ["brokers-went-silent"]);
    assert_eq!(ids(&diagnosis.harmless), Vec::<&str>::new());
    assert_has(&diagnosis.causes[0].evidence, &["from 12 s after", "orders-1", "no fault of the group"]);
    assert_has(std::slice::from_ref(&diagnosis.causes[0].remedies[0].action), &["kskill check"]);
    let short = diagnosed(&dark(12..14));
    assert_eq!((ids(&short.causes), ids(&short.harmless)), (vec![], vec!["keeping-up"]));
}

#[test]
fn looks_without_an_answer_are_told() {
    let mut series = WELL.series();
    let end = series.snapshots[30].taken;
    series.silent = vec![end + 5000, end + 10_000];
    let diagnosis = diagnosed(&series);
    let cause = find(&diagnosis.causes, "brokers-went-silent");
    assert_has(&cause.evidence, &["from 35 s after", "not answer at all", "nothing was told of the group any more"]);
    assert_eq!(ids(&diagnosis.harmless), Vec::<&str>::new());
    // One that was late in between is nothing.
    series.silent = vec![end - 5000];
    assert_eq!(ids(&diagnosed(&series).harmless), ["keeping-up"]);
}

#[test]
fn looks_that_lack_what_was_answered_at_first_are_told() {
    let lacks = |from: usize| {
        let mut series = WELL.series();
        for seen in series.snapshots.iter_mut().skip(from).step_by(2) {
            seen.missing.push(Missing::new("one look at the group".to_owned(), "no answer in time".to_owned()));
        }
        diagnosed(&series)
    };
    let many = lacks(10);
    assert_eq!(ids(&many.causes), ["brokers-went-silent"]);
    assert_has(&many.causes[0].evidence, &["from 10 s after", "of the looks lack an answer"]);
    assert_eq!(ids(&lacks(27).harmless), ["keeping-up"]);
    // What the principal may not ask is lacking from the beginning.
    assert_eq!(ids(&lacks(1).causes), Vec::<&str>::new());
}
