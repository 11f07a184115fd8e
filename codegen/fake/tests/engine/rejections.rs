//! Requests that the document does not describe.

use crate::{book, engine, request, send};

/// A method, a target, a body, the status and the code of the response, and a part of its message.
type Row = (&'static str, &'static str, &'static str, u16, u64, &'static str);

const ROWS: &[Row] = &[
    ("GET", "/v1/Nothing", "", 404, 20404, "/v1/Nothing was not found"),
    ("GET", "/v1/Books/a/", "", 404, 20404, "not found"),
    ("PUT", "/v1/Books", "", 405, 20004, "PUT is not allowed"),
    ("GET", "/v1/Books/missing", "", 404, 20404, "missing was not found"),
    ("POST", "/v1/Books/missing", "Size=1", 404, 20404, "not found"),
    ("POST", "/v1/Books/missing/Notes", "{\"text\":\"t\"}", 404, 20404, "not found"),
    ("POST", "/v1/Books", "", 400, 20001, "Missing required parameter `UniqueName`"),
    ("POST", "/v1/Books", "UniqueName=", 400, 20001, "`UniqueName` must not be empty"),
    ("POST", "/v1/Books", "UniqueName=a&UniqueName=b", 400, 20001, "`UniqueName` must not be repeated"),
    (
        "POST",
        "/v1/Books",
        "UniqueName=12345678901",
        400,
        20001,
        "`UniqueName` must have at most 10 characters",
    ),
    ("POST", "/v1/Books", "UniqueName=a&Size=x", 400, 20001, "`Size` must be an integer"),
    ("POST", "/v1/Books", "UniqueName=a&Size=0", 400, 20001, "`Size` must have at least 1"),
    ("POST", "/v1/Books", "UniqueName=a&Size=10", 400, 20001, "`Size` must have at most 9"),
    ("POST", "/v1/Books", "UniqueName=a&Open=yes", 400, 20001, "`Open` must be `true` or `false`"),
    ("POST", "/v1/Books", "UniqueName=a&Color=x", 400, 20001, "Unknown parameter `Color`"),
    (
        "POST",
        "/v1/Books",
        "{\"UniqueName\":\"a\"}",
        415,
        20001,
        "must be `application/x-www-form-urlencoded`",
    ),
    ("POST", "/v1/Books/a/Notes", "text=t", 415, 20001, "must be `application/json`"),
    ("POST", "/v1/Books/a/Notes", "{", 400, 20001, "The body is not JSON"),
    ("POST", "/v1/Books/a/Notes", "{}", 400, 20001, "Missing required parameter `text`"),
    ("POST", "/v1/Books/a/Notes", "{\"text\":1}", 400, 20001, "`text` must be a string"),
    ("POST", "/v1/Books/a/Notes", "{\"text\":\"t\",\"x\":1}", 400, 20001, "Unknown property `x`"),
    ("GET", "/v1/Books?Color=red", "", 400, 20001, "Unknown query parameter `Color`"),
    ("GET", "/v1/Books?PageSize=4", "", 400, 20001, "`PageSize` must be between 1 and 3"),
    ("GET", "/v1/Books?PageSize=0", "", 400, 20001, "`PageSize` must be between 1 and 3"),
    ("GET", "/v1/Books?Page=-1", "", 400, 20001, "`Page` must be a number, at least 0"),
    ("GET", "/v1/Books?PageToken=x", "", 400, 20001, "`PageToken` is not a token of this list"),
];

#[test]
fn invalid_requests_have_the_classic_error_body() {
    let mut engine = engine();
    book(&mut engine, "a");
    for (method, target, body, status, code, message) in ROWS {
        let (found, error) = send(&mut engine, method, target, body);
        assert_eq!(
            (found, error["code"].as_u64(), error["status"].as_u64()),
            (*status, Some(*code), Some(u64::from(*status))),
            "{method} {target} {body}: {error}"
        );
        let text = error["message"].as_str().unwrap();
        assert!(text.contains(message), "{method} {target} {body}: {text}");
        assert_eq!(error["more_info"], format!("https://www.twilio.com/docs/errors/{code}"));
    }
    let problems = engine.records().filter(|record| record.problem.is_some()).count();
    assert_eq!(problems, ROWS.len());
}

