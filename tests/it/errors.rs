//! The errors of the client: none of them panics, loses the status or prints a secret.

use std::time::Duration;

use twilio_client_sample::chat_v2::{Invites, UserChannels};
use twilio_client_sample::sid::{InviteSid, ServiceSid};
use twilio_client_sample::{Client, Credentials, Error, ErrorKind, RetryPolicy, codes};

use crate::local_server::{ACCOUNT, Answer, Server};

fn invites(client: &Client, channel: &str) -> Invites {
    client.chat_v2().invites("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), channel)
}

fn channels(client: &Client) -> UserChannels {
    client
        .chat_v2()
        .user_channels("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "alice")
}

/// The error of a fetch with this response.
async fn failed(answer: Answer) -> Error {
    let server = Server::start(vec![answer]).await;
    channels(&server.client()).fetch("general").send().await.unwrap_err()
}

#[tokio::test]
async fn a_path_value_for_another_resource_is_rejected_before_a_request() {
    let server = Server::start(vec![]).await;
    for value in ["", ".", ".."] {
        let error = channels(&server.client()).delete(value).send().await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_been_processed()), (ErrorKind::InvalidRequest, false));
        assert!(error.to_string().contains("ChannelSid"), "{error}");
        let list = invites(&server.client(), value).list();
        assert_eq!(list.clone().send().await.unwrap_err().kind(), ErrorKind::InvalidRequest);
        assert_eq!(list.stream().try_next().await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(server.lines(), Vec::<String>::new());
}

/// Status, headers, body → the printed line.
type Row<'r> = (u16, &'r [(&'static str, &'static str)], &'r str, &'r str);

#[tokio::test]
async fn an_error_keeps_its_status_whatever_the_body_is() {
    let table: &[Row<'_>] = &[
        (
            404,
            &[("Twilio-Request-Id", "RQ7")],
            r#"{"code": 20404, "message": "Not here", "more_info": "https://www.twilio.com/docs/errors/20404", "status": 404}"#,
            "404 Not Found, Twilio code 20404: Not here (request RQ7, https://www.twilio.com/docs/errors/20404)",
        ),
        (
            400,
            &[],
            r#"{"code": "50200", "message": "Line\nbreak"}"#,
            "400 Bad Request, Twilio code 50200: Line break (https://www.twilio.com/docs/errors/50200)",
        ),
        (
            422,
            &[],
            r#"{"type": "https://www.twilio.com/docs/x", "title": "Invalid", "status": 422, "code": 70002, "detail": "No such flow", "errors": []}"#,
            "422 Unprocessable Entity, Twilio code 70002: Invalid: No such flow (https://www.twilio.com/docs/x)",
        ),
        (
            401,
            &[],
            r#"{"code": 20003, "message": "Authenticate", "moreInfo": "https://m.example"}"#,
            "401 Unauthorized, Twilio code 20003: Authenticate (https://m.example)",
        ),
        (
            502,
            &[("Content-Type", "text/html")],
            "<html>Bad gateway</html>",
            "502 Bad Gateway: the response is an HTML page: it may come from a proxy instead of Twilio",
        ),
        (503, &[], "", "503 Service Unavailable: the response contains no message"),
        (
            400,
            &[],
            r#"{"code": 1, "message": "a\u001b[2Jb\u2028c", "more_info": "https://a\nb\u0007"}"#,
            "400 Bad Request, Twilio code 1: a[2Jb c (https://a b)",
        ),
        (500, &[], r#"["odd"]"#, "500 Internal Server Error: odd"),
        (302, &[("Location", "https://evil.example")], "", "302 Found: the client does not follow redirects"),
    ];
    for (status, headers, body, wanted) in table {
        let error = failed(Answer::Full(*status, headers.to_vec(), (*body).to_owned())).await;
        assert_eq!((error.status(), error.to_string().as_str()), (Some(*status), *wanted));
        assert_eq!(error.body(), body.as_bytes());
    }
}

#[tokio::test]
async fn the_predicates_of_an_error() {
    let error = failed(Answer::Full(429, vec![("Retry-After", "7")], String::new())).await;
    assert!(error.is_rate_limited() && !error.may_have_been_processed());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert!(failed(Answer::json(404, "{}")).await.is_not_found());
    assert!(failed(Answer::json(403, "{}")).await.is_auth());
    let error = failed(Answer::json(500, "{}")).await;
    assert!(error.is_server_error() && error.may_have_been_processed());
    assert_eq!(failed(Answer::json(307, "{}")).await.kind(), ErrorKind::Redirect);
}

/// Each row: body → the path of the value that cannot be decoded.
#[tokio::test]
async fn a_decode_error_names_the_json_path_and_not_the_value() {
    let table = [
        (r#"{"invites": [{}, {"date_created": ["secret"]}]}"#, "invites[1].date_created"),
        (r#"{"invites": [{"sid": {"a": [1]}}]}"#, "invites[0].sid"),
        (r#"{"invites": "secret"}"#, "invites"),
        (r#"{"invites": [["secret"]]}"#, "invites[0]"),
        (r#"{"invites": [{}, null]}"#, "invites[1]"),
        (r#"{"invites": {"secret": 1}}"#, "invites"),
        (r#"{"meta": {"page": "secret"}, "invites": true}"#, "invites"),
        (r#"{"invites": [{"identity": "a\"secret"#, "invites[0].identity"),
        ("secret", ""),
        ("", ""),
    ];
    for (body, path) in table {
        let server = Server::start(vec![Answer::json(200, body)]).await;
        let error = invites(&server.client(), "general").list().send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status(), error.json_path()),
            (ErrorKind::Decode, Some(200), Some(path)),
            "{body}"
        );
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        assert_eq!(error.body(), body.as_bytes());
        assert!(error.may_have_been_processed());
    }
}

#[tokio::test]
async fn a_missing_body_is_a_decode_error_with_its_status() {
    let error = failed(Answer::Full(204, vec![], String::new())).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(204)));
}

#[tokio::test]
async fn a_body_has_a_bound() {
    let server = Server::start(vec![Answer::json(200, " ".repeat(5000))]).await;
    let client = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let client = client.max_response_bytes(1000).build().unwrap();
    let error = channels(&client).fetch("general").send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::BodyTooLarge, Some(200)));
}

#[tokio::test]
async fn a_broken_connection_and_a_silent_server_are_different_errors() {
    let error = failed(Answer::Cut("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"sid")).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(200)));
    let error = failed(Answer::Cut("")).await;
    assert_eq!((error.kind(), error.may_have_been_processed()), (ErrorKind::Transport, true));
    let server = Server::start(vec![Answer::Stall]).await;
    let request = channels(&server.client()).fetch("general").with_timeout(Duration::from_millis(100));
    assert!(request.send().await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn a_refused_connection_has_sent_nothing() {
    let client = Client::builder(Credentials::auth_token(ACCOUNT, "token"))
        .base_url("http://127.0.0.1:1")
        .retry(RetryPolicy::off())
        .build()
        .unwrap();
    let error = channels(&client).update("general").send().await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_processed());
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn an_invalid_header_value_is_rejected() {
    let server = Server::start(vec![]).await;
    for (name, value) in [("x-a", "b\r\nx-evil: 1"), ("x a", "b"), ("", "b")] {
        let error =
            channels(&server.client()).fetch("general").with_header(name, value).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(server.lines(), Vec::<String>::new());
}

#[test]
fn credentials_travel_over_tls_or_to_this_machine() {
    let build = |url: &str| Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(url).build();
    for good in ["https://proxy.example", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:9"] {
        assert!(build(good).is_ok(), "{good}");
    }
    for bad in [
        "http://proxy.example",
        "http://localhost.evil.example",
        "ftp://127.0.0.1",
        "nonsense",
        "https://u:p@x.example",
    ] {
        assert_eq!(build(bad).unwrap_err().kind(), ErrorKind::InvalidRequest, "{bad}");
    }
    let insecure =
        Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url("http://proxy.example");
    assert!(insecure.allow_insecure_http().build().is_ok());
}

#[tokio::test]
async fn nothing_secret_or_personal_is_printed() {
    let server =
        Server::start(vec![Answer::json(200, r#"{"identity": "alice-private", "created_by": "bob"}"#)]).await;
    let client = server.client();
    let handle = invites(&client, "alice-private");
    let request = handle.create("alice-private");
    let shown =
        format!("{client:?} {handle:?} {request:?} {:?}", Credentials::api_key(ACCOUNT, "SKkey", "token"));
    assert!(!shown.contains("alice-private") && !shown.contains("token"), "{shown}");
    let invite = handle
        .fetch("INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<InviteSid>().unwrap())
        .send()
        .await
        .unwrap();
    let shown = format!("{invite:?}");
    assert!(
        shown.contains("<hidden>") && shown.contains("bob") && !shown.contains("alice-private"),
        "{shown}"
    );
}

/// Servers quote request values. The printed line is logged, so it must not contain them.
#[tokio::test]
async fn an_error_that_quotes_what_was_sent_is_printed_without_it() {
    let message = "no /Channels/general%40ann.example for alice-private of ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, by token";
    let body = serde_json::json!({ "code": 20404, "message": message }).to_string();
    let server = Server::start(vec![Answer::json(404, body)]).await;
    let handle = invites(&server.client(), "general@ann.example");
    let error = handle.create("alice-private").send().await.unwrap_err();
    let wanted = "no /Channels/… for … of ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, by …";
    assert!(error.to_string().contains(wanted), "{error}");
    let shown = format!("{error:?}");
    assert!(shown.contains(wanted) && !shown.contains("alice"), "{shown}");
    assert_eq!(error.message(), message);
}

#[test]
fn the_error_of_a_sid_states_the_reason() {
    let table = [
        ("IN12", "a SID has 34 characters, `IN` and 32 hexadecimal digits; this has 4"),
        ("CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "this SID must begin with `IN`"),
        ("INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaag", "character 34 of a SID must be a hexadecimal digit, not `g`"),
        ("INéaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "character 3 of a SID must be a hexadecimal digit, not `é`"),
    ];
    for (text, wanted) in table {
        assert_eq!(text.parse::<InviteSid>().unwrap_err().to_string(), wanted);
    }
    let odd: InviteSid = serde_json::from_str("\"not a sid\"").unwrap();
    assert_eq!((odd.as_str(), serde_json::to_string(&odd).unwrap().as_str()), ("not a sid", "\"not a sid\""));
}

#[test]
fn dates_are_read_in_both_forms_and_open_enums_keep_what_they_do_not_know() {
    use twilio_client_sample::Timestamp;
    use twilio_client_sample::chat_v2::UserChannelStatus;
    let iso: Timestamp = serde_json::from_str("\"2015-07-30T20:00:00Z\"").unwrap();
    let rfc: Timestamp = serde_json::from_str("\"Thu, 30 Jul 2015 20:00:00 +0000\"").unwrap();
    assert_eq!(
        (&iso, iso.to_string().as_str(), iso.unix_seconds()),
        (&rfc, "2015-07-30T20:00:00Z", Some(1_438_286_400))
    );
    let status: UserChannelStatus = serde_json::from_str("\"banned\"").unwrap();
    assert_eq!((status.as_str(), serde_json::to_string(&status).unwrap().as_str()), ("banned", "\"banned\""));
    assert_eq!(UserChannelStatus::from("joined"), UserChannelStatus::Joined);
}

#[tokio::test]
async fn twilios_numbers_have_names() {
    let error = failed(Answer::json(400, r#"{"code": 50212, "message": "No", "status": 400}"#)).await;
    assert_eq!(error.code(), Some(codes::USER_ALREADY_INVITED));
}
