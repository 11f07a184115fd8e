//! Every call ends: silent, slow and endless servers, and dropped calls.

use std::time::{Duration, Instant};

use twilio_client_sample::chat_v2::UserChannels;
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, ErrorKind, RetryPolicy};

use crate::local_server::{Answer, Server, TestClock};

/// Far less than the delays of these servers, and enough to receive a response on a slow machine.
const SHORT: Duration = Duration::from_millis(600);
const HEAD: &str = "HTTP/1.1 200 OK\r\ntwilio-request-id: RQ1\r\ncontent-length: 100000\r\n\r\n{";

fn channels(client: &Client) -> UserChannels {
    client
        .chat_v2()
        .user_channels("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "alice")
}

/// The response → the status of the timeout error.
#[tokio::test]
async fn an_attempt_ends_with_its_timeout_and_keeps_the_status() {
    let table = [
        ("says nothing", Answer::Stall, None),
        ("a head in drops", Answer::Drip("HTTP/1.1 200 OK\r\nx-a: b"), None),
        ("a body in drops", Answer::Drip(HEAD), Some(200)),
        ("an error in drops", Answer::Drip("HTTP/1.1 404 X\r\ncontent-length: 100000\r\n\r\n{"), Some(404)),
    ];
    for (what, answer, status) in table {
        for with_request in [false, true] {
            let server = Server::start(vec![answer.clone()]).await;
            let mut builder = server.builder().retry(RetryPolicy::off());
            if !with_request {
                builder = builder.timeout(SHORT);
            }
            let mut fetch = channels(&builder.build().unwrap()).fetch("general");
            if with_request {
                fetch = fetch.with_timeout(SHORT);
            }
            let started = Instant::now();
            let error = fetch.send().await.unwrap_err();
            assert!(started.elapsed() >= SHORT && started.elapsed() < SHORT * 50, "{what}");
            assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, status), "{what}");
            assert_eq!(error.request_id(), (status == Some(200)).then_some("RQ1"), "{what}");
            assert_eq!(error.may_have_been_processed(), status != Some(404), "{what}");
        }
    }
}

#[tokio::test]
async fn the_total_timeout_ends_an_attempt_too() {
    let server = Server::start(vec![Answer::Stall, Answer::Stall]).await;
    let client = server.builder().total_timeout(SHORT).build().unwrap();
    let error = channels(&client).fetch("general").send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), server.lines().len()), (ErrorKind::Timeout, 1, 1));
    let fetch = channels(&server.client()).fetch("general").with_total_timeout(SHORT);
    assert!(fetch.send().await.unwrap_err().is_timeout());
}

/// A server that accepts a connection and sends nothing. TLS is part of connecting, so nothing was sent.
#[tokio::test]
async fn a_connection_that_is_never_made_ends_with_its_own_timeout() {
    for post in [false, true] {
        let server = Server::start(vec![]).await;
        let builder = server.builder().base_url(server.base.replacen("http://", "https://", 1));
        let builder = builder.connect_timeout(SHORT).retry(RetryPolicy::off());
        let channels = channels(&builder.build().unwrap());
        let error = if post {
            channels.update("general").send().await.unwrap_err()
        } else {
            channels.fetch("general").send().await.unwrap_err()
        };
        assert_eq!((error.kind(), error.may_have_been_processed()), (ErrorKind::Connect, false));
        assert_eq!(server.lines(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_longest_timeouts_are_none() {
    let server = Server::start(vec![Answer::json(503, "{}"), Answer::json(200, "{}")]).await;
    let builder = server.builder().connect_timeout(Duration::MAX).timeout(Duration::MAX);
    let builder = builder.total_timeout(Duration::MAX).max_concurrent_requests(1);
    let client = builder.timing(TestClock::new(1.0)).build().unwrap();
    channels(&client).fetch("general").send().await.unwrap();
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test]
async fn every_attempt_has_the_whole_timeout() {
    let server = Server::start(vec![Answer::Stall, Answer::Stall, Answer::json(200, "{}")]).await;
    let builder = server.builder().timing(TestClock::new(0.0)).timeout(SHORT);
    let response = channels(&builder.build().unwrap()).fetch("general").response().await.unwrap();
    assert_eq!(response.attempts(), 3);
}

#[tokio::test]
async fn a_body_without_end_is_not_read_to_its_end() {
    let server = Server::start(vec![Answer::Flood]).await;
    let error = channels(&server.client()).fetch("general").send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::BodyTooLarge, Some(200)));
    assert_eq!(error.attempts(), 1, "it would be as large the next time");
}

/// The server sees that the client has closed the connection.
#[tokio::test]
async fn a_call_that_is_dropped_is_over() {
    let server = Server::start(vec![Answer::Drip(HEAD)]).await;
    let client = server.client();
    let call = tokio::spawn(channels(&client).fetch("general").send());
    server.reached(1).await;
    assert_eq!(server.closed(), 0);
    call.abort();
    let started = Instant::now();
    while server.closed() == 0 {
        assert!(started.elapsed() < Duration::from_secs(20), "the connection is still open");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
