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
const DENIED: [i32; 5] = [
    29, // TOPIC_AUTHORIZATION_FAILED
    30, // GROUP_AUTHORIZATION_FAILED
    31, // CLUSTER_AUTHORIZATION_FAILED
    53, // TRANSACTIONAL_ID_AUTHORIZATION_FAILED
    65, // DELEGATION_TOKEN_AUTHORIZATION_FAILED
];

/// Kafka's codes for what passes by itself within seconds, when another broker leads.
const PASSING: [i32; 4] = [
    6,  // NOT_LEADER_OR_FOLLOWER
    74, // FENCED_LEADER_EPOCH
    75, // UNKNOWN_LEADER_EPOCH
    HELD_BACK,
];

/// `OFFSET_NOT_AVAILABLE`: what a new leader has is not known to be safe yet, nor becomes so below `min.insync.replicas`.
const HELD_BACK: i32 = 78;

/// How long after all brokers seemed down another address of theirs may still answer: `localhost` is two.
const SECOND_THOUGHTS: Duration = Duration::from_millis(1500);

/// What went wrong on the way so far.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    /// The `security.protocol`; empty where it is librdkafka's default.
    protocol: String,
    seen: Vec<Failure>,
    /// Where brokers hung up and in which state of the connection, each time.
    hung_up: Vec<HungUp>,
    down: Option<Instant>,
}

/// A connection that a broker closed.
#[derive(Debug, PartialEq, Eq)]
struct HungUp {
    address: String,
    state: String,
}

/// A broker that stops hangs up once on those who talk to it, and one that wants another protocol does so each time.
const TELLING: usize = 2;

impl Troubles {
    /// None yet, on a way that `security.protocol` names.
    pub fn new(protocol: String) -> Self {
        Self { protocol, ..Self::default() }
    }

    pub fn add(&mut self, failure: Failure) {
        if failure.code == ALL_BROKERS_DOWN {
            self.down.get_or_insert_with(Instant::now);
        }
        let failure = if failure.code == 0 { hung_up(&failure.text) } else { Some(failure) };
        self.hung_up.extend(failure.as_ref().and_then(HungUp::of));
        if let Some(failure) = failure.filter(|failure| failure.code < 0 && !self.seen.contains(failure)) {
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
        // Of those on the way, one that shows what the port is for says more than that it was closed.
        let guessed = |failure: &&Failure| self.guess(failure).is_some();
        let telling = [AUTHENTICATION, SSL].into_iter().find_map(by_code).or_else(|| self.seen.iter().find(guessed));
        let telling =
            telling.or_else(|| by_code(RESOLVE)).or_else(|| self.seen.iter().find(|failure| is_refused(failure)));
        let telling = telling.or_else(|| by_code(TRANSPORT));
        let Some(failure) = telling else { return Unreachable::Silent };
        let step = self.guess(failure).unwrap_or_else(|| step(failure));
        Unreachable::Failed { words: plain(&failure.text), step }
    }

    /// What the port is for, by when the broker hangs up again and again: at the first words of another protocol, or at the
    /// first request that needs a login.
    fn guess(&self, failure: &Failure) -> Option<&'static str> {
        let this = HungUp::of(failure)?;
        if self.hung_up.iter().filter(|other| **other == this).count() < TELLING {
            return None;
        }
        let protocol = self.protocol.to_ascii_uppercase();
        match this.state.as_str() {
            "APIVERSION_QUERY" if !protocol.ends_with("SSL") => Some(
                "the port seems to want TLS, as it hangs up at the first words each time: if it does, set \
                 security.protocol to SSL or SASL_SSL in --command-config",
            ),
            "UP" if !protocol.starts_with("SASL") => Some(
                "the port seems to want a login, as it hangs up at the first request each time: if it does, set \
                 security.protocol to SASL_SSL or SASL_PLAINTEXT, and a user, in --command-config",
            ),
            "SSL_HANDSHAKE" => Some(
                "the port seems to speak without TLS, as it hangs up at the handshake each time: if it does, set \
                 security.protocol to PLAINTEXT or SASL_PLAINTEXT in --command-config, or name the port for TLS",
            ),
            _ => None,
        }
    }

    /// Why something could not be learnt.
    pub fn explained(&self, failure: &Failure) -> String {
        if PASSING.contains(&failure.code) {
            let lasts =
                if failure.code == HELD_BACK { ", or too few copies are in step, and it lasts as long" } else { "" };
            return format!("{}: a leader has just changed{lasts}; look again in a moment", plain(&failure.text));
        }
        if !TIMED_OUT.contains(&failure.code) {
            return plain(&failure.text);
        }
        // A broker that refuses the connection is why others wait for it in vain.
        match self.seen.iter().find(|failure| is_refused(failure)) {
            Some(seen) => format!("no answer in time ({})", plain(&seen.text)),
            None => SLOW.to_owned(),
        }
    }
}

/// Why something could not be learnt that was waited for in vain.
pub(super) const SLOW: &str = "no answer in time: give it more with --timeout";

