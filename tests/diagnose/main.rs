//! Why groups lag, from described work, from configs and from recorded groups.

mod alarms;
mod breaks;
mod causes;
mod described;
mod each;
mod hidden;
mod leaving;
mod made;
mod met;
mod paces;
mod watched;

use std::sync::OnceLock;

use kskill::design::Cause;
use kskill::knowledge::Knowledge;

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| Knowledge::load(None).expect("the knowledge loads"))
}

fn ids(causes: &[Cause]) -> Vec<&str> {
    causes.iter().map(|cause| cause.id.as_str()).collect()
}

fn find<'c>(causes: &'c [Cause], id: &str) -> &'c Cause {
    causes.iter().find(|cause| cause.id == id).unwrap_or_else(|| panic!("{id} is not among {:?}", ids(causes)))
}

/// Fails unless the texts have all these parts.
fn assert_has(texts: &[String], parts: &[&str]) {
    let all = texts.join("\n");
    for part in parts {
        assert!(all.contains(part), "{part:?} is not in {all}");
    }
}
