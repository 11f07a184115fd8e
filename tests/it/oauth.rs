//! Bearer tokens that the user supplies, and tokens that the client fetches with OAuth.

use std::sync::Arc;
use std::time::Duration;

use twilio_client_runtime::generated_code::{self as rt, Call, Target};
use twilio_client_sample::chat_v2::UserChannels;
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Credentials, Error, ErrorKind, RetryPolicy, Timing};

use crate::local_server::{ACCOUNT, Answer, JsonCall, Recorded, Server, TestClock};

const TOKEN: &str = "POST /v2/token";
const FETCH: &str = "GET /v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Users/alice/Channels/general";

fn credentials() -> Credentials {
    Credentials::oauth_client("OQ1", "s&cret")
}

fn oauth(server: &Server) -> Client {
    Client::builder(credentials()).base_url(&server.base).retry(RetryPolicy::off()).build().unwrap()
}

fn channels(client: &Client) -> UserChannels {
    client
        .chat_v2()
        .user_channels("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "alice")
}

async fn fetch(client: &Client) -> Result<(), Error> {
    channels(client).fetch("general").send().await.map(drop)
}

/// A response of the token URL.
fn token(value: &str, expires_in: &str) -> Answer {
    Answer::json(
        200,
        format!(
            r#"{{"access_token": "{value}", "id_token": null, "token_type": "Bearer", "expires_in": {expires_in}, "refresh_token": null}}"#
        ),
    )
}

fn good() -> Answer {
    Answer::json(200, "{}")
}

fn refused() -> Answer {
    Answer::json(401, r#"{"code": 20003, "message": "Authenticate", "status": 401}"#)
}

/// The `Authorization` header of each request.
fn bearers(requests: &[Recorded]) -> Vec<Option<&str>> {
    requests.iter().map(|request| request.header("authorization")).collect()
}

#[tokio::test]
async fn a_client_gets_a_token_once_and_sends_it_with_every_request() {
    let server = Server::start(vec![token("one", "3600"), good(), good()]).await;
    let client = oauth(&server);
    fetch(&client).await.unwrap();
    // Clones share their tokens.
    fetch(&client.clone()).await.unwrap();
    assert_eq!(server.lines(), [TOKEN, FETCH, FETCH]);
    let requests = server.requests();
    assert_eq!(requests[0].body, "grant_type=client_credentials&client_id=OQ1&client_secret=s%26cret");
    assert_eq!(requests[0].header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(bearers(&requests), [None, Some("Bearer one"), Some("Bearer one")]);
}

#[tokio::test]
async fn a_supplied_token_is_sent_unchanged_and_never_renewed() {
    let server = Server::start(vec![good(), refused()]).await;
    let builder = Client::builder(Credentials::bearer_token("mine")).base_url(&server.base);
    let client = builder.build().unwrap();
    fetch(&client).await.unwrap();
    assert_eq!(fetch(&client).await.unwrap_err().status(), Some(401));
    assert_eq!(bearers(&server.requests()), [Some("Bearer mine"); 2]);
    let broken = Client::builder(Credentials::bearer_token("a\nb")).base_url(&server.base).build().unwrap();
    let error = fetch(&broken).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(error.to_string(), "the bearer token contains a character that a header cannot contain");
}

#[tokio::test]
async fn a_token_is_fetched_anew_shortly_before_it_expires() {
    // expires_in, how long the client is idle → the number of token requests
    for (expires_in, pause, tokens) in [
        ("3600", 3500, 1),
        ("3600", 3550, 2),
        ("60", 50, 1),
        ("60", 55, 2),
        ("0", 0, 2),
        ("-5", 0, 2),
        ("null", 1_000_000, 1),
        ("1438315200000", 1_000_000, 1),
    ] {
        let mut answers = vec![token("one", expires_in), good()];
        answers.extend([token("two", expires_in), good()].into_iter().skip(2 - tokens));
        let server = Server::start(answers).await;
        let clock = TestClock::new(0.0);
        let builder = Client::builder(credentials()).timing(Arc::<TestClock>::clone(&clock));
        let client = builder.base_url(&server.base).build().unwrap();
        fetch(&client).await.unwrap();
        clock.sleep(Duration::from_secs(pause)).await;
        fetch(&client).await.unwrap();
        let fetched = server.lines().iter().filter(|line| *line == TOKEN).count();
        assert_eq!(fetched, tokens, "{expires_in} seconds, after {pause}");
    }
}

#[tokio::test]
async fn many_callers_at_once_make_one_request_for_a_token() {
    let mut answers = vec![token("one", "3600")];
    answers.extend(std::iter::repeat_n(good(), 32));
    let server = Server::start(answers).await;
    let client = oauth(&server);
    let calls: Vec<_> = (0..32)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { fetch(&client).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let lines = server.lines();
    assert_eq!(lines.iter().filter(|line| *line == TOKEN).count(), 1);
    assert_eq!(lines.len(), 33);
}

#[tokio::test]
async fn those_who_waited_for_a_refusal_do_not_ask_again() {
    let server = Server::start(vec![Answer::Held]).await;
    let client = oauth(&server);
    let call = |client: Client| tokio::spawn(async move { fetch(&client).await.unwrap_err() });
    let calls: Vec<_> = (0..8).map(|_| call(client.clone())).collect();
    server.reached(1).await;
    // All of them wait now. On a busy machine, some arrive later and send their own request.
    tokio::time::sleep(Duration::from_millis(50)).await;
    server.release(1);
    for call in calls {
        let error = call.await.unwrap();
        assert_eq!(error.kind(), ErrorKind::Credentials, "{error}");
    }
    assert!(server.lines().len() < 8, "{:?}", server.lines());
    assert!(server.lines().iter().all(|line| line == TOKEN));
}

/// The token URL is unreachable. All callers wait for one request instead of making one each.
#[tokio::test]
async fn those_who_waited_for_a_timeout_do_not_wait_for_another() {
    let server = Server::start(vec![Answer::Stall; 8]).await;
    let builder = Client::builder(credentials()).base_url(&server.base).retry(RetryPolicy::off());
    let client = builder.timeout(Duration::from_millis(300)).build().unwrap();
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { fetch(&client).await.unwrap_err() })
        })
        .collect();
    for call in calls {
        assert!(call.await.unwrap().is_timeout());
    }
    assert_eq!(server.lines(), [TOKEN]);
}

/// A caller, for example a stream, may not be polled for a while. Its token request continues.
#[tokio::test]
async fn a_caller_that_is_not_polled_does_not_block_other_callers() {
    let server = Server::start(vec![token("one", "3600"), good(), good()]).await;
    let client = oauth(&server);
    let mut parked = std::pin::pin!(fetch(&client));
    assert!(tokio::time::timeout(Duration::ZERO, parked.as_mut()).await.is_err());
    tokio::time::timeout(Duration::from_secs(20), fetch(&client)).await.unwrap().unwrap();
    parked.await.unwrap();
    assert_eq!(server.lines(), [TOKEN, FETCH, FETCH]);
}

#[tokio::test]
async fn a_rejected_token_is_replaced_once() {
    let answers = vec![token("one", "3600"), refused(), token("two", "3600"), good()];
    let server = Server::start(answers).await;
    let channel = channels(&oauth(&server)).fetch("general").response().await.unwrap();
    assert_eq!(channel.attempts(), 2);
    assert_eq!(server.lines(), [TOKEN, FETCH, TOKEN, FETCH]);
    let requests = server.requests();
    assert_eq!(bearers(&requests), [None, Some("Bearer one"), None, Some("Bearer two")]);

    let answers = vec![token("one", "3600"), refused(), token("two", "3600"), refused()];
    let server = Server::start(answers).await;
    let error = fetch(&oauth(&server)).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.code()), (ErrorKind::Api, Some(401), Some(20003)));
    assert_eq!((error.attempts(), error.may_have_been_processed()), (2, false));
    assert_eq!(server.lines(), [TOKEN, FETCH, TOKEN, FETCH]);
}

