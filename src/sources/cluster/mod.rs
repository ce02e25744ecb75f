//! A live cluster, asked and never told.

mod age;
mod collect;
mod command_config;
mod ffi;
mod lacks;
mod registry;
mod request;
mod sample;
mod sampled;
mod series;
mod snapshot;
mod trouble;
mod watch;

pub use collect::{Target, collect};
pub use command_config::{Connection, command_config};
pub use registry::Address;
pub use sample::{MOST_RECORDS, Sampling, sample};
pub use sampled::{Hottest, Sample, Sampled, Sizes};
pub use series::Series;
pub use snapshot::{
    Acls, Allowed, Broker, Group, GroupKind, List, Member, Missing, Partition, Registry, Setting, Settings, Snapshot,
    Source, Subject, Topic,
};
pub use trouble::Unreachable;
pub use watch::{Watch, Watched, watch};
