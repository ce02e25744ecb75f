//! Values as a client spells them, and what a config takes from the environment.

use std::borrow::Cow;

use kskill::decide::{spell, unspell};
use kskill::design::Literal;

use crate::{clients, knowledge, samples, settings, spec};

/// The only names that a config may take from the environment.
const VARIABLES: [&str; 13] = [
    "HOSTNAME",
    "KAFKA_BOOTSTRAP_SERVERS",
    "KAFKA_CA_LOCATION",
    "KAFKA_CLIENT_ID",
    "KAFKA_CLIENT_RACK",
    "KAFKA_CLIENT_SECRET",
    "KAFKA_PASSWORD",
    "KAFKA_TOKEN_ENDPOINT",
    "KAFKA_TRUST_STORE_LOCATION",
    "KAFKA_TRUST_STORE_PASSWORD",
    "KAFKA_USERNAME",
    "NAME",
    "SCHEMA_REGISTRY_URL",
];

#[test]
fn what_is_spelled_reads_back() {
    let knowledge = knowledge();
    for client in clients(&knowledge) {
        let oldest = client.oldest.as_deref().expect("an oldest version");
        let both = settings(client).map(|(role, setting)| (role, setting, setting.in_version(oldest)));
        let both = both.flat_map(|(role, now, before)| [(role, Cow::Borrowed(now)), (role, before)]);
        for (role, setting) in both.filter(|(_, setting)| setting.key.is_some()) {
            let setting = &*setting;
            let spec = spec(&knowledge, role, &setting.fact);
            for value in samples(spec, setting) {
                let literal = spell(setting, &value);
                if literal == Literal::Plain(serde_json::Value::Null) {
                    continue;
                }
                let read = unspell(setting, spec, &literal.to_string());
                // One name for "without end", whichever number it was.
                if setting.fact == "retries" && matches!(literal, Literal::Code(_)) {
                    continue;
                }
                assert_eq!(read, Ok(value), "{}: {role}.{} as {literal}", client.id, setting.fact);
            }
        }
    }
}

fn variables(text: &str) -> Vec<String> {
    let plain = text.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
    let plain = plain.map(|(name, _)| name.strip_prefix("env:").unwrap_or(name).to_owned());
    let quoted = ["os.environ[\"", "os.Getenv(\""].into_iter().flat_map(|call| text.split(call).skip(1));
    let quoted = quoted.filter_map(|rest| rest.split_once('"')).map(|(name, _)| name.to_owned());
    let typed = text.split("process.env.").skip(1);
    let typed =
        typed.map(|rest| rest.chars().take_while(|letter| letter.is_ascii_uppercase() || *letter == '_').collect());
    plain.chain(quoted).chain(typed).collect()
}

#[test]
fn configs_take_only_known_names_from_the_environment_and_hold_no_secret() {
    let knowledge = knowledge();
    for client in clients(&knowledge) {
        let spelled = settings(client).flat_map(|(_, setting)| setting.values.values());
        let connecting = client.connection.iter().flat_map(|connection| &connection.keys);
        for (key, value) in connecting.clone() {
            let secret = ["password", "secret", "username", "bootstrap", "location", "brokers", "User"];
            let open = secret.iter().any(|word| key.contains(word)) && variables(&value.to_string()).is_empty();
            assert!(!open, "{}: {key} is written out", client.id);
        }
        for value in spelled.chain(connecting.map(|(_, value)| value)) {
            for name in variables(&value.to_string().replace("\\\"", "\"")) {
                assert!(VARIABLES.contains(&name.as_str()), "{}: {name} is no variable of ours", client.id);
            }
        }
    }
}