/// Each part of a request: a target and a body with `{}` for the value, and the status that rejects another value.
#[test]
fn a_value_outside_an_enum_of_integers_is_rejected_in_each_part() {
    let mut engine = engine();
    book(&mut engine, "a");
    for (method, target, body, name) in [
        ("POST", "/v1/Books", "Rank={}&UniqueName=b{}", "Rank"),
        ("POST", "/v1/Books", "Ranks=1&Ranks={}&UniqueName=c{}", "Ranks"),
        ("GET", "/v1/Books?Rank={}", "", "Rank"),
        ("POST", "/v1/Books/a/Notes", "{\"text\":\"t\",\"rank\":{}}", "rank"),
        ("POST", "/v1/Books/a/Notes", "{\"text\":\"t\",\"ranks\":[1,{}]}", "ranks"),
    ] {
        let mut send = |value: &str| {
            let replaced = |text: &str| text.replace("{}", value);
            self::send(&mut engine, method, &replaced(target), &replaced(body))
        };
        for value in ["1", "40"] {
            let (status, reply) = send(value);
            assert!([200, 201].contains(&status), "{target} {body} {value}: {reply}");
        }
        for value in ["0", "3", "-1", "41", "1.5", "9223372036854775808", "true", "\"1\"", "x", "[]"] {
            let (status, reply) = send(value);
            let message = reply["message"].as_str().unwrap_or_default();
            assert_eq!((status, reply["code"].as_u64()), (400, Some(20001)), "{target} {body} {value}");
            let is_named = message.starts_with(&format!("`{name}` "))
                && message.contains("must be one of `1`, `2`, `40`");
            // An `x` alone makes the body something else than JSON.
            assert!(is_named || message.contains("not JSON"), "{target} {body} {value}: {message}");
        }
    }
    for (value, status) in [("2", 201), ("3", 400), ("x", 400)] {
        let mut request = request("POST", "/v1/Books", &format!("UniqueName=h{value}"));
        request.headers.push(("x-rank".to_owned(), value.to_owned()));
        assert_eq!(engine.handle(&request).response.status, status, "a header with {value}");
    }
    for value in ["3", "x", "1.5"] {
        let (status, reply) = send(&mut engine, "GET", &format!("/v1/Ranks/{value}"), "");
        assert_eq!((status, reply["code"].as_u64()), (404, Some(20404)), "{value}: {reply}");
    }
}

#[test]
fn credentials_are_checked_before_anything_else() {
    let mut engine = engine();
    for authorization in [None, Some("Basic eDp5"), Some("Basic ?"), Some("Bearer x"), Some("x")] {
        let mut request = request("GET", "/v1/Books?Color=red", "");
        request.headers.retain(|(name, _)| name != "authorization");
        request.headers.extend(authorization.map(|value| ("authorization".to_owned(), value.to_owned())));
        let reply = engine.handle(&request);
        assert_eq!(reply.response.status, 401, "{authorization:?}");
        assert!(reply.response.headers.iter().any(|(name, _)| name == "www-authenticate"));
    }
    let mut request = request("GET", "/v1/Open", "");
    request.headers.clear();
    assert_eq!(engine.handle(&request).response.status, 200, "the operation requires no credentials");
}

#[test]
fn optional_credentials_are_checked_if_a_request_contains_them() {
    let mut engine = engine();
    for (target, header, status) in [
        ("/v1/Optional", None, 200),
        ("/v1/Optional", Some(("authorization", crate::BASIC)), 200),
        ("/v1/Optional", Some(("authorization", "Basic eDp5")), 401),
        ("/v1/OptionalKey", None, 200),
        ("/v1/OptionalKey", Some(("x-key", "fake-auth-token")), 200),
        ("/v1/OptionalKey", Some(("x-key", "other")), 401),
    ] {
        let mut request = request("GET", target, "");
        request.headers =
            header.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        assert_eq!(engine.handle(&request).response.status, status, "{target} {header:?}");
    }
}

#[test]
fn each_response_has_a_request_id() {
    let mut engine = engine();
    let reply = engine.handle(&request("GET", "/v1/Books", ""));
    let id = reply.response.headers.iter().find(|(name, _)| name == "twilio-request-id");
    assert_eq!(id.map(|(_, id)| id.as_str()), Some("RQ00000000000000000000000000000001"));
}

#[test]
fn a_declared_header_is_checked() {
    let mut engine = engine();
    book(&mut engine, "a");
    let mut request = request("DELETE", "/v1/Books/a", "");
    request.headers.push(("x-reason".to_owned(), "other".to_owned()));
    assert_eq!(engine.handle(&request).response.status, 400);
    request.headers.pop();
    request.headers.push(("x-reason".to_owned(), "lost".to_owned()));
    assert_eq!(engine.handle(&request).response.status, 204);
}

#[test]
fn the_module_the_host_or_the_header_selects_a_document() {
    let mut engine = engine();
    for (target, host) in [
        ("/v1/Books", "127.0.0.1"),
        ("/notes_v1/v1/Books", "127.0.0.1"),
        ("/notes.twilio.com/v1/Books", "127.0.0.1"),
        ("/v1/Books", "notes.twilio.com"),
    ] {
        let mut request = request("GET", target, "");
        request.headers[0].1 = host.to_owned();
        assert_eq!(engine.handle(&request).response.status, 200, "{target} {host}");
    }
    let record = engine.records().last().unwrap();
    assert_eq!((record.module.as_deref(), record.operation.as_deref()), (Some("notes_v1"), Some("ListBook")));
    assert!(record.header("authorization").is_none());
}
