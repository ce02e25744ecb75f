//! How `kskill lint` talks: forms of output, what is ignored and why, baselines, and fixes.

mod bad_input;
mod baseline;
mod design;
mod fixes;
mod formats;
mod ignores;
mod project;
mod run;
