//! Expressions, conditions and texts over facts, judged in three-valued logic.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use minijinja::{Environment, UndefinedBehavior};
use serde::Deserialize;

use super::comparison::Comparison;
use super::context::context;
use super::filters;
use super::names;
use crate::facts::{Facts, Id, Value};

/// What evaluating gives: a value, or what would be needed for one.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<T> {
    /// The value.
    Known(T),
    /// No value, because these facts are absent or, where none is, for this reason.
    Unknown {
        /// The absent facts, as `kind.fact`.
        needs: BTreeSet<String>,
        /// What failed although all facts were there, such as a division by zero.
        reason: Option<String>,
    },
}

impl<T> Outcome<T> {
    /// The value, if there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown { .. } => None,
        }
    }

    pub(super) fn failed(reason: impl fmt::Display) -> Self {
        Self::Unknown { needs: BTreeSet::new(), reason: Some(reason.to_string()) }
    }
}

/// The subjects that names in an expression refer to.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    facts: &'a Facts,
    subjects: &'a [Id],
    locals: &'a [(&'a str, Value)],
}

impl<'a> Scope<'a> {
    /// Names refer to `subjects` by kind, to their one-relations, and to kinds there is one of.
    #[must_use]
    pub fn new(facts: &'a Facts, subjects: &'a [Id]) -> Self {
        Self { facts, subjects, locals: &[] }
    }

    /// Adds bare names, such as `value`.
    #[must_use]
    pub fn with_locals(mut self, locals: &'a [(&'a str, Value)]) -> Self {
        self.locals = locals;
        self
    }

    fn subject(&self, name: &str) -> Option<Id> {
        let own = self.subjects.iter().find(|id| &*self.facts.subject(**id).kind == name);
        let related = || self.subjects.iter().find_map(|id| self.facts.related(*id, name).first());
        own.or_else(related).copied().or_else(|| self.facts.only(name))
    }

    pub(super) fn lookup(&self, name: &Name) -> Option<Value> {
        match name {
            Name::Bare(bare) => {
                let local = self.locals.iter().find(|(known, _)| *known == &**bare);
                local.map(|(_, value)| value.clone()).or_else(|| {
                    let system = self.facts.only("system")?;
                    self.facts.value(system, bare).cloned()
                })
            }
            Name::Fact(subject, fact) => self.facts.value(self.subject(subject)?, fact).cloned(),
            Name::Given(subject, fact) => {
                let given = self.facts.is_given(self.subject(subject)?, fact)?;
                Some(Value::Bool(given))
            }
        }
    }
}

/// A name that an expression uses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// `environment`, or a local such as `value`.
    Bare(Arc<str>),
    /// `topic.partitions`.
    Fact(Arc<str>, Arc<str>),
    /// `given.producer.acks`: whether a person stated it; absent where nobody can tell.
    Given(Arc<str>, Arc<str>),
}

impl Name {
    pub(super) fn parse(dotted: &str) -> Self {
        let parts: Vec<&str> = dotted.split('.').collect();
        match parts.as_slice() {
            ["given", subject, fact, ..] => Self::Given((*subject).into(), (*fact).into()),
            [subject, fact, ..] => Self::Fact((*subject).into(), (*fact).into()),
            _ => Self::Bare(dotted.into()),
        }
    }

    /// As people write it. Put together here because it is said of every fact that is lacking, which is most of them.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Bare(name) => name.to_string(),
            Self::Fact(subject, fact) => [subject, ".", fact].concat(),
            Self::Given(subject, fact) => ["given.", subject, ".", fact].concat(),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

/// The one environment that all expressions and texts share.
pub(super) fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        filters::register(&mut environment);
        environment
    })
}

pub(super) fn undeclared(undeclared: impl IntoIterator<Item = String>) -> Vec<Name> {
    let sorted: BTreeSet<String> = undeclared.into_iter().collect();
    sorted.iter().filter(|name| !filters::is_constant(name)).map(|name| Name::parse(name)).collect()
}

struct Compiled {
    expression: minijinja::Expression<'static, 'static>,
    names: Vec<Name>,
}

/// An expression over facts; compiled when it is first needed and all that it names is known.
#[derive(Deserialize)]
#[serde(from = "Literal")]
pub struct Expression {
    source: String,
    /// The same, where it needs no engine.
    comparison: OnceLock<Option<Box<Comparison>>>,
    /// The names in it, where they can be seen without the engine.
    names: OnceLock<Option<Vec<Name>>>,
    compiled: OnceLock<Box<Result<Compiled, String>>>,
}

/// A YAML scalar, so that `value: 3` and `value: true` need no quotes.
#[derive(Deserialize)]
#[serde(transparent)]
struct Literal(serde_json::Value);

impl From<Literal> for Expression {
    fn from(Literal(value): Literal) -> Self {
        match value {
            serde_json::Value::String(source) => Self::new(source),
            other => Self::new(other.to_string()),
        }
    }
}

impl Clone for Expression {
    fn clone(&self) -> Self {
        Self::new(self.source.clone())
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({})", self.source)
    }
}

impl Expression {
    /// An expression with this source.
    #[must_use]
    pub fn new(source: String) -> Self {
        Self { source, comparison: OnceLock::new(), names: OnceLock::new(), compiled: OnceLock::new() }
    }

