use crate::schema::{FieldType, check_name, parse, written};

/// The byte and the message of the refusal.
fn refusal(text: &str) -> (usize, String) {
    let error = parse(text).expect_err(text);
    assert!(text.is_char_boundary(error.offset), "{text}: {}", error.offset);
    (error.offset, error.message)
}

#[test]
fn every_type_of_the_grammar_is_read() {
    for text in [
        "uuid",
        "string",
        "int",
        "long",
        "double",
        "bool",
        "bytes",
        "date",
        "timestamp",
        "money",
        "decimal(9,2)",
        "enum(A, B)",
        "[int]",
        "{f: int, g: string?}",
        "[[int?]?]?",
    ] {
        assert_eq!(parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn what_the_page_of_answers_lists_is_read() {
    for text in written() {
        assert_eq!(parse(text).expect(text).to_string(), text);
        assert!(parse(&format!("{text}?")).is_ok(), "{text}?");
    }
}

#[test]
fn optional_binds_to_what_is_before_it() {
    let optional = |of| FieldType::Optional(Box::new(of));
    let list = |of| FieldType::List(Box::new(of));
    assert_eq!(parse("[int?]").unwrap(), list(optional(FieldType::Int)));
    assert_eq!(parse("[int]?").unwrap(), optional(list(FieldType::Int)));
    assert_eq!(parse("enum(EUR, USD, GBP)?").unwrap().required().to_string(), "enum(EUR, USD, GBP)");
}

#[test]
fn spaces_are_free() {
    let tight = parse("[{a:decimal(9,2)?,b:enum(A,B)}]").unwrap();
    assert_eq!(parse(" [ { a : decimal ( 9 , 2 ) ? ,\n b : enum ( A , B ) } ] ").unwrap(), tight);
}

#[test]
fn another_name_leads_to_ours() {
    for (text, name) in [
        ("integer", "int"),
        ("boolean", "bool"),
        ("datetime", "timestamp"),
        ("float", "double"),
        ("text", "string"),
        ("String", "string"),
        ("strng", "string"),
        ("timestmap", "timestamp"),
        ("Decimal(9,2)", "decimal"),
        ("bigint", "long"),
        ("list<int>", "[T]"),
    ] {
        let (offset, message) = refusal(text);
        assert_eq!(offset, 0);
        assert!(message.ends_with(&format!("did you mean `{name}`?")), "{message}");
    }
    assert!(refusal("frobnicator").1.contains("write one of uuid, string, int"));
}

#[test]
fn a_refusal_names_the_byte_and_the_next_step() {
    for (text, offset, part) in [
        ("", 0, "expected a type, found the end"),
        ("[", 1, "expected a type, found the end"),
        ("[]", 1, "expected the type of the list's items"),
        ("[int", 4, "expected `]`"),
        ("[int, int]", 4, "a list has one type of items"),
        ("int[]", 3, "a list is written `[int]`"),
        ("string(20)", 6, "only decimal and enum take parentheses"),
        ("int??", 4, "optional already"),
        ("{}", 1, "expected a field such as"),
        ("{a}", 2, "expected `:` and a type after `a`"),
        ("{a: int,}", 8, "remove the last comma"),
        ("{a: int b: int}", 8, "found `b`, expected `,` or `}`"),
        ("{a: int, a: long}", 9, "`a` occurs twice"),
        ("{prix-é: int}", 5, "write `prix__`"),
        ("enum", 4, "`enum(A, B)`"),
        ("enum()", 5, "expected a value of the enum"),
        ("enum(A, A)", 8, "`A` occurs twice"),
        ("enum(A, in-progress)", 10, "write `in_progress`"),
        ("enum(1st)", 5, "write `_1st`"),
        ("decimal", 7, "expected the precision and scale"),
        ("decimal(10)", 10, "expected the precision and scale"),
        ("decimal(0,0)", 8, "at least 1"),
        ("decimal(4, 5)", 11, "at most the precision 4, found 5"),
        ("decimal(99999999999,2)", 8, "expected the precision and scale"),
    ] {
        let (at, message) = refusal(text);
        assert!(message.contains(part), "{text}: {message}");
        assert_eq!(at, offset, "{text}: {message}");
    }
}

#[test]
fn depth_is_limited() {
    let nested = |depth| format!("{}int{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&nested(16)).is_ok());
    assert_eq!(refusal(&nested(17)).0, 16);
    assert!(parse(&"[".repeat(1_000_000)).is_err());
    assert!(parse(&"{a:".repeat(1_000_000)).is_err());
}

#[test]
fn names_of_fields_are_checked() {
    assert!(check_name("order_id").is_ok());
    assert_eq!(check_name("order-id").unwrap_err().offset, 5);
    assert!(check_name("").is_err());
}
