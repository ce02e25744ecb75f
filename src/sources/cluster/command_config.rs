//! The file that every Kafka user has, `client.properties`, in librdkafka's words.
//!
//! Java's tools and librdkafka share most names of what concerns a connection. Where they differ, Java's is translated;
//! what librdkafka has nothing for is refused with the way out, because a connection that is made otherwise than the file
//! says may be made to the wrong side of a firewall, or in the clear.

use std::ops::Range;

use anyhow::{Result, bail};

use crate::sources::config::{File, Lines, properties};

/// What the file says, for librdkafka.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// librdkafka's settings.
    pub settings: Vec<(String, String)>,
    /// Keys of the file that have nothing to do with how a client connects.
    pub unused: Vec<String>,
}

/// A line of the file that librdkafka cannot be told.
#[derive(Debug, PartialEq, Eq)]
struct Untranslatable {
    /// Where it stands, in bytes.
    at: Range<usize>,
    /// What cannot be done, and what can.
    message: String,
}

/// An entry of the file.
#[derive(Debug)]
struct Line {
    key: String,
    value: String,
    /// Where both stand, in bytes.
    at: Range<usize>,
}

/// What begins the names of what concerns a connection, in both clients' files.
const CONNECTING: [&str; 9] = [
    "bootstrap.servers",
    "security.protocol",
    "sasl.",
    "ssl.",
    "enable.ssl.",
    "enable.sasl.",
    "https.",
    "client.",
    "broker.address.",
];

/// Names that are Java's alone and say nothing that librdkafka needs to know.
const JAVAS_OWN: [&str; 12] = [
    "sasl.client.callback.handler.class",
    "sasl.login.class",
    "sasl.login.refresh.buffer.seconds",
    "sasl.login.refresh.min.period.seconds",
    "sasl.login.refresh.window.factor",
    "sasl.login.refresh.window.jitter",
    "ssl.enabled.protocols",
    "ssl.protocol",
    "ssl.provider",
    "ssl.keymanager.algorithm",
    "ssl.trustmanager.algorithm",
    "ssl.secure.random.implementation",
];

/// What the file at `path` says of how to connect.
///
/// # Errors
/// The first line that librdkafka cannot be told, by its place.
pub fn command_config(path: &str, text: &str) -> Result<Connection> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let entries = properties::entries(&File { path, text });
    let lines: Vec<Line> = entries
        .into_iter()
        .map(|entry| Line { key: entry.key, value: entry.value, at: entry.key_at.start..entry.value_at.end })
        .collect();
    match translate(&lines) {
        Ok(connection) => Ok(connection),
        Err(refused) => {
            let (line, column) = Lines::of(text).position(refused.at.start);
            bail!("{path}:{line}:{column}: {}", refused.message)
        }
    }
}

/// Tells librdkafka what the lines of the file say.
fn translate(lines: &[Line]) -> std::result::Result<Connection, Untranslatable> {
    let value = |key: &str| lines.iter().rev().find(|line| line.key == key).map(|line| line.value.trim());
    let mut connection = Connection::default();
    for line in lines {
        let told = match line.key.as_str() {
            "sasl.jaas.config" => login(&line.value),
            "sasl.mechanism" | "sasl.mechanisms" => mechanism(line.value.trim()),
            "sasl.login.callback.handler.class" => handler(line.value.trim()),
            "ssl.truststore.location" => trust_store(&line.value, value("ssl.truststore.type")),
            "ssl.truststore.certificates" => Ok(vec![("ssl.ca.pem", line.value.clone())]),
            "ssl.keystore.location" => Ok(key_store(&line.value, value("ssl.keystore.type"))),
            "ssl.keystore.certificate.chain" => Ok(vec![("ssl.certificate.pem", line.value.clone())]),
            "ssl.keystore.key" => Ok(vec![("ssl.key.pem", line.value.clone())]),
            "ssl.endpoint.identification.algorithm" => {
                let algorithm = line.value.trim();
                Ok(vec![(
                    "ssl.endpoint.identification.algorithm",
                    if algorithm.is_empty() { "none".to_owned() } else { algorithm.to_owned() },
                )])
            }
            // Said by the places of the stores, or of a store that needs none.
            "ssl.truststore.type" | "ssl.keystore.type" | "ssl.truststore.password" => Ok(Vec::new()),
            "ssl.keystore.password" if is_pem(value("ssl.keystore.type")) => Ok(Vec::new()),
            key if JAVAS_OWN.contains(&key) => Ok(Vec::new()),
            key if CONNECTING.iter().any(|beginning| key.starts_with(beginning)) => {
                Ok(vec![(key, line.value.trim().to_owned())])
            }
            key => {
                connection.unused.push(key.to_owned());
                Ok(Vec::new())
            }
        };
        let told = told.map_err(|message| Untranslatable { at: line.at.clone(), message })?;
        connection.settings.extend(told.into_iter().map(|(key, value)| (key.to_owned(), value)));
    }
    Ok(connection)
}

