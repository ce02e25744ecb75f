//! The judge and the client, config by config.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;

use crate::generate::{Case, Field, cases};
use crate::judge::{Error, Home, Judge};

/// A version of a client and what its configs are drawn from.
pub struct Client {
    /// Its id in knowledge/clients.
    pub id: &'static str,
    pub version: String,
    pub fields: Vec<Field>,
    /// Where the two differ, and why.
    pub exceptions: &'static [Exception],
    /// Where the judge reads the config out of a file: its name and its text. None where it is handed the settings.
    pub home: Option<Home>,
}

/// Where the judge and the client differ.
#[derive(Debug)]
pub enum Exception {
    /// The client is made and cannot do its work: what this rule says is an error all the same.
    #[allow(dead_code, reason = "topics have no such rule")]
    Later { rule: &'static str, why: &'static str },
    /// The client refuses with these words what a config alone does not show to be wrong.
    Unseen { says: &'static str, why: &'static str },
}

/// What the client says of each config: why it refuses it, or nothing.
pub type Ask<'a> = dyn FnMut(&[Case]) -> Vec<Option<String>> + 'a;

/// How many configs are tried.
const COUNT: usize = 3_600;
const SEED: u64 = 4;
/// Differences that are shown; one is often the reason of many.
const SHOWN: usize = 40;

/// Compares the two over generated configs.
///
/// # Panics
/// Where they differ, or where too few configs are right or wrong to say anything.
pub fn compare(client: &Client, ask: &mut Ask) {
    compare_over(client, COUNT, ask);
}

/// The same over fewer configs, where each takes the client long.
pub fn compare_over(client: &Client, usual: usize, ask: &mut Ask) {
    let (count, seed) = wanted(usual);
    let cases = cases(&client.fields, count, seed);
    let said = ask(&cases);
    assert_eq!(said.len(), cases.len(), "one answer each");
    let mut judge = Both { judge: Judge::new(client.id, &client.version, client.home), client, used: BTreeMap::new() };
    let mut differences = Vec::new();
    for (case, said) in cases.iter().zip(&said) {
        if judge.difference(case, said.as_deref()).is_some() {
            differences.push(case);
        }
    }
    let refused = said.iter().flatten().count();
    let name = format!("{} {}", client.id, client.version);
    let used = judge.used();
    // past the capture of the test's output: the numbers are wanted where all is well, too
    let _ = writeln!(
        std::io::stderr(),
        "{name}: {count} configs, {refused} refused, {} differences, excepted:{used}",
        differences.len()
    );
    if !differences.is_empty() {
        let all = differences.len();
        panic!("{name}: {all} of {count} differ:\n{}", judge.shown(&differences, ask));
    }
    for exception in client.exceptions {
        let (of, why) = exception.says();
        assert!(judge.used.contains_key(of), "{name}: nothing needs the exception for {of}: {why}");
    }
    assert!(refused > count / 4 && refused < count - count / 4, "{refused} of {count} refused");
}

/// How many configs, by which seed: `KSKILL_DIFFERENTIAL=20000@7` tries others.
fn wanted(usual: usize) -> (usize, u64) {
    let Ok(text) = std::env::var("KSKILL_DIFFERENTIAL") else { return (usual, SEED) };
    let (count, seed) = text.split_once('@').unwrap_or((&text, "4"));
    (count.parse().expect("COUNT@SEED"), seed.parse().expect("COUNT@SEED"))
}

impl Exception {
    /// The rule, or the client's words, and why it is no difference.
    fn says(&self) -> (&'static str, &'static str) {
        match self {
            Self::Later { rule: of, why } | Self::Unseen { says: of, why } => (of, why),
        }
    }
}

/// The judge, and what is known of where the client differs.
struct Both<'a> {
    judge: Judge,
    client: &'a Client,
    /// How often an exception was needed.
    used: BTreeMap<&'static str, usize>,
}

impl Both<'_> {
    /// The exceptions that were needed, each with how often.
    fn used(&self) -> String {
        self.used.iter().fold(String::new(), |mut all, (of, count)| {
            let _ = write!(all, " {of} ({count})");
            all
        })
    }

    /// What the judge says, where the client says otherwise.
    fn difference(&mut self, case: &Case, said: Option<&str>) -> Option<Vec<Error>> {
        let all = self.judge.errors(case);
        let later =
            |error: &Error| said.is_none() && self.client.exceptions.iter().any(|one| one.is_later(&error.rule));
        let (later, errors): (Vec<Error>, Vec<Error>) = all.into_iter().partition(later);
        if errors.is_empty() == said.is_none() {
            for error in later {
                self.count(|exception| exception.is_later(&error.rule));
            }
            return None;
        }
        let unseen = errors.is_empty() && self.count(|exception| exception.is_unseen(said));
        (!unseen).then_some(errors)
    }

    /// Notes that an exception was needed, if there is one.
    fn count(&mut self, is: impl Fn(&Exception) -> bool) -> bool {
        let found = self.client.exceptions.iter().find(|exception| is(exception));
        if let Some(exception) = found {
            *self.used.entry(exception.says().0).or_default() += 1;
        }
        found.is_some()
    }

    /// The differences, each with no more settings than it needs, those of the same keys once.
    fn shown(&mut self, differences: &[&Case], ask: &mut Ask) -> String {
        let mut small: BTreeMap<String, String> = BTreeMap::new();
        for case in differences {
            if small.len() == SHOWN {
                break;
            }
            let case = self.shrunk((*case).clone(), ask);
            let said = ask(std::slice::from_ref(&case)).pop().flatten();
            let errors = self.difference(&case, said.as_deref()).unwrap_or_default();
            let keys: Vec<&str> = case.config.keys().map(String::as_str).collect();
            let rules: Vec<&str> = errors.iter().map(|error| error.rule.as_str()).collect();
            let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
            let text =
                format!("{} {}\n  client: {said:?}\n  lint: {rules:?} {messages:?}", case.role.kind(), show(&case));
            small.entry(format!("{} {keys:?} {rules:?}", case.role.kind())).or_insert(text);
        }
        small.into_values().fold(String::new(), |mut all, text| {
            let _ = writeln!(all, "{text}");
            all
        })
    }

    /// The case without what can be left out, and still with the same difference.
    fn shrunk(&mut self, mut case: Case, ask: &mut Ask) -> Case {
        let base = case.base;
        let kept = |key: &str| base.iter().any(|(kept, _)| *kept == key);
        let rules = |errors: Vec<Error>| errors.into_iter().map(|error| error.rule).collect::<BTreeSet<String>>();
        let said = ask(std::slice::from_ref(&case)).pop().flatten();
        let first = self.difference(&case, said.as_deref()).map(rules);
        for key in case.config.keys().filter(|key| !kept(key)).cloned().collect::<Vec<String>>() {
            let mut less = case.clone();
            less.config.shift_remove(&key);
            let said = ask(std::slice::from_ref(&less)).pop().flatten();
            if self.difference(&less, said.as_deref()).map(rules) == first {
                case = less;
            }
        }
        case
    }
}

fn show(case: &Case) -> String {
    serde_json::to_string(&case.config).expect("it is JSON")
}

impl Exception {
    fn is_later(&self, of: &str) -> bool {
        matches!(self, Self::Later { rule, .. } if *rule == of)
    }

    fn is_unseen(&self, said: Option<&str>) -> bool {
        matches!(self, Self::Unseen { says, .. } if said.is_some_and(|said| said.contains(says)))
    }
}
