//! Versions such as `2.12.0`, compared number by number.

use serde::Deserialize;

/// Whether `version` is `least` or newer; missing numbers count as 0, and what is no number as 0.
#[must_use]
pub fn at_least(version: &str, least: &str) -> bool {
    let numbers = |text: &str| -> Vec<u64> {
        text.split(['.', '-']).map(|part| part.trim_start_matches('v').parse().unwrap_or(0)).collect()
    };
    let (mut version, mut least) = (numbers(version), numbers(least));
    let length = version.len().max(least.len());
    version.resize(length, 0);
    least.resize(length, 0);
    version >= least
}

/// A version that nothing has yet.
const NEVER: &str = "9999";

/// A value that depends on the version: one scalar, or a list of `{since, value}`, newest first, ended by `{value}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "serde_json::Value")]
pub struct Versioned(Vec<(Option<String>, serde_json::Value)>);

impl From<serde_json::Value> for Versioned {
    fn from(value: serde_json::Value) -> Self {
        let since = |step: &serde_json::Value| step.get("since").and_then(|since| since.as_str()).map(str::to_owned);
        match value {
            serde_json::Value::Array(steps) if steps.iter().all(|step| step.get("value").is_some()) => {
                Self(steps.iter().map(|step| (since(step), step["value"].clone())).collect())
            }
            scalar => Self(vec![(None, scalar)]),
        }
    }
}

impl Versioned {
    /// The value in `version`; none where it is older than every step.
    #[must_use]
    pub fn at(&self, version: &str) -> Option<&serde_json::Value> {
        let applies = |since: &Option<String>| since.as_ref().is_none_or(|since| at_least(version, since));
        self.0.iter().find(|(since, _)| applies(since)).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// The same steps in the versions of a client that `brings` these: a value that came with 4.0 comes with the first
    /// version that brings 4.0.
    #[must_use]
    pub fn translated(&self, brings: &Self) -> Self {
        let step = |(since, value): &(Option<String>, serde_json::Value)| {
            (since.as_ref().and_then(|since| brings.first_with(since)), value.clone())
        };
        Self(self.0.iter().map(step).collect())
    }

    /// The first version whose value is the version `least` or newer; none where that is true of every version.
    #[must_use]
    pub fn first_with(&self, least: &str) -> Option<String> {
        let brought = |value: &serde_json::Value| value.as_str().is_some_and(|value| at_least(value, least));
        match self.0.iter().take_while(|(_, value)| brought(value)).last() {
            Some((since, _)) => since.clone(),
            None => Some(NEVER.to_owned()),
        }
    }
}
