//! Keys of page envelopes: the generator and the runtime read the same table.

use serde_json::{Value, json};
use twilio_client_runtime::generated_code::{self as rt, Call, Continuation, Credentials, PageSpec, Target};

use crate::local_server::{ACCOUNT, Answer, Server};

#[path = "../../codegen/runtime/src/list/page_keys.rs"]
mod table;

use table::META;

/// Each key of the table with the value that announces a next page, the listing's line about it, and
/// the request for the next page.
fn styles() -> Vec<(&'static str, Value, &'static str, Continuation, &'static str)> {
    let link = |key: &&'static str| (*key, json!("/Things?cursor=2"), "", Continuation::Link, "cursor=2");
    let token = |key: &&'static str| {
        let next = Continuation::token("PageToken");
        (*key, json!("T2"), ", next by the token in `PageToken`", next, "PageToken=T2")
    };
    let number = |key: &&'static str| {
        (*key, json!(true), ", next by the page number in `Page`", Continuation::number("Page"), "Page=1")
    };
    let links = table::NEXT_LINKS.iter().map(link);
    let tokens = table::NEXT_TOKENS.iter().map(token);
    let offset = |key: &&'static str| {
        (
            *key,
            json!(2),
            ", at most 1000, next by the offset in `offset`",
            Continuation::offset("offset"),
            "offset=1",
        )
    };
    let numbers = table::HAS_NEXT.iter().map(number);
    links.chain(tokens).chain(numbers).chain(table::TOTALS.iter().map(offset)).collect()
}

