//! Subjects and the values known of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::Value;

/// Where a value was learnt. It decides who may override it and what a finding points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The user said so.
    Answer,
    /// The user holds this result of a decision.
    Pinned,
    /// A file says so: the number of the setting among those that were read.
    Written(u32),
    /// Somebody set it, on the cluster.
    Set,
    /// Nobody said; the question of this id assumes it.
    Assumed(Arc<str>),
    /// The decision of this id chose it.
    Decided(Arc<str>),
    /// Computed from other facts.
    Derived,
    /// The client's own default, or a trait of the client.
    Client,
    /// Follows from the structure of the answers, such as a subject's name.
    Structure,
}

impl Origin {
    /// Whether a person stated the value.
    #[must_use]
    pub fn is_given(&self) -> bool {
        matches!(self, Self::Answer | Self::Pinned | Self::Written(_) | Self::Set)
    }
}

/// A value and where it was learnt.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The value, in canonical units.
    pub value: Value,
    /// Where it was learnt.
    pub origin: Origin,
}

/// The place of a subject in its [`Facts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(usize);

/// One thing that facts are about, such as the topic `task`.
#[derive(Debug, Clone)]
pub struct Subject {
    /// What it is: `topic`, `consumer`, ...
    pub kind: Arc<str>,
    /// Its name among its kind.
    pub name: Arc<str>,
    /// Where the answers speak of it: `events.task`; empty for the top level.
    pub path: Arc<str>,
    facts: HashMap<Arc<str>, Fact, BuildHasherDefault<ShortText>>,
    relations: BTreeMap<Arc<str>, Vec<Id>>,
    /// Facts that a person stated with values that cannot be seen.
    concealed: BTreeSet<Arc<str>>,
    /// Facts that a person stated or left out: which, cannot be seen.
    doubted: BTreeSet<Arc<str>>,
    /// Whether a person may have stated more than can be seen.
    open: bool,
}

/// Hashes the names of facts and kinds (FNV-1a): expressions look up so many that this is what deciding takes its time for.
#[derive(Debug, Clone, Copy)]
struct ShortText(u64);

impl Default for ShortText {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for ShortText {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Everything known of one system in one environment. A clone shares every subject until one of the two changes it, so
/// that trying another answer costs what it changes and not what there is.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    subjects: Vec<Arc<Subject>>,
    by_kind: Arc<HashMap<Arc<str>, Vec<Id>, BuildHasherDefault<ShortText>>>,
    /// The names of kinds, facts and relations, each there once however many subjects have it.
    names: Arc<HashSet<Arc<str>, BuildHasherDefault<ShortText>>>,
}

/// The relations of [`Facts`], read backwards.
#[derive(Debug, Clone)]
pub struct Relating(Vec<Vec<Id>>);

impl Relating {
    /// The subjects that have `id` in a relation.
    #[must_use]
    pub fn to(&self, id: Id) -> &[Id] {
        &self.0[id.0]
    }
}

impl Facts {
    /// Adds a subject of `kind`; `path` is where the answers speak of it.
    pub fn add(&mut self, kind: &str, name: &str, path: &str) -> Id {
        let kind = self.shared(kind);
        let of_kind = Arc::make_mut(&mut self.by_kind).entry(kind.clone()).or_default();
        // Subjects of a kind have about as many facts as each other.
        let facts = of_kind.last().map_or(0, |last| self.subjects[last.0].facts.len());
        of_kind.push(Id(self.subjects.len()));
        self.subjects.push(Arc::new(Subject {
            kind,
            name: name.into(),
            path: path.into(),
            facts: HashMap::with_capacity_and_hasher(facts, BuildHasherDefault::default()),
            relations: BTreeMap::new(),
            concealed: BTreeSet::new(),
            doubted: BTreeSet::new(),
            open: false,
        }));
        let id = Id(self.subjects.len() - 1);
        self.set(id, "name", Value::from(name), Origin::Structure);
        id
    }

    /// Adds a subject of other facts, one without relations: both share it until one of them changes it.
    pub fn share(&mut self, from: &Self, id: Id) -> Id {
        let subject = from.subjects[id.0].clone();
        for name in subject.facts.keys().filter(|name| !self.names.contains(&**name)).cloned().collect::<Vec<_>>() {
            Arc::make_mut(&mut self.names).insert(name);
        }
        let here = Id(self.subjects.len());
        Arc::make_mut(&mut self.by_kind).entry(subject.kind.clone()).or_default().push(here);
        self.subjects.push(subject);
        here
    }

    /// The subject at `id`.
    #[must_use]
    pub fn subject(&self, id: Id) -> &Subject {
        &self.subjects[id.0]
    }

    /// All subjects, in the order they were added.
    pub fn ids(&self) -> impl Iterator<Item = Id> + use<> {
        (0..self.subjects.len()).map(Id)
    }

    /// The subjects of `kind`, in the order they were added.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = Id> + 'a {
        self.by_kind.get(kind).into_iter().flatten().copied()
    }

    /// The subject of `kind` called `name`.
    #[must_use]
    pub fn find(&self, kind: &str, name: &str) -> Option<Id> {
        self.of_kind(kind).find(|id| &*self.subject(*id).name == name)
    }

    /// The subjects of `kind` by their names: for who looks for many.
    #[must_use]
    pub fn named(&self, kind: &str) -> HashMap<Arc<str>, Id> {
        self.of_kind(kind).map(|id| (self.subject(id).name.clone(), id)).collect()
    }

