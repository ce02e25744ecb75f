//! `kskill lint` says error exactly where the real client refuses to be made.
//!
//! Whole configs are generated, some right, most with something wrong in them, and each is given to the judge and to
//! the client itself, offline. A module per client says what its configs are drawn from, how it is asked, and where
//! the two are known to differ, and why. `KSKILL_DIFFERENTIAL=20000@7` tries
//! 20,000 configs of seed 7, and `KSKILL_DIFFERENTIAL_KNOWLEDGE=knowledge` the rules as the files have them now, without
//! a build.

mod compare;
mod confluent_js;
mod generate;
mod go;
mod java;
mod judge;
mod kafkajs;
mod librdkafka;
mod probe;
mod python;
#[path = "../catalog/samples.rs"]
mod samples;
mod typed;
