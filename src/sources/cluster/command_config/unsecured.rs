//! Tokens that nobody signs, which Java's client makes by itself for tests, and librdkafka too.

use super::Told;

/// What begins the names of the module's options for such tokens.
const OPTIONS: &str = "unsecuredLogin";

/// What a token names its owner by where nothing else is said.
const SUBJECT: &str = "sub";
const SCOPE: &str = "scope";

/// What the options of the login module say of such a token; none where they are about others.
pub(super) fn token<'a>(options: &[(String, String)]) -> Option<Told<'a>> {
    let own: Vec<(&str, &str)> =
        options.iter().filter_map(|(name, value)| Some((name.strip_prefix(OPTIONS)?, value.as_str()))).collect();
    (!own.is_empty()).then(|| described(&own).map(settings))
}

fn settings<'a>(description: String) -> Vec<(&'a str, String)> {
    vec![("enable.sasl.oauthbearer.unsecure.jwt", "true".to_owned()), ("sasl.oauthbearer.config", description)]
}

/// The token in librdkafka's words: `principal=alice scope=read,write`.
fn described(options: &[(&str, &str)]) -> Result<String, String> {
    let stated = |wanted: &str| options.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let subject = stated("PrincipalClaimName").unwrap_or(SUBJECT);
    let scope = stated("ScopeClaimName").unwrap_or(SCOPE);
    let mut words =
        vec![("principalClaimName".to_owned(), subject.to_owned()), ("scopeClaimName".to_owned(), scope.to_owned())];
    for (name, value) in options {
        let told = match name.split_once('_') {
            Some(("StringClaim", claim)) if claim == subject => ("principal".to_owned(), (*value).to_owned()),
            Some(("StringClaim", claim)) if claim == scope => (SCOPE.to_owned(), (*value).to_owned()),
            Some(("ListClaim", claim)) if claim == scope => (SCOPE.to_owned(), listed(value)),
            Some(("Extension", extension)) => (format!("extension_{extension}"), (*value).to_owned()),
            None if *name == "LifetimeSeconds" => ("lifeSeconds".to_owned(), (*value).to_owned()),
            None if ["PrincipalClaimName", "ScopeClaimName"].contains(name) => continue,
            _ => {
                return Err(format!(
                    "`{OPTIONS}{name}` cannot be told librdkafka, which puts into a token that nobody signs only who it is \
                 for, the scope, the time it lives and extensions: leave the line out in a copy of the file"
                ));
            }
        };
        words.push(told);
    }
    if !words.iter().any(|(name, _)| name == "principal") {
        return Err(format!(
            "the login says of no one whom the token is for: add {OPTIONS}StringClaim_{subject}=\"NAME\""
        ));
    }
    if let Some((name, _)) = words.iter().find(|(_, value)| value.is_empty() || value.contains([' ', '"'])) {
        return Err(format!(
            "the {name} of a token that nobody signs must be a word without spaces and quotes for librdkafka: change it in a \
             copy of the file"
        ));
    }
    Ok(words.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
}

/// Java's list `|read|write`, whose first character stands between the rest, with commas.
fn listed(value: &str) -> String {
    let mut characters = value.chars();
    let Some(between) = characters.next() else { return String::new() };
    characters.as_str().split(between).collect::<Vec<_>>().join(",")
}
