//! A design as markdown: what one pastes into a wiki or a conversation.

use serde_json::{Value as Json, json};

use super::rows::{self, Pair, Reason};
use super::template::fill;
use crate::design::{self, Config, Decision, Design, Environments};

/// The whole design. `given` is the text of the answers.
#[must_use]
pub fn markdown(design: &Design, given: &str) -> String {
    let values = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "design": design,
        "given": given.trim_end(),
        "topics": design.topics.iter().map(|one| topic(design, one)).collect::<Vec<_>>(),
        "consumers": design.consumers.iter().map(consumer).collect::<Vec<_>>(),
        "configs": configs(design),
        "reasons": reasons(design),
        "services": services(design),
        "cluster": pairs(&rows::cluster(&design.cluster)),
        "steps": design.path_to_production.iter().map(step).collect::<Vec<_>>(),
        "schemas": design.schemas.iter().map(schema).collect::<Vec<_>>(),
    });
    fill("report/design.md", include_str!("../../templates/report/design.md"), &values)
}

/// One value, or development's and production's.
fn shown<T: ToString + PartialEq>(of: &Environments<T>) -> String {
    let (development, production) = (of.development.to_string(), of.production.to_string());
    if development == production { production } else { format!("{development} → {production}") }
}

fn topic(design: &Design, topic: &design::Topic) -> Json {
    let reading = design.consumers.iter().filter(|one| one.reads.contains(&topic.name));
    json!({
        "name": topic.name,
        "key": topic.key,
        "partitions": shown(&topic.partitions),
        "replicas": shown(&topic.replication_factor),
        "writers": rows::writers(design, topic),
        "readers": reading.map(|one| &one.name).collect::<Vec<_>>(),
        "because": topic.because,
    })
}

fn consumer(one: &design::Consumer) -> Json {
    json!({
        "name": one.name,
        "group": one.group,
        "instances": shown(&one.instances),
        "pattern": one.pattern.as_ref().map_or("", |pattern| &pattern.name),
    })
}

fn pairs(pairs: &[Pair]) -> Vec<Json> {
    let row = |pair: &Pair| json!({"key": pair.key, "development": pair.values.development, "production": pair.values.production});
    pairs.iter().map(row).collect()
}

fn configs(design: &Design) -> Vec<Json> {
    let topics = design.topics.iter().map(|one| {
        json!({"title": format!("Topic {}", one.name), "rows": pairs(&rows::topic(one)), "left": [], "cannot": []})
    });
    let producers = design.producers.iter().map(|one| {
        client_config(&format!("Producer {}", one.name), &one.client, &one.configs, &one.left_at_default, &one.cannot)
    });
    let consumers = design.consumers.iter().map(|one| {
        client_config(&format!("Consumer {}", one.name), &one.client, &one.configs, &one.left_at_default, &one.cannot)
    });
    topics.chain(producers).chain(consumers).collect()
}

fn client_config(
    title: &str,
    client: &design::ClientName,
    configs: &Environments<Config>,
    left: &Environments<Vec<design::Default>>,
    cannot: &[String],
) -> Json {
    let left = rows::left(left).into_iter().map(|(one, environment)| {
        let (key, value, because) = (&one.key, one.value.to_string(), &one.because);
        json!({"key": key, "value": value, "because": because, "environment": environment})
    });
    let mut settings = rows::settings(configs, true);
    settings.extend(rows::settings(configs, false));
    json!({
        "title": format!("{title} ({})", format!("{} {}", client.id, client.version).trim_end()),
        "rows": pairs(&settings),
        "left": left.collect::<Vec<_>>(),
        "cannot": cannot,
    })
}

fn reasons(design: &Design) -> Vec<Json> {
    let subject = |(subject, rows): &(&str, Vec<&Decision>)| {
        let reasons: Vec<Json> = rows::reasons(design, subject, rows).iter().map(reason).collect();
        json!({"subject": subject, "reasons": reasons})
    };
    rows::subjects(design).iter().map(subject).collect()
}

