//! The rules of retries, one row each. No test waits, because each test has its own clock.

use std::sync::Arc;
use std::time::Duration;

use twilio_client_sample::chat_v2::{Invites, UserChannels};
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Credentials, Error, ErrorKind, RetryPolicy};

use crate::local_server::{ACCOUNT, Answer, Server, TestClock};

const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// A success whose body stops in the middle.
const CUT_BODY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"sid";

fn channels(client: &Client) -> UserChannels {
    client.chat_v2().user_channels(SERVICE.parse::<ServiceSid>().unwrap(), "alice")
}

fn invites(client: &Client) -> Invites {
    client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), "general")
}

fn status(status: u16) -> Answer {
    Answer::json(status, "{}")
}

fn asks(status: u16, header: &'static str) -> Answer {
    Answer::Full(status, vec![("Retry-After", header)], "{}".to_owned())
}

/// Sends a request with this method.
async fn send(client: &Client, method: &str) -> Result<(), Error> {
    match method {
        "GET" => channels(client).fetch("general").send().await.map(drop),
        "LIST" => invites(client).list().stream().collect_vec().await.map(drop),
        "DELETE" => channels(client).delete("general").send().await,
        "POST" => channels(client).update("general").send().await.map(drop),
        other => panic!("no request for {other}"),
    }
}

#[tokio::test]
async fn retried_failures() {
    let safe: &[&str] = &["GET", "DELETE"];
    let all: &[&str] = &["GET", "DELETE", "POST"];
    let none: &[&str] = &[];
    // the first response, the methods that are retried
    let table = [
        ("429", status(429), all),
        ("502", status(502), safe),
        ("503", status(503), safe),
        ("504", status(504), safe),
        ("closed without a response", Answer::Cut(""), safe),
        ("body cut in the middle", Answer::Cut(CUT_BODY), safe),
        ("429 whose body is cut", Answer::Cut("HTTP/1.1 429 X\r\ncontent-length: 9\r\n\r\n{"), all),
        ("500", status(500), none),
        ("501", status(501), none),
        ("400", status(400), none),
        ("404", status(404), none),
        ("409", status(409), none),
        ("302", status(302), none),
    ];
    for (what, first, again) in table {
        for method in all {
            // A DELETE does not read the body, but requires a complete response.
            let server = Server::start(vec![first.clone(), status(200)]).await;
            let outcome = send(&server.retrying(&TestClock::new(0.0)), method).await;
            let wanted = if again.contains(method) { 2 } else { 1 };
            assert_eq!((server.lines().len(), outcome.is_ok()), (wanted, wanted == 2), "{what}, {method}");
            if let Err(error) = outcome {
                assert_eq!(error.attempts(), 1, "{what}, {method}");
            }
        }
    }
}

#[tokio::test]
async fn a_response_that_cannot_be_decoded_is_not_retried() {
    let server = Server::start(vec![Answer::json(200, "nonsense")]).await;
    let error = send(&server.retrying(&TestClock::new(0.0)), "GET").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), server.lines().len()), (ErrorKind::Decode, 1, 1));
}

#[tokio::test]
async fn a_silent_server_is_asked_again_unless_it_was_a_post() {
    for (method, wanted) in [("GET", 2), ("DELETE", 2), ("POST", 1)] {
        let server = Server::start(vec![Answer::Stall, status(200)]).await;
        let builder = server.builder().timing(TestClock::new(0.0)).timeout(Duration::from_millis(600));
        let outcome = send(&builder.build().unwrap(), method).await;
        assert_eq!((server.lines().len(), outcome.is_ok()), (wanted, wanted == 2), "{method}");
    }
}

#[tokio::test]
async fn where_nothing_was_sent_every_method_is_tried_to_the_end() {
    for method in ["GET", "DELETE", "POST"] {
        let clock = TestClock::new(1.0);
        let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).timing(clock.clone());
        let client = builder.base_url("http://127.0.0.1:1").build().unwrap();
        let error = send(&client, method).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 4), "{method}");
        assert!(!error.may_have_been_processed(), "{method}");
        assert_eq!(clock.waits(), [500, 1000, 2000], "{method}");
    }
}

