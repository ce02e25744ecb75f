//! The forms that a config file can have: the names that knowledge/clients uses in `format`.

use super::language::Language;

/// How a config file is written.
#[derive(Debug)]
pub struct Form {
    /// The name in knowledge/clients.
    pub format: &'static str,
    /// What it is written in.
    pub language: Language,
    /// The ending of the file's name.
    pub extension: &'static str,
    /// What joins the words of the file's name: `_` where that name is the module's.
    pub dash: char,
    /// Whether dots in keys are levels.
    pub nested: bool,
    /// The file's template.
    pub template: &'static str,
}

const fn form(format: &'static str, language: Language, extension: &'static str, template: &'static str) -> Form {
    Form { format, language, extension, dash: '-', nested: false, template }
}

macro_rules! template {
    ($name:literal) => {
        include_str!(concat!("../../../templates/config/", $name))
    };
}

static FORMS: &[Form] = &[
    form("conf", Language::Conf, "conf", template!("conf")),
    form("properties", Language::Properties, "properties", template!("properties")),
    form("quarkus-properties", Language::Properties, "properties", template!("properties")),
    Form { nested: true, ..form("spring-yaml", Language::Yaml, "yml", template!("spring-yaml")) },
    Form { dash: '_', ..form("python-dict", Language::Python, "py", template!("python")) },
    Form { dash: '_', ..form("python-kwargs", Language::Python, "py", template!("python")) },
    Form { nested: true, ..form("typescript-kafkajs", Language::TypeScript, "ts", template!("typescript-kafkajs")) },
    form("typescript-confluent", Language::TypeScript, "ts", template!("typescript-confluent")),
    form("go-map", Language::Go, "go", template!("go-map")),
    form("go-options", Language::Go, "go", template!("go-options")),
    form("go-fields", Language::Go, "go", template!("go-fields")),
    form("csharp", Language::CSharp, "cs", template!("csharp")),
    Form { dash: '_', ..form("rust", Language::Rust, "rs", template!("rust")) },
];

/// The form called `format`; `key=value` lines where there is none of that name.
#[must_use]
pub fn of(format: &str) -> &'static Form {
    FORMS.iter().find(|form| form.format == format).unwrap_or(&FORMS[0])
}
