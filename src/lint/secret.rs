//! Secrets that stand in a file for everybody to read.

use crate::sources::config::{Given, Reading, Setting};

/// What the names of keys with secrets end with, in any client's spelling.
const NAMES: [&str; 11] = [
    "password",
    "passphrase",
    "secret",
    "secret.key",
    "secretkey",
    "jaas.config",
    "user.info",
    "userinfo",
    "keystore.key",
    "key.pem",
    "bearer.auth.token",
];

/// A trust store holds certificates that everybody may see: its password guards against nothing but accidents.
const NO_SECRETS: [&str; 3] = ["truststore.password", "trust.store.password", "jaas.config.provider"];

/// What people write where the secret itself is not to stand.
const STAND_INS: [&str; 10] =
    ["change", "your", "example", "placeholder", "redacted", "dummy", "replace", "todo", "xxx", "***"];

/// What program code is in: what stands beside a placeholder there may be a part of an expression.
const CODE: [&str; 17] =
    ["py", "go", "ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx", "java", "kt", "kts", "cs", "rs", "tf", "tofu"];

/// Whether the value is a secret and stands there itself, rather than the place or the variable that holds it. `raw` is
/// the value as the file has it, where that can be looked into.
pub(super) fn is_clear(setting: &Setting, known: bool, raw: &str) -> bool {
    let key = setting.key.to_lowercase().replace(['-', '_'], ".");
    let secret = known || NAMES.iter().any(|name| key.ends_with(name));
    if !secret || NO_SECRETS.iter().any(|name| key.ends_with(name)) {
        return false;
    }
    match &setting.value {
        Given::Text(text) => shows(text),
        // a placeholder, with something beside or in it
        Given::Unknown => {
            let text = raw.trim_matches(['"', '\'']).replace("\\\"", "\"");
            Given::of_text(&text) == Given::Unknown && shows(&text)
        }
        _ => false,
    }
}

/// The value as a file of settings has it; nothing of program code.
pub(super) fn raw<'t>(path: &str, text: &'t str, setting: &Setting) -> &'t str {
    let code = path.rsplit_once('.').is_some_and(|(_, extension)| CODE.contains(&extension));
    if code { "" } else { text.get(setting.value_at.clone()).unwrap_or_default() }
}

/// The text with stars in place of secrets, each byte of one a star; none where it has none.
pub(super) fn masked(path: &str, text: &str, reading: &Reading) -> Option<String> {
    let settings = reading.configs.iter().flat_map(|config| &config.settings);
    let mut bytes = None;
    for setting in settings.filter(|setting| is_clear(setting, false, raw(path, text, setting))) {
        let bytes = bytes.get_or_insert_with(|| text.as_bytes().to_vec());
        for byte in bytes.get_mut(setting.value_at.clone()).into_iter().flatten() {
            // Lines stay as they are, so that places do.
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b'*';
            }
        }
    }
    String::from_utf8(bytes?).ok()
}

fn shows(text: &str) -> bool {
    let text = text.trim();
    // A login module without a password, such as that of AWS or Kerberos, says nothing secret.
    if text.contains("LoginModule") {
        return ["password=", "clientSecret="].iter().any(|option| {
            let value = text.split(option).nth(1).map(|rest| rest.trim_start_matches(['"', '\'']));
            value.is_some_and(|value| stands_there(value.split(['"', '\'', ';', ' ']).next().unwrap_or_default()))
        });
    }
    stands_there(text)
}

/// Whether a text is a secret, or falls back to one.
fn stands_there(text: &str) -> bool {
    is_literal(text) || default_of(text).is_some_and(stands_there)
}

/// What holds where nobody sets the variable: `${NAME:default}`, `${NAME:-default}`, `${a.property:default}`. The names of
/// Kafka's config providers, which look much the same, are words in lower case: `${file:/run/secrets:key}`.
fn default_of(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("${")?.strip_suffix('}')?;
    let end = inside.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')))?;
    let (name, rest) = inside.split_at(end);
    let variable = name.chars().any(|c| c.is_ascii_uppercase()) && !name.chars().any(|c| c.is_ascii_lowercase());
    match rest.strip_prefix(':') {
        // what a shell says, or takes, where there is a value or none
        Some(rest) if variable && rest.starts_with(['?', '+']) => None,
        Some(rest) if variable => Some(rest.strip_prefix('-').unwrap_or(rest)),
        Some(rest) => name.contains('.').then_some(rest),
        None => rest.strip_prefix('-').filter(|_| variable),
    }
}

