//! The grammar of field types in the answers file.
//!
//! `uuid string int long double bool bytes date timestamp money decimal(p,s) enum(A,B) [T] {f: T, g: U} T?`

use std::fmt;

pub use super::type_parser::parse;

/// Every type that is one word, as it is written.
pub(super) const SIMPLE: [(&str, FieldType); 10] = [
    ("uuid", FieldType::Uuid),
    ("string", FieldType::String),
    ("int", FieldType::Int),
    ("long", FieldType::Long),
    ("double", FieldType::Double),
    ("bool", FieldType::Bool),
    ("bytes", FieldType::Bytes),
    ("date", FieldType::Date),
    ("timestamp", FieldType::Timestamp),
    ("money", FieldType::Money),
];

/// The type of one field of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// An identifier in the form `123e4567-e89b-12d3-a456-426614174000`.
    Uuid,
    /// Text.
    String,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Long,
    /// A binary floating-point number of 64 bits.
    Double,
    /// True or false.
    Bool,
    /// Bytes without a meaning to Kafka.
    Bytes,
    /// A day of the calendar, without a time zone.
    Date,
    /// A point in time, UTC, in milliseconds.
    Timestamp,
    /// An amount of money: an exact decimal of 19 digits, 4 of them after the point.
    Money,
    /// An exact decimal: `precision` digits, `scale` of them after the point.
    Decimal {
        /// All digits, at least 1.
        precision: u32,
        /// The digits after the point, at most `precision`.
        scale: u32,
    },
    /// One of the symbols.
    Enum(Vec<String>),
    /// Any number of the type, in order.
    List(Box<FieldType>),
    /// Named fields, in order.
    Record(Vec<(String, FieldType)>),
    /// The type, or nothing.
    Optional(Box<FieldType>),
}

impl FieldType {
    /// The type without `?`.
    #[must_use]
    pub fn required(&self) -> &FieldType {
        let mut of = self;
        while let FieldType::Optional(inner) = of {
            of = inner;
        }
        of
    }
}

/// Writes the type as [`parse`] reads it.
impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FieldType::Decimal { precision, scale } => write!(f, "decimal({precision},{scale})"),
            FieldType::Enum(symbols) => write!(f, "enum({})", symbols.join(", ")),
            FieldType::List(item) => write!(f, "[{item}]"),
            FieldType::Record(fields) => {
                let fields: Vec<_> = fields.iter().map(|(name, of)| format!("{name}: {of}")).collect();
                write!(f, "{{{}}}", fields.join(", "))
            }
            FieldType::Optional(inner) => write!(f, "{inner}?"),
            simple => {
                let name = SIMPLE.iter().find(|(_, of)| of == simple).map_or("", |(name, _)| name);
                f.write_str(name)
            }
        }
    }
}

/// Why a text is not a field type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeError {
    /// Where in the text, in bytes from its beginning; always at the boundary of a character.
    pub offset: usize,
    /// What was expected, and the next step.
    pub message: String,
}

impl fmt::Display for TypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TypeError {}

/// Checks the name of a field: letters, digits and `_`, not beginning with a digit.
///
/// # Errors
/// Says at which byte the name is not valid in Avro, and which one would be.
pub fn check_name(name: &str) -> Result<(), TypeError> {
    let fits = |i: usize, c: char| c == '_' || c.is_ascii_alphabetic() || (i > 0 && c.is_ascii_digit());
    let wrong = name.char_indices().find(|&(i, c)| !fits(i, c));
    let offset = match wrong {
        Some((offset, _)) => offset,
        None if name.is_empty() => 0,
        None => return Ok(()),
    };
    let instead = super::names::identifier(name);
    let message = format!(
        "`{name}` is not a name that Avro allows (letters, digits and `_`, not beginning with a digit); write `{instead}`"
    );
    Err(TypeError { offset, message })
}
