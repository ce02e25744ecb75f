//! Which files are there to test others: what their clients might do better matters to nobody.

/// Directories that hold tests, and what they read.
const FOLDERS: &[&str] = &[
    "test",
    "tests",
    "testdata",
    "testing",
    "__tests__",
    "__mocks__",
    "fixtures",
    "e2e",
    "integration-tests",
    "integrationTest",
];

/// What the names of files with tests end with, before their extension.
const ENDS: &[&str] = &["_test", "Test", "Tests", "IT", ".test", ".spec", "_spec"];

/// Whether a path is that of a test, or of what tests read.
pub(super) fn is_test(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let ends = |end: &&str| stem.strip_suffix(*end).is_some_and(|rest| is_word_end(rest, end));
    let named = ENDS.iter().any(ends) || name.starts_with("test_");
    named || folders.split('/').any(|folder| FOLDERS.contains(&folder))
}

/// Whether a word ends where the next one begins: `OrdersIT` is a test, and `AUDIT` is none.
fn is_word_end(before: &str, next: &str) -> bool {
    before.ends_with(|c: char| !c.is_uppercase()) || !before.is_empty() && !next.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_show_what_is_a_test() {
        for path in [
            "src/test/java/App.java",
            "tests/kafka.properties",
            "pkg/kafka/producer_test.go",
            "app/OrdersTest.kt",
            "app/OrdersIT.java",
            "src/orders.spec.ts",
            "orders/test_producer.py",
        ] {
            assert!(is_test(path), "{path}");
        }
        for path in ["src/main/java/Latest.java", "contest/producer.go", "examples/app.py", "Test.java", "AUDIT.java"] {
            assert!(!is_test(path), "{path}");
        }
    }
}
