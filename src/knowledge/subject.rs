//! Whom a knowledge file is for, so that nobody reads those for others. `build.rs` asks too.

use serde_json::Value;

/// The kind of subject under `for`, the first of several; nothing where the file is for all.
pub fn of(file: &Value) -> &str {
    let kinds = &file["for"];
    kinds.as_str().or_else(|| kinds.get(0)?.as_str()).unwrap_or_default()
}
