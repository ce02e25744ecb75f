//! One file per verb: its own `Args` and `run`.

pub mod recommend;
pub mod what_if;
