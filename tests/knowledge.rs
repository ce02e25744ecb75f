//! Every knowledge file is a test of its own: its id is its name, it says where to read on, and its examples hold.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use kskill::decide::{causes, example};
use kskill::facts::{Facts, Id, Origin};
use kskill::judge::{self, Verdict};
use kskill::knowledge::{Cause, Example, Knowledge, Outcome as Told, Rule, Rulebook, Scope, Text};
use kskill::lint;

type Outcome = datatest_stable::Result<()>;

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| Knowledge::load(None).expect("the embedded knowledge loads"))
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a file name").to_string_lossy().into_owned()
}

fn require(truth: bool, message: &str) -> Outcome {
    if truth { Ok(()) } else { Err(message.to_owned().into()) }
}

fn both_sides(examples: &[Example], side: impl Fn(&Example) -> Option<bool>) -> Outcome {
    require(examples.iter().any(|example| side(example) == Some(true)), "an example for which it applies is missing")?;
    require(examples.iter().any(|example| side(example) == Some(false)), "an example for which it does not is missing")
}

fn decision(path: &Path) -> Outcome {
    let knowledge = knowledge();
    let decision =
        knowledge.decisions.iter().find(|decision| decision.id == stem(path)).ok_or("id is not the file name")?;
    require(!decision.references.is_empty(), "references are missing")?;
    require(!decision.examples.is_empty(), "examples are missing")?;
    for (index, example) in decision.examples.iter().enumerate() {
        example::check_decision(knowledge, decision, example)
            .map_err(|error| format!("example {}: {error:#}", index + 1))?;
    }
    Ok(())
}

fn question(path: &Path) -> Outcome {
    let knowledge = knowledge();
    let question =
        knowledge.questions.iter().find(|question| question.id == stem(path)).ok_or("id is not the file name")?;
    require(question.assume.is_none() || !question.examples.is_empty(), "examples are missing")?;
    require(
        question.assume.is_none() || question.consequence.is_some(),
        "the consequence of the assumption is missing",
    )?;
    for (index, example) in question.examples.iter().enumerate() {
        example::check_question(knowledge, question, example)
            .map_err(|error| format!("example {}: {error:#}", index + 1))?;
    }
    Ok(())
}

fn pattern(path: &Path) -> Outcome {
    let knowledge = knowledge();
    let pattern =
        knowledge.patterns.iter().find(|pattern| pattern.id == stem(path)).ok_or("id is not the file name")?;
    require(!pattern.references.is_empty(), "references are missing")?;
    both_sides(&pattern.examples, |example| example.fits)?;
    let kind = pattern.slot.split('.').next().unwrap_or_default();
    for (index, example) in pattern.examples.iter().enumerate() {
        let fits = example::fires(knowledge, kind, &pattern.fits, example)
            .map_err(|error| format!("example {}: {error:#}", index + 1))?;
        require(Some(fits) == example.fits, &format!("example {}: fits is {fits}", index + 1))?;
    }
    Ok(())
}

fn conflict(path: &Path) -> Outcome {
    let knowledge = knowledge();
    let conflict =
        knowledge.conflicts.iter().find(|conflict| conflict.id == stem(path)).ok_or("id is not the file name")?;
    require(!conflict.references.is_empty(), "references are missing")?;
    require(!conflict.give_way.is_empty(), "a way out is missing")?;
    both_sides(&conflict.examples, |example| example.fires)?;
    for (index, example) in conflict.examples.iter().enumerate() {
        let fires = example::fires(knowledge, &conflict.of, &conflict.when, example)
            .map_err(|error| format!("example {}: {error:#}", index + 1))?;
        require(Some(fires) == example.fires, &format!("example {}: fires is {fires}", index + 1))?;
    }
    Ok(())
}

