//! `kskill check` on real Kafka: what goes wrong on the client's side ends in time with what to do, and nothing is ever
//! written.

mod client_faults;
#[path = "../real_kafka/cluster.rs"]
#[expect(dead_code, reason = "shared with tests that need more of it")]
mod cluster;
mod cluster_faults;
mod coordinator;
mod diagnose;
mod healthy;
mod other_groups;
mod own;
mod proxy;
mod read_only;
mod registry;
mod run;
mod sample;
mod tokens;
mod under_load;
