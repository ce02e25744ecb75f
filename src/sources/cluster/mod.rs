//! A live cluster, asked and never told.

mod collect;
mod command_config;
mod ffi;
mod lacks;
mod registry;
mod request;
mod snapshot;
mod trouble;

pub use collect::{Target, collect};
pub use command_config::{Connection, command_config};
pub use registry::Address;
pub use snapshot::{
    Acls, Allowed, Broker, Group, GroupKind, Member, Missing, Partition, Registry, Setting, Settings, Snapshot, Source,
    Subject, Topic,
};
pub use trouble::Unreachable;
