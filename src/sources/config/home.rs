//! Which home a file is, and what its reader finds in it.

use std::path::Path;

use super::headline::{self, Headline};
use super::{
    Config, File, binder, code, documents, dotenv, environment, mirror, objects, plain, quarkus, spring, toml,
};

/// What a file holds.
#[derive(Debug, Default)]
pub struct Reading {
    /// The configs.
    pub configs: Vec<Config>,
    /// What could not be read, and where.
    pub problems: Vec<Problem>,
}

/// A part of a file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, in bytes.
    pub at: std::ops::Range<usize>,
    /// A lowercase fragment that says what is wrong and ends with the next step.
    pub message: String,
}

/// A kind of file: the names that it goes by, and who reads it.
struct Home {
    /// What follows the last dot, in lower case.
    extensions: &'static [&'static str],
    /// What the name begins with, whatever follows.
    names: &'static [&'static str],
    /// Gives what the file holds; none where it is a file of this form that has nothing to do with Kafka.
    read: fn(&File) -> Option<Reading>,
}

/// The first home that finds something in a file has it.
const HOMES: &[Home] = &[
    Home { extensions: &["properties"], names: &[], read: binder::properties },
    Home { extensions: &["properties"], names: &[], read: spring::properties },
    Home { extensions: &["properties"], names: &[], read: quarkus::properties },
    Home { extensions: &["properties"], names: &[], read: mirror::properties },
    Home { extensions: &["properties", "conf", "config", "cnf", "ini"], names: &[], read: plain::properties },
    Home { extensions: &["yaml", "yml", "json"], names: &[], read: documents::read },
    Home { extensions: &["json"], names: &[], read: objects::json },
    Home { extensions: &["toml"], names: &[], read: toml::read },
    Home { extensions: &["env"], names: &[".env"], read: dotenv::read },
    Home { extensions: &["py"], names: &[], read: code::python },
    Home { extensions: &["go"], names: &[], read: code::go },
    Home { extensions: &["tf", "tofu"], names: &[], read: code::terraform },
    Home { extensions: &["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx"], names: &[], read: code::script },
    Home { extensions: &["java"], names: &[], read: code::java },
    Home { extensions: &["kt", "kts"], names: &[], read: code::kotlin },
    Home { extensions: &["cs"], names: &[], read: code::dotnet },
    Home { extensions: &["py", "ts", "cs", "rs"], names: &[], read: headline::read },
    Home { extensions: &["rs"], names: &[], read: code::rust },
];

/// Whether a file with this path may hold configs: by its name alone, so that the others are not even opened.
#[must_use]
pub fn may_hold_configs(path: &Path) -> bool {
    homes(&File { path: &path.to_string_lossy(), text: "" }).next().is_some()
}

/// Reads the configs in a file; nothing where it has none.
#[must_use]
pub fn read(file: &File) -> Option<Reading> {
    let mut reading = homes(file).find_map(|home| (home.read)(file))?;
    let shown = environment::of_path(file.path);
    let headline = Headline::of(file.text);
    for config in &mut reading.configs {
        if let Some(headline) = &headline {
            headline.tell(config);
        }
        config.environment = config.environment.or(shown);
    }
    Some(reading)
}

/// The extensions of forms that are UTF-8 whoever reads them; others may be read as what they are.
const UTF8: &[&str] = &["yaml", "yml", "json", "toml", "tf", "tofu", "go", "rs"];

/// The same of a text that is not UTF-8 and was read byte by byte: its first such byte is a problem, where what reads the
/// file takes nothing else.
#[must_use]
pub fn read_latin(file: &File) -> Option<Reading> {
    let mut reading = read(file)?;
    let found = !reading.configs.is_empty() || !reading.problems.is_empty();
    if found && UTF8.contains(&file.extension().as_str()) {
        let bytes: Vec<u8> = file.text.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
        let valid = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let at = file.text.char_indices().nth(valid).map_or(file.text.len(), |(at, _)| at);
        let length = file.text[at..].chars().next().map_or(0, char::len_utf8);
        let message = "this is not UTF-8, and nothing else is taken: save the file as UTF-8".to_owned();
        reading.problems.push(Problem { at: at..at + length, message });
    }
    Some(reading)
}

/// What there is to say of a text in UTF-16 that speaks of Kafka.
#[must_use]
pub fn read_wide() -> Reading {
    let message = "the file is UTF-16, and nothing in it was judged: save it as UTF-8".to_owned();
    Reading { configs: Vec::new(), problems: vec![Problem { at: 0..0, message }] }
}

fn homes(file: &File) -> impl Iterator<Item = &'static Home> {
    let (name, extension) = (file.name(), file.extension());
    HOMES.iter().filter(move |home| {
        home.extensions.contains(&extension.as_str()) || home.names.iter().any(|start| name.starts_with(start))
    })
}
