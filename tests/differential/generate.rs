//! Configs, drawn by a seed: the same seed gives the same configs.

use std::sync::Arc;

use kskill::knowledge::catalog::{Catalog, Family, Key, Kind};
use kskill::sources::config::Role;
use serde_json::{Map, Value as Json};

use crate::samples::VALUES;

/// The config of one client object.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub role: Role,
    /// What it begins with, as its field has it.
    pub base: &'static [(&'static str, &'static str)],
    pub config: Map<String, Json>,
}

/// Keys that depend on each other, with the values that show how.
pub type Relation = &'static [(&'static str, &'static [&'static str])];

/// What the configs of a role are drawn from.
pub struct Field {
    pub role: Role,
    /// What every config begins with.
    pub base: &'static [(&'static str, &'static str)],
    /// The keys that the client knows, without those whose values need more than a config: files, classes.
    pub keys: Vec<Arc<Key>>,
    /// Keys that the client does not know: misspelled, another client's, another version's.
    pub strangers: Vec<String>,
    pub relations: Vec<Relation>,
    /// How values are written.
    pub written: Written,
}

/// How the values of a config are written.
#[derive(Debug, Clone, Copy)]
#[allow(dead_code)] // configs of topics are texts
pub enum Written {
    /// All as texts.
    Text,
    /// Numbers and truths as such, where the client is configured in code.
    Typed,
    /// Each by its type, as a compiler wants it: any value of a key, and its default.
    Code { value: fn(&Key, &mut Random) -> Json, default: fn(&Key, &str) -> Json },
}

/// Every so many configs, all is as it is by default.
const ALL_DEFAULT_EVERY: u64 = 12;

/// `count` configs, the roles by turns.
pub fn cases(fields: &[Field], count: usize, seed: u64) -> Vec<Case> {
    let mut random = Random(seed);
    (0..count).map(|number| fields[number % fields.len()].draw(&mut random)).collect()
}

impl Field {
    fn draw(&self, random: &mut Random) -> Case {
        let base = self.base.iter().map(|(key, value)| ((*key).to_owned(), self.given(value)));
        let mut case = Case { role: self.role, base: self.base, config: base.collect() };
        if random.below(ALL_DEFAULT_EVERY) == 0 {
            for _ in 0..=random.below(4) {
                let key = random.pick(&self.keys);
                // where nothing is set by default, nothing is set here
                if let Some(default) = key.default.as_ref().filter(|default| !default.is_empty()) {
                    let value = match self.written {
                        Written::Code { default: spelled, .. } => spelled(key, default),
                        _ => self.given(default),
                    };
                    case.config.insert(key.name.clone(), value);
                }
            }
            return case;
        }
        let most = case.config.len() + 1 + random.index(6);
        if !self.relations.is_empty() && random.percent(65) {
            for (key, values) in *random.pick(&self.relations) {
                if random.percent(75) {
                    case.config.insert((*key).to_owned(), self.given(random.pick::<&str>(values)));
                }
            }
        }
        while case.config.len() < most && random.percent(60) {
            let key = random.pick(&self.keys);
            let value = self.value(key, random);
            case.config.insert(key.name.clone(), value);
        }
        if !self.strangers.is_empty() && random.percent(4) {
            case.config
                .insert(random.pick(&self.strangers).clone(), self.given(random.pick::<&str>(&["1", "true", "x"])));
        }
        case
    }

    fn value(&self, key: &Key, random: &mut Random) -> Json {
        if let Written::Code { value, .. } = self.written {
            return value(key, random);
        }
        let text = match random.below(100) {
            0..60 => valid(key, random),
            60..75 => edge(key, random),
            75..80 => swap_case(&valid(key, random)),
            80..85 => format!(" {} ", valid(key, random)),
            85..87 => String::new(),
            _ => (*random.pick(VALUES)).to_owned(),
        };
        // a number in quotes, where quotes make a difference
        if random.percent(4) { Json::String(text) } else { self.given(&text) }
    }

