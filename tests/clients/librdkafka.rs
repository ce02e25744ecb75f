//! The real librdkafka beside what is said of it.

use kskill::decide::spell;
use kskill::design::Literal;
use kskill::facts::Value;
use kskill::sources::answers::read_value;
use rdkafka::ClientConfig;

use crate::{clients, knowledge, samples, settings, spec, text_of};

/// The librdkafka that these tests are linked with is of this version.
const LINKED: &str = "2.12.1";

#[test]
fn librdkafka_knows_the_keys_and_has_the_defaults() {
    let knowledge = knowledge();
    let client = knowledge.clients.get("librdkafka").expect("librdkafka");
    let native = ClientConfig::new()
        // A property of topics makes librdkafka tell the defaults of all of them.
        .set("consume.callback.max.messages", "0")
        .create_native_config()
        .expect("an empty config");
    for (role, setting) in settings(client).filter(|(_, setting)| setting.key.is_some()) {
        let key = setting.key.as_deref().expect("a key");
        let spec = spec(&knowledge, role, &setting.fact);
        for value in samples(spec, setting) {
            let literal = spell(setting, &value);
            if literal == Literal::Plain(serde_json::Value::Null) {
                continue;
            }
            let result = ClientConfig::new().set(key, literal.to_string()).create_native_config();
            let out_of_range = spec.of.unit().is_some()
                && matches!(value, Value::Number(number) if !(1000.0..=65_536.0).contains(&number));
            assert!(result.is_ok() || out_of_range, "{role}: {key}={literal} is refused");
        }
        let Some(default) = setting.default.as_ref().and_then(|default| default.at(LINKED)) else { continue };
        let default = read_value(spec, &text_of(default)).expect("a default");
        let literal = spell(setting, &default);
        if literal == Literal::Plain(serde_json::Value::Null) {
            continue;
        }
        let real = native.get(key).unwrap_or_else(|error| panic!("{key}: {error}"));
        let same = match (key, real.as_str()) {
            ("acks", "-1") => literal.to_string() == "all",
            ("auto.offset.reset", "largest") => literal.to_string() == "latest",
            ("partition.assignment.strategy", "range,roundrobin") => literal.to_string() == "range",
            (_, real) => literal.to_string() == real,
        };
        assert!(same, "{key} is {real} by default, not {literal}");
    }
}

#[test]
fn no_consumer_of_librdkafka_bounds_a_poll_by_a_setting() {
    let knowledge = knowledge();
    for client in clients(&knowledge).into_iter().filter(|client| {
        client.traits.get("family").and_then(|family| family.at("99")).and_then(|family| family.as_str())
            == Some("librdkafka")
    }) {
        let bound = client.consumer.iter().find(|setting| setting.fact == "max_poll_records").expect("it is listed");
        assert!(bound.key.is_none() && bound.cannot.is_some(), "{}", client.id);
    }
}
