//! What the owner of a schema should know: few sentences, each about a field of this schema.

use super::event::{Event, Note, Shape, given};
use super::field_type::FieldType;
use super::names::snake;

/// How many fields a note names before it counts the others.
const NAMED: usize = 4;

/// The notes, the most consequential first.
pub(super) fn notes(event: &Event, shape: &Shape) -> Vec<Note> {
    let about = About { event, shape, one: snake(&shape.subject) };
    let all = [
        about.questions(),
        about.compacted_parts(),
        Some(about.key()),
        about.deletion(),
        about.partial_updates(),
        about.money(),
        about.inexact(),
        about.unknown(),
        about.evolution(),
    ];
    all.into_iter().flatten().map(|text| Note { text }).collect()
}

struct About<'a> {
    event: &'a Event<'a>,
    shape: &'a Shape,
    /// What the event is about, as a word in a sentence.
    one: String,
}

impl About<'_> {
    fn questions(&self) -> Option<String> {
        if !self.event.fields.is_empty() {
            return None;
        }
        let answers = format!("events.{}", self.event.name);
        let types = if self.shape.types.is_empty() {
            format!(" and `{answers}.types` (what can happen to it?)")
        } else {
            String::new()
        };
        Some(format!(
            "The schema is an envelope only. Answer `{answers}.fields` (what do consumers need to know, which of it may be \
             absent, which of it is money?){types}: the fields then join it as `{}`.",
            self.shape.payload_field
        ))
    }

    fn compacted_parts(&self) -> Option<String> {
        let Event { keep_latest: true, partial_updates: true, .. } = self.event else {
            return None;
        };
        Some(format!(
            "A topic that keeps the latest record of each key loses data here: an event carries only what changed, and \
             compaction drops the earlier events that set the other fields. Send the whole {} each time \
             (`partial_updates: false`), or keep the events for a time instead.",
            self.one
        ))
    }

    fn key(&self) -> String {
        let one = &self.one;
        let (Some(key), Some(asked)) = (&self.shape.key, self.event.key) else {
            let refused = if self.event.keep_latest {
                " A topic that keeps the latest per key refuses such records."
            } else {
                ""
            };
            return format!(
                "Nothing says which {one} an event is about: answer `events.{}.key`, or the events of one {one} can \
                 overtake each other and none can be deleted by its id.{refused}",
                self.event.name
            );
        };
        let taken = match given(self.event, asked) {
            None if self.shape.key_is_guessed => " It is not among the fields, so it is a string here.",
            Some(FieldType::Optional(_)) => {
                " It is required, although it was given as optional: a key is never absent."
            }
            _ => "",
        };
        format!(
            "`{key}` is a field of the envelope and the record's key.{taken} Write the key as plain text, not with the Avro \
             serializer, which puts the id of the key's schema into the bytes: a new version of it could move one {one} to \
             another partition."
        )
    }

    fn deletion(&self) -> Option<String> {
        let (Some(key), false) = (&self.shape.key, self.shape.payload.is_empty()) else {
            return None;
        };
        if self.event.types.is_empty() {
            return self.event.keep_latest.then(|| {
                format!("Delete by id with a tombstone: the `{key}` as key and null as value, which removes it from this compacted topic.")
            });
        }
        let (one, payload) = (&self.one, &self.shape.payload_field);
        if self.shape.deletions.is_empty() {
            let advice = if self.shape.may_be_absent(self.event) {
                format!(
                    "add a type such as `deleted` when one can be: `{payload}` may be null, so that the event carries `{key}` alone"
                )
            } else {
                format!(
                    "if one can be, add a type such as `deleted` now: it makes `{payload}` nullable, which older consumers could not read later"
                )
            };
            return Some(format!("No type says that the {one} is deleted; {advice}.{}", self.tombstone()));
        }
        let deleted = list(&self.shape.deletions);
        Some(format!("{deleted} carries `{key}` alone, and `{payload}` is null then.{}", self.tombstone()))
    }

    fn tombstone(&self) -> &'static str {
        if self.event.keep_latest {
            " On this compacted topic the real delete is a tombstone (the key with null as value, no event): send it after \
             the event, which would otherwise stay as the latest record of its key."
        } else {
            " Were the topic compacted, the real delete would be a tombstone (the key with null as value), not this event."
        }
    }

    fn partial_updates(&self) -> Option<String> {
        if !self.event.partial_updates || self.shape.payload.is_empty() {
            return None;
        }
        let lists = self.shape.payload.iter().filter(|(_, of)| !is_scalar(of));
        let whole = match &lists.map(|(name, _)| name.clone()).collect::<Vec<_>>()[..] {
            [] => String::new(),
            names => format!(" {} changes as a whole.", list(names)),
        };
        Some(format!(
            "Every field of `{}` may be null, because an update carries only what changed. Null alone cannot say \
             \"unchanged\" or \"set to null\", so `changed_fields` names what the event sets: everything when the {} is new, \
             and consumers touch nothing else.{whole}",
            self.shape.payload_field, self.one
        ))
    }

    fn money(&self) -> Option<String> {
        let money = self.paths(|leaf| *leaf.of == FieldType::Money);
        if money.is_empty() {
            return None;
        }
        let (is, a) = if money.len() == 1 { ("is a decimal", "it") } else { ("are decimals", "them") };
        let currency = self.paths(|leaf| names_a_currency(&leaf.path));
        let currency = if currency.is_empty() {
            format!("No field says the currency: add one beside {a}, such as `currency: enum(EUR, USD)`.")
        } else {
            format!("An amount counts only together with {}.", list(&currency))
        };
        Some(format!(
            "{} {is} of 19 digits, 4 of them after the point, because a double cannot hold 0.10; neither number can \
             change later. {currency}",
            list(&money)
        ))
    }

    fn inexact(&self) -> Option<String> {
        let inexact = self.paths(|leaf| *leaf.of == FieldType::Double && sounds_like_money(&leaf.path));
        (!inexact.is_empty()).then(|| {
            format!("{}: a double rounds amounts of money; make it `money` or `decimal(p,s)` before the first record is written.", list(&inexact))
        })
    }

    fn unknown(&self) -> Option<String> {
        let mut enums = self.paths(|leaf| matches!(leaf.of, FieldType::Enum(_)));
        if !self.shape.types.is_empty() {
            enums.insert(0, "event_type".to_owned());
        }
        (!enums.is_empty()).then(|| {
            format!(
                "A consumer with an older schema (Avro 1.9 or newer) reads a value that is new in {} as `UNKNOWN` instead of failing. \
                 Producers never send `UNKNOWN`, and a consumer that reads it sets the event aside rather than guess.",
                list(&enums)
            )
        })
    }

    fn evolution(&self) -> Option<String> {
        if self.shape.payload.is_empty() {
            return None;
        }
        let required = self.paths(|leaf| leaf.required);
        let kept = if required.is_empty() {
            String::new()
        } else {
            format!(
                " {} cannot be removed while older consumers read the topic: no default stands in for what is gone.",
                list(&required)
            )
        };
        Some(format!(
            "Add fields to `{}` as optional (`T?`, null by default): old and new schemas then read each other. {}, and a \
             renamed one is two changes, a removal and an addition.{kept}",
            self.shape.payload_field,
            self.refused()
        ))
    }

    /// What becomes of a new required field.
    fn refused(&self) -> String {
        let Some(mode) = self.event.compatibility.filter(|mode| *mode != "none") else {
            return "Nothing refuses a new required field, which the records that are there do not have".to_owned();
        };
        let name = mode.to_uppercase();
        match mode.split('_').next() {
            Some("forward") => {
                format!("{name} lets a new required field through, although new readers then fail at older records")
            }
            Some("full") => format!("{name} refuses a new required field and the removal of one"),
            _ => format!("{name} refuses a new required field"),
        }
    }

    /// The fields of the payload, nested ones too, as dotted paths.
    fn paths(&self, choose: impl Fn(&Leaf) -> bool) -> Vec<String> {
        let mut leaves = Vec::new();
        collect(&self.shape.payload, "", &mut leaves);
        leaves.into_iter().filter(choose).map(|leaf| leaf.path).collect()
    }
}

