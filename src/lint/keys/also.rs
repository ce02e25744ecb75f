//! One key under two names: librdkafka has several for some, and keeps one value.

use super::{Keys, Reader};
use crate::knowledge::catalog::Reader as HowRead;
use crate::sources::config::{Config, Setting};

impl<'a> Keys<'a> {
    /// The other name under which the config says something else of the key further down.
    pub(super) fn also<'c>(&self, reader: &Reader<'a>, config: &'c Config, setting: &Setting) -> Option<&'c str> {
        let name = self.proper(reader, &setting.key)?;
        let mut later = config.settings.iter().filter(|other| other.key_at.start > setting.key_at.start);
        let other = later.find(|other| {
            other.key != setting.key && self.proper(reader, &other.key).is_some_and(|proper| proper == name)
        })?;
        let differ = other.value.text().zip(setting.value.text()).is_some_and(|(one, two)| one.trim() != two.trim());
        differ.then_some(other.key.as_str())
    }

    /// The name of which this one is another, or itself.
    fn proper(&self, reader: &Reader<'a>, key: &str) -> Option<String> {
        let found = reader.families.iter().find_map(|family| self.find(reader, family, key))?;
        let key = found.key.filter(|_| found.family.reader() == HowRead::Librdkafka)?;
        Some(key.alias_of.clone().unwrap_or_else(|| key.name.clone()))
    }
}
