//! Every key with every sample, against the librdkafka that is linked into the tests.

use kskill::knowledge::catalog::{Family, Key, Kind, Reading, Refusal, Status, Typed};
use rdkafka::ClientConfig;
use rdkafka::error::KafkaError;

use crate::catalog;
use crate::samples::VALUES;

/// The version of the linked library, such as 2.12.
fn version() -> String {
    let (_, text) = rdkafka::util::get_rdkafka_version();
    text.splitn(3, '.').take(2).collect::<Vec<_>>().join(".")
}

/// What librdkafka makes of it; none where the build lacks what the key is about.
fn real(name: &str, value: &str) -> Option<Result<String, String>> {
    match ClientConfig::new().set(name, value).create_native_config() {
        Ok(native) => Some(Ok(native.get(name).unwrap_or_default())),
        Err(KafkaError::ClientConfig(_, why, _, _)) if why.contains("not supported in this build") => None,
        Err(KafkaError::ClientConfig(_, why, _, _)) if why.contains("Unsupported value") => None,
        Err(error) => Some(Err(error.to_string())),
    }
}

/// Keys whose values are not judged: they name files to load, features of the build, versions, expressions.
fn judged(key: &Key) -> bool {
    let free = ["plugin.library.paths", "builtin.features", "broker.version.fallback"];
    !free.contains(&key.name.as_str()) && key.kind != Kind::Patterns
}

/// Words that librdkafka prints as another of the same meaning.
const SAME: &[(&str, &str)] =
    &[("earliest", "smallest"), ("beginning", "smallest"), ("latest", "largest"), ("end", "largest")];

/// Whether the real value, as librdkafka prints it, is what was read.
fn agrees(key: &Key, reading: &Reading, real: &str) -> bool {
    match &reading.value {
        Typed::Boolean(value) => real == value.to_string(),
        // a number with a word of its own is printed as the word
        Typed::Integer(value) => {
            real == value.to_string() || key.words.iter().any(|(word, number)| word == real && number == value)
        }
        Typed::Number(value) => {
            real.parse::<f64>().is_ok_and(|real| real.to_string() == value.to_string() || (real - value).abs() < 1e-3)
        }
        Typed::Text(value) => real == value || SAME.contains(&(value.as_str(), real)),
        // flags are printed in the order of their bits, and `all` is many
        Typed::List(_) | Typed::Default => true,
    }
}

#[test]
fn every_value_is_read_as_librdkafka_reads_it() {
    let (catalog, version) = (catalog(), version());
    let family = catalog.family("librdkafka").expect("there is such a family");
    let (mut wrong, mut compared, mut refused) = (Vec::new(), 0, 0);
    let keys = family.names().filter_map(|name| family.key(&version, name));
    for key in keys.filter(|key| judged(key) && (key.status.is_there())) {
        let own = key.one_of.iter().flat_map(|word| [word.clone(), word.to_uppercase(), format!("{word} ")]);
        for value in VALUES.iter().map(|value| (*value).to_owned()).chain(own) {
            let Some(real) = real(&key.name, &value) else { continue };
            compared += 1;
            refused += usize::from(real.is_err());
            match (key.read(&value), real) {
                (Ok(reading), Ok(real)) if agrees(&key, &reading, &real) => {}
                (Err(_), Err(_)) => {}
                (own, real) => wrong.push(format!("{}={value:?}: read {own:?}, librdkafka {real:?}", key.name)),
            }
        }
    }
    assert!(compared > 20_000 && refused > 5_000, "{compared} compared, {refused} refused");
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

#[test]
fn names_are_known_as_librdkafka_knows_them() {
    let (catalog, version) = (catalog(), version());
    let mut names: Vec<&str> = catalog.families().flat_map(Family::names).collect();
    names.sort_unstable();
    names.dedup();
    let mut wrong = Vec::new();
    for name in names.iter().filter(|name| **name != "interceptors") {
        let real = match ClientConfig::new().set(*name, "1").create_native_config() {
            Err(KafkaError::ClientConfig(_, why, _, _)) => !why.starts_with("No such configuration property"),
            _ => true,
        };
        let known = catalog
            .key("librdkafka", &version, name)
            .is_some_and(|key| key.status.is_there() || key.status == Status::Refused);
        if known != real {
            wrong.push(format!("{name}: known {known}, to librdkafka {real}"));
        }
    }
    assert!(names.len() > 1_000, "{} names", names.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_refused_name_is_refused_whatever_its_value() {
    let key = catalog().key("librdkafka", &version(), "sasl.jaas.config").expect("its name is known");
    assert_eq!(key.read("x"), Err(Refusal::Name));
    assert!(real("sasl.jaas.config", "x").is_some_and(|real| real.is_err()));
}