/// librdkafka's words of a port at which nobody listens.
const REFUSED: &str = "Connection refused";

/// And of a broker that closes the connection.
const HUNG_UP: &str = "isconnected";

/// Whether it is something that the principal may not do.
pub(super) fn is_denied(failure: &Failure) -> bool {
    DENIED.contains(&failure.code)
}

/// A broker that hangs up is no error to librdkafka, only a line of its log: `FAIL: [thrd:main]: host:9092: Disconnected`.
fn hung_up(line: &str) -> Option<Failure> {
    let text = line.strip_prefix("FAIL: ")?;
    let text = text.split_once("]: ").map_or(text, |(_, rest)| rest);
    text.contains(HUNG_UP).then(|| Failure { code: TRANSPORT, text: text.to_owned() })
}

impl HungUp {
    /// `host:9092/bootstrap: Disconnected (after 3ms in state UP)`
    fn of(failure: &Failure) -> Option<Self> {
        let (address, rest) = failure.text.split_once(": ").filter(|_| failure.code == TRANSPORT)?;
        let (_, state) = rest.split_once("in state ").filter(|(words, _)| words.contains(HUNG_UP))?;
        let state: String = state.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect();
        Some(Self { address: address.to_owned(), state })
    }
}

fn is_refused(failure: &Failure) -> bool {
    failure.code == TRANSPORT && failure.text.contains(REFUSED)
}

/// What to do about it.
fn step(failure: &Failure) -> &'static str {
    match failure.code {
        AUTHENTICATION if failure.text.contains("not valid in current SASL state") => {
            "the port seems to want no login: set security.protocol to PLAINTEXT or SSL in --command-config, or name the \
             port for logins"
        }
        AUTHENTICATION if failure.text.contains("acquire SASL OAUTHBEARER token") => {
            "look at sasl.oauthbearer.token.endpoint.url and at the client's id and secret in --command-config"
        }
        AUTHENTICATION if failure.text.contains("invalid_token") => {
            "the broker does not take the token: look at the client and the scope in --command-config, and at the audience \
             and the issuer that the broker expects"
        }
        AUTHENTICATION => "look at sasl.mechanism, the user and the password in --command-config",
        SSL if failure.text.contains("certificate verify failed") => {
            "name the authority that signed the brokers' certificates, as PEM, in --command-config \
             (ssl.truststore.location), and the broker as its certificate does in --bootstrap-server"
        }
        SSL => {
            "look at security.protocol and at the certificates in --command-config, and whether the port is the one for TLS"
        }
        RESOLVE => "look at the host's name in --bootstrap-server",
        TRANSPORT if is_refused(failure) => {
            "nothing listens there: look at the host and port in --bootstrap-server, and whether the broker runs"
        }
        TRANSPORT => {
            "look whether the broker runs, at the host and port in --bootstrap-server, and whether the port wants TLS or a \
             login (security.protocol in --command-config)"
        }
        code if DENIED.contains(&code) => "the principal needs Describe on what is to be checked",
        _ => "try again, with a longer --timeout if the cluster is slow",
    }
}

/// librdkafka's words without its own bookkeeping: `sasl_ssl://host:9092/bootstrap: text (after 3ms in state CONNECT)`,
/// and without its guesses, which [`Troubles::guess`] says.
fn plain(words: &str) -> String {
    let end = words.find(" (after ").unwrap_or(words.len());
    let text = words[..end].replace("/bootstrap: ", ": ");
    let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let ends = [
        ": broker certificate could not",
        ": requesting ApiVersion: might be",
        ": verify that security.protocol",
        ": connecting to a PLAINTEXT",
    ];
    let end = ends.iter().chain(&[": receive 0 after"]).filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    text[..end].trim_end_matches([':', ' ']).to_owned()
}

/// Why nothing could be learnt of a cluster.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// librdkafka refuses a setting, or what they are together.
    Refused {
        /// The setting; none where they do not go together.
        key: Option<String>,
        /// What librdkafka says.
        words: String,
    },
    /// Something on the way fails.
    Failed {
        /// What.
        words: String,
        /// What to do about it.
        step: &'static str,
    },
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
            // librdkafka repeats the value.
            Self::Refused { key: Some(key), .. } if is_secret(key) => {
                write!(f, "`{key}` in --command-config has a value that cannot be used")
            }
            Self::Refused { key: Some(_), words } => write!(f, "{words}; look at --command-config"),
            Self::Refused { key: None, words } => write!(f, "the settings in --command-config do not go together: {words}"),
            Self::Failed { words, step } => write!(f, "{words}; {step}"),
            Self::Silent => f.write_str(
                "no broker answered in time; look at the host and port in --bootstrap-server and at what is between here \
                 and there, or give it more time with --timeout",
            ),
        }
    }
}

/// Whether a setting's value must not be shown.
fn is_secret(key: &str) -> bool {
    ["password", "secret", "pem", "jaas", "token"].iter().any(|part| key.contains(part))
}

impl std::error::Error for Unreachable {}

#[cfg(test)]
mod tests;
