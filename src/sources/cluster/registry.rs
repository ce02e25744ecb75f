//! A schema registry, asked over HTTP. It is only ever read.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use ureq::Agent;

use super::snapshot::{Missing, Registry, Subject};
use super::trouble::SLOW;

/// Answers longer than this are none of a registry's.
const LONGEST: u64 = 16 << 20;

/// What a registry says of itself, and what it did not.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Its subjects; none where it could not be asked.
    pub registry: Option<Registry>,
    /// What could not be learnt.
    pub missing: Vec<Missing>,
}

/// How compatible the versions of a subject must be, as registries say it.
#[derive(Deserialize)]
struct Level {
    #[serde(rename = "compatibilityLevel")]
    level: String,
}

/// Where a registry is, and who asks.
#[expect(missing_debug_implementations, reason = "it holds a password")]
pub struct Address {
    url: String,
    /// For HTTP's basic authentication, encoded.
    login: Option<String>,
}

impl Address {
    /// From `https://user:password@host/path`, or with a login from elsewhere as `user:password`.
    #[must_use]
    pub fn new(url: &str, login: Option<&str>) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        let (within, rest) = login_within(rest);
        let login = within.map(decoded).or_else(|| login.map(|login| login.as_bytes().to_vec()));
        let login = login.map(|login| encoded(&login));
        Self { url: format!("{scheme}://{}", rest.trim_end_matches('/')), login }
    }
}

/// The login before the host, and what follows it. A password may hold `@` or `/` where nobody has encoded it.
fn login_within(rest: &str) -> (Option<&str>, &str) {
    let (authority, _) = rest.split_once('/').unwrap_or((rest, ""));
    // What follows a host's colon is a number; a password's first part seldom is.
    let is_host = authority.rsplit_once(':').is_none_or(|(_, port)| port.ends_with(']') || port.parse::<u16>().is_ok());
    let end = match authority.rfind('@') {
        Some(at) => Some(at),
        None if is_host => None,
        None => rest.rfind('@'),
    };
    end.map_or((None, rest), |at| (Some(&rest[..at]), &rest[at + 1..]))
}

/// `%40` is `@`; a percent sign before anything else is itself.
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        let digit = |at: usize| more.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        if let (b'%', Some((high, low))) = (first, digit(0).zip(digit(1))) {
            bytes.extend(u8::try_from(high * 16 + low));
            rest = &more[2..];
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    bytes
}

/// Why it does not say something.
enum Refusal {
    /// It has no such thing.
    Unknown(String),
    /// Anything else, in words.
    Other(String),
}

impl Refusal {
    fn words(self) -> String {
        match self {
            Self::Unknown(words) | Self::Other(words) => words,
        }
    }
}

/// Asks for the subjects and how compatible their versions must be, as long as there is time.
pub(super) fn ask(address: &Address, within: Duration) -> Asked {
    let asker = Asker { address, deadline: Instant::now() + within, agent: agent() };
    let names: Vec<String> = match asker.get("subjects") {
        Ok(names) => names,
        Err(why) => {
            let missing = Missing::new(format!("the schema registry at {}", address.url), why.words());
            return Asked { registry: None, missing: vec![missing] };
        }
    };
    let mut missing = Vec::new();
    let level = match asker.get::<Level>("config") {
        Ok(level) => Some(level.level),
        Err(why) => {
            missing.push(Missing::new("the registry's compatibility level".to_owned(), why.words()));
            None
        }
    };
    let mut unanswered = 0;
    let mut last = String::new();
    let mut subjects = Vec::new();
    for name in names {
        // Without the question for the registry's own, some say NONE of a subject that has no level.
        let own = asker.get::<Level>(&format!("config/{}?defaultToGlobal=true", within_path(&name)));
        let compatibility = match own {
            Ok(own) => Some(own.level),
            // One that is asked and knows no such question has none of its own: the registry's holds.
            Err(Refusal::Unknown(_)) => level.clone(),
            Err(Refusal::Other(why)) => {
                unanswered += 1;
                last = why;
                None
            }
        };
        subjects.push(Subject { name, compatibility });
    }
    if unanswered > 0 {
        let what = format!("the compatibility level of {unanswered} of {} subjects", subjects.len());
        missing.push(Missing::new(what, last));
    }
    Asked { registry: Some(Registry { compatibility: level, subjects }), missing }
}