/// The page with one more key, beside the items or in `meta`, before or after the other keys.
fn pages(key: &str, value: &Value) -> [String; 4] {
    [
        format!(r#"{{"{key}": {value}, "things": [1], "{META}": {{"key": "things"}}}}"#),
        format!(r#"{{"{META}": {{"key": "things"}}, "things": [1], "{key}": {value}}}"#),
        format!(r#"{{"{META}": {{"key": "things", "{key}": {value}}}, "things": [1], "{key}": null}}"#),
        format!(r#"{{"{key}": null, "things": [1], "{META}": {{"{key}": {value}, "key": "things"}}}}"#),
    ]
}

async fn items(pages: [String; 2], next: Continuation) -> (Vec<i64>, Vec<String>) {
    let server = Server::start(pages.map(|page| Answer::json(200, page)).to_vec()).await;
    let client = server.runtime_client(Credentials::auth_token(ACCOUNT, "token"));
    let target = Target::new(&client, "https://api.twilio.com");
    let spec = PageSpec { key: "things", page_size: None, next };
    let items = rt::items::<i64>(Call::get(&target, "/Things").into(), spec).collect_vec().await.unwrap();
    (items, server.lines())
}

#[tokio::test]
async fn the_runtime_fetches_the_page_after_each_key_in_each_position() {
    for (key, value, _, next, query) in styles() {
        for first in pages(key, &value) {
            let last = r#"{"things": [2], "total": 2, "meta": {"key": "things"}}"#.to_owned();
            let (items, lines) = items([first.clone(), last], next).await;
            assert_eq!(items, [1, 2], "{first}");
            assert_eq!(lines, ["GET /Things".to_owned(), format!("GET /Things?{query}")], "{first}");
        }
    }
}

#[tokio::test]
async fn the_order_of_keys_does_not_decide_which_page_comes_next() {
    // Two keys of one kind: the one in `meta` counts, and within an object the first of the table.
    let table = [
        (r#""next_token": "B", "things": [1], "meta": {"next_token": "A"}"#, "A"),
        (r#""meta": {"next_token": "A"}, "things": [1], "next_token": "B""#, "A"),
        (r#""nextPageToken": "B", "next_token": "A", "things": [1]"#, "A"),
        (r#""next_token": "A", "things": [1], "nextPageToken": "B""#, "A"),
        (r#""meta": {"next_token": ""}, "things": [1], "next_token": "B""#, "B"),
        (r#""next_token": "B", "meta": null, "things": [1]"#, "B"),
    ];
    for (first, token) in table {
        let last = r#"{"things": [2]}"#.to_owned();
        let (_, lines) = items([format!("{{{first}}}"), last], Continuation::token("Token")).await;
        assert_eq!(lines.get(1), Some(&format!("GET /Things?Token={token}")), "{first}");
    }
}

#[test]
fn the_generator_detects_each_key_in_each_position() {
    for (key, value, line, _, _) in styles() {
        let ty = match value {
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            _ => "string",
        };
        for (beside, inside) in [(key, "other"), ("other", key)] {
            let document = openapi(beside, inside, ty);
            let source = codegen::Source { name: "things_v1.yaml".to_owned(), text: document };
            let listing = codegen::listing(&[source], None).unwrap();
            let page = format!("in `things`{line} | GET");
            assert!(listing.contains("Page<") && listing.contains(&page), "{key}: {listing}");
        }
    }
}

fn openapi(beside: &str, inside: &str, ty: &str) -> String {
    let property = json!({ "type": ty, "nullable": true });
    let meta = json!({ "type": "object", "properties": { inside: property.clone() } });
    let items = json!({ "type": "array", "items": { "type": "object", "properties": { "name": { "type": "string" } } } });
    let page = json!({ "type": "object", "properties": { "things": items, beside: property, META: meta } });
    let parameter = |name: &str, ty: &str| json!({ "name": name, "in": "query", "schema": { "type": ty } });
    let integers = ["Page", "offset", "limit"].map(|name| parameter(name, "integer"));
    let parameters = [[parameter("PageToken", "string")].as_slice(), &integers].concat();
    json!({
        "openapi": "3.0.1",
        "info": { "title": "Things", "version": "1.0.0" },
        "servers": [{ "url": "https://things.example.com" }],
        "paths": { "/v1/Things": { "get": {
            "operationId": "ListThing",
            "parameters": parameters,
            "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": page } } } },
        } } },
    })
    .to_string()
}

#[tokio::test]
async fn generated_lists_continue_past_the_first_page() {
    let answers = [
        r#"{"tops": [{"name": "a"}], "next_page_url": "/v1/Tops?Page=1"}"#,
        r#"{"tops": [{"name": "b"}], "next_page_url": null}"#,
        r#"{"camels": [{"name": "a"}], "nextPageUrl": "/v1/Camels?Page=1"}"#,
        r#"{"camels": [{"name": "b"}], "nextPageUrl": null}"#,
        r#"{"next_token": "T", "tokens": [{"name": "a"}], "meta": {"key": "tokens"}}"#,
        r#"{"next_token": null, "tokens": [{"name": "b"}], "meta": {"key": "tokens"}}"#,
    ];
    let server = Server::start(answers.map(|answer| Answer::json(200, answer)).to_vec()).await;
    let builder =
        twilio_client_zoo::Client::builder(twilio_client_zoo::Credentials::auth_token(ACCOUNT, "token"));
    let lists = builder.base_url(&server.base).build().unwrap().next_page_beside_the_items();
    assert_eq!(lists.tops().list().stream().collect_vec().await.unwrap().len(), 2);
    assert_eq!(lists.camels().list().page_size(5).stream().collect_vec().await.unwrap().len(), 2);
    assert_eq!(lists.tokens().list().stream().collect_vec().await.unwrap().len(), 2);
    let lines = server.lines();
    assert_eq!((lines.len(), lines[2].as_str()), (6, "GET /v1/Camels?pageSize=5"));
}

#[tokio::test]
async fn lists_by_offset_end_at_the_total_or_at_an_empty_page() {
    let answers = [
        r#"{"things": ["a", "b"], "total": 3}"#,
        r#"{"things": ["c"], "total": 3}"#,
        r#"{"things": ["b"], "total": null}"#,
        r#"{"things": ["c"], "total": "many"}"#,
        r#"{"things": []}"#,
        r#"{"things": ["a"], "total": 3}"#,
        r#"{"things": ["a", "b"], "total": 3}"#,
    ];
    let server = Server::start(answers.map(|answer| Answer::json(200, answer)).to_vec()).await;
    let builder =
        twilio_client_zoo::Client::builder(twilio_client_zoo::Credentials::auth_token(ACCOUNT, "token"));
    let things = builder.base_url(&server.base).build().unwrap().next_page_by_offset().things();
    let all = things.list().page_size(2).colour("red").stream().collect_vec().await.unwrap();
    assert_eq!(all, ["a", "b", "c"]);
    assert_eq!(things.list().offset(1).stream().collect_vec().await.unwrap(), ["b", "c"]);
    assert_eq!(things.list().limit(1).stream().collect_vec().await.unwrap(), ["a"]);
    let page = things.list().send().await.unwrap();
    assert_eq!((page.has_next(), page.next_cursor().is_some(), page.meta().total), (true, true, Some(3)));
    let expected = [
        "GET /v1/Things?colour=red&limit=2",
        "GET /v1/Things?colour=red&limit=2&offset=2",
        "GET /v1/Things?offset=1",
        "GET /v1/Things?offset=2",
        "GET /v1/Things?offset=3",
        "GET /v1/Things?limit=1",
        "GET /v1/Things",
    ];
    assert_eq!(server.lines(), expected);
}

#[tokio::test]
async fn the_number_of_the_page_has_several_keys() {
    for key in ["page", "current_page", "currentPage", "page_number", "pageNumber"] {
        let first = format!(r#"{{"things": [1], "has_next": true, "{key}": 1}}"#);
        let last = r#"{"things": [2], "has_next": false}"#.to_owned();
        let (items, lines) = items([first, last], Continuation::number("page")).await;
        assert_eq!((items.as_slice(), &*lines[1]), (&[1, 2][..], "GET /Things?page=2"), "{key}");
    }
}
