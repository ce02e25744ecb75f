//! Human units: what is read, what is refused and with which advice, and that what is written is read back.

use kskill::facts::units::{Unit, ends, format, parse, show};
use proptest::prelude::*;

const UNITS: [Unit; 5] = [Unit::Time, Unit::Size, Unit::Rate, Unit::Share, Unit::Count];

fn advise(cases: &[(&str, Unit, &str)]) {
    for (text, unit, advice) in cases {
        let message = parse(text, *unit).expect_err(text).message;
        assert_eq!(message, *advice, "{text}");
    }
}

#[test]
fn reads_what_people_write() {
    for (text, unit, value) in [
        ("500ms", Unit::Time, 500.0),
        ("250us", Unit::Time, 0.25),
        ("1.5 s", Unit::Time, 1500.0),
        (" 10min ", Unit::Time, 600_000.0),
        ("2h", Unit::Time, 7_200_000.0),
        ("7d", Unit::Time, 604_800_000.0),
        ("900B", Unit::Size, 900.0),
        ("1KiB", Unit::Size, 1024.0),
        ("1.5GiB", Unit::Size, 1_610_612_736.0),
        ("1TiB", Unit::Size, 1_099_511_627_776.0),
        ("100/min", Unit::Rate, 100.0 / 60.0),
        ("10_000/min", Unit::Rate, 10_000.0 / 60.0),
        ("10 /s", Unit::Rate, 10.0),
        ("20/day", Unit::Rate, 20.0 / 86_400.0),
        ("2%", Unit::Share, 0.02),
        ("0.02", Unit::Share, 0.02),
        ("1.0", Unit::Share, 1.0),
        ("0", Unit::Share, 0.0),
        ("50_000", Unit::Count, 50_000.0),
        ("5.0", Unit::Count, 5.0),
    ] {
        assert_eq!(parse(text, unit), Ok(value), "{text}");
    }
}

#[test]
fn advice_for_times_and_rates() {
    advise(&[
        ("500", Unit::Time, "500 has no unit: write 500ms or 500s"),
        ("10k", Unit::Rate, "10000 has no unit: write 10000/s or 10000/min"),
        (
            "5 MB per second",
            Unit::Rate,
            "a rate counts records, not bytes: write 10/s, and the record's size beside it",
        ),
        ("100/m", Unit::Rate, "`/m` could be minutes or months: write 100/min"),
        ("yes", Unit::Rate, "`yes` is not a rate: write 10/s, 100/min, 5/h or 20/day"),
        ("3s", Unit::Rate, "`s` is no unit of a rate: write 3/s"),
        ("2/ms", Unit::Rate, "rates are per second or longer: write 2000/s"),
        ("5MiB/s", Unit::Rate, "a rate counts records, not bytes: write 10/s, and the record's size beside it"),
        ("1,5/s", Unit::Rate, "a number has no commas: write 1.5/s"),
    ]);
    assert_eq!(parse("10 parsecs", Unit::Time).expect_err("refused").offset, 3);
}

#[test]
fn advice_for_sizes_and_numbers() {
    advise(&[
        ("1KB", Unit::Size, "KB is ambiguous: write 1KiB (1024 bytes) or 1000B"),
        ("1 kb", Unit::Size, "kb is ambiguous: write 1KiB (1024 bytes) or 1000B"),
        ("10m", Unit::Time, "`m` could be minutes or months: write 10min"),
        ("3 months", Unit::Time, "months and years differ in length: write days, such as 30d"),
    ]);
}

#[test]
fn advice_for_what_is_no_value() {
    advise(&[
        ("1h30m", Unit::Time, "`h30m` is no unit: write one number with one unit, such as 500ms, 5s, 10min, 2h or 7d"),
        ("1KiB", Unit::Time, "`1KiB` is a size, and this is a time: write 500ms, 5s, 10min, 2h or 7d"),
        ("-5s", Unit::Time, "a time cannot be negative: write 500ms, 5s, 10min, 2h or 7d"),
        ("NaN", Unit::Time, "`NaN` is not a time: write 500ms, 5s, 10min, 2h or 7d"),
        ("", Unit::Size, "a size is missing: write 500B, 20KiB, 512MiB or 8GiB"),
        ("50ms..2s", Unit::Time, "a range cannot stand here: write one value such as 500ms"),
        ("2", Unit::Share, "a bare 2 could be percent or a fraction: write 2%"),
        ("1", Unit::Share, "a bare 1 could be percent or a fraction: write 1% or 100%"),
        ("120%", Unit::Share, "a share is at most 100%: write 2% or 0.02"),
        ("10m", Unit::Count, "a count has no unit: write 10000000 instead of 10m"),
        ("2.5", Unit::Count, "a count is a whole number: write 2 or 3"),
    ]);
}

