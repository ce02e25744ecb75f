//! The templates' engine: what is written in them is written as it stands, and tags leave no empty lines.

use std::path::Path;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::layout::shell_word;
use super::markdown;

/// Fills in an embedded template. Only a mistake in the template itself makes it fail.
#[must_use]
pub fn fill<T: Serialize>(name: &str, template: &str, values: &T) -> String {
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    let mut environment = Environment::new();
    environment.set_syntax(syntax.unwrap_or_default());
    environment.set_auto_escape_callback(|name| {
        let page = Path::new(name).extension().is_some_and(|kind| kind == "html");
        if page { AutoEscape::Html } else { AutoEscape::None }
    });
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("shell", |text: String| shell_word(&text));
    environment.add_filter("code", |text: String| markdown::code(&text));
    environment.add_filter("prose", |text: String| markdown::prose(&text));
    environment.add_filter("cell", |text: String| markdown::cell(&text));
    let filled = environment.render_named_str(name, template, Serde(values));
    filled.unwrap_or_else(|error| unreachable!("templates/{name}: {error:#}"))
}
