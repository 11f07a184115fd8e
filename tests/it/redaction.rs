//! One redaction for every string that comes from a server: values and secrets of the request are not
//! printed, whatever part of the response contains them and however they are encoded.

use twilio_client_sample::chat_v2::UserChannels;
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Credentials, Error};

use crate::local_server::{ACCOUNT, Answer, Server};

const CHANNEL: &str = "Ann O'Neil <é>";

fn channels(client: &Client) -> UserChannels {
    client.chat_v2().user_channels("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "Al")
}

fn client(server: &Server) -> Client {
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "Auth-T0ken")).base_url(&server.base);
    let builder = builder.default_header("X-Internal", "default-s3cret");
    builder.retry(twilio_client_sample::RetryPolicy::off()).build().unwrap()
}

/// The error of an update after this response.
async fn failed(server: &Server, client: &Client, answer: Answer) -> Error {
    server.answer(answer);
    let update = channels(client).update(CHANNEL).with_header("X-Note", "note-s3cret");
    update.last_consumed_message_index(4711).send().await.unwrap_err()
}

/// The forms of the values that a server can echo.
fn echoes() -> Vec<String> {
    [
        CHANNEL,
        "ANN O'NEIL <É>",
        "Ann%20O%27Neil%20%3C%C3%A9%3E",
        "ann+o%27neil+%3c%c3%a9%3e",
        "Ann%2520O%2527Neil%2520%253C%25C3%25A9%253E",
        "Ann O&#39;Neil &lt;&#233;&gt;",
        "Auth-T0ken",
        "auth-t0ken",
        "Auth%2DT0ken",
        "default-s3cret",
        "DEFAULT-S3CRET",
        "note-s3cret",
        "4711",
        "Al",
        "'al'",
    ]
    .map(ToOwned::to_owned)
    .to_vec()
}

fn check(error: &Error, what: &str) {
    let shown = format!("{error} {error:?}").to_lowercase();
    for part in ["o'neil <é>", "%3e", "&#233;", "t0ken", "s3cret", "4711"] {
        assert!(!shown.contains(part), "{what}: {shown}");
    }
    let words: Vec<&str> = shown.split(|c: char| !c.is_alphanumeric()).collect();
    assert!(!words.contains(&"al"), "{what}: {shown}");
}

