use super::samples::{encode, read, sample};
use super::{Given, task};
use crate::schema::{FieldType, parse};
use apache_avro::Schema;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;

fn name() -> impl Strategy<Value = String> {
    "[A-Za-z_][A-Za-z0-9_]{0,7}"
}

fn field_type() -> impl Strategy<Value = FieldType> {
    let simple = prop_oneof![
        proptest::sample::select(
            &["uuid", "string", "int", "long", "double", "bool", "bytes", "date", "timestamp", "money"][..]
        )
        .prop_map(|text| parse(text).unwrap()),
        (1_u32..30).prop_map(|precision| FieldType::Decimal { precision: precision + 2, scale: precision / 2 }),
        btree_set(name(), 1..4).prop_map(|symbols| FieldType::Enum(symbols.into_iter().collect())),
    ];
    simple.prop_recursive(4, 24, 4, |of| {
        prop_oneof![
            of.clone().prop_map(|of| FieldType::List(Box::new(of))),
            btree_map(name(), of.clone(), 1..4).prop_map(|fields| FieldType::Record(fields.into_iter().collect())),
            of.prop_map(|of| FieldType::Optional(Box::new(of.required().clone()))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(of in field_type()) {
        prop_assert_eq!(parse(&of.to_string()), Ok(of));
    }

    #[test]
    fn no_text_panics(text in "[\\[\\]{}():,? a-eimntuné0-9]{0,40}") {
        if let Err(error) = parse(&text) {
            prop_assert!(text.is_char_boundary(error.offset));
            prop_assert!(!error.message.is_empty());
        }
    }

    #[test]
    fn every_schema_encodes_and_decodes(
        fields in vec((".{0,6}", field_type()), 0..6),
        types in vec(".{0,6}", 0..4),
        partial_updates: bool,
        present: bool,
    ) {
        let given = Given { types, fields, partial_updates, ..task() };
        let schema = Schema::parse_str(&given.designed().schema.to_string()).unwrap();
        let value = sample(&schema, present, 1);
        prop_assert_eq!(read(&schema, &schema, &encode(&schema, &value)), value);
    }

    #[test]
    fn an_optional_field_more_is_readable_both_ways(
        fields in vec((name(), field_type()), 1..5),
        added in field_type(),
        partial_updates: bool,
    ) {
        let old = Given { fields, partial_updates, ..task() };
        let mut new = Given { fields: old.fields.clone(), partial_updates, ..task() };
        new.fields.push(("added_later".to_owned(), FieldType::Optional(Box::new(added.required().clone()))));
        let [old, new] = [old, new].map(|given| Schema::parse_str(&given.designed().schema.to_string()).unwrap());
        read(&old, &new, &encode(&old, &sample(&old, true, 1)));
        let forward = read(&new, &old, &encode(&new, &sample(&new, true, 1)));
        prop_assert_eq!(forward, sample(&old, true, 1));
    }
}

#[test]
fn the_deepest_type_makes_a_schema_that_parses() {
    let text = format!("{}int{}", "[{a: ".repeat(8), "}]?".repeat(8));
    let given = task().and("deep", &text).and("deeper", &format!("{}int{}", "{a: ".repeat(16), "}?".repeat(16)));
    Schema::parse_str(&given.designed().schema.to_string()).unwrap();
}
