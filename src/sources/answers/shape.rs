//! What a single value abbreviates, where an answer has a short and a long form.

use super::super::tree::Shape;
use crate::facts::units::{self, Unit};

/// The short forms: `processing: 50ms..2s`, `limits: {email: 10/s}`; and the free keys of `current`.
pub(super) struct AnswersShape;

impl Shape for AnswersShape {
    fn expand(&self, path: &[String], text: &str) -> Option<Vec<(String, String)>> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["consumers", _, "processing"] => Some(processing(text)),
            ["consumers", _, "limits", _] => Some(vec![("rate".to_owned(), text.to_owned())]),
            _ => None,
        }
    }

    fn has_dotted_keys(&self, path: &[String]) -> bool {
        path.len() == 3 && path[0] == "consumers" && path[2] == "current"
    }

    fn is_named_list(&self, path: &[String]) -> bool {
        path.len() == 1 && matches!(path[0].as_str(), "events" | "consumers" | "producers")
    }
}

/// A range gives the ends; a single time is the shortest, the mean and the longest at once.
pub(super) fn processing(text: &str) -> Vec<(String, String)> {
    let entry = |key: &str, value: &str| (key.to_owned(), value.trim().to_owned());
    if let Some((min, max)) = units::ends(text, Unit::Time) {
        return vec![entry("min", &min), entry("max", &max)];
    }
    match text.split_once("..") {
        Some((min, max)) => vec![entry("min", min), entry("max", max)],
        None => vec![entry("min", text), entry("mean", text), entry("max", text)],
    }
}