#[test]
fn reads_other_spellings_of_one_meaning() {
    for (text, unit, same) in [
        ("100 per minute", Unit::Rate, "100/min"),
        ("100 / min", Unit::Rate, "100/min"),
        ("100/sec", Unit::Rate, "100/s"),
        ("5 rps", Unit::Rate, "5/s"),
        ("5 records/s", Unit::Rate, "5/s"),
        ("20 orders a day", Unit::Rate, "20/day"),
        ("once per hour", Unit::Rate, "1/h"),
        ("10k/s", Unit::Rate, "10000/s"),
        ("1.5k per second", Unit::Rate, "1500/s"),
        ("1.1 million per day", Unit::Rate, "1100000/day"),
        ("1,000/s", Unit::Rate, "1000/s"),
        ("~100/min", Unit::Rate, "100/min"),
        ("about 1,000,000 / day", Unit::Rate, "1000000/day"),
        ("500 milliseconds", Unit::Time, "500ms"),
        ("half a second", Unit::Time, "500ms"),
        ("half an hour", Unit::Time, "30min"),
        ("A week", Unit::Time, "7d"),
        ("2 weeks", Unit::Time, "14d"),
        ("ten minutes", Unit::Time, "10min"),
        ("an hour", Unit::Time, "1h"),
        ("10 sec", Unit::Time, "10s"),
        (".5s", Unit::Time, "500ms"),
        ("512Mi", Unit::Size, "512MiB"),
        ("1 kib", Unit::Size, "1KiB"),
        ("900 bytes", Unit::Size, "900B"),
        ("2 percent", Unit::Share, "2%"),
        ("50,000", Unit::Count, "50000"),
        ("10k", Unit::Count, "10000"),
        ("0.25M", Unit::Count, "250000"),
        ("1 million", Unit::Count, "1000000"),
    ] {
        assert_eq!(parse(text, unit), parse(same, unit), "{text}");
        assert!(parse(text, unit).is_ok(), "{text}");
    }
}

#[test]
fn what_could_mean_two_things_is_not_read() {
    for (text, unit) in [
        ("3s", Unit::Rate),
        ("0,500/s", Unit::Rate),
        ("1,00/s", Unit::Rate),
        ("1m/s", Unit::Rate),
        ("5 Mbit/s", Unit::Rate),
        ("5 kb a second", Unit::Rate),
        ("10k", Unit::Time),
        ("2 k", Unit::Size),
        ("half", Unit::Share),
        ("3 dozen", Unit::Count),
    ] {
        assert!(parse(text, unit).is_err(), "{text}");
    }
}

#[test]
fn reads_ranges() {
    for text in [
        "50ms..2s",
        "50ms .. 2s",
        "50ms...2s",
        "50ms-2s",
        "50ms - 2 s",
        "50ms to 2 seconds",
        "50ms–2s",
        "between 50ms and 2s",
    ] {
        let (low, high) = ends(text, Unit::Time).expect(text);
        assert_eq!((parse(&low, Unit::Time), parse(&high, Unit::Time)), (Ok(50.0), Ok(2000.0)), "{text}");
    }
    // The unit may stand at the second end alone, unless the range would then go down.
    assert_eq!(ends("50-500ms", Unit::Time), Some(("50ms".to_owned(), "500ms".to_owned())));
    assert_eq!(ends("50..500 ms", Unit::Time), Some(("50ms".to_owned(), "500 ms".to_owned())));
    for text in ["500..2s", "2s", "-5s", "", "..", "50ms..", "1KiB..2KiB", "a..b"] {
        assert_eq!(ends(text, Unit::Time), None, "{text}");
    }
}

