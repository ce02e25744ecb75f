//! Which Kafka client of a Kotlin file gets which map.

use super::super::Role;
use super::words::{Kind, Words};

/// Constructors, whose settings they take first, and whether they take them as they are.
const CLIENTS: &[(&str, Role, bool)] = &[
    ("KafkaProducer", Role::Producer, true),
    ("KafkaConsumer", Role::Consumer, true),
    ("DefaultKafkaProducerFactory", Role::Producer, false),
    ("DefaultKafkaConsumerFactory", Role::Consumer, false),
];

/// How far before a value the name that it gets is looked for.
const FURTHEST: usize = 32;

/// What becomes of a map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Handed {
    /// Whose settings they are.
    pub role: Role,
    /// Whether nothing is added on the way.
    pub as_it_is: bool,
}

/// The clients of a file, by the part at which their first argument begins.
pub(super) struct Clients {
    made: Vec<(usize, Handed)>,
}

/// The clients that a file makes.
pub(super) fn handed(words: &Words) -> Clients {
    let made = (0..words.tokens.len()).filter_map(|at| {
        let (_, role, as_it_is) = CLIENTS.iter().find(|(name, ..)| *name == words.of(at))?;
        let open = past_types(words, at + 1)?;
        Some((open + 1, Handed { role: *role, as_it_is: *as_it_is }))
    });
    Clients { made: made.collect() }
}

impl Clients {
    /// The client that gets the value at `at`: directly, or by the name that it is declared with.
    pub fn of_value(&self, words: &Words, at: usize) -> Option<Handed> {
        let around = |(first, _): &&(usize, Handed)| *first <= at && at < words.close(first - 1);
        let direct = self.made.iter().rev().find(around).map(|(_, handed)| *handed);
        // In the call of one that adds to it, a map is only a part.
        direct.or_else(|| self.of_name(words, declared(words, at)?, at))
    }

    /// The client that gets what is called `name` at `at`.
    pub fn of_name(&self, words: &Words, name: &str, at: usize) -> Option<Handed> {
        let function = |at: usize| (0..at.min(words.tokens.len())).filter(|before| words.of(*before) == "fun").count();
        let own = function(at);
        let gets = |first: usize| words.of(first) == name && matches!(words.of(first + 1), ")" | ",");
        let all: Vec<&(usize, Handed)> = self.made.iter().filter(|(first, _)| gets(*first)).collect();
        let near = all.iter().find(|(first, _)| function(*first) == own);
        let far = || all.first().filter(|_| named_so(words, name) == 1);
        near.or_else(far).map(|(_, handed)| *handed)
    }
}

/// How many variables and parameters have the name.
fn named_so(words: &Words, name: &str) -> usize {
    let declares =
        |at: usize| words.of(at + 1) == ":" || at > 0 && matches!(words.of(at - 1), "val" | "var" | "for" | "vararg");
    (0..words.tokens.len()).filter(|at| words.of(*at) == name && declares(*at)).count()
}

/// The variable that is declared with the value that ends or stands at `at`: `val NAME = ...`.
pub(super) fn declared<'t>(words: &Words<'t>, at: usize) -> Option<&'t str> {
    let mut equals = false;
    for before in (at.saturating_sub(FURTHEST)..at).rev() {
        match words.of(before) {
            "=" => equals = true,
            "val" | "var" => return Some(words.of(before + 1)).filter(|_| equals),
            "{" | "}" | ";" | "fun" => return None,
            // What stands within the call of another function is no value of a variable.
            "(" if words.close(before) >= at && words.close(before) != at => return None,
            _ => {}
        }
    }
    None
}

/// Where the arguments of a call begin, behind the types that it may name: `<String, Any>(`.
pub(super) fn past_types(words: &Words, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for here in at..words.tokens.len().min(at + FURTHEST) {
        match &words.tokens[here].kind {
            Kind::Sign('<') => depth += 1,
            Kind::Sign('>') => depth = depth.checked_sub(1)?,
            Kind::Sign('(') if depth == 0 => return Some(here),
            Kind::Word | Kind::Sign('.' | ',' | '?' | '*') if depth > 0 => {}
            _ => return None,
        }
    }
    None
}
