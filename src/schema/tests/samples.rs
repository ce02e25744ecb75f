//! Values of any schema, and their way through Avro's own encoder.

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use apache_avro::{Decimal, Schema, Uuid};

/// A value of the schema: optional values are there or not, and enums take the symbol at `pick`, counted round.
pub(super) fn sample(schema: &Schema, present: bool, pick: usize) -> Value {
    let inner = |of: &Schema| sample(of, present, pick);
    match schema {
        Schema::Null => Value::Null,
        Schema::Boolean => Value::Boolean(true),
        Schema::Int => Value::Int(-7),
        Schema::Long => Value::Long(1 << 40),
        Schema::Double => Value::Double(0.5),
        Schema::Bytes => Value::Bytes(vec![0, 255]),
        Schema::String => Value::String("Kafka, Franz: »Der Process«".to_owned()),
        Schema::Date => Value::Date(20_000),
        Schema::TimestampMillis => Value::TimestampMillis(1_700_000_000_123),
        // As many bytes as the precision may need: apache-avro refuses fewer, though the specification does not.
        Schema::Decimal(_) => Value::Decimal(Decimal::from(7_i128.to_be_bytes())),
        Schema::Uuid(_) => Value::Uuid(Uuid::from_u128(0x123e_4567)),
        Schema::Array(array) => Value::Array(vec![inner(&array.items), inner(&array.items)]),
        Schema::Enum(of) => {
            let index = pick % of.symbols.len();
            Value::Enum(u32::try_from(index).unwrap(), of.symbols[index].clone())
        }
        Schema::Union(union) => {
            let index = usize::from(present);
            Value::Union(u32::try_from(index).unwrap(), Box::new(inner(&union.variants()[index])))
        }
        Schema::Record(record) => {
            Value::Record(record.fields.iter().map(|field| (field.name.clone(), inner(&field.schema))).collect())
        }
        other => panic!("no schema has {other:?}"),
    }
}

pub(super) fn encode(schema: &Schema, value: &Value) -> Vec<u8> {
    let writer = GenericDatumWriter::builder(schema).build().unwrap();
    writer.write_value_to_vec(value.clone()).unwrap()
}

/// What a consumer with the schema `reader` sees of bytes written with `writer`.
pub(super) fn read(writer: &Schema, reader: &Schema, bytes: &[u8]) -> Value {
    let read = GenericDatumReader::builder(writer).reader_schema(reader).build().unwrap();
    read.read_value(&mut &bytes[..]).unwrap()
}

/// The value at a path of records, without the unions around it.
pub(super) fn at<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    let value = if let Value::Union(_, inner) = value { inner } else { value };
    let Some((first, rest)) = path.split_first() else {
        return value;
    };
    let Value::Record(fields) = value else { panic!("no record for `{first}`: {value:?}") };
    let found = fields.iter().find(|(name, _)| name == first);
    at(&found.unwrap_or_else(|| panic!("no field `{first}`")).1, rest)
}
