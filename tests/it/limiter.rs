//! The limit of concurrent requests of a client: its enforcement, its reduction and its recovery.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use twilio_client_sample::chat_v2::UserChannel;
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, ErrorKind, Result, RetryPolicy, Timing};

use crate::local_server::{Answer, Server};

fn limited(server: &Server, requests: usize) -> Client {
    server.builder().retry(RetryPolicy::off()).max_concurrent_requests(requests).build().unwrap()
}

fn fetch(client: &Client) -> JoinHandle<Result<UserChannel>> {
    let channels = client
        .chat_v2()
        .user_channels("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "a");
    tokio::spawn(channels.fetch("general").send())
}

/// Waits for this number of requests, and checks that no further request arrives for a while.
async fn only(server: &Server, requests: usize) {
    server.reached(requests).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.lines().len(), requests);
}

async fn all(calls: Vec<JoinHandle<Result<UserChannel>>>) {
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn no_more_requests_than_the_limit_are_under_way() {
    let server = Server::start(vec![Answer::Held; 5]).await;
    let client = limited(&server, 2);
    let clone = client.clone();
    let calls = (0..5).map(|number| fetch(if number % 2 == 0 { &client } else { &clone })).collect();
    only(&server, 2).await;
    server.release(1);
    only(&server, 3).await;
    server.release(4);
    all(calls).await;
    assert_eq!((server.lines().len(), client.concurrent_requests_limit()), (5, Some(2)));
}

/// On a busy machine, the permit and the end of the timeout arrive together. The client then sends nothing,
/// because the caller has no time left for a response.
#[tokio::test]
async fn a_turn_that_comes_too_late_sends_nothing() {
    let server = Server::start(vec![Answer::Stall; 2]).await;
    let builder = server.builder().retry(RetryPolicy::off()).max_concurrent_requests(1);
    let client = builder
        .timeout(Duration::from_millis(150))
        .total_timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    let calls = [fetch(&client), fetch(&client)];
    server.reached(1).await;
    std::thread::sleep(Duration::from_millis(600));
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    }
    assert_eq!(server.lines().len(), 1);
}

#[tokio::test]
async fn without_a_limit_there_is_none() {
    let server = Server::start(vec![Answer::Held; 20]).await;
    let client = server.client();
    let calls = (0..20).map(|_| fetch(&client)).collect();
    server.reached(20).await;
    server.release(20);
    all(calls).await;
    assert_eq!(client.concurrent_requests_limit(), None);
}

/// A request counts until the last byte of the response body.
#[tokio::test]
async fn a_turn_lasts_until_the_body_is_read() {
    let drip = Answer::Drip("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{");
    let server = Server::start(vec![drip, Answer::json(200, "{}")]).await;
    let client = limited(&server, 1);
    let slow = fetch(&client);
    server.reached(1).await;
    let second = fetch(&client);
    only(&server, 1).await;
    slow.abort();
    second.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_call_that_is_dropped_gives_its_turn_back() {
    let server = Server::start(vec![Answer::Held; 3]).await;
    let client = limited(&server, 1);
    let (first, waiting, last) = (fetch(&client), fetch(&client), fetch(&client));
    only(&server, 1).await;
    waiting.abort();
    first.abort();
    server.reached(2).await;
    server.release(3);
    last.await.unwrap().unwrap();
    assert_eq!(server.lines().len(), 2, "the one that was dropped while waiting was never sent");
}

/// A clock whose waits never end.
struct Asleep;

impl Timing for Asleep {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::pending())
    }

    fn jitter(&self) -> f64 {
        1.0
    }
}

#[tokio::test]
async fn a_request_has_no_permit_while_it_waits_for_a_retry() {
    let server = Server::start(vec![Answer::json(429, "{}"), Answer::json(200, "{}")]).await;
    let client = server.builder().timing(Arc::new(Asleep)).max_concurrent_requests(1).build().unwrap();
    let waits = fetch(&client);
    server.reached(1).await;
    fetch(&client).await.unwrap().unwrap();
    assert!(!waits.is_finished());
    waits.abort();
}

#[tokio::test]
async fn a_429_halves_the_limit_and_successes_raise_it_again() {
    let server = Server::start(vec![Answer::json(429, "{}")]).await;
    let client = limited(&server, 4);
    assert!(fetch(&client).await.unwrap().unwrap_err().is_rate_limited());
    assert_eq!(client.concurrent_requests_limit(), Some(2));
    (0..6).for_each(|_| server.answer(Answer::Held));
    let calls = (0..4).map(|_| fetch(&client)).collect();
    only(&server, 3).await;
    server.release(2);
    server.reached(5).await;
    server.release(2);
    all(calls).await;
    assert_eq!(client.concurrent_requests_limit(), Some(3));
    server.release(2);
    all(vec![fetch(&client), fetch(&client)]).await;
    assert_eq!(client.concurrent_requests_limit(), Some(4));
}

#[tokio::test]
async fn a_burst_of_429_halves_the_limit_once() {
    let late = || Answer::Full(429, vec![], String::new());
    let server = Server::start(vec![late(), late(), late(), late()]).await;
    let client = limited(&server, 4);
    // All of them have a permit before the first response, because nothing is awaited in between.
    let calls: Vec<_> = (0..4).map(|_| fetch(&client)).collect();
    for call in calls {
        assert!(call.await.unwrap().unwrap_err().is_rate_limited());
    }
    assert_eq!(client.concurrent_requests_limit(), Some(2));
}

#[tokio::test]
async fn errors_of_the_server_say_nothing_about_the_limit() {
    let server = Server::start(vec![Answer::json(500, "{}"), Answer::Cut("")]).await;
    let client = limited(&server, 4);
    fetch(&client).await.unwrap().unwrap_err();
    fetch(&client).await.unwrap().unwrap_err();
    assert_eq!(client.concurrent_requests_limit(), Some(4));
}

#[tokio::test]
async fn waiting_for_a_turn_ends_with_the_total_timeout() {
    let server = Server::start(vec![Answer::Stall]).await;
    let client = limited(&server, 1);
    let first = fetch(&client);
    server.reached(1).await;
    let channels = client
        .chat_v2()
        .user_channels("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "a");
    let update = channels.update("general").with_total_timeout(Duration::from_millis(100));
    let error = update.send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(!error.may_have_been_processed());
    assert_eq!(server.lines().len(), 1);
    first.abort();
}
