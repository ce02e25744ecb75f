//! The file that every Kafka user has, `client.properties`, in librdkafka's words.
//!
//! Java's tools and librdkafka share most names of what concerns a connection. Where they differ, Java's is translated;
//! what librdkafka has nothing for is refused with the way out, because a connection that is made otherwise than the file
//! says may be made to the wrong side of a firewall, or in the clear.

mod store;
mod unsecured;

use std::ops::Range;

use anyhow::{Result, bail};

use crate::sources::config::{File, Lines, properties};
use store::Trust;

/// What the file says, for librdkafka.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// librdkafka's settings.
    pub settings: Vec<(String, String)>,
    /// `user:password` of a schema registry.
    pub registry_login: Option<String>,
    /// Keys of the file that have nothing to do with how a client connects.
    pub unused: Vec<String>,
}

impl Connection {
    /// Whether a file has keys and none of them says how to connect.
    fn says_nothing(&self) -> bool {
        self.settings.is_empty() && self.registry_login.is_none() && !self.unused.is_empty()
    }
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
const JAVAS_OWN: [&str; 18] = [
    "sasl.login.connect.timeout.ms",
    "sasl.login.read.timeout.ms",
    "sasl.login.retry.backoff.max.ms",
    "sasl.login.retry.backoff.ms",
    "sasl.oauthbearer.header.urlencode",
    "sasl.oauthbearer.jwt.validator.class",
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
        // Nearly all of Kafka's keys have dots in them: a file without any is another one.
        Ok(connection) if connection.says_nothing() && !connection.unused.iter().any(|key| key.contains('.')) => {
            bail!(
                "{path} holds no setting of a Kafka client: name a client.properties, as `security.protocol=SASL_SSL`"
            )
        }
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
        let connects = |key: &str| CONNECTING.iter().any(|beginning| key.starts_with(beginning));
        let told = match line.key.as_str() {
            key if connects(key) && line.value.trim_start().starts_with("${") => Err(provided(key)),
            "sasl.jaas.config" => login(&line.value, value("sasl.login.callback.handler.class")),
            "security.protocol" => protocol(line.value.trim()),
            "sasl.mechanism" | "sasl.mechanisms" => mechanism(line.value.trim()),
            "sasl.login.callback.handler.class" => handler(line.value.trim()),
            // Left from other mechanisms, in files that log in otherwise.
            key if key.starts_with("sasl.kerberos.") => Ok(Vec::new()),
            key if key.starts_with(CLAIMS) && CHECKS_OF_TOKENS.contains(&&key[CLAIMS.len()..]) => Ok(Vec::new()),
            "sasl.oauthbearer.client.credentials.client.id" => {
                Ok(vec![("sasl.oauthbearer.client.id", line.value.trim().to_owned())])
            }
            "sasl.oauthbearer.client.credentials.client.secret" => {
                Ok(vec![("sasl.oauthbearer.client.secret", line.value.trim().to_owned())])
            }
            "sasl.oauthbearer.jwt.retriever.class" => retriever(line.value.trim()),
            // Java's names of ciphers are not OpenSSL's; without them, what both sides can is taken.
            "ssl.cipher.suites" if line.value.trim_start().starts_with("TLS_") => Ok(Vec::new()),
            "ssl.truststore.location" => {
                trust_store(line.value.trim(), value("ssl.truststore.type"), value("ssl.truststore.password"))
            }
            "ssl.truststore.certificates" => Ok(vec![("ssl.ca.pem", line.value.clone())]),
            "ssl.keystore.location" => key_store(line.value.trim(), value("ssl.keystore.type")),
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
            key if connects(key) => Ok(vec![(key, line.value.trim().to_owned())]),
            "basic.auth.user.info" | "schema.registry.basic.auth.user.info" => {
                connection.registry_login = Some(line.value.trim().to_owned());
                Ok(Vec::new())
            }
            "basic.auth.credentials.source" => Ok(Vec::new()),
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
        name if MECHANISMS.contains(&name) => Ok(vec![("sasl.mechanism", name.to_owned())]),
        _ => Err(format!("there is no mechanism `{name}`: it is one of {}", MECHANISMS.join(", "))),
    }
}

const MECHANISMS: [&str; 4] = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];
const PROTOCOLS: [&str; 4] = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"];

fn protocol<'a>(name: &str) -> Told<'a> {
    if PROTOCOLS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(vec![("security.protocol", name.to_owned())]);
    }
    Err(format!("there is no protocol `{name}`: security.protocol is one of {}", PROTOCOLS.join(", ")))
}

