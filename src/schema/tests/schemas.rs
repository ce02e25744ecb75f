use super::samples::{at, encode, read, sample};
use super::{Given, order, task, types};
use apache_avro::Schema;
use apache_avro::types::Value;
use serde_json::json;

fn avro(given: &Given) -> Schema {
    // As text, the way that a registry gets it: names and nesting are judged with it.
    Schema::parse_str(&given.designed().schema.to_string()).unwrap()
}

/// The field at the path; `items` and the members of unions are passed through.
fn field<'a>(schema: &'a serde_json::Value, path: &[&str]) -> &'a serde_json::Value {
    let Some((first, rest)) = path.split_first() else {
        return schema;
    };
    let mut record = schema;
    loop {
        record = match record {
            serde_json::Value::Array(union) => &union[1],
            of if of.get("items").is_some() => &of["items"],
            of if of["type"].is_object() || of["type"].is_array() => &of["type"],
            _ => break,
        };
    }
    let fields = record["fields"].as_array().unwrap();
    field(fields.iter().find(|one| one["name"] == *first).unwrap_or_else(|| panic!("no {first}")), rest)
}

#[test]
fn samples_come_back_as_they_were() {
    for given in [order(), task()] {
        let schema = avro(&given);
        for (present, pick) in [(true, 1), (false, 2)] {
            let value = sample(&schema, present, pick);
            assert!(value.validate(&schema));
            assert_eq!(read(&schema, &schema, &encode(&schema, &value)), value);
        }
    }
}

#[test]
fn a_new_optional_field_is_readable_both_ways() {
    for (old, new, path) in [
        (order(), order().and("coupon", "string?"), ["order", "coupon"]),
        (task(), task().and("labels", "[{name: string}]?"), ["task", "labels"]),
    ] {
        let (old, new) = (avro(&old), avro(&new));
        let backward = read(&old, &new, &encode(&old, &sample(&old, true, 1)));
        assert_eq!(at(&backward, &path), &Value::Null);
        let forward = read(&new, &old, &encode(&new, &sample(&new, true, 1)));
        assert_eq!(forward, sample(&old, true, 1));
    }
}

#[test]
fn a_new_required_field_of_partial_updates_is_readable_both_ways() {
    let (old, new) = (avro(&order()), avro(&order().and("weight", "int")));
    let backward = read(&old, &new, &encode(&old, &sample(&old, true, 1)));
    assert_eq!(at(&backward, &["order", "weight"]), &Value::Null);
    let forward = read(&new, &old, &encode(&new, &sample(&new, true, 1)));
    assert_eq!(forward, sample(&old, true, 1));
}

#[test]
fn a_new_type_reads_as_unknown_with_the_old_schema() {
    for (old, new, newest) in [(order(), order().and_type("returned"), 5), (task(), task().and_type("reopened"), 5)] {
        let (old, new) = (avro(&old), avro(&new));
        let forward = read(&new, &old, &encode(&new, &sample(&new, true, newest)));
        assert_eq!(at(&forward, &["event_type"]), &Value::Enum(0, "UNKNOWN".to_owned()));
        let backward = read(&old, &new, &encode(&old, &sample(&old, true, 4)));
        assert_eq!(at(&backward, &["event_type"]), at(&sample(&new, true, 4), &["event_type"]));
    }
}

#[test]
fn a_new_value_of_an_enum_reads_as_unknown_with_the_old_schema() {
    let with = |values: &str| avro(&task().and("area", &format!("enum({values})")));
    let (old, new) = (with("home, work"), with("home, work, garden"));
    let forward = read(&new, &old, &encode(&new, &sample(&new, true, 3)));
    assert_eq!(at(&forward, &["task", "area"]), &Value::Enum(0, "UNKNOWN".to_owned()));
}

#[test]
fn a_deletion_carries_the_id_alone() {
    let schema = avro(&task());
    let deleted = sample(&schema, false, 4);
    assert_eq!(at(&deleted, &["event_type"]), &Value::Enum(4, "DELETED".to_owned()));
    let read = read(&schema, &schema, &encode(&schema, &deleted));
    assert_eq!(at(&read, &["task"]), &Value::Null);
    assert!(matches!(at(&read, &["task_id"]), Value::Uuid(_)));
}

#[test]
fn the_envelope_comes_first_and_the_key_is_not_repeated() {
    let schema = order().designed().schema;
    let names: Vec<_> = schema["fields"].as_array().unwrap().iter().map(|field| field["name"].clone()).collect();
    assert_eq!(names, ["event_id", "event_type", "occurred_at", "order_id", "changed_fields", "order"]);
    assert!(schema["fields"].as_array().unwrap().iter().all(|field| field["doc"].is_string()));
    assert_eq!(schema["name"], "OrderEvent");
    assert_eq!(schema["namespace"], "com.acme.task_api");
    assert!(!schema["fields"][5].to_string().contains("order_id"));
    assert_eq!(field(&schema, &["order", "items", "unit_price"])["type"]["precision"], 19);
    assert_eq!(schema["fields"][1]["type"]["symbols"], json!(["UNKNOWN", "PLACED", "PAID", "SHIPPED", "CANCELLED"]));
}

#[test]
fn nested_types_are_named_by_their_path() {
    let given = order().and("addresses", "[{kind: enum(home, unknown), lines: [string]}]");
    let schema = given.designed().schema;
    assert_eq!(field(&schema, &["order", "items"])["type"][1]["items"]["name"], "OrderItem");
    assert_eq!(field(&schema, &["order", "currency"])["type"][1]["name"], "OrderCurrency");
    let kind = &field(&schema, &["order", "addresses", "kind"])["type"];
    assert_eq!(
        kind,
        &json!({"type": "enum", "name": "OrderAddressKind", "symbols": ["home", "unknown"], "default": "unknown"})
    );
}

#[test]
fn colliding_names_stay_apart() {
    let given = Given { name: "order", key: Some("order"), ..order() }
        .and("event", "{type: enum(A), a: {b: int}}")
        .and("event_type", "string")
        .and("order", "string")
        .and("a-b", "int")
        .and("a_b", "int");
    let schema = avro(&given);
    let value = sample(&schema, true, 1);
    assert_eq!(read(&schema, &schema, &encode(&schema, &value)), value);
    assert_eq!(at(&value, &["order_data", "a_b_2"]), &Value::Int(-7));
}

#[test]
fn no_fields_leave_the_envelope() {
    let given = Given { fields: Vec::new(), types: Vec::new(), ..task() };
    let schema = given.designed().schema;
    let names: Vec<_> = schema["fields"].as_array().unwrap().iter().map(|field| field["name"].clone()).collect();
    assert_eq!(names, ["event_id", "occurred_at", "task_id"]);
    avro(&given);
}

#[test]
fn any_name_makes_a_valid_schema() {
    for name in ["", "日本", "2fa", "task-event", "Events", "string", "a.b"] {
        avro(&Given { name, types: types(&["", "日", "Created", "created", "unknown"]), ..task() });
    }
}

#[test]
fn the_fields_of_the_envelope_keep_the_types_they_are_given() {
    let given = Given { key: Some("event_id"), ..task() }.and("event_id", "long").and("occurred_at", "date?");
    let schema = given.designed().schema;
    assert_eq!(field(&schema, &["event_id"])["type"], "long");
    assert_eq!(field(&schema, &["occurred_at"])["type"]["logicalType"], "date");
    assert!(schema["fields"][3].to_string().contains("\"name\":\"task\""));
}
