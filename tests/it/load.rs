//! Many concurrent calls against a server; one response in a hundred is a failure.

use std::collections::HashMap;
use std::time::Duration;

use tokio::task::JoinSet;
use twilio_client_sample::sid::{InviteSid, ServiceSid};
use twilio_client_sample::{Client, ErrorKind, Result};

use crate::local_server::{Answer, Server, TestClock};

const CALLERS: usize = 200;
const CALLS_EACH: usize = 50;

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

fn answer(number: usize) -> Answer {
    let failures = failures();
    if number % 100 == 99 { failures[number / 100 % failures.len()].clone() } else { Answer::json(200, "{}") }
}

/// One caller, which alternates between creating and fetching.
async fn caller(client: Client, number: usize) -> Vec<Result<()>> {
    let invites = client
        .chat_v2()
        .invites("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "general");
    let mut ends = Vec::new();
    for call in 0..CALLS_EACH {
        let end = if call % 2 == 0 {
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
    let answers: Vec<Answer> = (0..CALLERS * CALLS_EACH * 2).map(answer).collect();
    let server = Server::start(answers.clone()).await;
    let client = server.retrying(&TestClock::new(0.0));
    let mut callers = JoinSet::new();
    for number in 0..CALLERS {
        callers.spawn(caller(client.clone(), number));
    }
    let all = tokio::time::timeout(Duration::from_secs(120), callers.join_all()).await;
    let ends: Vec<Result<()>> = all.expect("nothing hangs").into_iter().flatten().collect();
    assert_eq!(ends.len(), CALLERS * CALLS_EACH);
    let kinds = [ErrorKind::Api, ErrorKind::Transport, ErrorKind::Decode, ErrorKind::Redirect];
    let failed: Vec<_> = ends.iter().filter_map(|end| end.as_ref().err()).collect();
    assert!(failed.iter().all(|error| kinds.contains(&error.kind())), "{failed:?}");
    assert!((10..=100).contains(&failed.len()), "{} calls failed", failed.len());

    // The responses are in the order of the requests.
    let mut creations: HashMap<String, (usize, usize)> = HashMap::new();
    for (request, answer) in server.requests().into_iter().zip(&answers) {
        if request.method == "POST" {
            let (sent, refused) = creations.entry(request.body).or_default();
            *sent += 1;
            *refused += usize::from(matches!(answer, Answer::Full(429, ..)));
        }
    }
    assert_eq!(creations.len(), CALLERS * CALLS_EACH / 2);
    let unsound: Vec<_> = creations.iter().filter(|(_, (sent, refused))| sent - refused > 1).collect();
    assert!(unsound.is_empty(), "{unsound:?}");
    assert!(creations.values().any(|(_, refused)| *refused > 0), "no creation was refused: a void test");
}
