//! Clients in unusual surroundings: several runtimes, none, blocking threads and clocks that panic.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::runtime::Builder;
use twilio_client_sample::chat_v2::UserChannels;
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Credentials, Error, ErrorKind, RetryPolicy, Timing};

use crate::blocking::program;
use crate::local_server::{Answer, Server};

fn channels(client: &Client) -> UserChannels {
    client
        .chat_v2()
        .user_channels("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "alice")
}

async fn fetch(client: &Client) -> Result<(), Error> {
    channels(client).fetch("general").send().await.map(drop)
}

fn runtime() -> tokio::runtime::Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The first runtime starts to fetch a token and is not polled again. It still exists, so its task is not
/// dropped.
#[tokio::test]
async fn a_stopped_runtime_does_not_block_the_token_of_another_one() {
    let token = Answer::json(200, r#"{"access_token": "one", "expires_in": 3600}"#);
    let server = Server::start(vec![Answer::Stall, token, Answer::json(200, "{}")]).await;
    let builder = Client::builder(Credentials::oauth_client("OQ1", "secret")).base_url(&server.base);
    let client = builder.total_timeout(Duration::from_secs(20)).build().unwrap();
    program(move || {
        let first = runtime();
        first.block_on(async {
            let call = tokio::time::timeout(Duration::from_millis(200), fetch(&client)).await;
            assert!(call.is_err());
        });
        runtime().block_on(fetch(&client)).unwrap();
        drop(first);
    })
    .await;
    assert_eq!(server.lines().len(), 3);
}

/// The connections of a runtime that is not polled again do not respond, and those of a dropped one are closed.
#[tokio::test]
async fn each_runtime_with_one_thread_has_its_own_connections() {
    let server = Server::start(vec![Answer::json(200, "{}"); 8]).await;
    let builder = server.builder().retry(RetryPolicy::off()).timeout(Duration::from_secs(2));
    let client = builder.build().unwrap();
    program(move || {
        let (first, second) = (runtime(), runtime());
        for _ in 0..2 {
            first.block_on(fetch(&client)).unwrap();
            second.block_on(fetch(&client)).unwrap();
            channels(&client).fetch("general").send_blocking().unwrap();
        }
        drop(first);
        runtime().block_on(fetch(&client)).unwrap();
        second.block_on(fetch(&client)).unwrap();
    })
    .await;
    assert_eq!((server.lines().len(), server.opened()), (8, 4));
}

/// Each row: whether the runtimes have several threads → the number of connections of two runtimes at a time.
#[tokio::test]
async fn a_client_can_be_used_in_many_runtimes_one_after_the_other() {
    const RUNTIMES: usize = 70;
    let several = || Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for (is_several, connections) in [(false, 2), (true, 1)] {
        let server = Server::start(vec![Answer::json(200, "{}"); 3 + RUNTIMES]).await;
        let builder = server.builder().retry(RetryPolicy::off()).timeout(Duration::from_secs(2));
        let client = builder.build().unwrap();
        let make = move || if is_several { several() } else { runtime() };
        let twin = client.clone();
        program(move || {
            let (first, second) = (make(), make());
            for runtime in [&first, &second, &first] {
                runtime.block_on(fetch(&twin)).unwrap();
            }
        })
        .await;
        assert_eq!(server.opened(), connections, "{is_several}");
        program(move || (0..RUNTIMES).for_each(|_| make().block_on(fetch(&client)).unwrap())).await;
        assert_eq!(server.lines().len(), 3 + RUNTIMES);
    }
}

/// Each row: the drivers of the runtime → words of the error.
#[test]
fn a_runtime_without_a_driver_is_an_error_that_names_it() {
    type Enable = fn(&mut Builder);
    let rows: [(Enable, Option<&str>); 4] = [
        (|_| {}, Some("no timer; call `enable_time` or `enable_all`")),
        (|builder| _ = builder.enable_io(), Some("no timer; call `enable_time` or `enable_all`")),
        (|builder| _ = builder.enable_time(), Some("no I/O driver; call `enable_io` or `enable_all`")),
        (|builder| _ = builder.enable_all(), None),
    ];
    for credentials in [Credentials::auth_token("AC1", "token"), Credentials::oauth_client("OQ1", "secret")] {
        let builder = Client::builder(credentials).base_url("http://127.0.0.1:1").retry(RetryPolicy::off());
        let client = builder.max_concurrent_requests(1).build().unwrap();
        for (enable, words) in rows {
            for mut builder in [Builder::new_current_thread(), Builder::new_multi_thread()] {
                enable(&mut builder);
                let runtime = builder.worker_threads(1).build().unwrap();
                let error = runtime.block_on(fetch(&client)).unwrap_err();
                let mut pages = channels(&client).list().with_prefetch().pages();
                let of_list = runtime.block_on(pages.try_next()).unwrap_err();
                for error in [error, of_list] {
                    assert!(!error.may_have_been_processed());
                    match words {
                        Some(words) => {
                            assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
                            assert!(error.to_string().contains(words), "{error}");
                        }
                        None => assert_ne!(error.kind(), ErrorKind::InvalidRequest, "{error}"),
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn a_blocking_call_works_in_spawn_blocking() {
    let server = Server::start(vec![Answer::json(200, "{}"), Answer::json(200, "{}")]).await;
    let client = server.client();
    let call = tokio::task::spawn_blocking(move || channels(&client).fetch("general").send_blocking());
    call.await.unwrap().unwrap();
    // A thread that only refers to a runtime is not async either.
    let (client, handle) = (server.client(), tokio::runtime::Handle::current());
    program(move || {
        let _guard = handle.enter();
        channels(&client).fetch("general").send_blocking().unwrap();
    })
    .await;
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test]
async fn a_rejected_blocking_call_leaves_its_task_unchanged() {
    let server = Server::start(vec![]).await;
    let client = server.client();
    let before = tokio::task::coop::has_budget_remaining();
    for _ in 0..3 {
        let error = channels(&client).fetch("general").send_blocking().unwrap_err();
        assert!(error.to_string().contains("`spawn_blocking`"), "{error}");
    }
    assert_eq!(tokio::task::coop::has_budget_remaining(), before);
}

#[test]
fn a_call_without_tokio_is_an_error_that_names_the_cause() {
    let builder = Client::builder(Credentials::auth_token("AC1", "token")).base_url("http://127.0.0.1:1");
    let client = builder.max_concurrent_requests(1).build().unwrap();
    let mut call = pin!(fetch(&client));
    let Poll::Ready(result) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the call waits");
    };
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_processed()), (ErrorKind::InvalidRequest, false));
    assert!(error.to_string().contains("there is no Tokio runtime"), "{error}");
    let invites = client
        .chat_v2()
        .invites("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "general");
    let mut items = invites.list().stream();
    let mut next = pin!(items.try_next());
    let Poll::Ready(result) = next.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the list waits");
    };
    assert!(result.unwrap_err().to_string().contains("there is no Tokio runtime"));
}

#[tokio::test]
async fn a_client_without_credentials_sends_none() {
    let server = Server::start(vec![Answer::json(200, "{}"), Answer::json(401, "{}")]).await;
    let builder = Client::builder(Credentials::none()).base_url(&server.base).retry(RetryPolicy::off());
    let client = builder.build().unwrap();
    fetch(&client).await.unwrap();
    assert!(fetch(&client).await.unwrap_err().is_auth());
    assert!(server.requests().iter().all(|request| request.header("authorization").is_none()));
}

/// A clock whose sleep panics: the first attempt is complete then.
struct Panicking;

impl Timing for Panicking {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        panic!("the clock of the test")
    }

    fn jitter(&self) -> f64 {
        0.0
    }
}

#[tokio::test]
async fn a_call_whose_clock_panics_may_have_been_processed() {
    let server = Server::start(vec![Answer::json(503, "{}")]).await;
    let client = server.builder().timing(std::sync::Arc::new(Panicking)).build().unwrap();
    let error = program(move || channels(&client).delete("general").send_blocking().unwrap_err()).await;
    assert!(error.may_have_been_processed(), "{error}");
    assert_eq!(server.lines().len(), 1);
}
