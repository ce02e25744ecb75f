//! The constants and filters of expressions and texts, and the values that cross into the engine.

use minijinja::Environment;

use super::version;
use crate::facts::Value;
use crate::facts::units::{self, Unit};

/// Units of time as constants, in the canonical ms: `7 * d`.
const TIMES: [(&str, i64); 5] = [("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

/// Units of size as constants, in the canonical bytes: `64 * KiB`.
const SIZES: [(&str, i64); 4] = [("B", 1), ("KiB", 1024), ("MiB", 1 << 20), ("GiB", 1 << 30)];

/// The filters that write a number for people, with the unit that each takes it to be in.
pub(super) const SHOWN: [(&str, Unit); 5] =
    [("time", Unit::Time), ("size", Unit::Size), ("rate", Unit::Rate), ("share", Unit::Share), ("count", Unit::Count)];

/// Whether `name` is a constant of every expression.
pub(super) fn is_constant(name: &str) -> bool {
    constant(name).is_some()
}

/// What a constant stands for.
#[expect(clippy::cast_precision_loss, reason = "the constants are small")]
pub(super) fn constant(name: &str) -> Option<f64> {
    TIMES.iter().chain(&SIZES).find(|(constant, _)| *constant == name).map(|(_, value)| *value as f64)
}

/// Gives an environment the constants and filters of the knowledge base.
pub(super) fn register(environment: &mut Environment<'static>) {
    constants(environment, 1.0, 1.0);
    environment.add_filter("ceil", |number: f64| whole((number - EPSILON).ceil()));
    environment.add_filter("floor", |number: f64| whole((number + EPSILON).floor()));
    environment.add_filter("ln", |number: f64| number.ln());
    environment.add_filter("log2", |number: f64| number.log2());
    environment.add_filter("neat", |number: f64| whole(neat(number)));
    for (unit, units) in FIGURES {
        let round = |to: To| move |number: f64| whole(figure(number, units, to));
        environment.add_filter(format!("{unit}_up"), round(To::Up));
        environment.add_filter(format!("{unit}_down"), round(To::Down));
        environment.add_filter(format!("{unit}_neat"), round(To::Neat));
    }
    environment.add_filter("at_least", |version: &str, least: &str| version::at_least(version, least));
    environment.add_filter("few", |list: Vec<minijinja::Value>| few(&list));
    environment.add_filter("listeners_of_one_port", |listeners: &str| listeners_of_one_port(listeners));
    environment.add_filter("listeners_beside", |some: &str, others: &str| listeners_beside(some, others));
    for (name, unit) in SHOWN {
        environment.add_filter(name, move |number: f64| units::show(number, unit));
    }
    environment.add_filter("count", count);
}

/// `1,500`; with what it counts, `1,500 records`: `n|count("record")`, or `n|count("record is", "records are")`.
fn count(number: f64, one: Option<&str>, many: Option<&str>) -> String {
    match one {
        Some(one) => units::counted(number, one, many),
        None => units::show(number, Unit::Count),
    }
}

/// The first of a list, and how many more: `0, 1, 2 and 21 more`.
fn few(values: &[minijinja::Value]) -> String {
    const SHOWN: usize = 6;
    let names: Vec<String> = values.iter().map(ToString::to_string).collect();
    match names.split_last() {
        Some((end, first)) if !first.is_empty() && names.len() <= SHOWN => format!("{} and {end}", first.join(", ")),
        Some((end, _)) if names.len() == 1 => end.clone(),
        Some(_) => format!("{} and {} more", names[..SHOWN - 1].join(", "), names.len() + 1 - SHOWN),
        None => String::new(),
    }
}

/// The names of listeners, `NAME://HOST:PORT`, that are not among the others; upper and lower case are the same.
fn listeners_beside(some: &str, others: &str) -> String {
    let names = |list: &str| -> Vec<String> {
        let named = list.split(',').filter_map(|listener| listener.split_once("://"));
        named.map(|(name, _)| name.trim().to_ascii_uppercase()).collect()
    };
    let others = names(others);
    let mut beside = names(some);
    beside.retain(|name| !others.contains(name));
    beside.join(", ")
}

/// The first two listeners, `NAME://HOST:PORT`, that take the same port, and the port; one of IPv4 and one of IPv6 may.
fn listeners_of_one_port(listeners: &str) -> String {
    let parsed: Vec<(&str, &str, u16)> = listeners.split(',').filter_map(listener).collect();
    let of = |port: u16| parsed.iter().filter(move |(_, _, other)| *other == port);
    let both = |port: u16| {
        let v4 = of(port).filter(|(_, host, _)| host.parse::<std::net::Ipv4Addr>().is_ok()).count();
        let bare = |host: &str| host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::Ipv6Addr>();
        let v6 = of(port).filter(|(_, host, _)| bare(host).is_ok()).count();
        (v4, v6) == (1, 1) && of(port).count() == 2
    };
    // the system picks a free port for 0
    let taken = |port: u16| port != 0 && of(port).count() > 1 && !both(port);
    let Some((first, _, port)) = parsed.iter().find(|(_, _, port)| taken(*port)) else { return String::new() };
    let second = of(*port).nth(1).map_or("", |(name, _, _)| name);
    format!("{first} and {second} both take port {port}")
}

/// The name, host and port of a listener.
fn listener(text: &str) -> Option<(&str, &str, u16)> {
    let (name, address) = text.split_once("://")?;
    let (host, port) = address.rsplit_once(':')?;
    Some((name.trim(), host, port.trim().parse().ok()?))
}

/// Sets the constants, with another unit of time and size than ms and bytes.
#[expect(clippy::cast_precision_loss, reason = "the constants are small")]
pub(super) fn constants(environment: &mut Environment<'static>, time: f64, size: f64) {
    for (all, times) in [(&TIMES[..], time), (&SIZES[..], size)] {
        for (name, value) in all {
            environment.add_global(*name, whole(*value as f64 * times));
        }
    }
}

/// Products of decimals such as 0.1 * 30 land a hair above the whole number; that hair is no reason to round up.
const EPSILON: f64 = 1e-9;

/// Rounds to two significant digits, so that an assumed number looks assumed and reads back exactly.
fn neat(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let scale = 10f64.powf(number.abs().log10().floor() - 1.0);
    let rounded = (number / scale).round() * scale;
    if scale >= 1.0 { rounded.round() } else { (rounded * 1e6).round() / 1e6 }
}

/// The filters that round to a figure that a person would name: what each counts in as times and per, the largest
/// first.
const FIGURES: [(&str, &[(f64, f64)]); 3] = [
    ("count", &[(1.0, 1.0)]),
    ("time", &[(86_400_000.0, 1.0), (3_600_000.0, 1.0), (60_000.0, 1.0), (1000.0, 1.0), (1.0, 1.0)]),
    ("rate", &[(1.0, 1.0), (1.0, 60.0), (1.0, 3600.0), (1.0, 86_400.0)]),
];

/// The figures that people name, times a power of ten.
const NAMED: [f64; 11] = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];

/// To which figure a number is rounded.
#[derive(Clone, Copy)]
enum To {
    /// The next larger one that people name.
    Up,
    /// The next smaller one that people name.
    Down,
    /// The nearest one of two digits.
    Neat,
}

/// A rounder figure, in the largest unit that fits: 72/s up is 80/s, 53 ms down is 50 ms.
fn figure(number: f64, units: &[(f64, f64)], to: To) -> f64 {
    let fitting = units.iter().find(|(times, per)| number * per >= *times).or(units.last());
    let Some((times, per)) = fitting.filter(|_| number > 0.0 && number.is_finite()) else { return number };
    let counted = number * per / times;
    let scale = 10f64.powf(counted.log10().floor());
    // What is such a figure but for the error of a division stays what it is.
    let named = match to {
        To::Up => NAMED.into_iter().find(|named| *named >= counted / scale - EPSILON),
        To::Down => NAMED.into_iter().rev().find(|named| *named <= counted / scale + EPSILON),
        To::Neat => Some((counted / scale * 10.0).round() / 10.0),
    };
    let figure = named.unwrap_or(counted / scale) * scale;
    // Powers of ten below one are not exact.
    let figure = if scale < 1.0 { (figure * 1e6).round() / 1e6 } else { (figure * 10.0).round() / 10.0 };
    figure * times / per
}

/// A whole number prints without a decimal point.
fn whole(number: f64) -> minijinja::Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and exactly representable")]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        minijinja::Value::from(number as i64)
    } else {
        minijinja::Value::from(number)
    }
}