/// A 401 means that the request was not processed, so a POST is repeated too, with the same body.
#[tokio::test]
async fn a_post_is_made_again_with_a_new_token() {
    let answers = vec![token("one", "3600"), refused(), token("two", "3600"), good()];
    let server = Server::start(answers).await;
    let service: ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
    oauth(&server).chat_v2().invites(service, "general").create("alice").send().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[1].body, "Identity=alice");
    assert_eq!((&requests[1].target, &requests[1].body), (&requests[3].target, &requests[3].body));
}

/// The kind and the message of a call's error after this response to its token request.
async fn check_no_token(answer: Answer, kind: ErrorKind, status: Option<u16>, words: &str) {
    let server = Server::start(vec![answer]).await;
    let builder = Client::builder(credentials()).base_url(&server.base).retry(RetryPolicy::off());
    let client = builder.max_response_bytes(4096).timeout(Duration::from_millis(400)).build().unwrap();
    let error = fetch(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (kind, status), "{words}");
    let shown = error.to_string();
    let reason = shown.replace("cannot get an access token: ", "");
    assert_eq!(reason, words);
    assert!(kind == ErrorKind::Credentials || shown != reason, "{shown}");
    assert!(!error.may_have_been_processed(), "{words}");
    assert_eq!((error.attempts(), error.body()), (0, &b""[..]), "{words}");
    let shown = format!("{error:?} {client:?}");
    assert!(!shown.contains("s&cret") && !shown.contains("secret-token"), "{shown}");
    assert_eq!(server.lines(), [TOKEN], "{words}");
}

