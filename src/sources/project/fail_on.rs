//! From which severity on a run fails.

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::finding::Severity;

/// From which severity on a run fails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors.
    #[default]
    Error,
    /// Warnings and errors.
    Warning,
    /// Everything.
    Info,
    /// Nothing: findings are only shown.
    Never,
}

impl FailOn {
    /// Whether a finding fails the run.
    #[must_use]
    pub fn is_met(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => severity >= Severity::Info,
            Self::Never => false,
        }
    }

    /// As it is written in `kskill.toml`.
    ///
    /// # Errors
    /// With what may be written.
    pub fn named(name: &str) -> Result<Self> {
        match Self::from_str(name, false) {
            Ok(known) => Ok(known),
            Err(_) => bail!("`{name}` is no severity to fail on: write error, warning, info or never"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_flag() {
        assert_eq!(FailOn::named("warning").ok(), Some(FailOn::Warning));
        assert!(FailOn::named("Warning").is_err());
        assert!(FailOn::Warning.is_met(Severity::Error) && !FailOn::Warning.is_met(Severity::Info));
        assert!(!FailOn::Never.is_met(Severity::Error));
    }
}
