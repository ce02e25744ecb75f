//! Asks the real librdkafka whether it takes a config. It is asked offline: nothing listens where it would connect.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex};

use kskill::design::{Config, Literal};
use rdkafka::ClientConfig;
use rdkafka::consumer::BaseConsumer;
use rdkafka::producer::BaseProducer;
use serde_json::Value as Json;

/// Configs that were accepted before: most designs share theirs.
static ACCEPTED: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);

/// Whether a producer or consumer can be made with this config.
///
/// # Errors
/// What librdkafka says.
pub fn accepts(role: &str, config: &Config) -> Result<(), String> {
    let mut native = ClientConfig::new();
    let mut seen = String::from(role);
    for setting in config.0.iter().filter(|setting| !setting.connects) {
        let Literal::Plain(value) = &setting.value else { return Err(format!("{} is code", setting.key)) };
        let text = match value {
            Json::String(text) if text.contains("${") => "example".to_owned(),
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        seen = format!("{seen}\n{}={text}", setting.key);
        native.set(&setting.key, text);
    }
    if ACCEPTED.lock().is_ok_and(|accepted| accepted.contains(&seen)) {
        return Ok(());
    }
    native.set("bootstrap.servers", "localhost:1").set("log_level", "0");
    let made = match role {
        "producer" => native.create::<BaseProducer>().map(drop),
        _ => native.create::<BaseConsumer>().map(drop),
    };
    made.map_err(|error| format!("{error} for {seen}"))?;
    if let Ok(mut accepted) = ACCEPTED.lock() {
        accepted.insert(seen);
    }
    Ok(())
}