pub(super) fn to_engine(value: &Value) -> minijinja::Value {
    match value {
        Value::Bool(truth) => minijinja::Value::from(*truth),
        Value::Number(number) => whole(*number),
        Value::Text(text) => minijinja::Value::from(text.clone()),
        Value::List(items) => items.iter().map(to_engine).collect(),
    }
}

pub(super) fn from_engine(value: &minijinja::Value) -> Option<Value> {
    use minijinja::value::ValueKind;
    match value.kind() {
        ValueKind::Bool => Some(Value::Bool(value.is_true())),
        ValueKind::Number => f64::try_from(value.clone()).ok().filter(|number| number.is_finite()).map(Value::Number),
        ValueKind::String => value.as_str().map(Value::from),
        ValueKind::Seq => value
            .try_iter()
            .ok()?
            .map(|item| from_engine(&item))
            .collect::<Option<Vec<_>>>()
            .map(|items| Value::List(items.into())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listeners_share_a_port_as_ipv4_and_ipv6_only() {
        for (listeners, said) in [
            ("PLAINTEXT://:9092,CONTROLLER://:9092", "PLAINTEXT and CONTROLLER both take port 9092"),
            ("A://:1,PLAINTEXT://a:19092, HOST://b:19092", "PLAINTEXT and HOST both take port 19092"),
            ("A://127.0.0.1:1,B://10.0.0.1:1", "A and B both take port 1"),
            ("A://:1,B://[::1]:1", "A and B both take port 1"),
            ("A://127.0.0.1:1,B://[::1]:1,C://:1", "A and B both take port 1"),
            ("A://127.0.0.1:1,B://[::1]:1", ""),
            ("A://:0,B://:0", ""),
            ("A://:9092,B://:9093", ""),
        ] {
            assert_eq!(listeners_of_one_port(listeners), said, "{listeners}");
        }
    }

    #[test]
    fn one_is_singular() {
        let say = |number: f64, one: &str, many: Option<&str>| count(number, Some(one), many);
        assert_eq!(say(1.0, "record", None), "1 record");
        assert_eq!(say(1500.0, "record", None), "1,500 records");
        assert_eq!(say(0.0, "more attempt", None), "0 more attempts");
        assert_eq!(say(2.0, "copy", None), "2 copies");
        assert_eq!(say(2.0, "key", None), "2 keys");
        assert_eq!(say(3.0, "batch", None), "3 batches");
        assert_eq!(say(1.0, "record is", Some("records are")), "1 record is");
        assert_eq!(say(2.0, "record is", Some("records are")), "2 records are");
        assert_eq!(count(1500.0, None, None), "1,500");
    }

    #[test]
    fn figures_are_such_as_people_name() {
        let of = |name: &str| FIGURES.into_iter().find(|(unit, _)| *unit == name).expect("a unit").1;
        let cases = [
            ("rate", 72.0, To::Up, 80.0),
            ("rate", 80.0, To::Up, 80.0),
            ("rate", 3.0 / 3600.0, To::Up, 3.0 / 3600.0),
            ("rate", 7.0 / 3600.0, To::Down, 6.0 / 3600.0),
            ("time", 53.0, To::Down, 50.0),
            ("time", 0.7, To::Down, 0.6),
            ("time", 100.0 * 3_600_000.0, To::Up, 5.0 * 86_400_000.0),
            ("count", 0.0031, To::Down, 0.003),
            ("count", 309.0 * 1.2, To::Up, 400.0),
            ("rate", 2.46, To::Neat, 2.5),
            ("count", 0.0, To::Up, 0.0),
        ];
        for (unit, number, to, expected) in cases {
            let found = figure(number, of(unit), to);
            assert!((found - expected).abs() <= f64::EPSILON * expected, "{unit} of {number}: {found}");
        }
    }
}
