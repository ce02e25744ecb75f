//! What a person holds and rules out: added, replaced and taken back.

use anyhow::{Result, bail};

use crate::design::ENVIRONMENTS;

/// What a pin holds, without its value: `production:topic/task:partitions`.
pub(super) fn setting(pin: &str) -> &str {
    pin.split_once('=').map_or(pin, |(setting, _)| setting)
}

/// The environment of a pin, none where it holds in both, and the rest of it.
fn scope(pin: &str) -> (Option<&str>, &str) {
    let with = |(environment, rest)| ENVIRONMENTS.contains(&environment).then_some((Some(environment), rest));
    pin.split_once(':').and_then(with).unwrap_or((None, pin))
}

/// Adds a pin in the place of an earlier one of the same setting: one for both environments replaces those of each.
pub(super) fn pin(pins: &mut Vec<String>, pin: &str) {
    let (environment, new) = scope(setting(pin));
    pins.retain(|known| {
        let (of, held) = scope(setting(known));
        held != new || (environment.is_some() && of != environment)
    });
    pins.push(pin.to_owned());
}

/// Takes a pin back. One that holds in both environments is left in the other where only one is named.
///
/// # Errors
/// When there is no such pin.
pub(super) fn unpin(pins: &mut Vec<String>, named: &str) -> Result<()> {
    let (environment, wanted) = scope(setting(named));
    let mut left = Vec::new();
    let mut found = false;
    for pin in pins.iter() {
        let (of, held) = scope(pin);
        if setting(held) != wanted || (of.is_some() && environment.is_some() && of != environment) {
            left.push(pin.clone());
            continue;
        }
        found = true;
        if of.is_none() && environment.is_some() {
            let other = ENVIRONMENTS.iter().find(|other| Some(**other) != environment);
            left.extend(other.map(|other| format!("{other}:{held}")));
        }
    }
    if !found {
        bail!("--unpin {named}: nothing of that name is held; {}", listed("pin", pins.iter().map(String::as_str)));
    }
    *pins = left;
    Ok(())
}

/// Takes a rejection back.
///
/// # Errors
/// When there is no such rejection.
pub(super) fn allow(rejected: &mut Vec<(String, String)>, choice: &str) -> Result<()> {
    if !rejected.iter().any(|(known, _)| known == choice) {
        let all = rejected.iter().map(|(known, _)| known.as_str());
        bail!("--allow {choice}: that is not ruled out; {}", listed("rejection", all));
    }
    rejected.retain(|(known, _)| known != choice);
    Ok(())
}

fn listed<'a>(what: &str, all: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = all.collect();
    if all.is_empty() { format!("the design has no {what}") } else { format!("there are {}", all.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pins(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_later_pin_replaces_an_earlier_one() {
        let mut held = pins(&["production:topic/t:partitions=24", "development:topic/t:partitions=3", "topic/u:x=1"]);
        pin(&mut held, "production:topic/t:partitions=12");
        let both = ["development:topic/t:partitions=3", "topic/u:x=1", "production:topic/t:partitions=12"];
        assert_eq!(held, both);
        pin(&mut held, "topic/t:partitions=6");
        assert_eq!(held, ["topic/u:x=1", "topic/t:partitions=6"]);
        pin(&mut held, "production:topic/t:partitions=9");
        assert_eq!(held, ["topic/u:x=1", "topic/t:partitions=6", "production:topic/t:partitions=9"]);
    }

    #[test]
    fn a_pin_is_taken_back_where_it_is_named() {
        let mut held = pins(&["topic/t:partitions=6", "production:topic/t:min.insync.replicas=2"]);
        unpin(&mut held, "production:topic/t:partitions").expect("it is held");
        assert_eq!(held, ["development:topic/t:partitions=6", "production:topic/t:min.insync.replicas=2"]);
        unpin(&mut held, "topic/t:min.insync.replicas=2").expect("it is held");
        assert_eq!(held, ["development:topic/t:partitions=6"]);
        let error = unpin(&mut held, "production:topic/t:partitions").expect_err("not in production").to_string();
        assert!(error.contains("there are development:topic/t:partitions=6"), "{error}");
    }
}
