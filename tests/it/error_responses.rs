//! Misbehaving servers: every response ends the call with a typed error that contains the status and prints
//! no part of the body.

use twilio_client_sample::chat_v2::{Invites, UserChannels};
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Error, ErrorKind};

use crate::local_server::{Answer, Server};

const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn channels(client: &Client) -> UserChannels {
    client.chat_v2().user_channels(SERVICE.parse::<ServiceSid>().unwrap(), "alice")
}

fn invites(client: &Client) -> Invites {
    client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), "general")
}

/// The errors of the requests that read a body: fetch, update, create and list.
async fn errors(answer: Answer) -> Vec<(&'static str, Error)> {
    let server = Server::start(vec![answer; 5]).await;
    let client = server.client();
    let errors = vec![
        ("fetch", channels(&client).fetch("general").send().await.unwrap_err()),
        ("update", channels(&client).update("general").send().await.unwrap_err()),
        ("create", invites(&client).create("alice").send().await.unwrap_err()),
        ("list", invites(&client).list().send().await.unwrap_err()),
        ("stream", invites(&client).list().stream().try_next().await.unwrap_err()),
    ];
    assert_eq!(server.lines().len(), 5);
    errors
}

fn html(status: u16) -> Answer {
    Answer::Full(status, vec![("content-type", "text/html; charset=utf-8")], "<p>secret</p>".to_owned())
}

#[tokio::test]
async fn an_unexpected_response_is_a_decode_error_with_its_status() {
    let table = [
        ("204", Answer::Full(204, vec![], String::new()), 204),
        ("empty 200", Answer::Full(200, vec![], String::new()), 200),
        ("empty 201", Answer::Full(201, vec![], String::new()), 201),
        ("HTML", html(200), 200),
        ("not JSON", Answer::json(200, "{\"secret\""), 200),
        ("text after JSON", Answer::json(200, "{} secret"), 200),
        ("an array", Answer::json(200, "[\"secret\"]"), 200),
        ("null", Answer::json(200, "null"), 200),
        ("a number", Answer::json(200, "7"), 200),
        ("zero bytes", Answer::Bytes(vec![0; 100]), 200),
        ("10,000 arrays", Answer::json(200, "[".repeat(10_000)), 200),
        (
            "10,000 arrays as a value",
            Answer::json(200, format!("{{\"account_sid\": {}", "[".repeat(10_000))),
            200,
        ),
        (
            "an error that calls itself a success",
            Answer::json(200, r#"{"code": 20404, "message": "secret", "more_info": "", "status": 404}"#),
            200,
        ),
    ];
    for (what, answer, status) in table {
        for (request, error) in errors(answer).await {
            assert_eq!(
                (error.kind(), error.status()),
                (ErrorKind::Decode, Some(status)),
                "{what}: {request}"
            );
            assert!(error.may_have_been_processed(), "{what}: {request}");
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("secret") && shown.len() < 1000, "{what}: {request}: {shown}");
        }
    }
}

#[tokio::test]
async fn an_error_that_calls_itself_a_success_keeps_its_code() {
    let body = r#"{"code": 20404, "message": "Not here", "status": 404}"#;
    for (request, error) in errors(Answer::json(200, body)).await {
        let info = Some("https://www.twilio.com/docs/errors/20404");
        assert_eq!((error.code(), error.more_info()), (Some(20404), info), "{request}");
        let missing = ["list", "stream"].contains(&request).then_some("invites");
        assert_eq!(error.json_path(), missing.or(Some("")), "{request}");
    }
    // A resource can have fields with these names.
    for body in [r#"{"code": 7, "message": "x"}"#, r#"{"code": 7, "message": "x", "status": "joined"}"#] {
        let server = Server::start(vec![Answer::json(200, body)]).await;
        channels(&server.client()).fetch("general").send().await.unwrap();
    }
}

