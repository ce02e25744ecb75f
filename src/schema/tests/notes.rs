use super::{Given, order, task, types};

fn says(notes: &str, parts: &[&str]) {
    for part in parts {
        assert!(notes.contains(part), "no `{part}` in\n{notes}");
    }
}

#[test]
fn the_order_is_told_about_its_fields() {
    let notes = order().notes();
    says(
        &notes,
        &[
            "`order_id` is a field of the envelope",
            "No type says that the order is deleted",
            "`changed_fields` names what the event sets",
            "`items` changes as a whole",
            "`total` and `items.unit_price` are decimals",
            "together with `currency`",
            "new in `event_type` and `currency`",
            "`items.isbn`, `items.title`, `items.quantity` and `items.unit_price` cannot be removed",
        ],
    );
    assert_eq!(notes.lines().count(), 6, "{notes}");
}

#[test]
fn the_task_is_told_about_its_deletion() {
    let notes = task().notes();
    says(
        &notes,
        &[
            "`DELETED` carries `task_id` alone, and `task` is null then",
            "not this event",
            "and 2 others cannot be removed",
        ],
    );
    assert!(!notes.contains("decimal") && !notes.contains("changed_fields"), "{notes}");
}

#[test]
fn a_deletion_is_of_the_thing_itself() {
    let with = |one: &str| Given { types: types(&[one]), ..task() }.notes();
    says(&with("task_removed"), &["`TASK_REMOVED` carries"]);
    says(&with("label_removed"), &["No type says that the task is deleted; if one can be"]);
}

#[test]
fn a_compacted_topic_deletes_with_a_tombstone_and_keeps_no_parts() {
    says(&Given { keep_latest: true, ..task() }.notes(), &["send it after the event"]);
    says(&Given { keep_latest: true, ..order() }.notes(), &["loses data here", "`partial_updates: false`"]);
    says(&Given { keep_latest: true, types: Vec::new(), ..task() }.notes(), &["Delete by id with a tombstone"]);
    says(&Given { keep_latest: true, key: None, ..task() }.notes(), &["events.task.key", "refuses such records"]);
}

#[test]
fn money_needs_a_currency_and_no_double() {
    let priced = |of: &str| task().and("price", of).notes();
    says(&priced("money"), &["`price` is a decimal", "No field says the currency"]);
    says(&priced("double"), &["`price`: a double rounds"]);
}

#[test]
fn what_is_missing_is_asked() {
    let notes = Given { fields: Vec::new(), types: Vec::new(), ..task() }.notes();
    says(&notes, &["`events.task.fields`", "`events.task.types`", "join it as `task`"]);
    let notes = Given { key: Some("tenant"), ..task() }.notes();
    says(&notes, &["not among the fields"]);
    let notes = Given { key: Some("event_id"), ..task() }.notes();
    assert!(!notes.contains("not among the fields"), "{notes}");
}

#[test]
fn what_the_registry_refuses_is_what_its_mode_compares() {
    let with = |mode| Given { compatibility: mode, ..task() }.notes();
    says(&with(Some("backward")), &["BACKWARD refuses a new required field, and"]);
    says(&with(Some("full_transitive")), &["FULL_TRANSITIVE refuses a new required field and the removal of one"]);
    says(&with(Some("forward")), &["FORWARD lets a new required field through"]);
    says(&with(Some("none")), &["Nothing refuses a new required field"]);
    says(&with(None), &["Nothing refuses a new required field"]);
}
