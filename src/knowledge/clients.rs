//! All clients, each read when somebody first asks for it: most runs ask for one, and for those that it extends.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use anyhow::{Result, bail};

use super::client::Client;
use super::files::{File, Files};

/// All clients, by id, with what they inherit filled in. Connections and obligations are looked up along `extends`.
#[derive(Debug)]
pub struct Clients(BTreeMap<String, Entry>);

#[derive(Debug)]
struct Entry {
    file: File,
    client: OnceLock<Client>,
}

impl Clients {
    /// Those in knowledge/clients/.
    ///
    /// # Errors
    /// When a file that no test has read is not of its form, or extends what is not there.
    pub fn read(files: &Files) -> Result<Self> {
        let entry = |file: &File| (file.id().to_owned(), Entry { file: file.clone(), client: OnceLock::new() });
        let clients = Self(files.below("clients").map(entry).collect());
        if !files.are_tested() {
            for id in clients.ids() {
                clients.find(id, &mut Vec::new())?;
            }
        }
        Ok(clients)
    }

    /// The client called `id`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Client> {
        self.found(id)
    }

    /// The ids of all clients, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// All clients that answers may name, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Client> {
        self.ids().filter_map(|id| self.get(id))
    }

    /// The client and what it extends, the client first.
    pub fn line<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Client> {
        std::iter::successors(self.get(id), |client| self.get(client.extends.as_deref()?))
    }

    fn found(&self, id: &str) -> Option<&Client> {
        self.find(id, &mut Vec::new()).expect("a test has read every embedded client")
    }

    /// The client called `id`; `above` are those that extend it, to see a circle.
    fn find<'a>(&'a self, id: &str, above: &mut Vec<&'a str>) -> Result<Option<&'a Client>> {
        let Some((id, entry)) = self.0.get_key_value(id) else { return Ok(None) };
        if let Some(client) = entry.client.get() {
            return Ok(Some(client));
        }
        above.push(id);
        let mut client: Client = entry.file.read()?;
        if let Some(base) = &client.extends {
            let base = if above.contains(&base.as_str()) { None } else { self.find(base, above)? };
            let Some(base) = base else {
                bail!("knowledge/clients: {} extend a client that is not there, or each other", above.join(", "));
            };
            client.inherit(base);
        }
        above.pop();
        Ok(Some(entry.client.get_or_init(|| client)))
    }
}
