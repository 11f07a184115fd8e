//! The examples of the document in new resources, and seeds with models.

use serde::Serialize;
use serde_json::{Value, json};

use crate::{book, engine, send};

#[test]
fn a_property_has_its_example_only_if_the_test_selects_the_examples() {
    let mut engine = engine();
    assert_eq!(book(&mut engine, "a")["tags"], Value::Null);
    engine.use_examples();
    let book = book(&mut engine, "b");
    assert_eq!(book["tags"], json!(["a"]));
    assert_eq!(book["size"], Value::Null, "the example has the wrong type");
    assert_eq!(book["sid"], json!("BK00000000000000000000000000000002"), "the fake assigns SIDs");
    engine.reset();
    assert_eq!(engine.insert("ListBook", &[], json!({})).unwrap()["tags"], json!(["a"]));
}

#[test]
fn a_value_and_a_default_have_precedence_over_an_example() {
    let mut engine = engine();
    engine.use_examples();
    book(&mut engine, "a");
    let (status, note) = send(&mut engine, "POST", "/v1/Books/a/Notes", r#"{"text":"t"}"#);
    assert_eq!((status, &note["mark"], &note["label"]), (201, &json!(7), &json!("lost")));
    assert_eq!(note["count"], json!(5), "the bounds do not allow the default");
    assert_eq!(note["date_read"], json!("Wed, 01 May 2024 10:20:30 +0000"));
    assert_eq!(note["print"], json!({"copies": 2, "paper": "a4", "color": "red"}));
    let (_, note) = send(&mut engine, "POST", "/v1/Books/a/Notes", r#"{"text":"t","mark":null}"#);
    assert_eq!(note["mark"], Value::Null);
}

#[test]
fn resources_do_not_share_the_example_of_a_unique_property() {
    let mut engine = engine();
    engine.use_examples();
    for _ in 0..2 {
        assert_eq!(engine.insert("ListBook", &[], json!({})).unwrap().get("unique_name"), None);
    }
}

/// A model of a client: an absent value is `None`, which its JSON contains as null.
#[derive(Clone, Default, Serialize)]
struct Book {
    sid: Option<String>,
    unique_name: Option<String>,
    size: Option<i64>,
    open: Option<bool>,
    date_created: Option<String>,
}

#[test]
fn a_seed_can_be_a_model() {
    let mut engine = engine();
    let model = Book { unique_name: Some("a".to_owned()), size: Some(3), ..Book::default() };
    let seeded = engine.insert("ListBook", &[], &model).unwrap();
    assert_eq!((&seeded["unique_name"], &seeded["size"]), (&json!("a"), &json!(3)));
    assert_eq!(seeded["sid"], json!("BK00000000000000000000000000000001"), "`None` is not a value");
    assert_eq!(seeded["date_created"], json!("2024-01-01T00:00:00Z"));
    assert_eq!(seeded.get("open"), None);
    let error = engine.insert("ListBook", &[], "a string").unwrap_err();
    assert_eq!(error.to_string(), "the properties must be an object");
}

#[test]
fn a_null_of_a_json_seed_is_a_value() {
    let mut engine = engine();
    engine.use_examples();
    let seeded = engine.insert("ListBook", &[], json!({"tags": null})).unwrap();
    assert_eq!(seeded["tags"], Value::Null);
    engine.insert("ListBook", &[], json!({"open": null})).unwrap_err();
}