    /// The only subject of `kind`, or none where there are several or none.
    #[must_use]
    pub fn only(&self, kind: &str) -> Option<Id> {
        let mut all = self.of_kind(kind);
        all.next().filter(|_| all.next().is_none())
    }

    /// Adds `to` to the subjects that stand in `relation` to `from`; twice is once.
    pub fn relate(&mut self, from: Id, relation: &str, to: Id) {
        let relation = self.shared(relation);
        let related = self.subject_mut(from).relations.entry(relation).or_default();
        if !related.contains(&to) {
            related.push(to);
        }
    }

    /// Adds many to the subjects that stand in `relation` to `from`, in their order; twice is once.
    pub fn relate_all(&mut self, from: Id, relation: &str, to: impl IntoIterator<Item = Id>) {
        let mut to = to.into_iter().peekable();
        if to.peek().is_none() {
            return;
        }
        let relation = self.shared(relation);
        let related = self.subject_mut(from).relations.entry(relation).or_default();
        let mut known: BTreeSet<Id> = related.iter().copied().collect();
        related.extend(to.filter(|id| known.insert(*id)));
    }

    /// Forgets who stands in `relation` to `from`.
    pub fn unrelate(&mut self, from: Id, relation: &str) {
        self.subject_mut(from).relations.remove(relation);
    }

    /// The subjects that stand in `relation` to `from`.
    #[must_use]
    pub fn related(&self, from: Id, relation: &str) -> &[Id] {
        self.subjects[from.0].relations.get(relation).map_or(&[], Vec::as_slice)
    }

    /// What is known as `fact` of the subject.
    #[must_use]
    pub fn get(&self, id: Id, fact: &str) -> Option<&Fact> {
        self.subjects[id.0].facts.get(fact)
    }

    /// The value known as `fact` of the subject.
    #[must_use]
    pub fn value(&self, id: Id, fact: &str) -> Option<&Value> {
        self.get(id, fact).map(|fact| &fact.value)
    }

    /// Whether some subject may have such a fact: cheaper to ask than each of them.
    #[must_use]
    pub fn knows_of(&self, fact: &str) -> bool {
        self.names.contains(fact)
    }

    /// Everything known of the subject, by the name of the fact.
    pub fn all(&self, id: Id) -> impl Iterator<Item = (&str, &Fact)> {
        let mut all: Vec<_> = self.subjects[id.0].facts.iter().map(|(name, fact)| (&**name, fact)).collect();
        all.sort_unstable_by_key(|(name, _)| *name);
        all.into_iter()
    }

    /// Records a value; an earlier one is replaced.
    pub fn set(&mut self, id: Id, fact: &str, value: Value, origin: Origin) {
        let fact = self.shared(fact);
        self.subject_mut(id).facts.insert(fact, Fact { value, origin });
    }

    /// Records of the subject what is known of `usual` and not of it, unless a person may have stated it.
    pub fn fill(&mut self, id: Id, usual: Id, origin: &Origin) {
        let usual = self.subjects[usual.0].clone();
        for (name, fact) in &usual.facts {
            if self.get(id, name).is_none() && self.is_given(id, name) == Some(false) {
                let fact = Fact { value: fact.value.clone(), origin: origin.clone() };
                self.subject_mut(id).facts.insert(name.clone(), fact);
            }
        }
    }

    /// Records that a person stated the fact, with a value that cannot be seen.
    pub fn conceal(&mut self, id: Id, fact: &str) {
        let fact = self.shared(fact);
        self.subject_mut(id).concealed.insert(fact);
    }

    /// Records that a person may have stated the fact.
    pub fn doubt(&mut self, id: Id, fact: &str) {
        let fact = self.shared(fact);
        self.subject_mut(id).doubted.insert(fact);
    }

    /// Records that a person may have stated more of the subject than can be seen.
    pub fn leave_open(&mut self, id: Id) {
        self.subject_mut(id).open = true;
    }

    /// Whether a person may have stated more of the subject than can be seen.
    #[must_use]
    pub fn is_open(&self, id: Id) -> bool {
        self.subjects[id.0].open
    }

    /// Whether a person stated the fact; none where nobody can tell.
    #[must_use]
    pub fn is_given(&self, id: Id, fact: &str) -> Option<bool> {
        let subject = &self.subjects[id.0];
        let stated = self.get(id, fact).is_some_and(|known| known.origin.is_given());
        let given = stated || subject.concealed.contains(fact);
        (given || !subject.open && !subject.doubted.contains(fact)).then_some(given)
    }

    /// Forgets a value.
    pub fn forget(&mut self, id: Id, fact: &str) {
        self.subject_mut(id).facts.remove(fact);
    }

    /// For every subject those that have it in a relation, in the order they were added.
    #[must_use]
    pub fn relating(&self) -> Relating {
        let mut all = vec![Vec::new(); self.subjects.len()];
        for from in self.ids() {
            for to in self.subjects[from.0].relations.values().flatten() {
                if all[to.0].last() != Some(&from) {
                    all[to.0].push(from);
                }
            }
        }
        Relating(all)
    }

    /// The name, in the one place where it is.
    fn shared(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let name: Arc<str> = name.into();
        Arc::make_mut(&mut self.names).insert(name.clone());
        name
    }

    fn subject_mut(&mut self, id: Id) -> &mut Subject {
        Arc::make_mut(&mut self.subjects[id.0])
    }
}
