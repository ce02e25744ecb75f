//! What the code of the services must do: each duty once, under the names of all who have it.

use crate::design::{Design, Obligation};

/// Some services of a kind, and the duties that these have and no other.
pub struct Group<'a> {
    /// Who they are, as a heading begins: `every consumer`, `consumers`, `producer`.
    pub kind: String,
    /// Their names in words; empty where it is every one of them.
    pub names: String,
    /// What they must do.
    pub duties: Vec<&'a Obligation>,
}

/// The duties of all services: of a kind, those of every service come first. Where reasons are told too, `exact`, a
/// duty is the same only if its reason is.
#[must_use]
pub fn groups(design: &Design, exact: bool) -> Vec<Group<'_>> {
    let producers: Vec<_> = design.producers.iter().map(|one| (one.name.as_str(), &one.your_code_must[..])).collect();
    let consumers: Vec<_> = design.consumers.iter().map(|one| (one.name.as_str(), &one.your_code_must[..])).collect();
    let mut groups = of_kind("producer", &producers, exact);
    groups.extend(of_kind("consumer", &consumers, exact));
    groups
}

fn of_kind<'a>(kind: &str, services: &[(&'a str, &'a [Obligation])], exact: bool) -> Vec<Group<'a>> {
    let same = |a: &Obligation, b: &Obligation| a.action == b.action && (!exact || a.because == b.because);
    let mut seen: Vec<&Obligation> = Vec::new();
    let mut shared: Vec<(Vec<&str>, Vec<&Obligation>)> = Vec::new();
    for one in services.iter().flat_map(|(_, own)| *own) {
        if seen.iter().any(|known| same(known, one)) {
            continue;
        }
        seen.push(one);
        let has = |own: &[Obligation]| own.iter().any(|other| same(other, one));
        let owners: Vec<&str> = services.iter().filter(|(_, own)| has(own)).map(|(name, _)| *name).collect();
        match shared.iter_mut().find(|(known, _)| *known == owners) {
            Some((_, duties)) => duties.push(one),
            None => shared.push((owners, vec![one])),
        }
    }
    shared.sort_by_key(|(owners, _)| owners.len() < services.len());
    let group = |(owners, duties): (Vec<&str>, Vec<&'a Obligation>)| {
        let (kind, names) = match owners.as_slice() {
            [one] => (kind.to_owned(), (*one).to_owned()),
            all if all.len() == services.len() => (format!("every {kind}"), String::new()),
            [first @ .., last] => (format!("{kind}s"), format!("{} and {last}", first.join(", "))),
            [] => (kind.to_owned(), String::new()),
        };
        Group { kind, names, duties }
    };
    shared.into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duty(action: &str, because: &str) -> Obligation {
        Obligation { action: action.into(), because: because.into() }
    }

    /// The headings, and what stands below each.
    fn told(services: &[(&str, &[Obligation])], exact: bool) -> Vec<String> {
        let line = |group: Group| {
            let duties: Vec<&str> = group.duties.iter().map(|one| one.action.as_str()).collect();
            format!("{} {}: {}", group.kind, group.names, duties.join(", "))
        };
        of_kind("consumer", services, exact).into_iter().map(line).collect()
    }

    #[test]
    fn a_duty_is_told_of_all_who_have_it() {
        let (a, b) = ([duty("commit", ""), duty("log", ""), duty("seek", "")], [duty("log", ""), duty("commit", "")]);
        let c = [duty("log", "")];
        let groups = told(&[("a", &a), ("b", &b), ("c", &c)], false);
        assert_eq!(groups, ["every consumer : log", "consumers a and b: commit", "consumer a: seek"]);
    }

    #[test]
    fn one_service_has_its_name() {
        assert_eq!(told(&[("a", &[duty("log", "")]), ("b", &[])], false), ["consumer a: log"]);
        assert_eq!(told(&[("a", &[duty("log", "")])], false), ["consumer a: log"]);
    }

    #[test]
    fn another_reason_is_another_duty_where_reasons_are_told() {
        let (a, b) = ([duty("log", "5 records")], [duty("log", "9 records")]);
        assert_eq!(told(&[("a", &a), ("b", &b)], false), ["every consumer : log"]);
        assert_eq!(told(&[("a", &a), ("b", &b)], true), ["consumer a: log", "consumer b: log"]);
    }
}
