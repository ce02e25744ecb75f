//! What services are called in files and in code, so that the files of one directory get along.

use std::collections::HashSet;

use super::Role;

/// The names of services that play one role, with a number behind those that files or code could not tell from an
/// earlier one: `task-api` and `task_api` are one name in Go.
#[must_use]
pub fn told_apart<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut free = |name: &String| taken.insert(capitalised(name).to_lowercase());
    let numbered = |name: &str, number: u32| if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
    names
        .into_iter()
        .filter_map(|name| (1..=u32::MAX).map(|number| numbered(name, number)).find(|name| free(name)))
        .collect()
}

/// The beginning of what a service exports: `TaskApiProducer`.
pub(super) fn exported(name: &str, role: Role) -> String {
    capitalised(name) + role.title()
}

/// The beginning of what only its own file uses: `taskApiProducer`.
pub(super) fn own(name: &str, role: Role) -> String {
    let exported = exported(name, role);
    let (first, rest) = exported.split_at(1);
    first.to_lowercase() + rest
}

/// `TaskApi` of `task-api`: letters and digits, and a letter first, as every language wants it.
fn capitalised(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
    if name.starts_with(|letter: char| letter.is_ascii_alphabetic()) { name } else { format!("Service{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_identifiers() {
        for (name, expected) in [
            ("task-api", "TaskApiProducer"),
            ("mail.service_2", "MailService2Producer"),
            ("orderAPI", "OrderAPIProducer"),
            ("3d-print", "Service3dPrintProducer"),
            ("-", "ServiceProducer"),
        ] {
            assert_eq!(exported(name, Role::Producer), expected);
        }
        assert_eq!(own("task-api", Role::Consumer), "taskApiConsumer");
    }

    #[test]
    fn what_code_cannot_tell_apart_is_numbered() {
        let told = told_apart(["task-api", "task_api", "TaskApi", "task-api-2", "mail", "3d", "service-3d"]);
        assert_eq!(told, ["task-api", "task_api-2", "TaskApi-3", "task-api-2-2", "mail", "3d", "service-3d-2"]);
    }
}