fn duty(path: &Path) -> Outcome {
    let knowledge = knowledge();
    let duty = knowledge.duties.iter().find(|duty| duty.id == stem(path)).ok_or("id is not the file name")?;
    require(!duty.references.is_empty(), "references are missing")?;
    both_sides(&duty.examples, |example| example.fires)?;
    for (index, example) in duty.examples.iter().enumerate() {
        let fires = example::fires(knowledge, &duty.role, &duty.when, example)
            .map_err(|error| format!("example {}: {error:#}", index + 1))?;
        require(Some(fires) == example.fires, &format!("example {}: fires is {fires}", index + 1))?;
    }
    Ok(())
}

fn failure(path: &Path) -> Outcome {
    let knowledge = knowledge();
    let failure =
        knowledge.failures.iter().find(|failure| failure.id == stem(path)).ok_or("id is not the file name")?;
    require(!failure.references.is_empty(), "references are missing")?;
    let Some(when) = &failure.when else { return Ok(()) };
    both_sides(&failure.examples, |example| example.fires)?;
    for (index, example) in failure.examples.iter().enumerate() {
        let fires = example::fires(knowledge, &failure.of, when, example)
            .map_err(|error| format!("example {}: {error:#}", index + 1))?;
        require(Some(fires) == example.fires, &format!("example {}: fires is {fires}", index + 1))?;
    }
    Ok(())
}

fn cause(path: &Path) -> Outcome {
    let knowledge = knowledge();
    let cause = knowledge.causes.iter().find(|cause| cause.id == stem(path)).ok_or("id is not the file name")?;
    require(!cause.references.is_empty(), "references are missing")?;
    require(!cause.evidence.is_empty(), "evidence is missing")?;
    both_sides(&cause.examples, |example| example.fires)?;
    for (index, example) in cause.examples.iter().enumerate() {
        let fires = example::fires(knowledge, &cause.of, &cause.when, example)
            .map_err(|error| format!("example {}: {error:#}", index + 1))?;
        require(Some(fires) == example.fires, &format!("example {}: fires is {fires}", index + 1))?;
    }
    says_all(cause)
}

/// Whether the examples have what it takes to say everything at least once, as what cannot be computed is left out.
fn says_all(cause: &Cause) -> Outcome {
    let mut evidence: BTreeSet<&str> = cause.evidence.iter().map(Text::source).collect();
    let mut useless: BTreeSet<&str> = cause.will_not_help.iter().map(Text::source).collect();
    let mut remedies: BTreeSet<&str> = cause.remedies.iter().map(|remedy| remedy.action.source()).collect();
    for example in cause.examples.iter().filter(|example| example.fires == Some(true)) {
        let stage = example::stage(knowledge(), example, &cause.of)?;
        let subjects = [stage.subject];
        let scope = Scope::new(&stage.facts, &subjects);
        let known = |text: &str| match Text::from(text.to_owned()).render(&scope) {
            Told::Known(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Told::Unknown { .. } => None,
        };
        require(known(cause.title.source()).is_some(), "an example does not say the title")?;
        evidence.retain(|text| known(text).is_none());
        useless.retain(|text| known(text).is_none());
        let told = causes(knowledge(), &stage.facts, stage.subject).told;
        let Some(told) = told.iter().find(|told| told.id == cause.id) else { continue };
        require(!told.evidence.is_empty(), "an example shows no evidence")?;
        for remedy in &cause.remedies {
            let action = known(remedy.action.source());
            let whole = told.remedies.iter().any(|one| {
                let (effect, cost) = (remedy.effect.is_some(), remedy.cost.is_some());
                Some(&one.action) == action.as_ref() && one.effect.is_some() == effect && one.cost.is_some() == cost
            });
            if whole {
                remedies.remove(remedy.action.source());
            }
        }
    }
    for (what, unsaid) in [("evidence", evidence), ("will_not_help", useless), ("remedy", remedies)] {
        require(unsaid.is_empty(), &format!("no example that fires has the facts for the {what} {unsaid:#?}"))?;
    }
    Ok(())
}

fn all_rules() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| knowledge().rules().expect("the embedded rules load"))
}

