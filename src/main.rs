//! `kskill`: parse, run, exit code.

fn main() {}