type Told<'a> = std::result::Result<Vec<(&'a str, String)>, String>;

fn mechanism<'a>(name: &str) -> Told<'a> {
    match name.to_ascii_uppercase().as_str() {
        "AWS_MSK_IAM" => {
            Err("AWS_MSK_IAM needs Amazon's own library, which kskill does not have: connect with SCRAM, \
                              or with OAUTHBEARER"
                .to_owned())
        }
        "GSSAPI" => Err("Kerberos (GSSAPI) is not built into kskill: connect with SCRAM, PLAIN, OAUTHBEARER or a \
                         client certificate"
            .to_owned()),
        name => Ok(vec![("sasl.mechanism", name.to_owned())]),
    }
}

fn handler<'a>(class: &str) -> Told<'a> {
    if class.ends_with("OAuthBearerLoginCallbackHandler") {
        return Ok(vec![("sasl.oauthbearer.method", "oidc".to_owned())]);
    }
    Err(format!(
        "`{class}` is a Java class that fetches tokens, and kskill runs no Java: use Kafka's own \
         OAuthBearerLoginCallbackHandler with sasl.oauthbearer.token.endpoint.url, or SCRAM"
    ))
}

/// `org...PlainLoginModule required username="alice" password="...";`
fn login<'a>(jaas: &str) -> Told<'a> {
    let class = jaas.split_whitespace().next().unwrap_or_default();
    let keys: &[(&str, &str)] = match class.rsplit('.').next() {
        Some("PlainLoginModule" | "ScramLoginModule") => {
            &[("username", "sasl.username"), ("password", "sasl.password")]
        }
        Some("OAuthBearerLoginModule") => &[
            ("clientId", "sasl.oauthbearer.client.id"),
            ("clientSecret", "sasl.oauthbearer.client.secret"),
            ("scope", "sasl.oauthbearer.scope"),
        ],
        _ => {
            return Err(format!(
                "kskill can log in with PlainLoginModule, ScramLoginModule and OAuthBearerLoginModule, not with `{class}`"
            ));
        }
    };
    let options = options(jaas);
    let stated = |name: &str| options.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    Ok(keys.iter().filter_map(|(name, key)| Some((*key, stated(name)?))).collect())
}

/// The options of a login module, escapes resolved: `name="value" name=value;`
fn options(jaas: &str) -> Vec<(String, String)> {
    let mut options = Vec::new();
    let mut rest = jaas;
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.split_whitespace().next_back().unwrap_or_default().to_owned();
        let (value, left) = value(after.trim_start());
        options.push((name, value));
        rest = left;
    }
    options
}

/// The value that a text begins with, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quote) = text.chars().next().filter(|c| *c == '"' || *c == '\'') else {
        let end = text.find(|c: char| c.is_whitespace() || c == ';').unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            c if c == quote => return (value, &text[at + 1..]),
            c => value.push(c),
        }
    }
    (value, "")
}

fn is_pem(kind: Option<&str>) -> bool {
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("PEM"))
}

fn trust_store<'a>(location: &str, kind: Option<&str>) -> Told<'a> {
    if is_pem(kind) {
        return Ok(vec![("ssl.ca.location", location.trim().to_owned())]);
    }
    let kind = kind.unwrap_or("JKS");
    Err(format!(
        "kskill reads certificates of authorities as PEM, not as {kind}: write them out with `keytool -exportcert -rfc \
         -keystore {} -alias ALIAS -file ca.pem`, and set ssl.truststore.type=PEM and ssl.truststore.location=ca.pem in a \
         copy of the file",
        location.trim()
    ))
}

/// A PEM key store is one file with the key and its certificates; PKCS#12 is read as it is.
fn key_store<'a>(location: &str, kind: Option<&str>) -> Vec<(&'a str, String)> {
    let location = location.trim().to_owned();
    if is_pem(kind) {
        return vec![("ssl.certificate.location", location.clone()), ("ssl.key.location", location)];
    }
    vec![("ssl.keystore.location", location)]
}

#[cfg(test)]
mod tests;
