//! Numbers and what is computed from them in code: `10_000`, `60 * 1000`, `1 << 20`.

use super::super::Given;

/// A number of a program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Whole(i128),
    Real(f64),
}

impl Number {
    /// A literal of Python, Java, JavaScript or Go.
    pub fn of(literal: &str) -> Option<Self> {
        let plain: String = literal.chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase();
        let radix = |digits: &str, radix| i128::from_str_radix(digits, radix).ok().map(Self::Whole);
        if let Some(digits) = plain.strip_prefix("0x") {
            return radix(digits.trim_end_matches('l'), 16);
        }
        if let Some(digits) = plain.strip_prefix("0b") {
            return radix(digits.trim_end_matches('l'), 2);
        }
        if let Some(digits) = plain.strip_prefix("0o") {
            return radix(digits, 8);
        }
        let plain = plain.trim_end_matches(['l', 'n', 'f', 'd']);
        if !plain.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return None;
        }
        let whole = plain.parse().ok().map(Self::Whole);
        whole.or_else(|| plain.parse().ok().filter(|real: &f64| real.is_finite()).map(Self::Real))
    }

    /// The result of an operator; none where languages differ, or there is none.
    pub fn apply(self, operator: &str, other: Self) -> Option<Self> {
        let (Self::Whole(a), Self::Whole(b)) = (self, other) else {
            let (a, b) = (self.real(), other.real());
            let real = match operator {
                "*" => a * b,
                "+" => a + b,
                "-" => a - b,
                "/" => a / b,
                _ => return None,
            };
            return real.is_finite().then_some(Self::Real(real));
        };
        match operator {
            "*" => a.checked_mul(b),
            "+" => a.checked_add(b),
            "-" => a.checked_sub(b),
            // Whole division and true division agree where nothing is left over.
            "/" | "//" if b != 0 && a % b == 0 => Some(a / b),
            "<<" => u32::try_from(b).ok().filter(|by| *by < 64).and_then(|by| a.checked_mul(1_i128 << by)),
            "**" => u32::try_from(b).ok().and_then(|exponent| a.checked_pow(exponent)),
            _ => None,
        }
        .map(Self::Whole)
    }

    /// The number with the other sign.
    pub fn negated(self) -> Option<Self> {
        Self::Whole(0).apply("-", self)
    }

    #[expect(clippy::cast_precision_loss, reason = "what is mixed with fractions is exact only to that degree anyway")]
    fn real(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Real(real) => real,
        }
    }
}

impl From<Number> for Given {
    fn from(number: Number) -> Self {
        Self::Number(number.to_string())
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Whole(whole) => whole.fmt(f),
            Self::Real(real) => real.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_all_languages() {
        for (literal, text) in [
            ("10_000", "10000"),
            ("5L", "5"),
            ("0x10", "16"),
            ("1e3", "1000"),
            ("9007199254740991n", "9007199254740991"),
            ("0.5", "0.5"),
        ] {
            assert_eq!(Number::of(literal).map(|number| number.to_string()).as_deref(), Some(text), "{literal}");
        }
        assert_eq!(Number::of("inf"), None);
        assert_eq!(Number::of("x"), None);
    }

    #[test]
    fn what_cannot_be_computed_is_none() {
        let whole = Number::Whole;
        assert_eq!(whole(60).apply("*", whole(1000)), Some(whole(60_000)));
        assert_eq!(whole(1).apply("<<", whole(20)), Some(whole(1_048_576)));
        assert_eq!(whole(7).apply("/", whole(2)), None, "3 in Java, 3.5 in Python");
        assert_eq!(whole(7).apply("/", whole(0)), None);
        assert_eq!(whole(i128::MAX).apply("*", whole(2)), None);
        assert_eq!(whole(2).apply("**", whole(1 << 40)), None);
        assert_eq!(whole(5).negated(), Some(whole(-5)));
    }
}
