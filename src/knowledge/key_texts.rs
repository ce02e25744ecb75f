//! What a key does, when to change it and where its trap is: a paragraph each for the keys that people meet.

use anyhow::Result;
use serde::Deserialize;

use super::clients::Clients;
use super::files::Files;

/// The explanation of a key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyText {
    /// The key, as the first of its families spells it.
    pub name: String,
    /// The families of the catalogue that it is said of.
    pub families: Vec<String>,
    /// The fact that it states, such as `consumer.max_poll_records`: other clients may spell it in another way.
    pub fact: Option<String>,
    /// The paragraph.
    pub text: String,
}

/// A file of knowledge/concepts/keys/: the keys of one subject.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    keys: Vec<KeyText>,
}

/// All explanations of keys.
#[derive(Debug)]
pub struct KeyTexts(Vec<KeyText>);

impl KeyTexts {
    /// Reads knowledge/concepts/keys/.
    ///
    /// # Errors
    /// When a file is not of its form.
    pub fn read(files: &Files) -> Result<Self> {
        let subjects: Vec<(String, Subject)> = files.read_all("concepts/keys")?;
        Ok(Self(subjects.into_iter().flat_map(|(_, subject)| subject.keys).collect()))
    }

    /// Those of the subjects that have a page of this name; all of them where none has.
    ///
    /// # Errors
    /// When a file is not of its form.
    pub fn naming(files: &Files, key: &str) -> Result<Self> {
        let name = format!("\"name\":{}", serde_json::Value::from(key));
        let mut pages = Vec::new();
        for (path, _) in files.texts("concepts/keys").filter(|(_, text)| text.contains(&name)) {
            let subject: Option<Subject> = files.read_one("concepts/keys", path)?;
            pages.extend(subject.into_iter().flat_map(|subject| subject.keys));
        }
        if pages.is_empty() { Self::read(files) } else { Ok(Self(pages)) }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &KeyText> {
        self.0.iter()
    }

    /// What there is to read about `key`: its own page or, where it is a client's own spelling, those of what it states.
    #[must_use]
    pub fn about(&self, clients: &Clients, key: &str) -> Vec<&KeyText> {
        let own: Vec<&KeyText> = self.iter().filter(|page| page.name == key).collect();
        if !own.is_empty() {
            return own;
        }
        let stated = |page: &&KeyText| page.fact.as_ref().is_some_and(|fact| states(clients, key, fact));
        self.iter().filter(stated).collect()
    }
}

/// Whether some client states `fact` by `key`.
fn states(clients: &Clients, key: &str, fact: &str) -> bool {
    let Some((kind, fact)) = fact.split_once('.') else { return false };
    let mut settings = clients.iter().flat_map(|client| client.settings(kind));
    settings.any(|setting| setting.fact == fact && setting.is_called(key))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::knowledge::catalog::Catalog;

    fn texts() -> (KeyTexts, Clients) {
        let files = Files::embedded();
        (KeyTexts::read(&files).expect("the pages are sound"), Clients::read(&files).expect("the clients are sound"))
    }

    #[test]
    fn every_page_is_about_a_key_that_there_is() {
        let (pages, clients) = texts();
        let catalog = Catalog::embedded();
        let mut seen = BTreeSet::new();
        let mut wrong = Vec::new();
        for page in pages.iter() {
            let name = &page.name;
            for family in &page.families {
                let found = catalog.find(family, "newest", name).and_then(|found| found.key);
                if !found.is_some_and(|key| key.status.is_there()) {
                    wrong.push(format!("{family} has no {name} in its newest version"));
                }
                if !seen.insert((family, name)) {
                    wrong.push(format!("{family} {name} is explained twice"));
                }
            }
            if page.fact.as_ref().is_some_and(|fact| !states(&clients, name, fact)) {
                wrong.push(format!("no client states {:?} by {name}", page.fact));
            }
            let (words, sentences) = (page.text.split(' ').count(), page.text.matches(". ").count() + 1);
            if page.families.is_empty() || words > 90 || sentences > 6 || !page.text.ends_with('.') {
                wrong.push(format!("{name}: {words} words in {sentences} sentences"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(pages.iter().count() >= 200, "{} pages", pages.iter().count());
    }

    #[test]
    fn every_spelling_of_a_key_leads_to_its_page() {
        let (pages, clients) = texts();
        for (key, name) in [
            ("max.poll.interval.ms", "max.poll.interval.ms"),
            ("max_poll_interval_ms", "max.poll.interval.ms"),
            ("spring.kafka.producer.batch-size", "batch.size"),
            ("ProducerLinger", "linger.ms"),
            ("mp.messaging.incoming.orders.auto.offset.reset", "auto.offset.reset"),
        ] {
            let found: Vec<&str> = pages.about(&clients, key).iter().map(|page| page.name.as_str()).collect();
            assert_eq!(found, [name], "{key}");
        }
        let found: Vec<&str> = pages.about(&clients, "groupId").iter().map(|page| page.name.as_str()).collect();
        assert_eq!(found, ["group.id"]);
        assert!(pages.about(&clients, "no.such.key").is_empty());
    }
}
