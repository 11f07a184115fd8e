//! Many concurrent calls against a server; one response in a hundred is a failure, and another one refuses the request
//! (status 429). The calls reach the server directly, through TLS, and through a proxy, and with compressed responses.

use std::collections::HashMap;
use std::time::Duration;

use tokio::task::JoinSet;
use twilio_client_sample::sid::{InviteSid, ServiceSid};
use twilio_client_sample::{Client, ErrorKind, Result};

use crate::encodings::gzip;
use crate::local_server::{Answer, Server, TestClock};
use crate::relay::{self, Tls};

const CALLERS: usize = 200;

/// The way of the requests to the server.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Route {
    Direct,
    Compressed,
    Proxy,
    Tls,
    TlsThroughProxy,
}

impl Route {
    fn success(self) -> Answer {
        match self {
            Self::Compressed => Answer::Encoded(200, "gzip", gzip(b"{}")),
            _ => Answer::json(200, "{}"),
        }
    }

    async fn client(self, server: &Server) -> Client {
        let address = server.base.strip_prefix("http://").unwrap().parse().unwrap();
        let builder = server.builder().timing(TestClock::new(0.0));
        let builder = match self {
            Self::Direct | Self::Compressed => builder,
            Self::Proxy => builder.proxy(format!("http://{}", relay::proxy(address).await)),
            Self::Tls | Self::TlsThroughProxy => {
                let tls = Tls::start(address).await;
                let proxy = match self {
                    Self::TlsThroughProxy => Some(relay::proxy(tls.address).await),
                    _ => None,
                };
                let url = format!("https://localhost:{}", tls.address.port());
                builder.base_url(url).http_client(tls.http_client(proxy))
            }
        };
        builder.build().unwrap()
    }
}

/// Every hundredth response is one of these, in turn.
fn failures() -> [Answer; 8] {
    [
        Answer::json(429, "{}"),
        Answer::Cut(""),
        Answer::json(503, ""),
        Answer::Cut("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"sid"),
        Answer::json(500, "{}"),
        Answer::json(200, "nonsense"),
        Answer::Cut("HTTP/1.1 2"),
        Answer::Full(302, vec![("location", "/elsewhere")], String::new()),
    ]
}

fn answer(number: usize, success: &Answer) -> Answer {
    let failures = failures();
    match number % 100 {
        // Often enough that one of the refused requests is a creation, whatever the order of the requests is.
        49 => Answer::json(429, "{}"),
        99 => failures[number / 100 % failures.len()].clone(),
        _ => success.clone(),
    }
}

/// One caller, which alternates between creating and fetching. Half of the callers begin with creating.
async fn caller(client: Client, number: usize, calls: usize) -> Vec<Result<()>> {
    let invites = client
        .chat_v2()
        .invites("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "general");
    let mut ends = Vec::new();
    for call in 0..calls {
        let end = if (number + call).is_multiple_of(2) {
            invites.create(format!("{number}-{call}")).send().await
        } else {
            invites.fetch("INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<InviteSid>().unwrap()).send().await
        };
        ends.push(end.map(drop));
    }
    ends
}

#[tokio::test]
async fn every_call_ends_and_only_a_rejected_creation_is_sent_twice() {
    load(Route::Direct, 50).await;
}

#[tokio::test]
async fn so_do_calls_with_compressed_responses() {
    load(Route::Compressed, 10).await;
}

#[tokio::test]
async fn so_do_calls_through_a_proxy() {
    load(Route::Proxy, 10).await;
}

#[tokio::test]
async fn so_do_calls_through_tls() {
    load(Route::Tls, 10).await;
}

#[tokio::test]
async fn so_do_calls_through_tls_and_a_proxy() {
    load(Route::TlsThroughProxy, 10).await;
}

/// Makes this number of calls from each caller.
async fn load(route: Route, calls: usize) {
    let success = route.success();
    let answers: Vec<Answer> = (0..CALLERS * calls * 2).map(|number| answer(number, &success)).collect();
    let server = Server::start(answers.clone()).await;
    let client = route.client(&server).await;
    let mut callers = JoinSet::new();
    for number in 0..CALLERS {
        callers.spawn(caller(client.clone(), number, calls));
    }
    let all = tokio::time::timeout(Duration::from_secs(120), callers.join_all()).await;
    let ends: Vec<Result<()>> = all.expect("nothing hangs").into_iter().flatten().collect();
    assert_eq!(ends.len(), CALLERS * calls);
    let kinds = [ErrorKind::Api, ErrorKind::Transport, ErrorKind::Decode, ErrorKind::Redirect];
    let failed: Vec<_> = ends.iter().filter_map(|end| end.as_ref().err()).collect();
    assert!(failed.iter().all(|error| kinds.contains(&error.kind())), "{failed:?}");
    let percent = CALLERS * calls / 100;
    assert!((percent / 10..=percent).contains(&failed.len()), "{} calls failed", failed.len());

    // The responses are in the order of the requests.
    let mut creations: HashMap<String, (usize, usize)> = HashMap::new();
    for (request, answer) in server.requests().into_iter().zip(&answers) {
        if request.method == "POST" {
            let (sent, refused) = creations.entry(request.body).or_default();
            *sent += 1;
            *refused += usize::from(matches!(answer, Answer::Full(429, ..)));
        }
    }
    assert_eq!(creations.len(), CALLERS * calls / 2);
    let unsound: Vec<_> = creations.iter().filter(|(_, (sent, refused))| sent - refused > 1).collect();
    assert!(unsound.is_empty(), "{unsound:?}");
    assert!(creations.values().any(|(_, refused)| *refused > 0), "no creation was refused: a void test");
}
