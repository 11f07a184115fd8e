//! Create, fetch, update and delete.

use serde_json::{Value, json};
use twilio_client_fake::seed;

use crate::{book, engine, send};

const SID: &str = "BK00000000000000000000000000000001";

#[test]
fn a_new_resource_has_the_values_of_the_request_and_of_the_rules() {
    let mut engine = engine();
    let (status, body) = send(&mut engine, "POST", "/v1/Books", "UniqueName=a&Size=3&Tags=x&Tags=y");
    let url = format!("http://127.0.0.1:4010/v1/Books/{SID}");
    assert_eq!(status, 201);
    assert_eq!(
        body,
        json!({
            "sid": SID,
            "account_sid": "AC00000000000000000000000000000001",
            "unique_name": "a",
            "size": 3,
            "tags": ["x", "y"],
            "date_created": "2024-01-01T00:00:00Z",
            "date_updated": "2024-01-01T00:00:00Z",
            "url": url,
            "links": {"notes": format!("{url}/Notes"), "cover": format!("{url}/Cover"), "check": format!("{url}/Check")},
            "state": "kept",
        })
    );
    assert_eq!(send(&mut engine, "GET", &format!("/v1/Books/{SID}"), ""), (200, body));
}

#[test]
fn a_property_without_a_value_has_the_default_of_the_document() {
    let mut engine = engine();
    book(&mut engine, "a");
    let (status, note) = send(&mut engine, "POST", "/v1/Books/a/Notes", r#"{"text":"t"}"#);
    assert_eq!((status, &note["label"]), (201, &json!("lost")));
    assert_eq!(note.get("count"), None, "the bounds do not allow the default");
    assert_eq!(note["print"], json!({"copies": 2, "paper": "a4"}));
    let (_, note) = send(&mut engine, "POST", "/v1/Books/a/Notes", r#"{"text":"t","label":"kept"}"#);
    assert_eq!(note["label"], json!("kept"));
    let seeded = engine.insert("ListNote", &["a"], json!({"label": null})).unwrap();
    assert_eq!(seeded["label"], Value::Null);
}

#[test]
fn a_time_has_the_format_of_its_property() {
    let mut engine = engine();
    book(&mut engine, "a");
    let request = r#"{"text":"t","date_read":"2024-05-01T10:20:30Z"}"#;
    let (status, note) = send(&mut engine, "POST", "/v1/Books/a/Notes", request);
    assert_eq!((status, &note["date_created"]), (201, &json!("Mon, 01 Jan 2024 00:00:00 +0000")));
    assert_eq!(note["date_read"], json!("Wed, 01 May 2024 10:20:30 +0000"));
}

#[test]
fn an_index_follows_the_changes_of_a_resource() {
    let mut engine = engine();
    book(&mut engine, "a");
    engine.insert("FetchBook", &["BK00000000000000000000000000000009"], json!({"unique_name": "b"})).unwrap();
    assert_eq!(send(&mut engine, "DELETE", "/v1/Books/a", "").0, 204);
    assert_eq!(send(&mut engine, "GET", "/v1/Books/a", "").0, 404);
    book(&mut engine, "a");
    assert_eq!(send(&mut engine, "POST", "/v1/Books", "UniqueName=b").0, 409);
    engine.reset();
    book(&mut engine, "b");
    assert_eq!(send(&mut engine, "GET", "/v1/Books/b", "").1["unique_name"], json!("b"));
    assert_eq!(send(&mut engine, "POST", "/v1/Books", "UniqueName=b").0, 409);
}

#[test]
fn an_update_changes_the_sent_values_and_the_time() {
    let mut engine = engine();
    let before = book(&mut engine, "a");
    engine.advance_clock(60);
    let (status, after) = send(&mut engine, "POST", &format!("/v1/Books/{SID}"), "Size=7");
    let mut expected = before;
    expected["size"] = json!(7);
    expected["date_updated"] = json!("2024-01-01T00:01:00Z");
    assert_eq!((status, &after), (200, &expected));
    assert_eq!(send(&mut engine, "GET", &format!("/v1/Books/{SID}"), "").1, expected);
}

#[test]
fn a_deleted_resource_and_everything_below_it_is_missing() {
    let mut engine = engine();
    book(&mut engine, "a");
    let notes = format!("/v1/Books/{SID}/Notes");
    assert_eq!(send(&mut engine, "POST", &notes, r#"{"text":"t"}"#).0, 201);
    assert_eq!(send(&mut engine, "DELETE", &format!("/v1/Books/{SID}"), ""), (204, Value::Null));
    for method in ["GET", "DELETE"] {
        let (status, body) = send(&mut engine, method, &format!("/v1/Books/{SID}"), "");
        assert_eq!((status, &body["code"]), (404, &json!(20404)));
    }
    assert_eq!(send(&mut engine, "GET", &notes, "").0, 404, "the parent is missing");
    engine.insert("FetchBook", &[SID], json!({"unique_name": "b"})).unwrap();
    assert_eq!(send(&mut engine, "GET", &notes, "").1["notes"], json!([]));
}

#[test]
fn a_name_addresses_the_same_resource_as_its_sid() {
    let mut engine = engine();
    book(&mut engine, "a");
    assert_eq!(send(&mut engine, "GET", "/v1/Books/a", "").1["sid"], json!(SID));
    let (_, note) = send(&mut engine, "POST", "/v1/Books/a/Notes", r#"{"text":"t","mark":null}"#);
    assert_eq!(note["book_sid"], json!(SID));
    let (_, notes) = send(&mut engine, "GET", &format!("/v1/Books/{SID}/Notes"), "");
    assert_eq!(notes["notes"], json!([note]));
}

#[test]
fn a_unique_value_is_rejected_a_second_time() {
    let mut engine = engine();
    book(&mut engine, "a");
    let (status, body) = send(&mut engine, "POST", "/v1/Books", "UniqueName=a");
    assert_eq!((status, &body["code"]), (409, &json!(50212)));
    book(&mut engine, "b");
}

#[test]
fn a_resource_without_a_collection_exists_until_it_is_deleted() {
    let mut engine = engine();
    book(&mut engine, "a");
    let cover = format!("/v1/Books/{SID}/Cover");
    let (status, body) = send(&mut engine, "GET", &cover, "");
    assert_eq!((status, &body["book_sid"], &body["color"]), (200, &json!(SID), &Value::Null));
    assert_eq!(send(&mut engine, "PUT", &cover, "Color=red").1["color"], json!("red"));
    assert_eq!(send(&mut engine, "GET", &cover, "").1["color"], json!("red"));
    assert_eq!(send(&mut engine, "DELETE", &cover, "").0, 204);
    assert_eq!(send(&mut engine, "GET", &cover, "").0, 404);
    assert_eq!(send(&mut engine, "PUT", &cover, "Color=blue").1["color"], json!("blue"));
}

#[test]
fn an_action_returns_the_resource_above_it() {
    let mut engine = engine();
    let created = book(&mut engine, "a");
    let (status, body) = send(&mut engine, "POST", &format!("/v1/Books/{SID}/Check"), "");
    assert_eq!((status, &body["unique_name"]), (200, &created["unique_name"]));
}

#[test]
fn seeds_match_the_document() {
    let mut engine = engine();
    let seeded = engine.insert("ListNote", &["x"], json!({"text": "t"})).unwrap();
    assert_eq!(seeded["text"], json!("t"));
    for (operation, path, properties, error) in [
        ("Nothing", vec![], json!({}), "no operation has the id"),
        ("ListBook", vec!["x"], json!({}), "has the path values"),
        ("ListBook", vec![], json!({"colour": 1}), "has no property `colour`"),
        ("ListBook", vec![], json!({"size": "x"}), "`size` must be an integer"),
        ("ListBook", vec![], json!([]), "must be an object"),
        ("DeleteBook", vec!["x", "y"], json!({}), "has the path values"),
    ] {
        let found = engine.insert(operation, &path, properties).unwrap_err().to_string();
        assert!(found.contains(error), "{found}");
    }
    let text = r#"[{"operation": "ListBook", "properties": {"unique_name": "s"}}, {"operation": "notes_v1.ListNote", "path": ["s"]}]"#;
    assert_eq!(seed(&mut engine, text), Ok(2));
    assert_eq!(send(&mut engine, "GET", "/v1/Books/s", "").0, 200);
    assert!(seed(&mut engine, r#"[{"operation": "X"}]"#).unwrap_err().contains("resource 0 of the seed"));
    engine.reset();
    assert_eq!(send(&mut engine, "GET", "/v1/Books/s", "").0, 404);
}

#[test]
fn a_new_sid_is_not_one_that_a_test_has_used() {
    let mut engine = engine();
    engine.insert("FetchBook", &[SID], json!({"unique_name": "a"})).unwrap();
    assert_eq!(book(&mut engine, "b")["sid"], json!("BK00000000000000000000000000000002"));
}

#[test]
fn a_number_in_a_string_becomes_a_number() {
    let mut engine = engine();
    book(&mut engine, "a");
    for (given, expected) in [("\"0.50\"", json!(0.5)), ("\"-3\"", json!(-3)), ("2", json!(2))] {
        let request = format!(r#"{{"text":"t","prices":{{"all":[{{"eur":{given}}}]}}}}"#);
        let (status, note) = send(&mut engine, "POST", "/v1/Books/a/Notes", &request);
        assert_eq!((status, &note["prices"]), (201, &json!({"all": [{"eur": expected}]})));
    }
    let request = r#"{"text":"t","prices":{"all":[{"eur":"NaN"}]}}"#;
    assert_eq!(send(&mut engine, "POST", "/v1/Books/a/Notes", request).0, 400);
}
