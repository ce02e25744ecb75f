//! The form in which a family of config keys is looked up: a line that describes the family, then one line per key,
//! sorted by name. A lookup halves its way to one line and parses nothing else. `build.rs` packs with this file too.

use serde_json::{Map, Value};

/// Packs the text of one file of knowledge/catalog/.
///
/// # Errors
/// What is wrong with the file.
pub fn pack(json: &str) -> Result<String, String> {
    let Value::Object(mut head) = serde_json::from_str(json).map_err(|error| error.to_string())? else {
        return Err("is no JSON object".to_owned());
    };
    let Some(Value::Object(keys)) = head.remove("keys") else {
        return Err("has no object `keys`".to_owned());
    };
    if head.get("versions").and_then(Value::as_array).is_none_or(Vec::is_empty) {
        return Err("has no list `versions`".to_owned());
    }
    let mut text = Value::Object(head).to_string();
    text.push('\n');
    for (name, key) in sorted(keys) {
        text.push_str(&name);
        text.push('\t');
        text.push_str(&key.to_string());
        text.push('\n');
    }
    Ok(text)
}

fn sorted(keys: Map<String, Value>) -> Vec<(String, Value)> {
    let mut keys: Vec<(String, Value)> = keys.into_iter().collect();
    keys.sort_by(|a, b| a.0.cmp(&b.0));
    keys
}

/// The first line of a packed family and the lines of its keys.
#[must_use]
pub fn split(packed: &str) -> (&str, &str) {
    packed.split_once('\n').unwrap_or((packed, ""))
}

/// What is written about `name`, as JSON.
#[must_use]
pub fn find<'a>(lines: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = lines;
    while !lines.is_empty() {
        // Between two bytes of a letter there is no break of a line.
        let middle = lines.len() / 2;
        let start = lines.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end = lines[start..].find('\n').map_or(lines.len(), |at| start + at + 1);
        let (found, json) = lines[start..end].trim_end().split_once('\t')?;
        match name.cmp(found) {
            std::cmp::Ordering::Equal => return Some(json),
            std::cmp::Ordering::Less => lines = &lines[..start],
            std::cmp::Ordering::Greater => lines = &lines[end..],
        }
    }
    None
}

/// The names of all keys, sorted.
pub fn names(lines: &str) -> impl Iterator<Item = &str> {
    self::lines(lines).map(|(name, _)| name)
}

/// All keys and what is written about them, sorted by name.
pub fn lines(lines: &str) -> impl Iterator<Item = (&str, &str)> {
    lines.lines().filter_map(|line| line.split_once('\t'))
}
