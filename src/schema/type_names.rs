//! What people call a type that is called otherwise here.

use super::field_type::SIMPLE;

/// What other languages call our types.
const OTHER_NAMES: [(&str, &[&str]); 13] = [
    ("uuid", &["guid", "uuid4", "uuidv4"]),
    ("string", &["text", "str", "char", "varchar", "keyword"]),
    ("int", &["integer", "int32", "i32", "short", "smallint"]),
    ("long", &["bigint", "int64", "i64", "u64", "number"]),
    ("double", &["float", "float64", "f64", "real"]),
    ("bool", &["boolean", "bit"]),
    ("bytes", &["binary", "blob", "bytea"]),
    ("date", &["localdate", "day"]),
    ("timestamp", &["datetime", "timestamptz", "instant", "time"]),
    ("money", &["amount", "price", "currency"]),
    ("decimal(19,4)", &["numeric", "bigdecimal"]),
    ("[T]", &["array", "list", "set", "seq"]),
    ("{f: T}", &["record", "object", "struct", "map", "dict"]),
];

/// Every type, as a message lists them.
pub(super) fn all() -> String {
    let simple: Vec<_> = SIMPLE.iter().map(|(name, _)| *name).collect();
    format!("{}, decimal(p,s), enum(A, B), [T], {{f: T}}, each with `?` where it is optional", simple.join(", "))
}

/// How every type is written, with an example where it takes more than a word.
#[must_use]
pub fn written() -> Vec<&'static str> {
    let simple = SIMPLE.iter().map(|(name, _)| *name);
    simple.chain(["decimal(10,2)", "enum(NEW, PAID)", "[string]", "{street: string, city: string}"]).collect()
}

/// The message for a word that is no type.
pub(super) fn unknown(word: &str) -> String {
    match nearest(word) {
        Some(name) => format!("`{word}` is not a type; did you mean `{name}`?"),
        None => format!("`{word}` is not a type; write one of {}", all()),
    }
}

fn nearest(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let other = OTHER_NAMES.iter().find(|(_, others)| others.contains(&word.as_str()));
    let near = || {
        let names = SIMPLE.iter().map(|(name, _)| *name).chain(["decimal", "enum"]);
        let (distance, name) = names.map(|name| (strsim::osa_distance(&word, name), name)).min()?;
        // Two slips in a word of four letters make another word.
        (distance <= name.len() / 3).then_some(name)
    };
    other.map(|(name, _)| *name).or_else(near)
}
