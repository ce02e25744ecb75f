//! Why a cluster cannot be reached, in words that say what to do.

use std::fmt;
use std::time::{Duration, Instant};

use super::request::Failure;

/// librdkafka's own codes.
const ALL_BROKERS_DOWN: i32 = -187;
const AUTHENTICATION: i32 = -169;
const SSL: i32 = -181;
const RESOLVE: i32 = -193;
const TRANSPORT: i32 = -195;
const TIMED_OUT: [i32; 2] = [-185, -196];

/// Kafka's codes for what a principal may not do.
const DENIED: [i32; 5] = [29, 30, 31, 53, 58];

/// How long after all brokers seemed down another address of theirs may still answer: `localhost` is two.
const SECOND_THOUGHTS: Duration = Duration::from_millis(1500);

/// What went wrong on the way so far.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    seen: Vec<Failure>,
    down: Option<Instant>,
}

impl Troubles {
    pub fn add(&mut self, failure: Failure) {
        if failure.code == ALL_BROKERS_DOWN {
            self.down.get_or_insert_with(Instant::now);
        }
        if failure.code < 0 && !self.seen.contains(&failure) {
            self.seen.push(failure);
        }
    }

    /// Whether waiting is of no use any more: brokers refuse the login, or nobody answers at any address.
    pub fn are_final(&self) -> bool {
        self.seen.iter().any(|failure| failure.code == AUTHENTICATION)
            || self.down.is_some_and(|since| since.elapsed() > SECOND_THOUGHTS)
    }

    /// The most telling of them.
    pub fn unreachable(&self) -> Unreachable {
        let by_code = |code: i32| self.seen.iter().find(|failure| failure.code == code);
        let telling = [AUTHENTICATION, SSL, RESOLVE, TRANSPORT].into_iter().find_map(by_code);
        let Some(failure) = telling else { return Unreachable::Silent };
        Unreachable::Failed { words: plain(&failure.text), step: step(failure) }
    }

    /// What a failure means that comes after a broker has answered.
    pub fn after(&self, failure: Failure) -> Unreachable {
        if failure.code < 0 && telling(self) {
            self.unreachable()
        } else {
            Unreachable::Failed { step: step(&failure), words: failure.text }
        }
    }

    /// Why something could not be learnt.
    pub fn explained(&self, failure: &Failure) -> String {
        if DENIED.contains(&failure.code) {
            return format!(
                "{}: the principal needs Describe (and for settings DescribeConfigs)",
                plain(&failure.text)
            );
        }
        if TIMED_OUT.contains(&failure.code) {
            return "no answer in time: give it more with --timeout".to_owned();
        }
        plain(&failure.text)
    }
}

fn telling(troubles: &Troubles) -> bool {
    troubles.seen.iter().any(|failure| [AUTHENTICATION, SSL, RESOLVE, TRANSPORT].contains(&failure.code))
}

/// What to do about it.
fn step(failure: &Failure) -> &'static str {
    match failure.code {
        AUTHENTICATION => "look at sasl.mechanism, the user and the password in --command-config",
        SSL => {
            "look at security.protocol and at the certificates in --command-config, and whether the port is the one for TLS"
        }
        RESOLVE => "look at the host's name in --bootstrap-server",
        TRANSPORT => {
            "look at the host and port in --bootstrap-server, and whether the port wants TLS or a login (security.protocol in --command-config)"
        }
        code if DENIED.contains(&code) => "the principal needs Describe on what is to be checked",
        _ => "try again, with a longer --timeout if the cluster is slow",
    }
}

/// librdkafka's words without its own bookkeeping: `sasl_ssl://host:9092/bootstrap: text (after 3ms in state CONNECT)`.
fn plain(words: &str) -> String {
    let end = words.find(" (after ").unwrap_or(words.len());
    let text = words[..end].replace("/bootstrap: ", ": ");
    text.split_once("://").map_or(text.clone(), |(_, rest)| rest.to_owned()).trim_end_matches([':', ' ']).to_owned()
}

/// Why nothing could be learnt of a cluster.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// librdkafka refuses a setting, or what they are together.
    Refused { key: Option<String>, words: String },
    /// Something on the way fails.
    Failed { words: String, step: &'static str },
    /// Nobody answers and nothing fails.
    Silent,
}

impl Unreachable {
    pub(super) fn refused(key: Option<String>, words: &str) -> Self {
        Self::Refused { key, words: words.to_owned() }
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { key: Some(key), .. } => {
                write!(f, "`{key}` in --command-config has a value that cannot be used")
            }
            Self::Refused { key: None, words } => write!(f, "the settings in --command-config do not go together: {words}"),
            Self::Failed { words, step } => write!(f, "{words}; {step}"),
            Self::Silent => f.write_str(
                "no broker answered in time; look at the host and port in --bootstrap-server and at what is between here \
                 and there, or give it more time with --timeout",
            ),
        }
    }
}

impl std::error::Error for Unreachable {}