#[tokio::test]
async fn deep_nesting_in_ignored_values_is_harmless() {
    let (open, close) = ("[".repeat(10_000), "]".repeat(10_000));
    let body = format!(r#"{{"new": {open}{close}, "invites": []}}"#);
    let server = Server::start(vec![Answer::json(200, body), Answer::json(400, open)]).await;
    assert!(invites(&server.client()).list().send().await.unwrap().is_empty());
    let error = invites(&server.client()).list().send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(400)));
}

/// A delete reads no value, but rejects a success that does not come from Twilio.
#[tokio::test]
async fn a_delete_with_a_web_page_or_an_error_body_fails() {
    let disguised = r#"{"code": 20404, "message": "secret", "status": 404}"#;
    for (answer, code) in [(html(200), None), (Answer::json(200, disguised), Some(20404))] {
        let server = Server::start(vec![answer]).await;
        let error = channels(&server.client()).delete("general").send().await.unwrap_err();
        assert_eq!((error.kind(), error.status(), error.code()), (ErrorKind::Decode, Some(200), code));
        assert!(error.may_have_been_processed());
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
    for body in ["", "{}", "deleted"] {
        let server = Server::start(vec![Answer::json(200, body)]).await;
        channels(&server.client()).delete("general").send().await.unwrap();
    }
}

#[tokio::test]
async fn a_message_without_end_is_a_line_with_one() {
    let body = serde_json::json!({ "code": 1, "message": "no ".repeat(50_000) }).to_string();
    for (request, error) in errors(Answer::json(400, body)).await {
        assert!(error.message().len() > 100_000, "{request}");
        assert!(format!("{error} {error:?}").len() < 4_000, "{request}");
    }
}

/// The body of an error → code, message of the line, and the details.
#[tokio::test]
async fn every_published_form_of_an_error_is_read() {
    type Detail = (Option<u32>, Option<&'static str>, Option<&'static str>);
    let table: Vec<(&str, Option<u32>, &str, Vec<Detail>)> = vec![
        (r#"{"code": 20404, "message": "Gone", "details": {"a": 1}}"#, Some(20404), "Gone", vec![]),
        (
            r##"{"type": "about:blank", "title": "Bad", "status": 400, "code": 20001, "detail": "Twice",
                "errors": [{"detail": "too long", "pointer": "#/identity"}, {"detail": "odd"}]}"##,
            Some(20001),
            "Bad: Twice",
            vec![(None, Some("too long"), Some("#/identity")), (None, Some("odd"), None)],
        ),
        (
            r#"{"errors": [{"code": 20404, "message": "Not Found", "infoUrl": "x", "context": "null"},
                           {"code": "20001", "message": "Bad", "context": "$.to"}]}"#,
            Some(20404),
            "Not Found (and another error)",
            vec![(Some(20404), Some("Not Found"), None), (Some(20001), Some("Bad"), Some("$.to"))],
        ),
        (
            r#"{"code": 20003, "message": "Denied", "httpStatusCode": 400, "userError": true, "params": {}}"#,
            Some(20003),
            "Denied",
            vec![],
        ),
        (
            r#"{"code": 1, "code": 2, "message": "Twice", "more_info": "", "moreInfo": ""}"#,
            Some(2),
            "Twice",
            vec![],
        ),
        (
            r#"{"errors": [null, 7, {"code": -1}]}"#,
            None,
            "the response reports 3 errors in detail",
            vec![(None, None, None), (None, None, None), (None, None, None)],
        ),
        (r#"{"errors": "none", "message": {}}"#, None, "the response contains no message", vec![]),
        (r#"{"code": 99999999999, "message": "Big"}"#, None, "Big", vec![]),
        ("{\"message\": \"\u{fffd}\", \"code\": \" 7 \"}", Some(7), "\u{fffd}", vec![]),
    ];
    for (body, code, message, details) in table {
        let server = Server::start(vec![Answer::json(400, body)]).await;
        let error = channels(&server.client()).fetch("general").send().await.unwrap_err();
        assert_eq!((error.status(), error.code(), error.message()), (Some(400), code, message), "{body}");
        let found: Vec<_> = error.errors().iter().map(|e| (e.code(), e.message(), e.pointer())).collect();
        assert_eq!(found, details, "{body}");
        let shown = format!("{error} {error:?} {:?}", error.errors());
        assert!(!shown.contains("too long") && !shown.contains("identity"), "{shown}");
    }
}

type Detail = (Option<u32>, Option<&'static str>, Option<&'static str>);

const NO_MESSAGE: &str = "the response contains no message";

const QUOTA: &str =
    r#"{"fault": {"faultstring": "Quota", "detail": {"errorcode": "policies.Quota", "code": 7}}}"#;

const SOAP: &str = "<s:Envelope xmlns:s='x'><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>No \
    &#34;x&#34;</faultstring></s:Fault></s:Body></s:Envelope>";

const TWILIO: &str = "<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><RestException>\n<Code>20404</Code>\
    <Message>No &lt;b&gt;</Message><MoreInfo>https://x.example</MoreInfo><Status>404</Status>\
    </RestException></TwilioResponse>";

/// The body of an error from another server or a gateway → code, message of the line, and the details.
const FORMS: &[(&str, Option<u32>, &str, &[Detail])] = &[
    (r#"{"title": "Bad", "detail": "Twice", "status": 400}"#, None, "Bad: Twice", &[]),
    (r#"{"title": "Bad", "detail": "", "status": "400"}"#, None, "Bad", &[]),
    (r#"{"error": {"code": 20404, "message": "Gone"}}"#, Some(20404), "Gone", &[]),
    (r#"{"error": {"code": "NotFound", "message": "Gone"}}"#, None, "Gone", &[]),
    (r#"{"error": {"title": "Bad", "detail": "Twice"}}"#, None, "Bad: Twice", &[]),
    (r#"{"error": "denied", "error_description": "No client"}"#, None, "denied: No client", &[]),
    (r#"{"error": "denied"}"#, None, "denied", &[]),
    (
        r#"{"errors": [{"message": "Too long", "field": "to"}]}"#,
        None,
        "Too long",
        &[(None, Some("Too long"), Some("to"))],
    ),
    (
        r#"{"errors": [{"message": "A"}, {"reason": "B", "source": {"pointer": "/b"}}, "C"]}"#,
        None,
        "A (and 2 other errors)",
        &[(None, Some("A"), None), (None, Some("B"), Some("/b")), (None, Some("C"), None)],
    ),
    (
        r#"{"errors": {"from": ["A", "B"], "to": {"message": "C", "code": 3}}}"#,
        Some(3),
        "A (and 2 other errors)",
        &[(None, Some("A"), Some("from")), (None, Some("B"), Some("from")), (Some(3), Some("C"), Some("to"))],
    ),
    (r#"[{"message": "A", "code": 1}]"#, Some(1), "A", &[(Some(1), Some("A"), None)]),
    (r#"{"message": "Gone", "code": "20404"}"#, Some(20404), "Gone", &[]),
    (r#"{"Message": "Gone"}"#, None, "Gone", &[]),
    (r#"{"errorMessage": "Gone", "errorCode": 5}"#, Some(5), "Gone", &[]),
    (QUOTA, Some(7), "Quota", &[]),
    (r#"{"fault": "Quota"}"#, None, "Quota", &[]),
    (r#"{"fault": {"message": "Quota", "code": 900}}"#, Some(900), "Quota", &[]),
    (r#""Gone""#, None, "Gone", &[]),
    (r#"" ""#, None, NO_MESSAGE, &[]),
    ("[]", None, NO_MESSAGE, &[]),
    ("7", None, NO_MESSAGE, &[]),
    (r#"{"error": {"message": ["x"]}, "errors": [], "fault": null}"#, None, NO_MESSAGE, &[]),
    (TWILIO, Some(20404), "No <b>", &[]),
    (SOAP, None, "No \"x\"", &[]),
    ("<Error><Code>NoSuchKey</Code><Message><![CDATA[No <key>]]></Message></Error>", None, "No <key>", &[]),
    ("<TwilioResponse><RestException/></TwilioResponse>", None, "the body is XML instead of JSON", &[]),
    ("<<<", None, "the body is XML instead of JSON", &[]),
];

#[tokio::test]
async fn the_common_forms_of_an_error_are_read() {
    for (body, code, message, details) in FORMS {
        for status in [400, 503] {
            let server = Server::start(vec![Answer::json(status, *body)]).await;
            let error = channels(&server.client()).fetch("general").send().await.unwrap_err();
            assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(status)), "{body}");
            assert_eq!((error.code(), error.message()), (*code, *message), "{body}");
            let found: Vec<_> = error.errors().iter().map(|e| (e.code(), e.message(), e.pointer())).collect();
            assert_eq!(found, *details, "{body}");
        }
    }
    let many = format!(r#"{{"errors": [{}0]}}"#, "0,".repeat(5000));
    let server = Server::start(vec![Answer::json(400, many)]).await;
    let error = channels(&server.client()).fetch("general").send().await.unwrap_err();
    assert_eq!(error.errors().len(), 1000);
}

#[tokio::test]
async fn a_web_page_of_a_proxy_is_an_error_with_its_status() {
    for status in [400, 403, 502, 504] {
        for (request, error) in errors(html(status)).await {
            assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(status)), "{request}");
            let line = error.to_string();
            assert!(line.contains("proxy") && !line.contains("secret"), "{line}");
        }
    }
}

/// Each row: a key, and the path of the error for a value of this key. Even a key that looks like a name is hidden.
#[tokio::test]
async fn keys_of_additional_properties_are_not_printed() {
    let long = "k".repeat(65);
    let table = [
        ("member", "links[…]"),
        ("_a1", "links[…]"),
        ("alice@example.com", "links[…]"),
        ("+15551234567", "links[…]"),
        ("alice smith", "links[…]"),
        ("1a", "links[…]"),
        ("é", "links[…]"),
        ("", "links[…]"),
        ("a\\u0062", "links[…]"),
        (&long, "links[…]"),
    ];
    for (key, wanted) in table {
        let server = Server::start(vec![Answer::json(200, format!(r#"{{"links": {{"{key}": 7}}}}"#))]).await;
        let error = channels(&server.client()).fetch("general").send().await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(wanted)), "{key}");
    }
}

#[tokio::test]
async fn too_many_headers_and_no_http_at_all_are_malformed_responses() {
    let many = Answer::Full(200, vec![("x-a", "b"); 5000], "{}".to_owned());
    for answer in [many, Answer::Cut("SSH-2.0-OpenSSH\r\n"), Answer::Cut("HTTP/1.1 999999 X\r\n\r\n")] {
        for (request, error) in errors(answer).await {
            assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, None), "{request}");
            assert!(error.may_have_been_processed(), "{request}");
            assert!(error.to_string().contains("the response is not valid HTTP: "), "{error}");
        }
    }
}

/// The client does not follow a redirect, neither to the same host nor to another one.
#[tokio::test]
async fn a_redirect_is_an_error_and_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let stranger = Server::start(vec![]).await;
        let location: &'static str = stranger.base.clone().leak();
        for to in [location, "/elsewhere"] {
            let answer = Answer::Full(status, vec![("location", to)], String::new());
            for (request, error) in errors(answer).await {
                assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(status)), "{request}");
                // After a 303, the server has processed the request.
                let is_processed = status == 303 && ["update", "create"].contains(&request);
                assert_eq!(error.may_have_been_processed(), is_processed, "{status}: {request}");
            }
        }
        assert_eq!(stranger.lines(), Vec::<String>::new());
    }
}
