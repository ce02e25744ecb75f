//! A value as it stands in a config.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

/// A value as it stands in a config: plain, or an expression of the client's language.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A text, number or truth. A text may hold placeholders such as `${KAFKA_PASSWORD}`.
    Plain(Json),
    /// An expression of the language that the config is written in, such as `5 * time.Millisecond`.
    Code(String),
}

impl Literal {
    /// The environment variables that it names.
    #[must_use]
    pub fn placeholders(&self) -> Vec<&str> {
        let Self::Plain(Json::String(text)) = self else { return Vec::new() };
        let names = text.split("${").skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
        // The Java client names the provider too: `${env:NAME}`.
        names.map(|name| name.strip_prefix("env:").unwrap_or(name)).collect()
    }
}

impl Serialize for Literal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(value) => value.serialize(serializer),
            Self::Code(code) => serializer.serialize_str(code),
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(Json::String(text)) => f.write_str(text),
            Self::Plain(value) => write!(f, "{value}"),
            Self::Code(code) => f.write_str(code),
        }
    }
}
