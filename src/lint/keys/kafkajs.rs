//! What `KafkaJS` makes of values that it does not look at when its clients are made, and cannot use when they connect.

use super::{About, Reader, text};
use crate::facts::Value;
use crate::knowledge::catalog::Refusal;
use crate::sources::config::{Config, Given, Setting};

/// The ways to log in that it brings; any case is right.
const MECHANISMS: &[&str] = &["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER", "AWS"];
/// What brokers take.
const ACKS: &[&str] = &["-1", "0", "1"];
/// What brings another one.
const PROVIDER: &str = "sasl.authenticationProvider";

/// What there is to say of such a value.
pub(super) fn about(reader: &Reader, config: &Config, setting: &Setting) -> Option<About> {
    reader.client.filter(|client| client.id == "kafkajs")?;
    let written = setting.value.text()?;
    let (what, trouble) = match setting.key.as_str() {
        // it takes the text apart letter by letter
        "brokers" if is_plain_text(&setting.value) => {
            ("refusal", Refusal::NotShaped { shape: "a list, such as ['kafka:9092']" }.to_string())
        }
        "brokers" if matches!(setting.value, Given::Text(_)) => {
            let address = unreachable(written)?;
            return Some(vec![
                ("known", Value::Bool(true)),
                ("value", text(written)),
                (
                    "fails",
                    text(&format!(
                        "takes HOST:PORT, and no port can be read from `{address}`: the client never connects"
                    )),
                ),
            ]);
        }
        "acks" if matches!(&setting.value, Given::Number(number) if !ACKS.contains(&number.as_str())) => {
            ("fails", "takes -1, 1 or 0: brokers refuse every record that is sent with another number".to_owned())
        }
        "sessionTimeout" if matches!(&setting.value, Given::Text(text) if text.parse::<f64>().is_err()) => (
            "fails",
            "takes a number of ms: a text that is none is sent as 0, and the brokers refuse the member".to_owned(),
        ),
        "acks" if matches!(&setting.value, Given::Text(text) if text.parse::<f64>().is_err()) => (
            "fails",
            "a word is sent as 0, and an answer is waited for that does not come: write -1, 1 or 0".to_owned(),
        ),
        "sasl.mechanism" => {
            let known = MECHANISMS.iter().any(|known| known.eq_ignore_ascii_case(written));
            let elsewhere = config.open.is_some() && !is_almost_known(written);
            let own = config.settings.iter().any(|setting| setting.key.starts_with(PROVIDER));
            if known || elsewhere || own || !matches!(setting.value, Given::Text(_)) {
                return None;
            }
            ("fails", format!("names no way to log in that the client brings: those are {}", MECHANISMS.join(", ")))
        }
        _ => return None,
    };
    Some(vec![("known", Value::Bool(true)), ("value", text(written)), (what, text(&trouble))])
}

/// The first of several addresses that has no port where the client looks for it: between the first colon and the next.
fn unreachable(listed: &str) -> Option<&str> {
    let mut plain = listed.split(',').filter(|address| !address.starts_with('[') && !super::is_stand_in(address));
    plain.find(|address| {
        let port = address.split(':').nth(1).unwrap_or_default();
        port.is_empty() || !port.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// Whether it is a text in quotes where something else belongs.
fn is_plain_text(value: &Given) -> bool {
    matches!(value, Given::Code(code) if code.starts_with(['\'', '"']))
}

/// Whether nothing but a hyphen is wrong.
fn is_almost_known(written: &str) -> bool {
    let letters = |text: &str| text.replace(['-', '_'], "").to_ascii_uppercase();
    MECHANISMS.iter().any(|known| letters(known) == letters(written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brokers_have_a_port() {
        for (list, found) in [
            ("k:9092,l:9092", None),
            ("BROKER", None),
            ("[::1]:9092", None),
            ("k:9092,l", Some("l")),
            ("kafka://k:9092", Some("kafka://k:9092")),
        ] {
            assert_eq!(unreachable(list), found, "{list}");
        }
    }
}