/// Whether the rule is quiet about what its fix makes of the facts. What a key or value of a setting is, only the
/// catalogue says; the tests of `lint` look at those.
fn is_mended(rule: &[Rule], facts: &Facts, ids: &[Id]) -> bool {
    let Some(fix) = rule[0].fix.as_ref().filter(|_| rule[0].of.0[0] != "setting") else { return true };
    let mut mended = facts.clone();
    let subject = |kind: &str| {
        let own = ids.iter().copied().find(|id| &*facts.subject(*id).kind == kind);
        own.or_else(|| facts.only(kind)).expect("the fix is about a subject that is there")
    };
    for (fact, value) in &fix.set {
        let (kind, name) = fact.split_once('.').expect("a fact is kind.fact");
        // where there is no value for it, nothing is written
        let Some(value) = value.evaluate(&Scope::new(facts, ids)).known() else { return true };
        mended.set(subject(kind), name, value, Origin::Pinned);
    }
    for fact in &fix.remove {
        let (kind, name) = fact.split_once('.').expect("a fact is kind.fact");
        mended.forget(subject(kind), name);
    }
    let verdicts = judge::judge(&knowledge().vocabulary, rule, &mended);
    verdicts.iter().all(|judgement| !matches!(judgement.verdict, Verdict::Fires(_)))
}

fn rulebook() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::load(None).expect("the embedded rulebook loads"))
}

fn rule(path: &Path) -> Outcome {
    let knowledge = knowledge();
    let at = all_rules().iter().position(|rule| rule.id == stem(path)).ok_or("id is not the file name")?;
    let rule = &all_rules()[at..=at];
    require(!rule[0].references.is_empty(), "references are missing")?;
    both_sides(&rule[0].examples, |example| example.fires)?;
    for (index, example) in rule[0].examples.iter().enumerate() {
        if let Some(file) = &example.file {
            let fires = lint::fires(rulebook(), &rule[0].id, file)
                .map_err(|error| format!("example {}: {error}", index + 1))?;
            require(example.fires == Some(fires), &format!("example {}: fires is {fires}", index + 1))?;
            continue;
        }
        let stage = example::stage(knowledge, example, &rule[0].of.0[0])?;
        let facts = judge::as_configured(knowledge, &stage.facts);
        let verdicts = judge::judge(&knowledge.vocabulary, rule, &facts);
        let all: Vec<&Verdict> = verdicts.iter().map(|judgement| &judgement.verdict).collect();
        let told = format!("example {}: {all:?}", index + 1);
        require(!verdicts.is_empty(), &told)?;
        for judgement in verdicts {
            match judgement.verdict {
                Verdict::Fires(finding) => {
                    require(example.fires == Some(true), &told)?;
                    require(finding.message != rule[0].title, &format!("the message lacks a fact: {told}"))?;
                    require(is_mended(rule, &facts, &judgement.ids), &format!("the fix does not mend it: {told}"))?;
                }
                Verdict::Holds => require(example.fires == Some(false), &told)?,
                Verdict::Unknown { .. } => return Err(told.into()),
            }
        }
    }
    Ok(())
}

datatest_stable::harness! {
    { test = decision, root = "knowledge/decisions", pattern = r"\.yaml$" },
    { test = question, root = "knowledge/questions", pattern = r"\.yaml$" },
    { test = pattern, root = "knowledge/patterns", pattern = r"\.yaml$" },
    { test = conflict, root = "knowledge/conflicts", pattern = r"\.yaml$" },
    { test = duty, root = "knowledge/duties", pattern = r"\.yaml$" },
    { test = failure, root = "knowledge/failures", pattern = r"\.yaml$" },
    { test = cause, root = "knowledge/causes", pattern = r"\.yaml$" },
    { test = rule, root = "knowledge/rules", pattern = r"\.yaml$" },
}