/// Which of these ids of schemas the registry does not know.
///
/// # Errors
/// Why it cannot be told of one of them.
pub(super) fn unknown(address: &Address, ids: &BTreeSet<i32>, within: Duration) -> Result<BTreeSet<i32>, String> {
    let asker = Asker { address, deadline: Instant::now() + within, agent: agent() };
    let mut unknown = BTreeSet::new();
    for id in ids {
        match asker.get::<serde_json::Value>(&format!("schemas/ids/{id}")) {
            Ok(_) => {}
            Err(Refusal::Unknown(_)) => _ = unknown.insert(*id),
            Err(Refusal::Other(why)) => return Err(why),
        }
    }
    Ok(unknown)
}

struct Asker<'a> {
    address: &'a Address,
    deadline: Instant,
    agent: Agent,
}

impl Asker<'_> {
    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Refusal> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Refusal::Other(SLOW.to_owned()));
        }
        let request = self.agent.get(format!("{}/{path}", self.address.url));
        let request = request.config().timeout_global(Some(left)).build();
        let request = match &self.address.login {
            Some(login) => request.header("authorization", format!("Basic {login}")),
            None => request,
        };
        let mut response = request.call().map_err(|error| plain(&error))?;
        match response.status().as_u16() {
            200 => {}
            401 | 403 => {
                return Err(Refusal::Other(format!(
                    "it wants a login ({}): name the user as https://USER:PASSWORD@HOST in --schema-registry, or set \
                     basic.auth.user.info=USER:PASSWORD in --command-config",
                    response.status().as_u16()
                )));
            }
            404 => {
                return Err(Refusal::Unknown(format!("it knows no /{path}: look at the path in --schema-registry")));
            }
            other => return Err(Refusal::Other(format!("it answers {other}"))),
        }
        let text = response.body_mut().with_config().limit(LONGEST).read_to_string().map_err(|error| plain(&error))?;
        serde_json::from_str(&text)
            .map_err(|_| Refusal::Other("what answers is no schema registry: look at --schema-registry".to_owned()))
    }
}

fn plain(error: &ureq::Error) -> Refusal {
    Refusal::Other(match error {
        ureq::Error::Timeout(_) => SLOW.to_owned(),
        other => format!("{other}; look at --schema-registry"),
    })
}

fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent()
}

/// A subject's name as a part of a path.
fn within_path(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let each = name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    each.collect()
}

/// As HTTP and PEM write bytes.
pub(super) fn encoded(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = (bits >> (18 - 6 * at)) & 63;
            text.push(if at <= three.len() { char::from(LETTERS[letter as usize]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_taken_out_of_the_address() {
        let address = Address::new("https://me:secret@registry.example.com/api/", None);
        assert_eq!(
            (address.url.as_str(), address.login.as_deref()),
            ("https://registry.example.com/api", Some("bWU6c2VjcmV0"))
        );
        let address = Address::new("registry:8081", Some("me:s"));
        assert_eq!((address.url.as_str(), address.login.as_deref()), ("http://registry:8081", Some("bWU6cw==")));
    }

    #[test]
    fn no_part_of_a_password_is_left_in_the_address() {
        for (url, login) in [
            ("https://me:p@ss@host/api", "me:p@ss"),
            ("https://me:p/ss@host/api", "me:p/ss"),
            ("https://me:p%40s%2Fs%zz@host/api", "me:p@s/s%zz"),
        ] {
            let address = Address::new(url, None);
            assert_eq!(address.url, "https://host/api", "{url}");
            assert_eq!(address.login, Some(encoded(login.as_bytes())), "{url}");
        }
        for url in ["http://host:8081/team@home", "http://[::1]/team@home", "http://[::1]:8081/team@home"] {
            let address = Address::new(url, None);
            assert_eq!((address.url.as_str(), address.login), (url, None));
        }
    }

    #[test]
    fn a_subjects_name_is_one_part_of_the_path() {
        assert_eq!(within_path("orders/v1 value-ü"), "orders%2Fv1%20value-%C3%BC");
    }
}
