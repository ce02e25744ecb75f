//! How `kskill lint` talks: forms of output, what is ignored and why, baselines, and fixes.

mod baseline;
mod fixes;
mod formats;
mod ignores;
mod project;
mod run;
