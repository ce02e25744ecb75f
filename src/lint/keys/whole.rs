//! Sarama looks at the whole of a config whenever it is handed one: what is for consumers is refused to a producer too.

use super::{About, Reader, text};
use crate::facts::Value;
use crate::knowledge::catalog::{Refusal, go_time};
use crate::sources::config::{Config, Given, Role, Setting};

const HEARTBEAT: &str = "Consumer.Group.Heartbeat.Interval";
const SESSION: &str = "Consumer.Group.Session.Timeout";
/// What holds where nothing is set, in nanoseconds.
const SESSION_DEFAULT: f64 = 10e9;

impl Reader<'_> {
    /// What there is to say of a setting that is for consumers, in a config that no consumer is made with.
    pub(in crate::lint) fn of_whole(&self, config: &Config, setting: &Setting) -> Option<About> {
        let sarama = self.client.is_some_and(|client| client.id == "sarama");
        if !sarama || !matches!(config.role, Role::Producer | Role::Admin) || setting.key != HEARTBEAT {
            return None;
        }
        let heartbeat = setting.value.text().and_then(go_time)?;
        let session = match config.get(SESSION).map(|session| &session.value) {
            None if config.open.is_some() => return None,
            None => SESSION_DEFAULT,
            Some(Given::Unknown | Given::Perhaps | Given::Null) => return None,
            Some(session) => session.text().and_then(go_time)?,
        };
        (heartbeat >= session).then(|| {
            let refusal = Refusal::NotBelow { other: SESSION };
            let mut about: About = vec![("known", Value::Bool(true))];
            about.push(("value", text(setting.value.text().unwrap_or_default())));
            about.push(("refusal", text(&refusal.to_string())));
            self.close(&mut about, setting);
            about
        })
    }
}
