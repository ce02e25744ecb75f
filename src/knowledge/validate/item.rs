//! Every expression and text of the knowledge files, with what it may see and what it must give.

use crate::knowledge::Text;
use crate::knowledge::choice::Choice;
use crate::knowledge::entries::{Obligation, Rule};
use crate::knowledge::expression::{Condition, Expression, Name};
use crate::knowledge::vocabulary::{FactSpec, Vocabulary};
use crate::knowledge::{Formula, Knowledge};

/// An expression or text of a file.
pub(super) struct Item<'a> {
    /// The file, below knowledge/.
    pub file: String,
    /// The kinds of the subjects that it is about.
    pub kinds: Vec<String>,
    /// The expression or text.
    pub source: Source<'a>,
    /// What it must give.
    pub gives: Gives<'a>,
    /// The fact that the name `value` stands for.
    pub value: Option<&'a FactSpec>,
}

/// What is evaluated.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// An expression.
    Expression(&'a Expression),
    /// A text.
    Text(&'a Text),
    /// Nothing.
    None,
}

impl Source<'_> {
    /// How it is written.
    pub fn text(&self) -> &str {
        match self {
            Self::Expression(expression) => expression.source(),
            Self::Text(text) => text.source(),
            Self::None => "",
        }
    }

    /// The names in it, or what is wrong with its syntax.
    pub fn names(&self) -> Result<Vec<Name>, String> {
        match self {
            Self::Expression(expression) => expression.check().and_then(|()| expression.names().map(<[Name]>::to_vec)),
            Self::Text(text) => text.names(),
            Self::None => Ok(Vec::new()),
        }
    }
}

/// What an item must give.
#[derive(Clone, Copy)]
pub(super) enum Gives<'a> {
    /// A value of this fact.
    Fact(&'a FactSpec),
    /// A number without a unit.
    Number,
    /// Any value.
    Anything,
    /// True or false.
    Truth,
    /// A text.
    Text,
}

impl<'a> Item<'a> {
    /// A condition about subjects of `kinds`.
    pub fn condition(file: String, kinds: &[String], source: Source<'a>) -> Self {
        Self { file, kinds: kinds.to_vec(), source, gives: Gives::Truth, value: None }
    }
}

/// Collects the items of one file.
struct Collect<'a, 'i> {
    items: &'i mut Vec<Item<'a>>,
    file: String,
    kinds: Vec<String>,
    value: Option<&'a FactSpec>,
}

impl<'a> Collect<'a, '_> {
    fn push(&mut self, source: Source<'a>, gives: Gives<'a>) {
        let (file, kinds) = (self.file.clone(), self.kinds.clone());
        self.items.push(Item { file, kinds, source, gives, value: self.value });
    }

    fn condition(&mut self, condition: impl IntoIterator<Item = &'a Condition>) {
        for expression in condition.into_iter().flat_map(Condition::expressions) {
            self.push(Source::Expression(expression), Gives::Truth);
        }
    }

    fn text(&mut self, texts: impl IntoIterator<Item = &'a Text>) {
        for text in texts {
            self.push(Source::Text(text), Gives::Text);
        }
    }

    fn expression(&mut self, expression: &'a Expression, gives: Gives<'a>) {
        self.push(Source::Expression(expression), gives);
    }

    fn choice(&mut self, choice: &'a Choice, fact: &'a FactSpec) {
        for way in &choice.ways {
            self.condition(&way.when);
            self.expression(&way.value, Gives::Fact(fact));
            self.value = Some(fact);
            self.text([&way.because]);
            self.value = None;
        }
    }

    fn duties(&mut self, duties: &'a [Obligation]) {
        for duty in duties {
            self.condition(&duty.when);
            self.text([&duty.action, &duty.because]);
        }
    }
}

/// All expressions and texts.
pub(super) fn all<'a>(knowledge: &'a Knowledge, rules: &'a [Rule]) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    facts(knowledge, &mut items);
    questions(knowledge, &mut items);
    decisions(knowledge, &mut items);
    patterns(knowledge, &mut items);
    told(knowledge, &mut items);
    clients(knowledge, &mut items);
    for rule in rules {
        let Some(kinds) = kinds_of(&knowledge.vocabulary, rule) else { continue };
        let mut collect = Collect { items: &mut items, file: format!("rules/{}.yaml", rule.id), kinds, value: None };
        collect.condition([&rule.when]);
        collect.text(rule.first.iter().chain([&rule.message]));
        for (fact, value) in rule.fix.iter().flat_map(|fix| &fix.set) {
            if let Some(fact) = spec_of(knowledge, fact) {
                collect.expression(value, Gives::Fact(fact));
            }
        }
    }
    items
}

fn of_fact(fact: &str) -> Vec<String> {
    vec![fact.split('.').next().unwrap_or_default().to_owned()]
}

fn spec_of<'a>(knowledge: &'a Knowledge, fact: &str) -> Option<&'a FactSpec> {
    fact.split_once('.').and_then(|(kind, fact)| knowledge.vocabulary.fact(kind, fact))
}

fn facts<'a>(knowledge: &'a Knowledge, items: &mut Vec<Item<'a>>) {
    for (kind, of) in &knowledge.vocabulary.kinds {
        for spec in of.facts.values() {
            let Some(Formula::Expression(expression)) = &spec.is else { continue };
            items.push(Item {
                file: format!("facts/{kind}.yaml"),
                kinds: vec![kind.clone()],
                source: Source::Expression(expression),
                gives: Gives::Fact(spec),
                value: None,
            });
        }
    }
}

