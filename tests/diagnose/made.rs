//! Groups that are made up, picture by picture.

use std::collections::BTreeMap;

use kskill::diagnose::{Diagnosis, Material, diagnose};
use kskill::sources::answers::Answers;
use kskill::sources::cluster::{Group, GroupKind, Member, Partition, Series, Setting, Snapshot, Source, Topic};

use super::knowledge;

/// A member: its id, its `client.id` and the partitions that it has of each topic.
pub type Seen = (&'static str, &'static str, Vec<i32>);

/// A group that is watched, of two members on two partitions of `orders` for half a minute where nothing else is said.
pub struct Made {
    pub topics: &'static [&'static str],
    /// The partitions of each topic.
    pub partitions: i32,
    /// For how many seconds it is watched.
    pub length: i64,
    /// A partition after so many seconds.
    pub partition: fn(i32, i64) -> Partition,
    /// What is committed of it.
    pub committed: fn(i32, i64) -> Option<i64>,
    /// The members after so many seconds: their ids and what they have.
    pub members: fn(i64) -> Vec<Seen>,
    /// Where a member runs, by its id.
    pub host: fn(&str) -> &'static str,
    pub state: fn(i64) -> &'static str,
    pub assignor: &'static str,
    pub retention: &'static str,
}

/// A partition that ends there, with the end for readers of committed records.
pub fn with(end: i64, stable: i64) -> Partition {
    Partition {
        leader: Some(1),
        replicas: vec![1],
        isr: vec![1],
        start: Some(0),
        end: Some(end),
        stable: Some(stable),
        ..Partition::default()
    }
}

/// The same, without any transaction.
pub fn to(end: i64) -> Partition {
    with(end, end)
}

/// Ten records a second in each partition, and as many read: nothing is wrong.
pub const WELL: Made = Made {
    topics: &["orders"],
    partitions: 2,
    length: 30,
    partition: |_, at| to(1000 + 10 * at),
    committed: |_, at| Some(990 + 10 * at),
    members: |_| vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1])],
    host: |_| "/10.0.0.1",
    state: |_| "Stable",
    assignor: "range",
    retention: "604800000",
};

/// Both members come back once; while one is alone it does half of what arrives.
pub const RESTARTED: Made = Made {
    committed: |_, at| Some(990 + 10 * at - 5 * (at.clamp(4, 12) - 4) - 5 * (at.clamp(16, 24) - 16)),
    members: |at| match at {
        0..4 => vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1])],
        4..12 => vec![("b-1", "b", vec![0, 1])],
        12..16 => vec![("a-2", "a", vec![0]), ("b-1", "b", vec![1])],
        16..24 => vec![("a-2", "a", vec![0, 1])],
        _ => vec![("a-2", "a", vec![0]), ("b-2", "b", vec![1])],
    },
    ..WELL
};

impl Made {
    pub fn snapshot(&self, at: i64) -> Snapshot {
        let setting = |value: &str| Setting { value: Some(value.to_owned()), secret: false, source: Source::Topic };
        let config = [("cleanup.policy", "delete"), ("retention.ms", self.retention)];
        let config: BTreeMap<_, _> = config.map(|(key, value)| (key.to_owned(), setting(value))).into_iter().collect();
        let topic = |name: &&str| Topic {
            name: (*name).to_owned(),
            partitions: (0..self.partitions).map(|id| Partition { id, ..(self.partition)(id, at) }).collect(),
            config: Some(config.clone()),
        };
        let committed: BTreeMap<_, _> =
            (0..self.partitions).filter_map(|id| Some((id, (self.committed)(id, at)?))).collect();
        let each = |has: &Vec<i32>| {
            let topics = self.topics.iter().filter(|_| !has.is_empty());
            topics.map(|name| ((*name).to_owned(), has.clone())).collect()
        };
        let member = |(id, client, has): (&str, &str, Vec<i32>)| Member {
            id: id.to_owned(),
            client: client.to_owned(),
            host: (self.host)(id).to_owned(),
            instance: None,
            assigned: each(&has),
        };
        Snapshot {
            taken: 1_795_000_000_000 + at * 1000,
            topics: self.topics.iter().map(topic).collect(),
            groups: vec![Group {
                name: "billing".to_owned(),
                kind: GroupKind::Classic,
                state: Some((self.state)(at).to_owned()),
                assignor: self.assignor.to_owned(),
                coordinator: Some(1),
                members: Some((self.members)(at).into_iter().map(member).collect()),
                committed: Some(self.topics.iter().map(|name| ((*name).to_owned(), committed.clone())).collect()),
            }],
            ..Snapshot::default()
        }
    }

    pub fn series(&self) -> Series {
        let snapshots = (0..=self.length).map(|at| self.snapshot(at)).collect();
        Series { group: "billing".to_owned(), snapshots, ..Series::default() }
    }

    pub fn diagnosed(&self) -> Diagnosis {
        diagnosed(&self.series())
    }

    /// The same with its work described.
    pub fn described(&self, answers: &str) -> Diagnosis {
        let answers = Answers::read("answers.yaml", answers).expect("it is read");
        let material = Material { answers: Some(&answers), series: Some(&self.series()), ..Material::default() };
        diagnose(knowledge(), &material).expect("it is diagnosed")
    }
}

pub fn diagnosed(series: &Series) -> Diagnosis {
    diagnose(knowledge(), &Material { series: Some(series), ..Material::default() }).expect("it is diagnosed")
}
