//! Several events and consumers: what is like the first is not asked again.

use crate::script::{Script, at, run};

#[test]
fn several_consumers_read_what_they_say_and_limits_are_a_map() {
    let mut script = Script::new(&[
        ("system", "shop"),
        ("events", "order, payment"),
        ("consumers", "mailer, audit"),
        ("consumers.mailer.reads", "payment"),
        ("consumers.mailer.effects", "outside"),
        ("consumers.mailer.processing", "50ms..2s"),
        ("consumers.mailer.limits", "email 10/s, slack=5/s"),
        ("consumers.audit.like", "no"),
        ("consumers.audit.reads", "order, payment"),
    ]);
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(at(&answers, &["consumers", "mailer", "reads"]).as_deref(), Some("- payment"));
    assert_eq!(at(&answers, &["consumers", "audit", "reads"]).as_deref(), Some("- order\n- payment"));
    if script.times("consumers.mailer.limits") > 0 {
        assert_eq!(at(&answers, &["consumers", "mailer", "limits"]).as_deref(), Some("email: 10/s\nslack: 5/s"));
    }
    assert_eq!(script.wrong, [""; 0]);
}

const LARGE: [(&str, &str); 8] = [
    ("system", "shop"),
    ("events", "order, payment"),
    ("events.order.rate", "50/s"),
    ("events.order.key", "order_id"),
    ("events.payment.key", "payment_id"),
    ("consumers", "mailer, audit, stock"),
    ("consumers.mailer.reads", "order"),
    ("consumers.mailer.processing", "50ms..2s"),
];

#[test]
fn what_is_like_the_first_is_not_asked_again() {
    let mut script = Script::new(&LARGE);
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(at(&answers, &["events", "payment", "key"]).as_deref(), Some("payment_id"), "its own");
    assert_eq!(script.times("events.payment.key"), 1, "{:?}", script.asks());
    assert!(script.asks().len() <= 24, "23 and the review: {}: {:?}", script.asks().len(), script.asks());
    assert_eq!(at(&answers, &["events", "payment", "rate"]).as_deref(), Some("50/s"));
    assert_eq!(
        at(&answers, &["consumers", "stock", "processing"]),
        at(&answers, &["consumers", "mailer", "processing"])
    );
    assert_eq!(at(&answers, &["consumers", "audit", "reads"]).as_deref(), Some("- order"));
    let like = script.asked.iter().find(|prompt| prompt.ask == "events.payment.like").expect("asked once");
    assert!(like.why.contains("rate 50/s") && !like.why.contains("order_id"), "{}", like.why);
    assert_eq!(script.wrong, [""; 0]);
}

#[test]
fn what_is_not_like_the_first_is_asked_with_its_answers_offered() {
    let other = [("events.payment.like", "no"), ("events.payment.rate", "5/s"), ("consumers.audit.like", "no")];
    let mut script = Script::new(&[&LARGE[..], &other].concat());
    let answers = run(&mut script, &[], None).expect("nobody left");
    assert_eq!(at(&answers, &["events", "payment", "rate"]).as_deref(), Some("5/s"));
    let processing = script.asked.iter().find(|prompt| prompt.ask == "consumers.audit.processing").expect("asked");
    assert_eq!(processing.initial.as_deref(), Some("50ms..2s"));
    assert_eq!(script.times("consumers.stock.processing"), 0, "the third is like the first");
}

#[test]
fn back_from_the_question_after_asks_whether_it_is_like_the_first() {
    let key = "events.payment.key";
    let like = "events.payment.like";
    let back = [("consumers", "<"), (like, ""), (key, "payment_id"), (key, "<"), (like, "no")];
    let mut script = Script::new(&[&back[..], &LARGE].concat());
    run(&mut script, &[], None).expect("nobody left");
    assert_eq!(script.times("events.payment.like"), 2);
    assert_eq!(script.times("events.payment.rate"), 1);
}
