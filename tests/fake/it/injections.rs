//! Injected errors, the rate limit and the latency, as the generated client experiences them.

use std::time::{Duration, Instant};

use twilio_client_sample::chat_v2::{Invite, Invites};
use twilio_client_sample::fake::{Fake, Fault};
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, ErrorKind, Result, RetryPolicy};

use crate::client::{SERVICE, start};

fn invites(client: &Client) -> Invites {
    client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), "general")
}

/// Creates an invite in one attempt of at most half a second.
async fn create(client: &Client) -> Result<Invite> {
    let request = invites(client).create("alice").with_retry(RetryPolicy::off());
    request.with_timeout(Duration::from_millis(500)).send().await
}

#[tokio::test]
async fn the_client_retries_injected_statuses() {
    let (fake, client) = start().await;
    invites(&client).create("alice").send().await.unwrap();
    fake.next("chat_v2.ListInvite").fails_with(Fault::status(503)).times(2);
    assert_eq!(invites(&client).list().send().await.unwrap().len(), 1);
    let lists: Vec<u16> = fake.requests().iter().skip(1).map(|request| request.status).collect();
    assert_eq!(lists, [503, 503, 200]);
}

/// An error, the kind of the client's error, whether the request may have been processed, and whether it was.
#[tokio::test]
async fn each_error_reaches_the_client() {
    for (injected, kind, may_be, was) in [
        (Fault::status(500), ErrorKind::Api, true, false),
        (Fault::status(429), ErrorKind::Api, false, false),
        (Fault::reset_before_processing(), ErrorKind::Transport, true, false),
        (Fault::reset_after_processing(), ErrorKind::Transport, true, true),
        (Fault::stall(), ErrorKind::Timeout, true, true),
        (Fault::truncated_body(), ErrorKind::Transport, true, true),
        (Fault::html(), ErrorKind::Api, true, false),
        (Fault::slow_drip(Duration::from_millis(20)), ErrorKind::Timeout, true, true),
        (Fault::malformed_json(), ErrorKind::Decode, true, true),
    ] {
        let (server, client) = start().await;
        server.next("CreateInvite").fails_with(injected.clone());
        let error = create(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_been_processed()), (kind, may_be), "{injected:?}: {error}");
        let count = invites(&client).list().send().await.unwrap().len();
        assert_eq!(count == 1, was, "{injected:?}");
    }
}

#[tokio::test]
async fn a_foreign_link_is_not_followed() {
    let (fake, client) = start().await;
    create(&client).await.unwrap();
    fake.next_of_all().fails_with(Fault::foreign_next_link());
    let error = invites(&client).list().stream().collect_vec().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignLink);
}

#[tokio::test]
async fn refused_connections_are_connect_errors() {
    let (fake, client) = start().await;
    create(&client).await.unwrap();
    fake.refuse_connections().unwrap();
    // The client notices that the server has closed the connection in its pool.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let error = create(&client).await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_processed(), "{error}");
    fake.accept_connections().unwrap();
    assert_eq!(invites(&client).list().send().await.unwrap().len(), 1);
}

#[tokio::test]
async fn requests_over_the_rate_limit_are_rejected() {
    let (fake, client) = start().await;
    fake.rate_limit(1);
    // Long enough that the second request arrives during the first one, also on a busy machine.
    fake.latency(Duration::from_secs(2));
    let request = || invites(&client).list().send();
    let (first, second) = tokio::join!(request(), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        invites(&client).list().with_retry(RetryPolicy::off()).send().await
    });
    first.unwrap();
    let error = second.unwrap_err();
    assert!(error.is_rate_limited() && error.code() == Some(20429), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    assert_eq!(error.header("twilio-concurrent-requests"), Some("2"));
    fake.no_rate_limit();
    fake.latency(Duration::from_millis(200));
    let (first, second) = tokio::join!(request(), request());
    assert!(first.is_ok() && second.is_ok());
}

#[tokio::test]
async fn the_latency_delays_each_response() {
    let (fake, client) = start().await;
    fake.latency(Duration::from_millis(100));
    let before = Instant::now();
    invites(&client).list().send().await.unwrap();
    assert!(before.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn a_dropped_fake_refuses_connections() {
    let fake = Fake::start().await.unwrap();
    let client = fake.client();
    drop(fake);
    assert!(create(&client).await.unwrap_err().is_connect());
}
