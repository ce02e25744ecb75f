//! Which environment a config is for, as far as names show it.

/// The environment that a word stands for; none for words such as `staging`, which may be meant either way.
fn of_word(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "prod" | "production" | "prd" | "live" => Some("production"),
        "dev" | "develop" | "development" | "local" | "test" | "tests" | "ci" => Some("development"),
        _ => None,
    }
}

/// The environment of a profile: `prod`, `prod-eu`, `kafka-test`.
pub(super) fn of_profile(profile: &str) -> Option<&'static str> {
    let mut words = profile.split(['-', '_', '.']);
    let first = words.next().and_then(of_word);
    first.or_else(|| words.next_back().and_then(of_word))
}

/// The environment that a path names: the last word of the file's name, else the nearest directory.
///
/// The directories above the project, which an absolute path shows, say nothing about it.
pub(super) fn of_path(path: &str) -> Option<&'static str> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = name.trim_start_matches('.');
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // `.env.production` ends with what its stem would be elsewhere.
    let own = last_word(stem).or_else(|| name.strip_prefix("env.").and_then(last_word));
    own.or_else(|| (!path.starts_with('/')).then(|| folders.rsplit('/').find_map(of_word)).flatten())
}

/// `orders-prod` is for production; `live-scores` need not be.
fn last_word(stem: &str) -> Option<&'static str> {
    stem.rsplit(['-', '_', '.']).next().and_then(of_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_show_the_environment() {
        for path in
            ["application-prod.yml", ".env.production", "prod.env", "deploy/prod/topic.yaml", "compose.live.yml"]
        {
            assert_eq!(of_path(path), Some("production"), "{path}");
        }
        for path in ["application-dev.yml", "src/test/resources/application.yml", ".env.local", "prod/app-test.yml"] {
            assert_eq!(of_path(path), Some("development"), "{path}");
        }
        for path in ["application.yml", "live-scores.yaml", "/opt/dev/app/application.yml", "app-staging.yml", ".env"] {
            assert_eq!(of_path(path), None, "{path}");
        }
    }

    #[test]
    fn profiles_show_the_environment() {
        assert_eq!(of_profile("prod-eu"), Some("production"));
        assert_eq!(of_profile("kafka-test"), Some("development"));
        assert_eq!(of_profile("kafka"), None);
    }
}