    /// The text of the expression.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    fn comparison(&self) -> Option<&Comparison> {
        self.comparison.get_or_init(|| Comparison::parse(&self.source).map(Box::new)).as_deref()
    }

    fn compiled(&self) -> &Result<Compiled, String> {
        let compile = || {
            let expression = environment()
                .compile_expression_owned(self.source.clone())
                .map_err(|error| format!("`{}`: {error}", self.source))?;
            let names = undeclared(expression.undeclared_variables(true));
            Ok(Compiled { expression, names })
        };
        self.compiled.get_or_init(|| Box::new(compile()))
    }

    /// Compiles it.
    ///
    /// # Errors
    /// What is wrong with its syntax.
    pub fn check(&self) -> Result<(), String> {
        self.compiled().as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// The names it uses, sorted.
    ///
    /// # Errors
    /// What is wrong with its syntax, where that keeps the names from being seen.
    pub fn names(&self) -> Result<&[Name], String> {
        match self.names.get_or_init(|| names::read(&self.source)) {
            Some(names) => Ok(names),
            None => self.compiled().as_ref().map(|compiled| compiled.names.as_slice()).map_err(Clone::clone),
        }
    }

    /// Whether every fact that it names is there. Cheaper to ask than for a value, which says what is lacking.
    #[must_use]
    pub fn can_be_known(&self, scope: &Scope) -> bool {
        self.names().is_ok_and(|names| names.iter().all(|name| scope.lookup(name).is_some()))
    }

    /// Its value in `scope`; unknown where any fact that it names is absent.
    #[must_use]
    pub fn evaluate(&self, scope: &Scope) -> Outcome<Value> {
        if let Some(outcome) = self.comparison().and_then(|comparison| comparison.evaluate(scope)) {
            return outcome;
        }
        match self.run(scope) {
            Outcome::Known(value) => match filters::from_engine(&value) {
                Some(value) => Outcome::Known(value),
                None => Outcome::failed(format!("`{}` gives {value}, which is no value of a fact", self.source)),
            },
            Outcome::Unknown { needs, reason } => Outcome::Unknown { needs, reason },
        }
    }

    /// What the engine makes of it, if all that it names is there: else it is not even compiled.
    pub(super) fn run(&self, scope: &Scope) -> Outcome<minijinja::Value> {
        let context = match self.names().map(|names| context(names, scope)) {
            Ok(Ok(context)) => context,
            Ok(Err(needs)) => return Outcome::Unknown { needs, reason: None },
            Err(error) => return Outcome::failed(error),
        };
        match self.compiled().as_ref().map(|compiled| compiled.expression.eval(context)) {
            Ok(Ok(value)) => Outcome::Known(value),
            Ok(Err(error)) => Outcome::failed(format!("`{}`: {error}", self.source)),
            Err(error) => Outcome::failed(error),
        }
    }
}

/// A condition: one expression, or several under `all` or `any`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "serde_json::Value")]
pub enum Condition {
    /// True or false by an expression.
    One(Expression),
    /// False if any is false, else unknown if any is unknown.
    All(Vec<Condition>),
    /// True if any is true, else unknown if any is unknown.
    Any(Vec<Condition>),
}

impl TryFrom<serde_json::Value> for Condition {
    type Error = String;

    fn try_from(value: serde_json::Value) -> Result<Self, String> {
        let serde_json::Value::Object(fields) = value else {
            return Ok(Self::One(Expression::from(Literal(value))));
        };
        let mut fields = fields.into_iter();
        let (Some((key, serde_json::Value::Array(items))), None) = (fields.next(), fields.next()) else {
            return Err("a condition is an expression, {all: [...]} or {any: [...]}".to_owned());
        };
        let items = items.into_iter().map(Self::try_from).collect::<Result<Vec<_>, _>>()?;
        match key.as_str() {
            "all" => Ok(Self::All(items)),
            "any" => Ok(Self::Any(items)),
            other => Err(format!("unknown key `{other}` in a condition: use all or any")),
        }
    }
}

impl Condition {
    /// The expressions in it.
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::One(expression) => vec![expression],
            Self::All(items) | Self::Any(items) => items.iter().flat_map(Self::expressions).collect(),
        }
    }

    /// Whether it holds in `scope`. A value that is neither true nor false is no answer, but unknown with that reason.
    #[must_use]
    pub fn holds(&self, scope: &Scope) -> Outcome<bool> {
        match self {
            Self::One(expression) => match expression.evaluate(scope) {
                Outcome::Known(Value::Bool(truth)) => Outcome::Known(truth),
                Outcome::Known(value) => {
                    Outcome::failed(format!("`{}` gives {value}, not true or false", expression.source))
                }
                Outcome::Unknown { needs, reason } => Outcome::Unknown { needs, reason },
            },
            Self::All(items) => combine(items, scope, false),
            Self::Any(items) => combine(items, scope, true),
        }
    }

    /// Whether it is known to hold.
    #[must_use]
    pub fn is_true(&self, scope: &Scope) -> bool {
        self.holds(scope) == Outcome::Known(true)
    }
}

/// One item equal to `decisive` decides, whatever else is unknown.
fn combine(items: &[Condition], scope: &Scope, decisive: bool) -> Outcome<bool> {
    let mut missing = BTreeSet::new();
    let mut failed = None;
    let mut unknown = false;
    for item in items {
        match item.holds(scope) {
            Outcome::Known(truth) if truth == decisive => return Outcome::Known(decisive),
            Outcome::Known(_) => {}
            Outcome::Unknown { needs, reason } => {
                unknown = true;
                missing.extend(needs);
                failed = failed.or(reason);
            }
        }
    }
    if unknown { Outcome::Unknown { needs: missing, reason: failed } } else { Outcome::Known(!decisive) }
}
