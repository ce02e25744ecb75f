//! Packs knowledge/ into the binary: every YAML file is read here and embedded as JSON text, so that a start
//! parses only the files it uses, and a file that is no YAML fails the build with its name.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=knowledge");
    println!("cargo::rerun-if-changed=templates");
    let mut code = String::from("/// Every knowledge file: its path below knowledge/ and its content as JSON.\n");
    code.push_str("pub(super) static EMBEDDED: &[(&str, &str)] = &[\n");
    for file in yaml_files(Path::new("knowledge")) {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("reading {}: {error}", file.display()));
        let value: serde_json::Value =
            yaml_serde::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let path = file.strip_prefix("knowledge").expect("listed below knowledge").to_string_lossy().replace('\\', "/");
        writeln!(code, "    ({path:?}, {:?}),", value.to_string()).expect("writing to a string");
    }
    code.push_str("];\n");
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("knowledge.rs");
    fs::write(&target, code).unwrap_or_else(|error| panic!("writing {}: {error}", target.display()));
}

/// All .yaml files below `directory`, sorted, so that the same sources give the same binary.
fn yaml_files(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(yaml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    files
}