    fn given(&self, text: &str) -> Json {
        let scalar = |json: &Json| json.is_number() || json.is_boolean() || json.is_null();
        let typed =
            (!matches!(self.written, Written::Text)).then(|| serde_json::from_str(text).ok()).flatten().filter(scalar);
        typed.unwrap_or_else(|| Json::String(text.to_owned()))
    }
}

/// A value that the key alone takes.
fn valid(key: &Key, random: &mut Random) -> String {
    let default = key.default.clone().filter(|default| !default.is_empty());
    if let Some(default) = default.as_ref().filter(|_| random.percent(30)) {
        return default.clone();
    }
    if !key.one_of.is_empty() {
        let word = random.pick(&key.one_of).clone();
        let several = matches!(key.kind, Kind::List | Kind::Flags) && random.percent(30);
        return if several { format!("{word},{}", random.pick(&key.one_of)) } else { word };
    }
    match key.kind {
        Kind::Boolean => (*random.pick(&["true", "false"])).to_owned(),
        Kind::Short | Kind::Int | Kind::Long | Kind::Duration | Kind::Size => {
            let (least, most) = whole_bounds(key);
            random.between(least, most).to_string()
        }
        Kind::Double => default.unwrap_or_else(|| "0.5".to_owned()),
        _ => default.unwrap_or_else(|| "any-text".to_owned()),
    }
}

/// A value at a bound, or just beyond it.
fn edge(key: &Key, random: &mut Random) -> String {
    if !matches!(key.kind, Kind::Short | Kind::Int | Kind::Long | Kind::Duration | Kind::Size) {
        return valid(key, random);
    }
    let (least, most) = whole_bounds(key);
    let edges = [least, most, least.saturating_sub(1), most.saturating_add(1), 0, 1, -1];
    random.pick(&edges).to_string()
}

fn whole_bounds(key: &Key) -> (i64, i64) {
    let bound = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<i64>().ok());
    (bound(&key.range.0).unwrap_or(0), bound(&key.range.1).unwrap_or(i64::from(i32::MAX)))
}

fn swap_case(text: &str) -> String {
    let swap = |letter: char| {
        if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
    };
    text.chars().map(swap).collect()
}

/// Names that none of the families `own` has in `version`: their own of other versions, misspelled ones, those of
/// `others`, and nobody's.
pub fn strangers(catalog: &Catalog, own: &[&str], version: &str, others: &[&str]) -> Vec<String> {
    let families = || own.iter().filter_map(|name| catalog.family(name));
    let known = |name: &str| families().filter_map(|family| family.key(version, name)).any(|key| key.status.is_there());
    let misspelled = families().flat_map(Family::names).filter(|name| name.len() > 8).step_by(7).map(|name| {
        let middle = name.len() / 2;
        format!("{}{}", &name[..middle], &name[middle + 1..])
    });
    let foreign = others.iter().filter_map(|name| catalog.family(name)).flat_map(Family::names).step_by(3);
    let all = families().flat_map(Family::names).chain(foreign).map(str::to_owned).chain(misspelled);
    all.chain(["no.such.key", "orders", "Acks"].map(str::to_owned)).filter(|name| !known(name)).collect()
}

/// `SplitMix64`.
pub struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn index(&mut self, bound: usize) -> usize {
        usize::try_from(self.below(bound as u64)).expect("below a length")
    }

    /// Whether it comes up, so many times of a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Any of them.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.index(from.len())]
    }

    /// Within the bounds; small numbers are as likely as large ones.
    fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = most.saturating_sub(least).unsigned_abs();
        let bits = u64::BITS - width.leading_zeros();
        let part = self.next() >> (u64::BITS - 1 - u32::try_from(self.index(bits.max(1) as usize)).unwrap_or_default());
        least.saturating_add_unsigned(part.min(width))
    }
}
