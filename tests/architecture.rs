//! The layers of the crate, and the size of its files and functions.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Lowest first. A module imports lower layers only; those of one layer do not import each other.
const LAYERS: [&[&str]; 11] = [
    &["finding", "facts"],
    &["design"],
    &["knowledge"],
    &["judge", "sources", "schema", "forecast"],
    &["decide"],
    &["lint", "check", "diagnose"],
    &["render"],
    &["interview"],
    &["commands"],
    &["cli"],
    &["main", "lib"],
];

/// The only module that may call C.
const FFI: &str = "sources/cluster/ffi";

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 60;

/// The crate, and what proves and feeds it.
const OURS: [&str; 4] = ["src", "tests", "benches", "tools"];
/// What is written by hand; data and schemas of others are as long as they are.
const CODE: [&str; 9] = ["rs", "sh", "py", "go", "java", "js", "ts", "cs", "kt"];

/// The files of `folder` with one of the endings, by their paths below it.
fn files(folder: &str, endings: &[&str]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)) {
                let name = path.strip_prefix(&root).expect("below the folder").to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read_to_string(&path).expect("the file is text"));
            }
        }
    }
    files
}

fn sources() -> BTreeMap<String, String> {
    let sources = files("src", &["rs"]);
    assert!(sources.len() > 20, "the sources are found");
    sources
}

/// `decide/run.rs` and `decide.rs` are `decide`.
fn module(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or(file)
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// The modules of the crate that a line of code names.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split("//").next().unwrap_or(line);
    code.match_indices("crate::").map(|(at, found)| {
        let rest = &code[at + found.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn a_lower_layer_imports_no_higher_one() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let own = module(&file);
        let Some(height) = layer(own) else {
            wrong.push(format!("{file}: `{own}` has no layer: add it to tests/architecture.rs"));
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            for other in named(line).filter(|other| *other != own) {
                let place = format!("{file}:{}", number + 1);
                match layer(other) {
                    Some(below) if below < height => {}
                    Some(_) => wrong.push(format!("{place}: `{own}` may not import `{other}`")),
                    None => wrong.push(format!("{place}: `{other}` is no module; grouped imports hide their layer")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_climbs_out_of_its_module_by_super() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let depth = file.matches('/').count() - usize::from(file.ends_with("/mod.rs"));
        for (number, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with("use super::")) {
            if line.matches("super::").count() > depth {
                wrong.push(format!("{file}:{}: names another module by super:: instead of crate::", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The files of all our folders with one of the endings.
fn ours(endings: &[&str]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for folder in OURS {
        assert!(!files(folder, &CODE).is_empty(), "the files of {folder} are found");
        all.extend(files(folder, endings).into_iter().map(|(file, text)| (format!("{folder}/{file}"), text)));
    }
    all
}

#[test]
fn files_are_short() {
    let mut wrong = Vec::new();
    for (file, text) in ours(&CODE) {
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            wrong.push(format!("{file} has {lines} lines, {LONGEST_FILE} are allowed"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn functions_are_short() {
    let mut wrong = Vec::new();
    for (file, text) in ours(&["rs"]) {
        for (name, start, length) in functions(&text).into_iter().filter(|(_, _, length)| *length > LONGEST_FUNCTION) {
            wrong.push(format!("{file}:{start}: {name} has {length} lines, {LONGEST_FUNCTION} are allowed"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Name, first line and length of every function that has a body: from its head to the brace of the same indent.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let Some((before, rest)) = line.split_once("fn ") else { continue };
        let head = before.trim_start();
        let words = ["pub", "pub(super)", "pub(crate)", "const", "async", "unsafe", "extern", "\"C\""];
        if !head.split_whitespace().all(|word| words.contains(&word)) || line.trim_end().ends_with(['}', ';']) {
            continue;
        }
        let close = format!("{indent}}}");
        let ends = |line: &&&str| **line == close || line.starts_with(&format!("{indent})"));
        // What C declares ends where its arguments do.
        if lines[start..].iter().find(ends).is_some_and(|line| line.ends_with(';')) {
            continue;
        }
        if let Some(length) = lines[start..].iter().position(|line| *line == close) {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            found.push((name.to_owned(), start + 1, length + 1));
        }
    }
    found
}

#[test]
fn no_unsafe_and_nothing_unfinished() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '!').collect();
            // Not the flag --unsafe, but the word before a block or an item.
            let items = ["unsafe {", "unsafe fn", "unsafe impl", "unsafe trait", "unsafe extern"];
            if items.iter().any(|item| code.contains(item)) && !file.starts_with(FFI) {
                wrong.push(format!("{file}:{}: unsafe belongs into the module that calls C", number + 1));
            }
            if words.contains(&"todo!") || words.contains(&"unimplemented!") || line.contains(concat!("TO", "DO")) {
                wrong.push(format!("{file}:{}: unfinished", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
