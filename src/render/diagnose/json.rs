//! A diagnosis for programs.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::words;
use crate::design::Cause;
use crate::diagnose::{Diagnosis, HandOver, Way};

/// `{causes: [{id, title, confidence, evidence, remedies: [{do, effect, cost}], will_not_help}], beside, harmless,
/// unknown: [{id, title, needs, settles}], hand_over, missing, summary}`, the likeliest cause first.
///
/// # Errors
/// None that a diagnosis can cause.
pub fn json(diagnosis: &Diagnosis) -> Result<String> {
    let open = diagnosis.open.iter().map(|open| {
        let settles: Vec<String> = open.settles.iter().map(|one| words::settles(one, &diagnosis.group)).collect();
        json!({"id": open.id, "title": open.title, "needs": open.needs, "settles": settles})
    });
    let all = |causes: &[Cause]| causes.iter().map(cause).collect::<Vec<_>>();
    let mut summary = serde_json::to_value(&diagnosis.seen).context("writing the numbers")?;
    summary["group"] = json!(diagnosis.group);
    summary["verdict"] = json!(words::verdict(diagnosis));
    let whole = json!({
        "causes": all(&diagnosis.causes),
        "beside": all(&diagnosis.beside),
        "harmless": all(&diagnosis.harmless),
        "unknown": open.collect::<Vec<_>>(),
        "hand_over": diagnosis.hand_over.as_ref().map(hand_over),
        "missing": diagnosis.missing,
        "summary": summary,
    });
    let mut text = serde_json::to_string_pretty(&whole).context("writing the diagnosis")?;
    text.push('\n');
    Ok(text)
}

fn cause(cause: &Cause) -> Value {
    let remedies = cause.remedies.iter();
    let remedies = remedies.map(|one| json!({"do": one.action, "effect": one.effect, "cost": one.cost}));
    json!({
        "id": cause.id,
        "title": cause.title,
        "confidence": words::confidence(cause.confidence),
        "evidence": cause.evidence,
        "remedies": remedies.collect::<Vec<_>>(),
        "will_not_help": cause.will_not_help,
    })
}

fn hand_over(ways: &HandOver) -> Value {
    let all = |ways: &[Way]| {
        let way = |way: &Way| json!({"id": way.id, "name": way.title, "because": way.because, "costs": way.costs});
        ways.iter().map(way).collect::<Vec<_>>()
    };
    json!({"durable": all(&ways.durable), "out": all(&ways.out)})
}