#[tokio::test]
async fn a_missing_token_is_an_error_without_the_secret() {
    let echo = r#"{"code": 20001, "message": "bad client_secret s&cret", "status": 400}"#;
    let elsewhere = Answer::Full(302, vec![("location", "https://evil.example/")], String::new());
    for (answer, kind, status, words) in [
        (
            refused(),
            ErrorKind::Credentials,
            401,
            "401 Unauthorized, Twilio code 20003: Authenticate (https://www.twilio.com/docs/errors/20003)",
        ),
        (
            Answer::json(400, echo),
            ErrorKind::Credentials,
            400,
            "400 Bad Request, Twilio code 20001: bad client_secret … (https://www.twilio.com/docs/errors/20001)",
        ),
        (
            Answer::json(500, "{}"),
            ErrorKind::Api,
            500,
            "500 Internal Server Error: the response contains no message",
        ),
        (elsewhere, ErrorKind::Redirect, 302, "302 Found: the client does not follow redirects"),
        (
            Answer::Flood,
            ErrorKind::BodyTooLarge,
            200,
            "200 OK: the body is larger than 4096 bytes; raise `max_response_bytes` if that is correct",
        ),
    ] {
        check_no_token(answer, kind, Some(status), words).await;
    }
}

#[tokio::test]
async fn a_token_response_without_a_token_is_an_error_that_quotes_nothing() {
    for answer in [good(), token("", "3600"), Answer::json(200, r#"{"access_token": "secret-token""#)] {
        let words = "200 OK: the response of the token URL contains none";
        check_no_token(answer, ErrorKind::Credentials, Some(200), words).await;
    }
    let unsendable = token(r"secret-token\no", "3600");
    let words = "the bearer token contains a character that a header cannot contain";
    check_no_token(unsendable, ErrorKind::Credentials, None, words).await;
}

#[tokio::test]
async fn an_unreachable_token_url_differs_from_a_rejected_token_request() {
    let words = "POST: the connection broke before the response was complete";
    check_no_token(Answer::Cut(""), ErrorKind::Transport, None, words).await;
    let words = "POST: the server did not respond in time";
    check_no_token(Answer::Stall, ErrorKind::Timeout, None, words).await;
}

#[tokio::test]
async fn the_retry_policy_counts_for_tokens_too() {
    // An additional token has no side effect, so the POST of a token request is retried like a GET.
    for failure in [Answer::json(429, "{}"), Answer::json(503, "{}"), Answer::Cut("")] {
        let server = Server::start(vec![failure, token("one", "3600"), good()]).await;
        let clock = TestClock::new(0.5);
        let builder = Client::builder(credentials()).timing(Arc::<TestClock>::clone(&clock));
        fetch(&builder.base_url(&server.base).build().unwrap()).await.unwrap();
        assert_eq!(server.lines(), [TOKEN, TOKEN, FETCH]);
    }

    let server = Server::start(vec![Answer::json(429, "{}")]).await;
    let client = Client::builder(credentials()).base_url(&server.base).build().unwrap();
    let once = channels(&client).fetch("general").with_retry(RetryPolicy::off());
    assert!(once.send().await.unwrap_err().is_rate_limited());
    assert_eq!(server.lines(), [TOKEN]);
}

#[tokio::test]
async fn a_gate_of_one_lets_a_token_through() {
    let server = Server::start(vec![token("one", "3600"), good()]).await;
    let builder = Client::builder(credentials()).base_url(&server.base).max_concurrent_requests(1);
    fetch(&builder.build().unwrap()).await.unwrap();
    assert_eq!(server.lines(), [TOKEN, FETCH]);
}

/// The calls that the generator writes for a document with bearer tokens. No document in `spec/` has them.
fn call(server: &Server, credentials: rt::Credentials) -> Call {
    let client = server.runtime_client(credentials);
    Call::get(&Target::new(&client, "https://preview-iam.twilio.com"), "/Organizations")
}

#[tokio::test]
async fn an_operation_with_another_token_url_has_another_token() {
    let server =
        Server::start(vec![token("one", "3600"), good(), token("two", "3600"), good(), good()]).await;
    let own = rt::Credentials::oauth_client("OQ1", "s&cret");
    let client = server.runtime_client(own);
    let target = Target::new(&client, "https://preview-iam.twilio.com");
    let call = Call::get(&target, "/Organizations");
    for call in [
        call.clone().bearer_from("https://preview-iam.twilio.com/v1/token"),
        call.clone().bearer(),
        call.clone().bearer_from("https://preview-iam.twilio.com/v1/token"),
    ] {
        call.json_value().await.unwrap();
    }
    let get = "GET /Organizations";
    assert_eq!(server.lines(), ["POST /v1/token", get, TOKEN, get, get]);
    let sent = ["Bearer one", "Bearer two", "Bearer one"];
    assert_eq!(bearers(&server.requests()).into_iter().flatten().collect::<Vec<_>>(), sent);
}

#[tokio::test]
async fn the_authentication_of_each_operation() {
    let basic = || rt::Credentials::auth_token(ACCOUNT, "token");
    let bearer = || rt::Credentials::bearer_token("mine");
    let server = Server::start(vec![good(), good(), good()]).await;
    call(&server, bearer()).anonymous().json_value().await.unwrap();
    call(&server, basic()).anonymous().json_value().await.unwrap();
    call(&server, bearer()).bearer().json_value().await.unwrap();
    assert_eq!(bearers(&server.requests()), [None, None, Some("Bearer mine")]);
    for call in [call(&server, basic()).bearer(), call(&server, basic()).bearer_from("https://x.example/t")] {
        let error = call.json_value().await.unwrap_err();
        assert_eq!(error.kind(), rt::ErrorKind::Credentials);
        let words = "this operation requires a bearer token and accepts neither an auth token nor an API key; use `Credentials::oauth_client` or `Credentials::bearer_token`; nothing was sent";
        assert_eq!(error.to_string(), words);
    }
    assert_eq!(server.lines().len(), 3);
}

#[tokio::test]
async fn a_secret_is_not_sent_in_the_clear() {
    let own = rt::Credentials::oauth_client("OQ1", "s&cret");
    let client = rt::ClientSettings::new(own)
        .build(rt::Package { name: "tests", version: "0.1.0", hosts: &[], token_urls: &[] })
        .unwrap();
    let call = Call::get(&Target::new(&client, "https://preview-iam.twilio.com"), "/Organizations");
    let error = call.bearer_from("http://iam.example/token").json_value().await.unwrap_err();
    assert_eq!(error.kind(), rt::ErrorKind::Credentials);
    assert_eq!(error.to_string(), "the token URL is not `https://`, so the secret is not sent to it");
}

#[tokio::test]
async fn a_call_that_waits_for_a_token_ends_with_its_total_timeout_and_leaves_no_lock() {
    let server = Server::start(vec![Answer::Stall, token("one", "3600"), good()]).await;
    let client = oauth(&server);
    let short = channels(&client).fetch("general").with_total_timeout(Duration::from_millis(100));
    assert!(short.send().await.unwrap_err().is_timeout());
    fetch(&client).await.unwrap();
    assert_eq!(server.lines(), [TOKEN, TOKEN, FETCH]);
}
