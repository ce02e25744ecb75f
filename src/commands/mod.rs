//! One file per verb: its own `Args` and `run`.

pub mod explain;
pub mod lint;
pub mod recommend;
mod saved;
pub mod what_if;