fn reason(reason: &Reason) -> Json {
    let because = reason.because.iter().map(|(environment, text)| json!({"environment": environment, "text": text}));
    let bounds = reason.row.bounds.iter().map(|bound| format!("{} {}", bound.bound, bound.value));
    let others = reason.row.alternatives.iter();
    let others = others.map(|other| json!({"value": other.value.to_string(), "because": other.because}));
    json!({
        "key": reason.row.key,
        "value": reason.value,
        "because": because.collect::<Vec<_>>(),
        "bounds": bounds.collect::<Vec<_>>(),
        "alternatives": others.collect::<Vec<_>>(),
        "references": reason.row.references,
    })
}

fn services(design: &Design) -> Vec<Json> {
    let producers = design.producers.iter().map(|one| {
        let title = format!("Producer {}", one.name);
        json!({"title": title, "your_code_must": one.your_code_must, "patterns": one.patterns, "rejected": []})
    });
    let consumers = design.consumers.iter().map(|one| {
        json!({
            "title": format!("Consumer {}", one.name),
            "your_code_must": one.your_code_must,
            "patterns": one.pattern.iter().chain(&one.patterns).collect::<Vec<_>>(),
            "rejected": one.rejected_patterns,
        })
    });
    producers.chain(consumers).collect()
}

fn step(step: &design::Step) -> Json {
    json!({
        "subject": step.subject,
        "key": step.key,
        "development": rows::or_none(step.development.as_ref()),
        "production": rows::or_none(step.production.as_ref()),
        "because": step.because,
        "pays": step.pays.as_deref().unwrap_or_default(),
    })
}

fn schema(schema: &design::Schema) -> Json {
    json!({"subject": schema.subject, "notes": schema.notes, "text": format!("{:#}", schema.schema)})
}

/// A span of code, whatever stands in it.
#[must_use]
pub fn code(text: &str) -> String {
    if text.is_empty() {
        "(empty)".to_owned()
    } else if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// Plain words: outside of spans of code nothing in them is taken for markup.
#[must_use]
pub fn prose(text: &str) -> String {
    let escape = |(at, part): (usize, &str)| {
        if at % 2 == 1 {
            return part.to_owned();
        }
        let part = part.replace('\\', "\\\\").replace('<', "&lt;").replace('*', "\\*");
        part.split(' ').map(underscores).collect::<Vec<_>>().join(" ")
    };
    let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
    whole.split('`').enumerate().map(escape).collect::<Vec<_>>().join("`")
}

/// Underscores within a word are no markup; at its ends they would be.
fn underscores(word: &str) -> String {
    if word.starts_with('_') || word.ends_with('_') { word.replace('_', "\\_") } else { word.to_owned() }
}

/// What stands in a cell of a table, where a bar would end it.
#[must_use]
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn nothing_is_taken_for_markup() {
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(cell("a | b\nc"), "a \\| b c");
        assert_eq!(
            prose("List<String> of *.x and `a*b<c>` in __consumer_offsets, not a_b"),
            "List&lt;String> of \\*.x and `a*b<c>` in \\_\\_consumer\\_offsets, not a_b"
        );
    }

    #[test]
    fn every_part_is_there() {
        let text = markdown(&sample::design(), "system: task-api\n");
        let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(
            headings,
            [
                "Constraints",
                "Conflicts",
                "Topology",
                "Configs",
                "Reasons",
                "Your code must",
                "Patterns",
                "How it fails",
                "Cluster",
                "From development to production",
                "Schemas",
                "Open questions",
            ]
        );
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
        let bars = |line: &str| line.replace("\\|", "").matches('|').count();
        for pair in rows.windows(2).filter(|pair| text.contains(&pair.join("\n"))) {
            assert_eq!(bars(pair[0]), bars(pair[1]), "{pair:?}");
        }
        assert!(!text.contains("\n\n\n"), "{text}");
        assert!(text.contains("```yaml\nsystem: task-api\n```"), "{text}");
    }
}
