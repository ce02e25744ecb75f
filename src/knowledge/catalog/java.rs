//! Reading values as Java's `ConfigDef` does: trimmed at both ends, then parsed as a whole.

use super::key::{Key, Kind, Status};
use super::reading::{Reading, Refusal, Typed, bounds};

/// Reads `text` for `key`.
pub(super) fn read(key: &Key, text: &str) -> Result<Reading, Refusal> {
    if key.status == Status::Refused {
        return Err(Refusal::Name);
    }
    // String.trim() takes off everything up to the space, and no other white space
    let text = if key.exact { text } else { text.trim_matches(|letter| letter <= ' ') };
    let value = match key.kind {
        Kind::Boolean => boolean(text)?,
        Kind::Short => integer(key, text, i64::from(i16::MIN), i64::from(i16::MAX))?,
        Kind::Int => integer(key, text, i64::from(i32::MIN), i64::from(i32::MAX))?,
        Kind::Long => integer(key, text, i64::MIN, i64::MAX)?,
        Kind::Double => double(key, text)?,
        Kind::List => list(key, text)?,
        _ => word(key, text)?,
    };
    Ok(Reading::of(value))
}

/// What the client says to an object of this class, which code hands it as it is. Texts are parsed.
pub(super) fn mistyped(kind: Kind, class: &'static str) -> Option<Refusal> {
    let (wanted, taken): (&'static str, &[&str]) = match kind {
        _ if class == "String" => return None,
        Kind::Boolean => ("true or false, or a String", &["Boolean"]),
        Kind::Short => ("a Short or a String", &["Short"]),
        Kind::Int => ("an Integer or a String", &["Integer"]),
        Kind::Long => ("a Long, an Integer or a String", &["Long", "Integer"]),
        Kind::Double => ("a number or a String", &["Double", "Float", "Long", "Integer", "Short"]),
        Kind::Text | Kind::Password | Kind::Word => ("a String", &[]),
        Kind::List => ("a List or a String", &["List"]),
        Kind::Class => ("a Class or a String", &["Class"]),
        Kind::Flags | Kind::Patterns | Kind::Code | Kind::Duration | Kind::Size | Kind::Any => return None,
    };
    (!taken.contains(&class)).then_some(Refusal::Mistyped { wanted, class })
}

fn boolean(text: &str) -> Result<Typed, Refusal> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Ok(Typed::Boolean(true)),
        _ if text.eq_ignore_ascii_case("false") => Ok(Typed::Boolean(false)),
        _ => Err(Refusal::NotBoolean { words: "true and false" }),
    }
}

fn integer(key: &Key, text: &str, least: i64, most: i64) -> Result<Typed, Refusal> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Refusal::NotInteger);
    }
    // what does not even fit here is too large as well
    let number = text.parse::<i64>().ok().filter(|number| (least..=most).contains(number));
    let number = number.ok_or(Refusal::TooLarge { most })?;
    let bound = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<i64>().ok());
    let (least, most) = (bound(&key.range.0), bound(&key.range.1));
    let within = least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
    if !within && key.or != Some(number) {
        return Err(Refusal::OutOfRange { bounds: bounds(&key.range, key.or) });
    }
    Ok(Typed::Integer(number))
}

fn double(key: &Key, text: &str) -> Result<Typed, Refusal> {
    // hexadecimal fractions, such as 0x1p-3, are legal in Java and unheard of in a config: taken unjudged
    let lower = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
    if lower.starts_with("0x") && lower.contains('p') {
        return Ok(Typed::Text(text.to_owned()));
    }
    let named = matches!(text.trim_start_matches(['+', '-']), "NaN" | "Infinity");
    let plain = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
    let decimal = plain.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let number = (named || decimal).then(|| plain.parse::<f64>().ok()).flatten().ok_or(Refusal::NotNumber)?;
    let bound = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<f64>().ok());
    // as Java compares: what is not a number is neither below nor above
    if bound(&key.range.0).is_some_and(|least| number < least) || bound(&key.range.1).is_some_and(|most| number > most)
    {
        return Err(Refusal::OutOfRange { bounds: bounds(&key.range, key.or) });
    }
    Ok(Typed::Number(number))
}

fn list(key: &Key, text: &str) -> Result<Typed, Refusal> {
    if text.is_empty() {
        return if key.not_empty { Err(Refusal::Empty) } else { Ok(Typed::List(Vec::new())) };
    }
    let items: Vec<&str> = text.split(',').map(|item| item.trim_matches(white)).collect();
    for item in &items {
        if item.is_empty() && key.full_items {
            return Err(Refusal::EmptyItem);
        }
        allowed(key, item)?;
    }
    let again = items.iter().enumerate().find(|(at, item)| items[..*at].contains(item));
    if let Some((_, item)) = again.filter(|_| key.distinct) {
        return Err(Refusal::Twice { item: (*item).to_owned() });
    }
    Ok(Typed::List(items.into_iter().map(str::to_owned).collect()))
}

/// `\s` of Java's regular expressions.
fn white(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\x0b' | '\x0c' | '\r')
}

fn word(key: &Key, text: &str) -> Result<Typed, Refusal> {
    // no class has that name
    if text.is_empty() && (key.not_empty || key.kind == Kind::Class) {
        return Err(Refusal::Empty);
    }
    if !text.is_empty() {
        allowed(key, text)?;
    }
    Ok(Typed::Text(text.to_owned()))
}

/// Versions of the protocol are listed with their drafts, `3.5-IV2`; a release is one of them too, `3.5` or `3.5.1`.
fn is_release(key: &Key, word: &str) -> bool {
    let numbers = if word.starts_with("0.") { 3 } else { 2 };
    let end = word.match_indices('.').nth(numbers - 1).map_or(word.len(), |(at, _)| at);
    key.one_of.iter().filter_map(|known| known.split_once("-IV")).any(|(release, _)| release == &word[..end])
}

fn allowed(key: &Key, word: &str) -> Result<(), Refusal> {
    if is_release(key, word) {
        return Ok(());
    }
    let same = |known: &String| known == word || (key.any_case && known.eq_ignore_ascii_case(word));
    let begins = key.or_begins.as_ref().is_some_and(|begin| word.starts_with(begin));
    if key.one_of.is_empty() || begins || key.one_of.iter().any(same) {
        return Ok(());
    }
    Err(Refusal::NotOneOf { word: word.to_owned(), words: key.one_of.clone() })
}
