//! Lists: pages in each style, filters and order.

use serde_json::{Value, json};
use twilio_client_fake::Engine;

use crate::{book, engine, send};

fn names(page: &Value) -> Vec<String> {
    let books = page["books"].as_array().unwrap();
    books.iter().map(|book| book["unique_name"].as_str().unwrap().to_owned()).collect()
}

fn books(engine: &mut Engine, count: usize) {
    for number in 0..count {
        book(engine, &format!("b{number}"));
        engine.advance_clock(60);
    }
}

#[test]
fn links_lead_to_all_pages_and_back() {
    let mut engine = engine();
    books(&mut engine, 5);
    let (status, first) = send(&mut engine, "GET", "/v1/Books?PageSize=2&Order=asc", "");
    assert_eq!((status, names(&first)), (200, vec!["b0".to_owned(), "b1".to_owned()]));
    assert_eq!(first["meta"]["key"], json!("books"));
    assert_eq!(first["meta"]["previous_page_url"], Value::Null);
    let next = first["meta"]["next_page_url"].as_str().unwrap();
    let target = next.strip_prefix("http://127.0.0.1:4010").unwrap();
    assert!(target.contains("Order=asc"), "{target}");
    // A deletion between two pages moves no item to a page that was read.
    assert_eq!(send(&mut engine, "DELETE", "/v1/Books/b1", "").0, 204);
    let (_, second) = send(&mut engine, "GET", target, "");
    assert_eq!(names(&second), ["b2", "b3"]);
    assert_eq!(second["meta"]["page"], json!(1));
    assert!(second["meta"]["previous_page_url"].as_str().unwrap().contains("Page=0"));
    let next =
        second["meta"]["next_page_url"].as_str().unwrap().strip_prefix("http://127.0.0.1:4010").unwrap();
    let (_, third) = send(&mut engine, "GET", next, "");
    assert_eq!((names(&third), &third["meta"]["next_page_url"]), (vec!["b4".to_owned()], &Value::Null));
    assert_eq!(names(&send(&mut engine, "GET", "/v1/Books?PageSize=2&Page=1", "").1), ["b3", "b4"]);
}

#[test]
fn filters_compare_properties() {
    let mut engine = engine();
    books(&mut engine, 3);
    send(&mut engine, "POST", "/v1/Books/b1", "Size=4");
    for (query, expected) in [
        ("Size=4", vec!["b1"]),
        ("Size=5", vec![]),
        ("DateCreated%3E=2024-01-01T00:01:00Z", vec!["b1", "b2"]),
        ("Order=desc", vec!["b2", "b1", "b0"]),
        ("Order=desc&Size=4", vec!["b1"]),
    ] {
        let (status, page) = send(&mut engine, "GET", &format!("/v1/Books?{query}"), "");
        assert_eq!(
            (status, names(&page)),
            (200, expected.into_iter().map(str::to_owned).collect()),
            "{query}"
        );
    }
}

#[test]
fn a_descending_list_has_pages() {
    let mut engine = engine();
    books(&mut engine, 3);
    let (_, first) = send(&mut engine, "GET", "/v1/Books?PageSize=2&Order=desc", "");
    assert_eq!(names(&first), ["b2", "b1"]);
    let next =
        first["meta"]["next_page_url"].as_str().unwrap().strip_prefix("http://127.0.0.1:4010").unwrap();
    assert_eq!(names(&send(&mut engine, "GET", next, "").1), ["b0"]);
}

#[test]
fn tokens_numbers_and_offsets_select_pages() {
    let mut engine = engine();
    let book = book(&mut engine, "a")["sid"].as_str().unwrap().to_owned();
    for number in 0..3 {
        engine.insert("ListNote", &[&book], json!({"text": number.to_string()})).unwrap();
        engine.insert("ListByNumber", &[], json!({"name": number.to_string()})).unwrap();
        engine.insert("ListByOffset", &[], json!({"name": number.to_string()})).unwrap();
    }
    let notes = format!("/v1/Books/{book}/Notes?PageSize=2");
    let (_, page) = send(&mut engine, "GET", &notes, "");
    let token = page["next_token"].as_str().unwrap();
    let (_, last) = send(&mut engine, "GET", &format!("{notes}&PageToken={token}"), "");
    assert_eq!((&last["notes"][0]["text"], &last["next_token"]), (&json!("2"), &Value::Null));

    let (_, page) = send(&mut engine, "GET", "/v1/Numbers", "");
    assert_eq!((page["items"].as_array().unwrap().len(), &page["has_next"]), (2, &json!(true)));
    let (_, page) = send(&mut engine, "GET", "/v1/Numbers?Page=1", "");
    assert_eq!((page["items"].as_array().unwrap().len(), &page["has_next"]), (1, &json!(false)));

    let (_, page) = send(&mut engine, "GET", "/v1/Offsets?offset=2&limit=2", "");
    assert_eq!((page["items"].as_array().unwrap().len(), &page["total"]), (1, &json!(3)));
}