#[tokio::test]
async fn the_last_error_is_returned() {
    let answers = [asks(429, "1"), status(503), Answer::json(404, r#"{"code": 20404, "message": "Gone"}"#)];
    let server = Server::start(answers.to_vec()).await;
    let error = send(&server.retrying(&TestClock::new(0.0)), "DELETE").await.unwrap_err();
    assert_eq!((error.status(), error.code(), error.attempts()), (Some(404), Some(20404), 3));
    assert!(error.may_have_been_processed(), "the 503 may have been, whatever the 404 says");
    assert_eq!(error.retry_after(), None, "this response has no `Retry-After`");
}

#[tokio::test]
async fn whether_it_may_have_been_processed_counts_every_attempt() {
    // method, responses, whether an attempt may have had an effect
    let table = [
        ("POST", vec![status(429), status(429), status(400)], false),
        ("POST", vec![status(429), status(500)], true),
        ("DELETE", vec![status(502), status(404)], true),
        ("DELETE", vec![status(429), status(404)], false),
        ("DELETE", vec![Answer::Cut(""), status(403)], true),
    ];
    for (method, answers, wanted) in table {
        let count = answers.len();
        let server = Server::start(answers).await;
        let error = send(&server.retrying(&TestClock::new(0.0)), method).await.unwrap_err();
        assert_eq!((server.lines().len(), error.may_have_been_processed()), (count, wanted), "{error:?}");
    }
}

#[tokio::test]
async fn an_error_has_the_number_of_attempts() {
    let server = Server::start(vec![status(429); 9]).await;
    let error = send(&server.retrying(&TestClock::new(0.0)), "POST").await.unwrap_err();
    assert_eq!((error.status(), error.attempts(), server.lines().len()), (Some(429), 4, 4));
    let server = Server::start(vec![status(429), status(503), status(200)]).await;
    let client = server.retrying(&TestClock::new(0.0));
    let response = channels(&client).fetch("general").response().await.unwrap();
    assert_eq!((response.attempts(), server.lines().len()), (3, 3));
}

#[tokio::test]
async fn retries_can_be_turned_off_or_changed_for_the_client_and_for_a_request() {
    let off = RetryPolicy::off();
    let twice = RetryPolicy::default().max_attempts(2);
    // client's, request's, attempts
    let table = [
        (Some(off.clone()), None, 1),
        (None, Some(off.clone()), 1),
        (Some(off), Some(twice.clone()), 2),
        (Some(twice), None, 2),
        (None, None, 4),
    ];
    for (client, request, wanted) in table {
        let server = Server::start(vec![status(503); 9]).await;
        let mut builder = server.builder().timing(TestClock::new(0.0));
        if let Some(policy) = client {
            builder = builder.retry(policy);
        }
        let mut fetch = channels(&builder.build().unwrap()).fetch("general");
        if let Some(policy) = request {
            fetch = fetch.with_retry(policy);
        }
        let error = fetch.send().await.unwrap_err();
        assert_eq!((error.attempts(), server.lines().len()), (wanted, wanted as usize));
    }
}

#[tokio::test]
async fn retry_after_is_the_least_wait_and_more_than_the_budget_is_the_end() {
    let at = |date: &'static str| {
        let headers = vec![("Date", "Wed, 21 Oct 2015 07:28:00 GMT"), ("Retry-After", date)];
        Answer::Full(429, headers, "{}".to_owned())
    };
    // `Retry-After`, the waits in ms; without a wait, the error is returned at once
    let table = [
        (asks(429, "7"), Some(7_000)),
        (asks(503, "7"), Some(7_000)),
        (asks(429, "60"), Some(60_000)),
        (asks(429, "61"), None),
        (asks(429, "18446744073709551615"), None),
        (at("Wed, 21 Oct 2015 07:28:09 GMT"), Some(9_000)),
        (at("Wed, 21 Oct 2015 07:30:00 GMT"), None),
        (at("Wed, 21 Oct 2015 07:00:00 GMT"), Some(0)),
        (at("whenever"), Some(0)),
    ];
    for (answer, wait) in table {
        let server = Server::start(vec![answer, status(200)]).await;
        let clock = TestClock::new(0.0);
        let outcome = send(&server.retrying(&clock), "GET").await;
        assert_eq!(clock.waits(), wait.into_iter().collect::<Vec<_>>());
        assert_eq!(outcome.is_ok(), wait.is_some());
        if let Err(error) = outcome {
            assert!(error.is_rate_limited() && error.retry_after() > Some(Duration::from_secs(60)));
        }
    }
}

#[tokio::test]
async fn the_total_timeout_is_a_budget_too() {
    let server = Server::start(vec![asks(429, "7"), status(200)]).await;
    let clock = TestClock::new(0.0);
    let fetch = channels(&server.retrying(&clock)).fetch("general");
    let error = fetch.with_total_timeout(Duration::from_secs(7)).send().await.unwrap_err();
    assert_eq!((error.status(), error.attempts(), clock.waits()), (Some(429), 1, vec![]));
}

#[tokio::test]
async fn every_attempt_sends_the_same_bytes() {
    let server = Server::start(vec![status(429), status(429), status(200)]).await;
    invites(&server.retrying(&TestClock::new(0.0))).create("alice").send().await.unwrap();
    let sent: Vec<_> =
        server.requests().into_iter().map(|r| (r.method, r.target, r.headers, r.body)).collect();
    assert_eq!(sent[0].3, "Identity=alice");
    assert!(sent.iter().all(|request| *request == sent[0]), "{sent:?}");
}

#[tokio::test]
async fn only_the_failed_page_of_a_list_is_retried() {
    let link = format!("{{base}}/v2/Services/{SERVICE}/Channels/general/Invites?PageToken=PA1");
    let first = format!(r#"{{"invites": [{{}}], "meta": {{"next_page_url": "{link}"}}}}"#);
    let answers = [
        Answer::json(200, first),
        status(503),
        Answer::Cut(CUT_BODY),
        Answer::json(200, "{\"invites\": [{}]}"),
    ];
    let server = Server::start(answers.to_vec()).await;
    let items = invites(&server.retrying(&TestClock::new(0.0))).list().stream().collect_vec().await.unwrap();
    let pages: Vec<_> = server.lines().iter().map(|line| line.contains("PageToken")).collect();
    assert_eq!((items.len(), pages), (2, vec![false, true, true, true]));
}

/// The default clock, with waits of zero length.
#[tokio::test]
async fn the_default_timing_waits_and_goes_on() {
    let server = Server::start(vec![status(429), status(429), status(200)]).await;
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
    send(&server.builder().retry(policy).build().unwrap(), "GET").await.unwrap();
    assert_eq!(server.lines().len(), 3);
}

#[test]
fn a_clock_can_be_shared() {
    let clock: Arc<dyn twilio_client_sample::Timing> = TestClock::new(0.5);
    drop(Client::builder(Credentials::auth_token(ACCOUNT, "token")).timing(clock));
}
