//! The number of connections, and the wire forms that not all documents of the sample use.

use std::path::Path;

use twilio_client_runtime::generated_code::{Call, Continuation, Credentials, Json, PageSpec, Target, items};

use crate::local_server::{ACCOUNT, Answer, JsonCall, Server};

fn target(server: &Server) -> Target {
    let client = server.runtime_client(Credentials::auth_token(ACCOUNT, "token"));
    Target::new(&client, "https://api.twilio.com")
}

#[tokio::test]
async fn a_form_repeats_keys_keeps_dots_and_carries_json_as_text() {
    let server = Server::start(vec![Answer::json(200, "{}")]).await;
    let json: Json = serde_json::from_str(r#"{"b": [1, "x&y"]}"#).unwrap();
    Call::post(&target(&server), "/Things")
        .form_each("To", ["a", "b c"])
        .form("Twiml.Play", "on")
        .form("Attributes", json)
        .json_value()
        .await
        .unwrap();
    let wanted = "To=a&To=b+c&Twiml.Play=on&Attributes=%7B%22b%22%3A%5B1%2C%22x%26y%22%5D%7D";
    assert_eq!(server.requests()[0].body, wanted);
}

#[tokio::test]
async fn lists_are_followed_by_relative_link_and_by_token() {
    let last = r#"{"calls": [3], "next_page_uri": null, "nextToken": null}"#;
    let relative = r#"{"calls": [1, 2], "next_page_uri": "/Calls?Page=1", "page": 0}"#;
    let token = r#"{"calls": [1, 2], "meta": {"key": "calls", "nextToken": "T1"}}"#;
    let table = [
        (relative, Continuation::Link, "GET /Calls?Page=1"),
        (token, Continuation::token("pageToken"), "GET /Calls?x=1&pageToken=T1"),
    ];
    for (first, next, second) in table {
        let server = Server::start(vec![Answer::json(200, first), Answer::json(200, last)]).await;
        let spec = PageSpec { key: "calls", page_size: Some(("PageSize", 1000)), next };
        let call = Call::get(&target(&server), "/Calls").query("x", "1");
        let items: Vec<i64> = items::<i64>(call.into(), spec).collect_vec().await.unwrap();
        assert_eq!(items, [1, 2, 3]);
        assert_eq!(server.lines(), ["GET /Calls?x=1", second]);
    }
}

#[tokio::test]
async fn connections_are_pooled() {
    let server = Server::start(vec![Answer::json(200, "{}"); 5]).await;
    let target = target(&server);
    for _ in 0..5 {
        Call::get(&target, "/Things").json_value().await.unwrap();
    }
    assert_eq!((server.lines().len(), server.opened()), (5, 1));
}

/// Reads what the generator wrote: as many operations as rules, and each rule before its operation.
#[test]
fn the_documentation_of_each_operation_states_its_retry_rule() {
    let (documents, settings) = crate::sample::documents();
    let output = codegen::generate(&documents, Some(&settings)).unwrap();
    let mut operations = 0;
    let pages = output.files.iter().filter(|file| {
        let rust = Path::new(&file.path).extension().is_some_and(|extension| extension == "rs");
        rust && !file.path.starts_with("runtime/") && !file.path.starts_with("fake/")
    });
    for file in pages {
        for (at, _) in file.text.match_indices("rt::Call::") {
            let before = file.text[..at].rsplit("\n    }\n").next().unwrap_or_default();
            assert!(before.contains("/// The client retries this request "), "{}: {before}", file.path);
            operations += 1;
        }
    }
    assert_eq!(operations, output.documents.iter().map(|document| document.operations).sum::<usize>());
}