/// A field of the payload, at any depth.
struct Leaf<'a> {
    path: String,
    required: bool,
    /// The type without `?`, and without the lists around it.
    of: &'a FieldType,
}

fn collect<'a>(fields: &'a [(String, FieldType)], within: &str, leaves: &mut Vec<Leaf<'a>>) {
    for (name, of) in fields {
        let path = format!("{within}{name}");
        let required = !matches!(of, FieldType::Optional(_));
        let mut of = of.required();
        while let FieldType::List(item) = of {
            of = item.required();
        }
        leaves.push(Leaf { path: path.clone(), required, of });
        if let FieldType::Record(nested) = of {
            collect(nested, &format!("{path}."), leaves);
        }
    }
}

fn is_scalar(of: &FieldType) -> bool {
    !matches!(of.required(), FieldType::List(_) | FieldType::Record(_))
}

fn names_a_currency(path: &str) -> bool {
    let path = path.to_lowercase();
    path.ends_with("currency") || path.ends_with("currency_code") || path.ends_with("ccy")
}

fn sounds_like_money(path: &str) -> bool {
    const SOUNDS: [&str; 8] = ["price", "amount", "total", "cost", "fee", "balance", "tax", "salary"];
    snake(path).split('_').any(|word| SOUNDS.contains(&word))
}

/// "`a`, `b` and `c`", or the first few and how many others.
fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if quoted.len() <= NAMED => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} others", quoted[..NAMED - 1].join(", "), quoted.len() - NAMED + 1),
    }
}