fn handler<'a>(class: &str) -> Told<'a> {
    if class.ends_with("OAuthBearerLoginCallbackHandler") {
        return Ok(vec![("sasl.oauthbearer.method", "oidc".to_owned())]);
    }
    if is_unsecured(class) {
        return Ok(Vec::new());
    }
    Err(format!(
        "`{class}` is a Java class that fetches tokens, and kskill runs no Java: use Kafka's own \
         OAuthBearerLoginCallbackHandler with sasl.oauthbearer.token.endpoint.url, or SCRAM"
    ))
}

/// Whether it makes tokens that nobody signs, as Java's client does where no class is named.
fn is_unsecured(class: &str) -> bool {
    class.ends_with("OAuthBearerUnsecuredLoginCallbackHandler")
}

/// `org...PlainLoginModule required username="alice" password="...";`, with the class that fetches tokens.
fn login<'a>(jaas: &str, handler: Option<&str>) -> Told<'a> {
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
            // Where the class was forgotten an option stands first, which may be the password.
            let with = if class.contains(['=', '"', '\'']) {
                ": the value begins with the name of one of them".to_owned()
            } else {
                format!(", not with `{class}`")
            };
            return Err(format!(
                "kskill can log in with PlainLoginModule, ScramLoginModule and OAuthBearerLoginModule{with}"
            ));
        }
    };
    let options = options(jaas);
    if let Some((name, _)) = options.iter().find(|(_, value)| value.starts_with("${")) {
        return Err(provided(name));
    }
    if class.ends_with("OAuthBearerLoginModule")
        && handler.is_none_or(is_unsecured)
        && let Some(token) = unsecured::token(&options)
    {
        return token;
    }
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

fn trust_store<'a>(location: &str, kind: Option<&str>, password: Option<&str>) -> Told<'a> {
    if is_pem(kind) {
        return Ok(vec![("ssl.ca.location", location.to_owned())]);
    }
    Ok(match store::trust(location, password)? {
        Trust::File => vec![("ssl.ca.location", location.to_owned())],
        Trust::Pem(pem) => vec![("ssl.ca.pem", pem)],
    })
}

/// A PEM key store is one file with the key and its certificates; PKCS#12 is read as it is.
fn key_store<'a>(location: &str, kind: Option<&str>) -> Told<'a> {
    let own = location.to_owned();
    if is_pem(kind) {
        return Ok(vec![("ssl.certificate.location", own.clone()), ("ssl.key.location", own)]);
    }
    if store::is_javas(location) {
        return Err(format!(
            "kskill reads a client's key from PKCS12 and PEM files, and {location} is JKS: convert it with `keytool \
             -importkeystore -srckeystore {location} -destkeystore client.p12 -deststoretype PKCS12`, and set \
             ssl.keystore.type=PKCS12 and ssl.keystore.location=client.p12 in a copy of the file"
        ));
    }
    Ok(vec![("ssl.keystore.location", own)])
}

/// What Java's clients begin the names with by which they check the tokens that they get.
const CLAIMS: &str = "sasl.oauthbearer.";
const CHECKS_OF_TOKENS: [&str; 9] = [
    "clock.skew.seconds",
    "expected.audience",
    "expected.issuer",
    "jwks.endpoint.refresh.ms",
    "jwks.endpoint.retry.backoff.max.ms",
    "jwks.endpoint.retry.backoff.ms",
    "jwks.endpoint.url",
    "scope.claim.name",
    "sub.claim.name",
];

/// Who fetches tokens, from Kafka 4.1 on.
fn retriever<'a>(class: &str) -> Told<'a> {
    let name = class.rsplit('.').next().unwrap_or(class);
    if matches!(name, "ClientCredentialsJwtRetriever" | "DefaultJwtRetriever") {
        return Ok(vec![("sasl.oauthbearer.method", "oidc".to_owned())]);
    }
    Err(format!(
        "`{class}` is a Java class that fetches tokens, and kskill runs no Java: use Kafka's own \
         ClientCredentialsJwtRetriever with sasl.oauthbearer.token.endpoint.url, or SCRAM"
    ))
}

/// A value that a config provider is to bring.
fn provided(key: &str) -> String {
    format!(
        "`{key}` is to come from a config provider, which kskill does not run: write the value itself in a copy of the file"
    )
}

#[cfg(test)]
mod tests;
