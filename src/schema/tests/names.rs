use crate::schema::names::{Names, identifier, namespace, pascal, singular, snake};

#[test]
fn names_are_made_valid() {
    assert_eq!(identifier("task-id"), "task_id");
    assert_eq!(identifier("2fa"), "_2fa");
    assert_eq!(identifier(""), "unnamed");
    assert_eq!(namespace("com.acme.task-api").as_deref(), Some("com.acme.task_api"));
    assert_eq!(namespace("..").as_deref(), None);
}

#[test]
fn words_are_found_at_signs_and_capitals() {
    for written in ["order-line", "orderLine", "OrderLine", "order.line", "ORDER_LINE"] {
        assert_eq!(pascal(written), "OrderLine");
        assert_eq!(snake(written), "order_line");
    }
    assert_eq!(snake("HTTPServer"), "http_server");
    assert_eq!(pascal("2fa"), "_2fa");
}

#[test]
fn one_of_a_list_has_the_singular() {
    let pairs = [("OrderItems", "OrderItem"), ("Entries", "Entry"), ("Addresses", "Address"), ("News", "News")];
    for (many, one) in pairs {
        assert_eq!(singular(many), one);
    }
    assert_eq!(singular("OrderBoxes"), "OrderBox");
    assert_eq!(singular("Status"), "Status");
    assert_eq!(singular("Cart"), "Cart");
}

#[test]
fn a_name_is_given_out_once() {
    let mut names = Names::default();
    assert_eq!(["a", "b", "a"].map(|name| names.claim(name)), ["a", "b", "a_2"]);
}
