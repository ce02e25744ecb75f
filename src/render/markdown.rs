//! A design as markdown: what one pastes into a wiki or a conversation.

use serde_json::{Value as Json, json};

use super::brief::brief;
use super::clients::{self, Shown};
use super::digest;
use super::duties;
use super::rows::{self, Pair, Reason};
use super::template::fill;
use crate::design::{self, Design, Environments};
use crate::sources::design_file::DesignFile;
use crate::sources::tree::write_yaml;

/// Where not everything is told: the columns of a reason, and as many duties of a group of services.
const WIDTH: usize = 160;
const DUTIES: usize = 6;

/// The design and what it was computed from: all of it, or what matters most.
#[must_use]
pub fn markdown(design: &Design, file: &DesignFile, all: bool) -> String {
    let (assumed, smaller) = digest::assumptions(design);
    let (reasons, left) = digest::reasons(design, all);
    let failures = if all { design.forecast.failures.iter().collect() } else { digest::failures(design) };
    let smaller = smaller.iter().filter(|_| !all).map(|(group, members)| {
        json!({"group": group, "members": members.iter().map(|one| format!("{}={}", one.path, one.value)).collect::<Vec<_>>()})
    });
    let history = file.history.iter().map(|round| json!({"asked": round.asked, "changed": round.changed}));
    let rejected = file.rejected.iter().map(|(choice, because)| json!({"choice": choice, "because": because}));
    let values = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "all": all,
        "design": design,
        "given": write_yaml(&file.answers.root).trim_end(),
        "assumed": if all { &design.assumptions } else { assumed },
        "smaller": smaller.collect::<Vec<_>>(),
        "pins": file.pins,
        "rejected": rejected.collect::<Vec<_>>(),
        "history": history.collect::<Vec<_>>(),
        "topics": design.topics.iter().map(|one| topic(design, one)).collect::<Vec<_>>(),
        "consumers": design.consumers.iter().map(consumer).collect::<Vec<_>>(),
        "topic_configs": topic_configs(design),
        "configs": configs(design, all),
        "reasons": reasons.iter().map(|(subject, reasons)| {
            json!({"subject": rows::words(subject), "reasons": reasons.iter().map(|one| reason(one, all)).collect::<Vec<_>>()})
        }).collect::<Vec<_>>(),
        "left": left,
        "must": must(design, all),
        "services": services(design, all),
        "failures": failures.iter().map(|one| {
            json!({"title": one.title, "subject": rows::words(&one.subject), "message": one.message})
        }).collect::<Vec<_>>(),
        "cluster": pairs(&rows::cluster(&design.cluster)),
        "steps": digest::steps(design, all).into_iter().map(step).collect::<Vec<_>>(),
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
    let row = |pair: &Pair| json!({"key": pair.key, "development": value(pair, pair.values.development.as_deref()), "production": value(pair, pair.values.production.as_deref())});
    pairs.iter().map(row).collect()
}

/// A value of a setting, and what it is for people.
fn value(pair: &Pair, value: Option<&str>) -> Option<Json> {
    value.map(|value| json!({"text": value, "hint": rows::hint(&pair.key, value)}))
}

/// One table of settings for the topics that share it.
fn topic_configs(design: &Design) -> Vec<Json> {
    let groups = rows::alike(&design.topics);
    let named = |group: &Vec<&design::Topic>| {
        let names: Vec<&str> = group.iter().map(|one| one.name.as_str()).collect();
        json!({"names": names, "rows": pairs(&rows::topic(group[0]))})
    };
    groups.iter().map(named).collect()
}

/// The settings of each service; where not all is told, without those that an earlier one has too.
fn configs(design: &Design, all: bool) -> Vec<Json> {
    let clients = clients::shown(design);
    let config = |(at, one): (usize, &Shown)| {
        let before = one.like(&clients[..at]).filter(|_| !all);
        let (own, same) = one.apart_from(before);
        let left = one.left_apart_from(before).into_iter().map(|(one, environment)| {
            let value = one.value.to_string();
            let hint = rows::hint(&one.key, &value);
            json!({"key": one.key, "value": value, "hint": hint, "because": one.because, "environment": environment})
        });
        let kind = if one.kind == "producer" { "Producer" } else { "Consumer" };
        let client = format!("{} {}", one.client.id, one.client.version);
        json!({
            "title": format!("{kind} {} ({})", one.name, client.trim_end()),
            "rows": pairs(&own),
            "same": same.iter().map(|pair| &pair.key).collect::<Vec<_>>(),
            "like": before.map(|other| other.name),
            "connects": pairs(&rows::settings(one.configs, true)),
            "left": left.collect::<Vec<_>>(),
            "cannot": one.cannot,
        })
    };
    clients.iter().enumerate().map(config).collect()
}