fn is_literal(text: &str) -> bool {
    let lower = text.to_lowercase();
    // A path leads to the secret, as those of mounted secrets and of vaults do.
    let leads =
        text.starts_with('/') || text.starts_with("file:") || text.contains("://") || lower.starts_with("vault");
    // Jasypt decrypts it when the application starts.
    let encrypted = text.starts_with("ENC(") && text.ends_with(')');
    let stands_in = STAND_INS.iter().any(|word| lower.contains(word));
    // `<api-secret>`, of which a blank may have cut off the end, and `CLOUD_API_SECRET` are to be replaced.
    let to_fill =
        text.starts_with(['<', '{']) || text.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '_' | '-'));
    let shown = Given::of_text(text) != Given::Unknown;
    !text.is_empty()
        && shown
        && !leads
        && !encrypted
        && !stands_in
        && !to_fill
        && text.chars().any(|c| !matches!(c, '.' | '-' | '_' | '*'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::config::{File, read};

    fn clear(key: &str, value: &str) -> bool {
        let (value, raw) = (Given::of_text(value), value);
        is_clear(&Setting { key: key.to_owned(), key_at: 0..1, value, value_at: 2..3 }, false, raw)
    }

    #[test]
    fn what_stands_there_itself_is_clear() {
        for (key, value) in [
            ("sasl.password", "s3cr3t-Orders"),
            ("ssl.keystore.password", "hunter2"),
            ("database.password", "dbz"),
            ("spring.kafka.ssl.key-password", "hunter2"),
            ("sasl_plain_password", "hunter2"),
            ("sasl.jaas.config", "a.PlainLoginModule required username=\"a\" password=\"hunter2\";"),
            ("basic.auth.user.info", "user:hunter2"),
            ("sasl.jaas.config", "a.PlainLoginModule required username=\"${U}\" password=\"Kj8!xP02mQ\";"),
            ("sasl.jaas.config", "a.PlainLoginModule required username=\"${U}\" password=\"${P:secret123}\";"),
            ("sasl.jaas.config", "\"a.PlainLoginModule required username=\\\"${U}\\\" password=\\\"hunter2\\\";\""),
            ("sasl.password", "${KAFKA_PASSWORD:hunter2}"),
            ("sasl.password", "'${KAFKA_PASSWORD:-hunter2}'"),
            ("sasl.password", "${kafka.password:hunter2}"),
            ("sasl.password", "${A:${B:hunter2}}"),
        ] {
            assert!(clear(key, value), "{key}={value}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let text = "bootstrap.servers=kafka:9092\nacks=all\nssl.key.password=hünter2\nlinger.ms=5\n";
        let reading = read(&File { path: "a.properties", text }).expect("a producer");
        let shown = masked("a.properties", text, &reading).expect("a secret is there");
        assert_eq!(shown, text.replace("hünter2", "********"), "ü has two bytes");
        let reading = read(&File { path: "a.properties", text: "acks=all\n" }).expect("a producer");
        assert_eq!(masked("a.properties", "acks=all\n", &reading), None);
    }

    #[test]
    fn what_leads_to_a_secret_is_not() {
        for (key, value) in [
            ("sasl.password", "${KAFKA_PASSWORD}"),
            ("sasl.password", "${file:/run/secrets/kafka:password}"),
            ("sasl.password", "changeme"),
            ("sasl.password", "${KAFKA_PASSWORD:}"),
            ("sasl.password", "${KAFKA_PASSWORD:changeme}"),
            ("sasl.password", "${KAFKA_PASSWORD:?say which}"),
            ("sasl.password", "${KAFKA_PASSWORD:${OTHER}}"),
            ("sasl.password", "${vault:secret/kafka:password}"),
            ("sasl.password", "${secrets:kafka/orders:password}"),
            ("sasl.password", "${kafka-password}"),
            ("sasl.jaas.config", "a.PlainLoginModule required username=\"a\" password=\"${env:PASSWORD}\";"),
            ("sasl.jaas.config", "a.PlainLoginModule required username=\"a\" password=\"${P:}\";"),
            ("spring.kafka.ssl.key-password", "ENC(G6N718UuyPE5bHyWKyuLQSm02auQPUtm)"),
            ("sasl.jaas.config", "{{ module }} password=\"hunter2\";"),
            ("sasl.password", "<password>"),
            ("sasl.password", "********"),
            ("sasl.password", ""),
            ("ssl.truststore.password", "hunter2"),
            ("ssl.key.password", "/run/secrets/key-password"),
            ("sasl.username", "orders"),
            ("sasl.jaas.config", "software.amazon.msk.auth.iam.IAMLoginModule required;"),
            ("sasl.jaas.config", "a.PlainLoginModule required username=\"a\" password=\"\";"),
        ] {
            assert!(!clear(key, value), "{key}={value}");
        }
    }
}
