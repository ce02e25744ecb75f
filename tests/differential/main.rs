//! `kskill lint` says error exactly where the real client refuses to be made.
//!
//! Whole configs are generated, some right, most with something wrong in them, and each is given to the judge and to
//! the client itself, offline. A module per client says what its configs are drawn from, how it is asked, and where
//! the two are known to differ, and why. CONTRIBUTING.md tells how more configs are tried.

mod compare;
mod generate;
mod java;
mod judge;
mod kafkajs;
mod librdkafka;
mod probe;
mod python;
#[path = "../catalog/samples.rs"]
mod samples;
mod typed;