fn reason(reason: &Reason, all: bool) -> Json {
    let of_production = reason.because.len().saturating_sub(1);
    let because = if all { &reason.because[..] } else { &reason.because[of_production..] };
    let because = because
        .iter()
        .map(|(environment, text)| json!({"environment": if all { environment } else { "" }, "text": text}));
    let bounds = reason.row.bounds.iter().map(|bound| format!("{} {}", bound.bound.replace('-', " "), bound.value));
    let others = reason.row.alternatives.iter().take(if all { usize::MAX } else { 1 });
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

/// What the code must do, each duty under the names of all services that have it.
fn must(design: &Design, all: bool) -> Vec<Json> {
    let group = |group: duties::Group| {
        let shown = if all { group.duties.len() } else { group.duties.len().min(DUTIES) };
        let told = group.duties[..shown].iter().map(|one| {
            let action = if all { one.action.clone() } else { brief(&one.action, WIDTH) };
            json!({"do": action, "because": if all { one.because.as_str() } else { "" }})
        });
        let title = format!("{} {}", group.kind, group.names);
        json!({"title": title.trim_end(), "told": told.collect::<Vec<_>>(), "left": group.duties.len() - shown})
    };
    duties::groups(design, all).into_iter().map(group).collect()
}

/// The patterns of each service, and what was not taken.
fn services(design: &Design, all: bool) -> Vec<Json> {
    let producer = |one: &design::Producer| {
        let title = format!("producer {}", one.name);
        json!({"title": title, "patterns": one.patterns, "rejected": [], "others": 0})
    };
    let consumer = |one: &design::Consumer| {
        let patterns: Vec<_> = one.pattern.iter().chain(&one.patterns).collect();
        let number = one.rejected_patterns.len();
        let rejected = &one.rejected_patterns[..if all { number } else { number.min(1) }];
        json!({
            "title": format!("consumer {}", one.name),
            "patterns": patterns,
            "rejected": rejected,
            "others": number - rejected.len(),
        })
    };
    design.producers.iter().map(producer).chain(design.consumers.iter().map(consumer)).collect()
}

fn step(step: &design::Step) -> Json {
    json!({
        "subject": rows::words(&step.subject),
        "key": step.key,
        "development": rows::or_none(step.development.as_ref()),
        "production": rows::or_none(step.production.as_ref()),
        "because": step.because,
        "pays": step.pays.as_deref().unwrap_or_default(),
    })
}

fn schema(schema: &design::Schema) -> Json {
    let fields = schema.schema["fields"].as_array().into_iter().flatten();
    let names: Vec<&str> = fields.filter_map(|field| field["name"].as_str()).collect();
    json!({"subject": schema.subject, "fields": names, "notes": schema.notes, "text": format!("{:#}", schema.schema)})
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
    use crate::sources::answers::Answers;
    use crate::sources::design_file::Round;

    #[test]
    fn nothing_is_taken_for_markup() {
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(cell("a | b\nc"), "a \\| b c");
        assert_eq!(
            prose("List<String> of *.x and `a*b<c>` in __consumer_offsets, not a_b"),
            "List&lt;String> of \\*.x and `a*b<c>` in \\_\\_consumer\\_offsets, not a_b"
        );
    }

    fn file() -> DesignFile {
        let answers = Answers::read("answers.yaml", "system: task-api\n").unwrap();
        DesignFile {
            pins: vec!["production:topic/task:partitions=24".into()],
            rejected: vec![("consumer/notification-service:share-group".into(), "too new | for us".into())],
            history: vec![Round { asked: vec!["--set team.experience=new".into()], changed: vec!["a: 1 -> 2".into()] }],
            ..DesignFile::new(answers)
        }
    }

    fn headings(text: &str) -> Vec<&str> {
        text.lines().filter_map(|line| line.strip_prefix("## ")).collect()
    }

    #[test]
    fn every_part_is_there() {
        let text = markdown(&sample::design(), &file(), true);
        let parts = [
            "Constraints",
            "Assumptions",
            "Pins, rejections and history",
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
        ];
        assert_eq!(headings(&text), parts);
        for part in parts {
            let anchor = part.to_lowercase().replace(',', "").replace(' ', "-");
            assert!(text.contains(&format!("- [{part}](#{anchor})\n")), "{part} is in the table of contents:\n{text}");
        }
        assert!(text.contains("```yaml\nsystem: task-api\n```"), "{text}");
        for kept in ["topic/task:partitions=24", "too new \\| for us", "--set team.experience=new", "a: 1 -> 2"] {
            assert!(text.contains(kept), "{kept}:\n{text}");
        }
    }

    #[test]
    fn tables_are_whole() {
        for all in [false, true] {
            let text = markdown(&sample::design(), &file(), all);
            let bars = |line: &str| line.replace("\\|", "").matches('|').count();
            let lines: Vec<&str> = text.lines().collect();
            let rows = lines.windows(2).filter(|pair| pair.iter().all(|line| line.starts_with('|')));
            for pair in rows {
                assert_eq!(bars(pair[0]), bars(pair[1]), "{pair:?}");
            }
            assert!(!text.contains("\n\n\n"), "{text}");
        }
    }

    #[test]
    fn what_is_pasted_is_shorter_and_has_the_same_parts() {
        let (short, long) = (markdown(&sample::design(), &file(), false), markdown(&sample::design(), &file(), true));
        assert!(short.len() < long.len());
        assert_eq!(headings(&short), headings(&long));
    }
}