#[test]
fn writes_the_shortest_exact_spelling() {
    for (value, unit, text) in [
        (500.0, Unit::Time, "500ms"),
        (2000.0, Unit::Time, "2s"),
        (1500.0, Unit::Time, "1.5s"),
        (90_000.0, Unit::Time, "90s"),
        (604_800_000.0, Unit::Time, "7d"),
        (0.0, Unit::Time, "0ms"),
        (1024.0, Unit::Size, "1KiB"),
        (1_000_000.0, Unit::Size, "1000000B"),
        (100.0 / 60.0, Unit::Rate, "100/min"),
        (10_000.0 / 60.0, Unit::Rate, "10000/min"),
        (10.0, Unit::Rate, "10/s"),
        (0.02, Unit::Share, "2%"),
        (0.07, Unit::Share, "7%"),
        (50_000.0, Unit::Count, "50000"),
    ] {
        assert_eq!(format(value, unit), text);
    }
}

#[test]
fn shows_what_people_like_to_read() {
    for (value, unit, text) in [
        (100.0 / 60.0, Unit::Rate, "1.67/s"),
        (10_000.0 / 60.0, Unit::Rate, "167/s"),
        (10_000.0, Unit::Rate, "10,000/s"),
        (0.5, Unit::Rate, "30/min"),
        (0.0, Unit::Rate, "0/s"),
        (526.3, Unit::Time, "526 ms"),
        (5200.0, Unit::Time, "5.2 s"),
        (999.7, Unit::Time, "1 s"),
        (90_000.0, Unit::Time, "90 s"),
        (720_000.0, Unit::Time, "12 min"),
        (3_600_000.0, Unit::Time, "1 h"),
        (604_800_000.0, Unit::Time, "7 d"),
        (0.25, Unit::Time, "250 us"),
        (1_503_238_553.0, Unit::Size, "1.4 GiB"),
        (1_072_000_000.0, Unit::Size, "1,022 MiB"),
        (0.02, Unit::Share, "2 %"),
        (0.333, Unit::Share, "33.3 %"),
        (12_345.0, Unit::Count, "12,345"),
        (1.0 / 0.0, Unit::Time, "inf"),
        (-5200.0, Unit::Time, "-5.2 s"),
    ] {
        assert_eq!(show(value, unit), text);
    }
}

/// A number as people write it, or any bits at all.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0u32..2_000_000, prop::sample::select(vec![1.0, 10.0, 60.0, 100.0, 3600.0, 86_400.0]))
            .prop_map(|(number, over)| f64::from(number) / over),
        prop::num::f64::POSITIVE | prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO,
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(value in value(), unit in prop::sample::select(UNITS.to_vec())) {
        let value = match unit {
            Unit::Share => value - value.floor(),
            Unit::Count => value.floor(),
            _ => value,
        };
        let text = format(value, unit);
        prop_assert_eq!(parse(&text, unit).map(f64::to_bits), Ok(value.to_bits()), "{}", text);
        prop_assert!(!show(value, unit).is_empty());
    }

    #[test]
    fn no_text_panics(text in any::<String>(), unit in prop::sample::select(UNITS.to_vec())) {
        if let Err(error) = parse(&text, unit) {
            prop_assert!(text.is_char_boundary(error.offset), "{}", error);
        }
        if let Ok(value) = parse(&text, unit) {
            prop_assert!(value.is_finite() && value >= 0.0);
        }
    }

    #[test]
    fn nearly_a_value_never_panics(text in "[0-9._,]{0,6}[ ]?[a-zA-Z/%µ]{0,6}(\\.\\.|-|…| to )?[0-9.]{0,3}[a-z/]{0,3}", unit in prop::sample::select(UNITS.to_vec())) {
        if let Err(error) = parse(&text, unit) {
            prop_assert!(text.is_char_boundary(error.offset), "{}", error);
        }
        if let Some((low, high)) = ends(&text, unit) {
            prop_assert!(parse(&low, unit).is_ok() && parse(&high, unit).is_ok(), "{}", text);
        }
    }

    #[test]
    fn any_number_is_written(bits in any::<u64>(), unit in prop::sample::select(UNITS.to_vec())) {
        let value = f64::from_bits(bits);
        let _ = (format(value, unit), show(value, unit));
    }
}
