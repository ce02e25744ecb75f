//! The catalogue of config keys: what it says, against the facts and against the programs that read the values.

mod java;
mod librdkafka;
mod regenerated;
mod said;
mod samples;

use kskill::knowledge::catalog::Catalog;

fn catalog() -> Catalog {
    Catalog::embedded()
}