#[tokio::test]
async fn no_string_of_a_response_prints_a_value_of_the_request() {
    let server = Server::start(vec![]).await;
    let client = client(&server);
    for echo in echoes() {
        let json = serde_json::json!(format!("x {echo} x")).to_string();
        let escaped: Vec<String> = echo.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        let escaped = escaped.concat();
        let nested = serde_json::json!(escaped).to_string();
        for body in [
            format!(r#"{{"code": 1, "message": {json}}}"#),
            format!(r#"{{"code": 1, "message": {nested}}}"#),
            format!(r#"{{"code": 1, "message": "x", "more_info": {json}}}"#),
            format!(
                r#"{{"code": 1, "message": "x", "type": "https://x.example/{}"}}"#,
                json.trim_matches('"')
            ),
            format!(r#"{{"title": {json}, "detail": {json}}}"#),
            format!(r#"{{"error": {json}, "error_description": {json}}}"#),
            format!(r#"{{"error": {{"message": {json}}}}}"#),
            format!(
                "<TwilioResponse><RestException><Code>1</Code><Message>{echo}</Message></RestException></TwilioResponse>"
            ),
        ] {
            // A success with an object as its body is a resource without known properties.
            let success = body.starts_with('<').then_some(200);
            for status in success.into_iter().chain([303, 404, 503]) {
                let error = failed(&server, &client, Answer::json(status, body.clone())).await;
                check(&error, &format!("{status} {body}"));
            }
        }
        if echo.is_ascii() {
            let id: &'static str = echo.clone().leak();
            for (status, body) in [(404, "{}"), (200, "["), (200, ""), (302, "")] {
                let answer = Answer::Full(status, vec![("Twilio-Request-Id", id)], body.to_owned());
                check(&failed(&server, &client, answer).await, &format!("request ID {echo}"));
            }
            for status in [301, 302, 303, 307, 308] {
                let answer = Answer::Full(status, vec![("Location", id)], String::new());
                check(&failed(&server, &client, answer).await, &format!("location {echo}"));
            }
            let answer = Answer::Full(200, vec![("Content-Encoding", id)], "x".to_owned());
            check(&failed(&server, &client, answer).await, &format!("encoding {echo}"));
        }
    }
}

#[tokio::test]
async fn an_error_of_a_token_request_contains_no_secret() {
    for echo in ["s&cret", "S%26CRET", r"s\u0026cret", "s&amp;cret"] {
        for body in [
            format!(r#"{{"code": 1, "message": "bad {echo}!", "more_info": "https://x/{echo}"}}"#),
            format!(r#"{{"error": "invalid_client", "error_description": "no {echo}!"}}"#),
        ] {
            let server = Server::start(vec![Answer::json(400, body)]).await;
            let builder = Client::builder(Credentials::oauth_client("OQ1", "s&cret")).base_url(&server.base);
            let error = channels(&builder.build().unwrap()).fetch("x").send().await.unwrap_err();
            let shown =
                format!("{error} {error:?} {} {:?}", error.message(), error.more_info()).to_lowercase();
            assert!(shown.contains('…') && !shown.contains("cret"), "{shown}");
        }
    }
}

/// Each row: the status and the body of the response of the token URL. Each header echoes the secret.
#[tokio::test]
async fn an_error_of_a_token_request_has_no_header_with_the_secret() {
    for (status, body) in
        [(200, "{}"), (200, ""), (200, "<html>"), (400, "{}"), (401, "{}"), (302, ""), (503, "")]
    {
        for echo in ["s-cret", "S-CRET", "s%2Dcret", "request s-cret!"] {
            let headers = vec![("Twilio-Request-Id", echo), ("Location", echo), ("X-Echo", echo)];
            let server = Server::start(vec![Answer::Full(status, headers, body.to_owned()); 4]).await;
            let builder = Client::builder(Credentials::oauth_client("OQ1", "s-cret")).base_url(&server.base);
            let client = builder.retry(twilio_client_sample::RetryPolicy::off()).build().unwrap();
            let error = channels(&client).fetch("x").send().await.unwrap_err();
            let headers = ["twilio-request-id", "location", "x-echo"].map(|name| error.header(name));
            let shown = format!("{error} {error:?} {headers:?}").to_lowercase();
            assert!(!shown.contains("cret"), "{status} {body} {echo}: {shown}");
        }
    }
    let id = Answer::Full(400, vec![("Twilio-Request-Id", "RQ7")], "{}".to_owned());
    let server = Server::start(vec![id]).await;
    let builder = Client::builder(Credentials::oauth_client("OQ1", "s-cret")).base_url(&server.base);
    let error = channels(&builder.build().unwrap()).fetch("x").send().await.unwrap_err();
    assert_eq!(error.request_id(), Some("RQ7"));
}

/// Each row: the number of the token that the last response quotes, of ten → whether it is hidden.
#[tokio::test]
async fn an_earlier_token_is_not_printed() {
    const LAST: usize = 9;
    for (quoted, is_hidden) in [(LAST, true), (LAST - 1, true), (LAST - 8, true), (LAST - 9, false)] {
        let server = Server::start(vec![]).await;
        let builder = Client::builder(Credentials::oauth_client("OQ1", "secret")).base_url(&server.base);
        let client = builder.retry(twilio_client_sample::RetryPolicy::off()).build().unwrap();
        for number in 0..=LAST {
            let token = format!(r#"{{"access_token": "t0ken-{number}-x", "expires_in": 0}}"#);
            server.answer(Answer::json(200, token));
            let body = format!(
                r#"{{"code": 1, "message": "not T0KEN-{quoted}-X", "more_info": "t0ken-{quoted}-x"}}"#
            );
            server.answer(Answer::json(403, body));
            let error = channels(&client).fetch("x").send().await.unwrap_err();
            let shown = format!("{error} {error:?}").to_lowercase();
            assert!(number < LAST || shown.contains("t0ken") != is_hidden, "{quoted}: {shown}");
        }
    }
}

/// Each row: the query of a cursor, and a value that the server quotes.
#[tokio::test]
async fn the_filters_of_a_cursor_are_not_printed() {
    for (query, quoted) in [
        ("Identity=ann%40example.com", "ann@example.com"),
        ("Identity=Ann+O%27Neil&PageToken=PA-s3cret", "ANN O'NEIL"),
        ("Identity=x&PageToken=PA-s3cret", "PA-s3cret"),
        ("filter=%7B%22mail%22%3A%22ann%40example.com%22%7D", "ann%40example.com"),
    ] {
        let body = serde_json::json!({"code": 1, "message": format!("no {quoted}!")}).to_string();
        let server = Server::start(vec![Answer::json(400, body)]).await;
        let service: ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
        let list = client(&server).chat_v2().invites(service.clone(), "general").list();
        let path = format!("/v2/Services/{service}/Channels/general/Invites");
        let cursor = format!("1:0:-:{path}?{query}").parse::<twilio_client_sample::Cursor>().unwrap();
        let error = list.with_cursor(cursor).send().await.unwrap_err();
        assert!(error.to_string().contains("no …!"), "{quoted}: {error}");
    }
}

/// The characters that hide text or change its direction.
#[tokio::test]
async fn a_line_has_no_invisible_characters() {
    let body = "{\"code\": 1, \"message\": \"a\u{202e}b\u{2066}c\u{200f}d\\u001b[2J\\u0000\u{feff}\", \"more_info\": \"\u{202d}e\"}";
    let server = Server::start(vec![]).await;
    let client = client(&server);
    for status in [400, 302, 500] {
        let error = failed(&server, &client, Answer::json(status, body)).await;
        let shown = format!("{error} {error:?}");
        assert!(error.to_string().ends_with(": abcd[2J (e)"), "{shown}");
        let hidden = |c: char| c.is_control() || ('\u{200b}'..='\u{206f}').contains(&c) || c == '\u{feff}';
        assert!(!shown.contains(hidden), "{shown}");
    }
}

#[tokio::test]
async fn a_sid_is_debugged_on_one_line() {
    let body = r#"{"account_sid": "AC\n\u202ex", "service_sid": "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}"#;
    let server = Server::start(vec![Answer::json(200, body)]).await;
    let channel = channels(&server.client()).fetch("x").send().await.unwrap();
    assert_eq!(format!("{:?}", channel.account_sid.unwrap()), r"AccountSid(AC\n\u{202e}x)");
    let sid = format!("{:?}", channel.service_sid.unwrap());
    assert_eq!(sid, "ServiceSid(ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)");
}
