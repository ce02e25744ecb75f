//! Lines that are read by several clients, as where one map makes a producer and a consumer.

use super::Picture;
use crate::lint::Source;
use crate::lint::keys::About;
use crate::lint::said::{is_shared, says};
use crate::sources::config::{Config, Setting};

impl Picture<'_> {
    /// Whether the line is there for another client, so that nothing is wrong with it where this one does not read it.
    pub(super) fn is_for_another(
        &mut self,
        source: &Source,
        config: &Config,
        setting: &Setting,
        about: &About,
    ) -> bool {
        if says(about, "other_role") {
            return is_shared(source, config, setting);
        }
        says(about, "not_before") && self.is_known_beside(source, config, setting)
    }

    /// Whether another client that is given the same line has such a key already.
    fn is_known_beside(&mut self, source: &Source, config: &Config, setting: &Setting) -> bool {
        source.reading.configs.iter().filter(|other| other.role != config.role).any(|other| {
            let Some(same) = other.settings.iter().find(|same| same.key_at == setting.key_at) else { return false };
            let client = self.client_of(source, other, other.role);
            client.is_some() && self.keys().has(&self.reader(client.as_ref(), other.role, ""), other, same)
        })
    }
}
