//! Packs knowledge/ into the binary: every YAML file is read here and embedded as JSON text, beside the subject that it
//! is for, so that a start parses only the files it uses, and a file that is no YAML fails the build with its name. The
//! catalogue of config keys is packed so that a lookup parses one key.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/knowledge/catalog/pack.rs"]
#[allow(dead_code)] // looking up is for the program
mod pack;

#[path = "src/knowledge/subject.rs"]
mod subject;

fn main() {
    println!("cargo::rerun-if-changed=src/knowledge/subject.rs");
    println!("cargo::rerun-if-changed=src/knowledge/catalog/pack.rs");
    println!("cargo::rerun-if-changed=knowledge");
    println!("cargo::rerun-if-changed=templates");
    write("knowledge.rs", &knowledge());
    write("catalog.rs", &catalog());
}

/// The knowledge files, sorted by path.
fn knowledge() -> String {
    let mut code =
        String::from("/// Every knowledge file: its path below knowledge/, its subject and its content as JSON.\n");
    code.push_str("pub(super) static EMBEDDED: &[(&str, &str, &str)] = &[\n");
    for file in files(Path::new("knowledge"), "yaml") {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("reading {}: {error}", file.display()));
        let value: serde_json::Value =
            yaml_serde::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let path = file.strip_prefix("knowledge").expect("listed below knowledge").to_string_lossy().replace('\\', "/");
        writeln!(code, "    ({path:?}, {:?}, {:?}),", subject::of(&value), value.to_string())
            .expect("writing to a string");
    }
    code.push_str("];\n");
    code
}

/// The families of config keys, sorted by name.
fn catalog() -> String {
    let mut code = String::from("/// Every family of config keys: its name and its keys, packed.\n");
    code.push_str("pub(super) static EMBEDDED: &[(&str, &str)] = &[\n");
    for file in files(Path::new("knowledge/catalog"), "json") {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("reading {}: {error}", file.display()));
        let packed = pack::pack(&text).unwrap_or_else(|error| panic!("{} {error}", file.display()));
        let name = file.file_stem().expect("it has an extension").to_string_lossy();
        writeln!(code, "    ({name:?}, {packed:?}),").expect("writing to a string");
    }
    code.push_str("];\n");
    code
}

fn write(name: &str, code: &str) {
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join(name);
    fs::write(&target, code).unwrap_or_else(|error| panic!("writing {}: {error}", target.display()));
}

/// All files below `directory` with that extension, sorted, so that the same sources give the same binary.
fn files(directory: &Path, wanted: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(files(&path, wanted));
        } else if path.extension().is_some_and(|extension| extension == wanted) {
            found.push(path);
        }
    }
    found
}
