//! The example test of a generated crate detects values that decoding loses.

mod round_trip;

use std::collections::BTreeMap;

use round_trip::Examples;
use serde::{Deserialize, Serialize};
use twilio_client_runtime::{Date, Json, Number, Timestamp};

#[derive(Serialize, Deserialize)]
struct Thing {
    name: Option<String>,
    at: Option<Timestamp>,
    on: Option<Date>,
    price: Option<Number>,
    count: Option<i64>,
    links: Option<BTreeMap<String, Option<String>>>,
    parts: Option<Vec<Thing>>,
}

/// A type that changes its value when it is encoded.
#[derive(Serialize, Deserialize)]
struct Loss {
    #[serde(serialize_with = "half")]
    kept: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "this is how serde calls it")]
fn half<S: serde::Serializer>(value: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(value / 2)
}

fn one(body: &str) -> Examples {
    Examples::new("things", &format!("{{\"Fetch 200 a\": {body}}}"))
}

#[test]
fn a_value_in_another_form_is_preserved() {
    for body in [
        "{}",
        r#"{"name": null, "at": "Thu, 30 Jul 2015 20:00:00 +0000", "on": "2015-07-30"}"#,
        r#"{"at": "2015-07-30T22:00:00+02:00", "price": "0.0750", "count": 5}"#,
        r#"{"price": -0, "links": {"a": null, "b": ""}, "parts": [{"price": 1.0}, {}]}"#,
        r#"{"unknown": {"a": "b"}}"#,
    ] {
        let mut examples = one(body);
        examples.value::<Thing>("Fetch 200 a");
        examples.finish();
    }
}

#[test]
fn a_page_without_items_is_an_empty_one() {
    for body in ["{}", r#"{"things": null}"#, r#"{"things": []}"#, r#"{"things": [{"count": 1}]}"#] {
        let mut examples = one(body);
        examples.page::<Thing>("Fetch 200 a", "things");
        examples.finish();
    }
}

#[test]
#[should_panic(expected = "1 of 1 examples changed")]
fn a_changed_value_is_detected() {
    let mut examples = one(r#"{"kept": 4}"#);
    examples.value::<Loss>("Fetch 200 a");
    examples.finish();
}

#[test]
#[should_panic(expected = "1 of 1 examples changed")]
fn an_undecodable_value_is_detected() {
    let mut examples = one(r#"{"things": [{"count": "many"}]}"#);
    examples.page::<Thing>("Fetch 200 a", "things");
    examples.finish();
}

#[test]
#[should_panic(expected = "each example is checked once")]
fn an_unchecked_example_is_detected() {
    one("{}").finish();
}

#[test]
fn the_position_of_a_changed_value_is_reported() {
    let table: [(&str, &[&str]); 3] = [
        (r#"{"kept": 4}"#, &["Fetch 200 a at /kept: 4 became 2"]),
        (r#"{"kept": [], "x": 1}"#, &["Fetch 200 a at /kept: cannot decode []: "]),
        (r#"{"x": {"y": [1, {"z": []}]}}"#, &["Fetch 200 a at : cannot decode {\"x\":"]),
    ];
    for (body, wanted) in table {
        let mut examples = one(body);
        examples.value::<Loss>("Fetch 200 a");
        let lost = examples.lost();
        assert_eq!(lost.len(), wanted.len(), "{lost:?}");
        assert!(lost.iter().zip(wanted).all(|(lost, wanted)| lost.starts_with(wanted)), "{lost:?}");
    }
    let mut examples = one(r#"[{}, {"parts": [{"links": {}}, {"count": 1, "on": 7}]}]"#);
    examples.value::<Vec<Thing>>("Fetch 200 a");
    assert!(
        examples.lost()[0].starts_with("Fetch 200 a at /1/parts/1/on: cannot decode 7"),
        "{:?}",
        examples.lost()
    );
}

#[test]
fn any_json_is_preserved() {
    let mut examples = one(r#"{"a": [null, {"b": 1e300}, true], "c": 18446744073709551615}"#);
    examples.value::<Json>("Fetch 200 a");
    examples.finish();
}
