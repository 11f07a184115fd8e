//! The API without async: the same calls, from threads without a runtime.

use std::thread;

use twilio_client_sample::chat_v1::{Invite, Invites};
use twilio_client_sample::sid::{InviteSid, ServiceSid};
use twilio_client_sample::{Client, Error, ErrorKind};

use crate::local_server::{Answer, Server};

fn invites(client: &Client) -> Invites {
    client.chat_v1().invites("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "general")
}

fn page(identities: [&str; 2], next: Option<&str>) -> Answer {
    let next = next.map_or_else(
        || "null".to_owned(),
        |next| format!("\"/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/general/Invites?{next}\""),
    );
    let [one, two] = identities;
    Answer::json(
        200,
        format!(
            r#"{{"invites": [{{"identity": "{one}"}}, {{"identity": "{two}"}}], "meta": {{"next_page_url": {next}}}}}"#
        ),
    )
}

fn identity(invite: &Invite) -> &str {
    invite.identity.as_deref().unwrap_or_default()
}

/// Runs a program that is not async, while the server continues to run.
pub(crate) async fn program<T: Send + 'static>(body: impl FnOnce() -> T + Send + 'static) -> T {
    let running = thread::spawn(body);
    while !running.is_finished() {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    running.join().unwrap()
}

#[tokio::test]
async fn a_call_gives_its_value_or_its_error() {
    let server = Server::start(vec![
        Answer::json(201, r#"{"identity": "alice"}"#),
        Answer::Full(200, vec![("Twilio-Request-Id", "RQ7")], r#"{"identity": "bob"}"#.to_owned()),
        Answer::json(404, r#"{"code": 50601, "message": "Gone"}"#),
        Answer::Full(204, vec![], String::new()),
    ])
    .await;
    let invites = invites(&server.client());
    let sid = || "INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<InviteSid>().unwrap();
    program(move || {
        let created = invites.create("alice").send_blocking().unwrap();
        assert_eq!(identity(&created), "alice");
        let fetched = invites.fetch(sid()).response_blocking().unwrap();
        assert_eq!((fetched.request_id(), identity(fetched.value())), (Some("RQ7"), "bob"));
        let error = invites.fetch(sid()).send_blocking().unwrap_err();
        assert_eq!(error.code(), Some(twilio_client_sample::codes::INVITE_NOT_FOUND));
        invites.delete(sid()).send_blocking().unwrap();
    })
    .await;
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_list_is_an_iterator_of_items_or_of_pages() {
    let pages = || [page(["a", "b"], Some("2")), page(["c", "d"], None)];
    let server = Server::start(pages().into_iter().chain(pages()).chain(pages()).collect()).await;
    let invites = invites(&server.client());
    program(move || {
        let items: Result<Vec<_>, Error> = invites.list().limit(3).iter_blocking().collect();
        let items = items.unwrap();
        assert_eq!(items.iter().map(identity).collect::<Vec<_>>(), ["a", "b", "c"]);

        let mut pages = invites.list().with_prefetch().pages_blocking();
        assert_eq!(pages.next().unwrap().unwrap().len(), 2);
        assert!(pages.cursor().is_some());
        assert_eq!(pages.next().unwrap().unwrap().len(), 2);
        assert!(pages.next().is_none() && pages.next().is_none());

        let first = invites.list().send_blocking().unwrap();
        assert_eq!((first.len(), first.has_next()), (2, true));
    })
    .await;
    assert_eq!(server.requests().len(), 5);
}

/// Each row: limit, maximum of pages → the number of items, the number of pages, and whether the list continues.
#[tokio::test]
async fn an_iterator_that_a_limit_ended_has_a_cursor_and_one_at_the_end_has_none() {
    for (limit, max, count, requests, continues) in [
        (Some(0), None, 0, 0, true),
        (Some(1), None, 1, 1, true),
        (Some(2), None, 2, 1, true),
        (Some(3), None, 3, 2, true),
        (Some(4), None, 4, 2, false),
        (None, Some(1), 2, 1, true),
        (None, Some(2), 4, 2, false),
        (None, None, 4, 2, false),
    ] {
        let two = || [page(["a", "b"], Some("2")), page(["c", "d"], None)];
        let (for_items, for_pages) = (Server::start(two().into()).await, Server::start(two().into()).await);
        let of = |server: &Server| {
            let list = invites(&server.client()).list();
            let list = if let Some(limit) = limit { list.limit(limit) } else { list };
            if let Some(max) = max { list.with_max_pages(max) } else { list }
        };
        let (items, pages) = (of(&for_items), of(&for_pages));
        let cursors = program(move || {
            let (mut items, mut pages) = (items.iter_blocking(), pages.pages_blocking());
            assert_eq!(items.by_ref().map(Result::unwrap).count(), count);
            assert_eq!(pages.by_ref().map(Result::unwrap).count(), requests);
            assert!(items.next().is_none() && pages.next().is_none());
            [items.cursor(), pages.cursor()]
        })
        .await;
        let row = format!("{limit:?} {max:?}");
        assert_eq!(cursors.map(|cursor| cursor.is_some()), [continues; 2], "{row}");
        assert_eq!([&for_items, &for_pages].map(|server| server.lines().len()), [requests; 2], "{row}");
    }
}

#[tokio::test]
async fn after_an_error_an_iterator_has_nothing_more() {
    let server = Server::start(vec![page(["a", "b"], Some("2")), Answer::json(500, "{}")]).await;
    let invites = invites(&server.client());
    program(move || {
        let mut items = invites.list().iter_blocking();
        assert!(items.next().unwrap().is_ok() && items.next().unwrap().is_ok());
        let error = items.next().unwrap().unwrap_err();
        assert_eq!(error.status(), Some(500));
        assert!(error.cursor().is_some());
        assert!(items.next().is_none() && items.cursor().is_none());
    })
    .await;
}

#[tokio::test]
async fn many_threads_call_at_once() {
    let server =
        Server::start((0..32).map(|_| Answer::json(201, r#"{"identity": "alice"}"#)).collect()).await;
    let invites = invites(&server.client());
    program(move || {
        thread::scope(|scope| {
            let calls: Vec<_> = (0..8)
                .map(|_| {
                    let invites = invites.clone();
                    scope.spawn(move || {
                        (0..4).filter(|_| invites.create("alice").send_blocking().is_ok()).count()
                    })
                })
                .collect();
            let answered: usize = calls.into_iter().map(|call| call.join().unwrap()).sum();
            assert_eq!(answered, 32);
        });
    })
    .await;
}

#[tokio::test]
async fn inside_an_async_runtime_it_is_an_error_and_sends_nothing() {
    let server = Server::start(vec![]).await;
    let invites = invites(&server.client());
    let error = invites.create("alice").send_blocking().unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_processed()), (ErrorKind::InvalidRequest, false));
    assert!(error.to_string().contains("await `send`"), "{error}");
    let error = invites.list().iter_blocking().next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(server.requests().len(), 0);
}
