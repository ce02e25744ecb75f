//! What is refused for the sake of the rest of the config. Sarama looks at the whole of it whenever it is handed one: what is
//! for consumers is refused to a producer too. Streams looks up what its tags are.

use super::{About, Reader, text};
use crate::facts::Value;
use crate::facts::units::{self, Unit};
use crate::knowledge::Client;
use crate::knowledge::catalog::{Refusal, go_time};
use crate::sources::config::{Config, Given, Role, Setting};

const HEARTBEAT: &str = "Consumer.Group.Heartbeat.Interval";
const SESSION: &str = "Consumer.Group.Session.Timeout";
/// The fact that it says.
const SESSION_FACT: &str = "session_timeout";
/// Nanoseconds of a millisecond.
const MILLISECOND: f64 = 1e6;

/// The tags by which Streams spreads copies of its state, and what the keys begin with that say which tag is what.
const TAGS: &str = "rack.aware.assignment.tags";
const TAG: &str = "client.tag.";

impl Reader<'_> {
    /// What there is to say of a setting for the sake of the others.
    pub(in crate::lint) fn of_whole(&self, config: &Config, setting: &Setting) -> Option<About> {
        let refusal = match self.role {
            Role::Streams => untagged(config, setting),
            Role::Producer | Role::Admin => {
                let sarama = self.client.filter(|client| client.id == "sarama")?;
                late_heartbeat(config, setting, session_default(sarama, &self.version))
            }
            _ => None,
        }?;
        let mut about: About = vec![("known", Value::Bool(true))];
        about.push(("value", text(setting.value.text().unwrap_or_default())));
        about.push(("refusal", text(&refusal.to_string())));
        self.close(&mut about, setting);
        Some(about)
    }
}

/// A tag that no other key describes.
fn untagged(config: &Config, setting: &Setting) -> Option<Refusal> {
    if setting.key != TAGS || config.open.is_some() {
        return None;
    }
    let tags = setting.value.text()?.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    let other = tags.map(|tag| format!("{TAG}{tag}")).find(|key| config.get(key).is_none())?;
    Some(Refusal::Without { other })
}

/// The session of a consumer of which none is set, in nanoseconds.
fn session_default(client: &Client, version: &str) -> Option<f64> {
    let session = client.settings("consumer").iter().find(|setting| setting.fact == SESSION_FACT)?;
    let written = session.default.as_ref()?.at(version)?.as_str()?;
    Some(units::parse(written, Unit::Time).ok()? * MILLISECOND)
}

/// What is for consumers, in a config that no consumer is made with.
fn late_heartbeat(config: &Config, setting: &Setting, unset: Option<f64>) -> Option<Refusal> {
    if setting.key != HEARTBEAT {
        return None;
    }
    let heartbeat = setting.value.text().and_then(go_time)?;
    let session = match config.get(SESSION).map(|session| &session.value) {
        None if config.open.is_some() => return None,
        None => unset?,
        Some(Given::Unknown | Given::Perhaps | Given::Null) => return None,
        Some(session) => session.text().and_then(go_time)?,
    };
    (heartbeat >= session).then_some(Refusal::NotBelow { other: SESSION })
}