fn questions<'a>(knowledge: &'a Knowledge, items: &mut Vec<Item<'a>>) {
    for question in &knowledge.questions {
        let (file, kinds) = (format!("questions/{}.yaml", question.id), of_fact(&question.asks));
        let Some(fact) = spec_of(knowledge, &question.asks) else { continue };
        let mut collect = Collect { items, file, kinds, value: None };
        collect.text([&question.prompt, &question.why]);
        collect.text(&question.skip);
        collect.condition(&question.asked);
        collect.condition(&question.when);
        if let Some(assume) = &question.assume {
            collect.choice(assume, fact);
        }
        for other in &question.vary {
            collect.expression(other, Gives::Fact(fact));
        }
        collect.value = Some(fact);
        collect.text(&question.consequence);
    }
}

fn decisions<'a>(knowledge: &'a Knowledge, items: &mut Vec<Item<'a>>) {
    for decision in &knowledge.decisions {
        let (file, kinds) = (format!("decisions/{}.yaml", decision.id), of_fact(&decision.decides));
        let Some(fact) = spec_of(knowledge, &decision.decides) else { continue };
        let mut collect = Collect { items, file, kinds, value: None };
        collect.condition(&decision.when);
        collect.choice(&decision.choice, fact);
        for other in &decision.alternatives {
            collect.condition(&other.when);
            collect.expression(&other.value, Gives::Fact(fact));
            collect.text([&other.because]);
        }
        collect.text(&decision.pays);
        collect.value = Some(fact);
        if let Some(accept) = &decision.accept {
            collect.expression(accept, Gives::Truth);
        }
    }
}

fn patterns<'a>(knowledge: &'a Knowledge, items: &mut Vec<Item<'a>>) {
    for pattern in &knowledge.patterns {
        let (file, kinds) = (format!("patterns/{}.yaml", pattern.id), of_fact(&pattern.slot));
        let mut collect = Collect { items, file, kinds, value: None };
        collect.condition([&pattern.fits]);
        collect.expression(&pattern.score, Gives::Number);
        for reason in &pattern.unfit {
            collect.condition([&reason.when]);
            collect.text([&reason.because]);
        }
        collect.text([&pattern.because, &pattern.not_chosen]);
        collect.duties(&pattern.your_code_must);
    }
}

/// Conflicts, failures and causes.
fn told<'a>(knowledge: &'a Knowledge, items: &mut Vec<Item<'a>>) {
    for conflict in &knowledge.conflicts {
        let (file, kinds) = (format!("conflicts/{}.yaml", conflict.id), vec![conflict.of.clone()]);
        let mut collect = Collect { items: &mut *items, file, kinds, value: None };
        collect.condition([&conflict.when]);
        collect.text(conflict.between.iter().chain([&conflict.message]));
        for way in &conflict.give_way {
            collect.condition(&way.when);
            collect.text([&way.path, &way.buys]);
            collect.expression(&way.to, Gives::Anything);
        }
    }
    for failure in &knowledge.failures {
        let (file, kinds) = (format!("failures/{}.yaml", failure.id), vec![failure.of.clone()]);
        let mut collect = Collect { items: &mut *items, file, kinds, value: None };
        collect.condition(&failure.when);
        collect.text([&failure.title, &failure.message]);
    }
    for cause in &knowledge.causes {
        let (file, kinds) = (format!("causes/{}.yaml", cause.id), vec![cause.of.clone()]);
        let mut collect = Collect { items: &mut *items, file, kinds, value: None };
        collect.condition([&cause.when]);
        collect.condition(cause.sure_when.iter().chain(&cause.unsure_when));
        collect.text(cause.evidence.iter().chain(&cause.will_not_help).chain([&cause.title]));
        for remedy in &cause.remedies {
            collect.text([&remedy.action]);
            collect.text(remedy.effect.iter().chain(&remedy.cost));
            collect.condition(&remedy.when);
            for (fact, value) in &remedy.set {
                if let Some(fact) = spec_of(knowledge, fact) {
                    collect.expression(value, Gives::Fact(fact));
                }
            }
        }
    }
}

fn clients<'a>(knowledge: &'a Knowledge, items: &mut Vec<Item<'a>>) {
    for client in knowledge.clients.iter() {
        for role in ["producer", "consumer"] {
            let (file, kinds) = (format!("clients/{}.yaml", client.id), vec![role.to_owned()]);
            let mut collect = Collect { items: &mut *items, file, kinds, value: None };
            for connection in client.connection.iter().filter(|of| of.role.as_deref().is_none_or(|of| of == role)) {
                collect.condition(&connection.when);
                collect.text([&connection.because]);
            }
            for duty in client.your_code_must.iter().filter(|duty| duty.role.as_deref().is_none_or(|of| of == role)) {
                collect.duties(std::slice::from_ref(duty));
            }
            collect.text(client.settings(role).iter().flat_map(|one| one.cannot.iter().chain(&one.with_because)));
        }
    }
}

/// The kinds of the subjects that a rule is judged for; none where they are not related.
pub(super) fn kinds_of(vocabulary: &Vocabulary, rule: &Rule) -> Option<Vec<String>> {
    let first = vocabulary.kinds.get(rule.of.0.first()?)?;
    let Some(second) = rule.of.0.get(1) else { return Some(vec![first.kind.clone()]) };
    let second = first.relations.get(second).map_or(second, |relation| &relation.to);
    let to = |from: &str, to: &str| {
        vocabulary.kinds.get(from).is_some_and(|kind| kind.relations.values().any(|relation| relation.to == to))
    };
    (to(&first.kind, second) || to(second, &first.kind)).then(|| vec![first.kind.clone(), second.clone()])
}
