//! Lists of several pages: exact requests, limits, and links that are not followed.

use std::pin::Pin;

use futures_core::Stream;
use twilio_client_sample::chat_v2::{Invite, Invites};
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{ErrorKind, Items, Pages};

use crate::local_server::{Answer, Server};

const LIST: &str = "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/general/Invites";

fn invites(server: &Server) -> Invites {
    server
        .client()
        .chat_v2()
        .invites("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "general")
}

/// A page of invites with these identities; `next` is the value of `next_page_url`.
fn page(identities: &[&str], next: Option<&str>) -> Answer {
    let items: Vec<_> =
        identities.iter().map(|identity| serde_json::json!({ "identity": identity })).collect();
    Answer::json(200, serde_json::json!({ "invites": items, "meta": { "next_page_url": next } }).to_string())
}

fn next(token: &str) -> String {
    format!("{{base}}{LIST}?PageSize=2&Page=1&PageToken={token}")
}

fn names(items: &[Invite]) -> Vec<&str> {
    items.iter().map(|invite| invite.identity.as_deref().unwrap()).collect()
}

async fn three_pages() -> Server {
    Server::start(vec![
        page(&["a", "b"], Some(&next("PA1"))),
        page(&["c", "d"], Some(&next("PA2"))),
        page(&["e", "f"], None),
    ])
    .await
}

#[tokio::test]
async fn three_pages_are_three_requests_with_the_items_in_order() {
    let server = three_pages().await;
    let items = invites(&server).list().identity(["a&b", "ü"]).stream().collect_vec().await.unwrap();
    assert_eq!(names(&items), ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(
        server.lines(),
        [
            format!("GET {LIST}?Identity=a%26b&Identity=%C3%BC"),
            format!("GET {LIST}?PageSize=2&Page=1&PageToken=PA1"),
            format!("GET {LIST}?PageSize=2&Page=1&PageToken=PA2"),
        ]
    );
}

#[tokio::test]
async fn a_limit_of_five_in_pages_of_two_is_three_requests() {
    let server = three_pages().await;
    let items = invites(&server).list().limit(5).page_size(2).stream().collect_vec().await.unwrap();
    assert_eq!(names(&items), ["a", "b", "c", "d", "e"]);
    assert_eq!(server.lines().len(), 3);
    assert_eq!(server.lines()[0], format!("GET {LIST}?PageSize=2"));
}

#[tokio::test]
async fn a_limit_that_ends_with_a_page_asks_for_no_more() {
    let server = three_pages().await;
    let mut pages = invites(&server).list().limit(4).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 2);
    assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 2);
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(server.lines().len(), 2);
}

/// Each row: limit, page size → the `PageSize` that is sent. The operation takes at most 100.
#[tokio::test]
async fn page_size_is_never_above_the_maximum_nor_above_the_limit() {
    let table = [
        (None, None, ""),
        (Some(3), None, "?PageSize=3"),
        (Some(250), None, "?PageSize=100"),
        (Some(5), Some(2), "?PageSize=2"),
        (Some(2), Some(5), "?PageSize=2"),
        (None, Some(5000), "?PageSize=100"),
        (None, Some(0), "?PageSize=1"),
        (Some(u64::MAX), None, "?PageSize=100"),
    ];
    for (limit, size, wanted) in table {
        let server = Server::start(vec![page(&[], None)]).await;
        let mut list = invites(&server).list();
        if let Some(limit) = limit {
            list = list.limit(limit);
        }
        if let Some(size) = size {
            list = list.page_size(size);
        }
        list.send().await.unwrap();
        assert_eq!(server.lines(), [format!("GET {LIST}{wanted}")], "limit {limit:?}, page size {size:?}");
    }
}

#[tokio::test]
async fn a_limit_of_zero_sends_nothing() {
    let server = Server::start(vec![]).await;
    assert!(invites(&server).list().limit(0).send().await.unwrap().is_empty());
    assert!(invites(&server).list().limit(0).stream().try_next().await.unwrap().is_none());
    assert!(invites(&server).list().limit(0).pages().try_next().await.unwrap().is_none());
    assert_eq!(server.lines(), Vec::<String>::new());
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_asked_for_and_one_page_at_a_time() {
    let server = three_pages().await;
    let mut stream = invites(&server).list().stream();
    assert_eq!(server.lines().len(), 0);
    stream.try_next().await.unwrap();
    stream.try_next().await.unwrap();
    assert_eq!(server.lines().len(), 1);
    stream.try_next().await.unwrap();
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test]
async fn an_empty_page_in_the_middle_and_null_items_are_no_end() {
    let null = Answer::json(
        200,
        format!("{{\"meta\": {{\"next_page_url\": \"{}\"}}, \"invites\": null}}", next("PA2")),
    );
    let server = Server::start(vec![page(&[], Some(&next("PA1"))), null, page(&["z"], Some(""))]).await;
    let items = invites(&server).list().stream().collect_vec().await.unwrap();
    assert_eq!((names(&items), server.lines().len()), (vec!["z"], 3));
}

#[tokio::test]
async fn a_page_without_its_items_is_an_error() {
    let server = Server::start(vec![Answer::json(200, "{\"meta\": {}, \"channels\": []}")]).await;
    let error = invites(&server).list().stream().try_next().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status(), error.json_path()),
        (ErrorKind::Decode, Some(200), Some("invites"))
    );
}

#[tokio::test]
async fn credentials_do_not_follow_a_link_to_elsewhere() {
    let links = [
        "https://evil.example/x",
        "https://{host}/x",
        "http://127.0.0.1:1/x",
        "http://user@{host}/x",
        "http://{host}@evil.example/x",
        "//evil.example/x",
        "http://[",
        "file:///etc/passwd",
        "data:text/plain,x",
        "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/other/Invites",
        "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/general/Invites/x",
        "..",
        "/",
    ];
    for link in links {
        let stranger = Server::start(vec![]).await;
        let link = link.replace("{host}", stranger.base.trim_start_matches("http://"));
        let server = Server::start(vec![page(&["a"], Some(&link))]).await;
        let mut stream = invites(&server).list().stream();
        assert_eq!(stream.try_next().await.unwrap().unwrap().identity.as_deref(), Some("a"), "{link}");
        let error = stream.try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignLink, "{link}");
        assert!(stream.try_next().await.unwrap().is_none(), "a stream that failed stays ended");
        assert_eq!((server.lines().len(), stranger.lines().len()), (1, 0), "{link}");
    }
}

#[tokio::test]
async fn a_link_with_another_scheme_or_a_user_is_foreign_even_on_the_same_host() {
    for (from, to) in [("http://", "https://"), ("http://", "http://user:secret@")] {
        let server = Server::start(vec![]).await;
        let host = server.base.replacen(from, to, 1);
        server.answer(page(&["a"], Some(&next("PA1").replace("{base}", &host))));
        let error = invites(&server).list().stream().collect_vec().await.unwrap_err();
        assert_eq!((error.kind(), server.lines().len()), (ErrorKind::ForeignLink, 1));
    }
}

#[tokio::test]
async fn a_link_back_is_an_error() {
    let first = format!("{{base}}{LIST}");
    let server = Server::start(vec![page(&["a"], Some(&next("PA1"))), page(&["b"], Some(&first))]).await;
    let mut stream = invites(&server).list().stream();
    stream.try_next().await.unwrap();
    stream.try_next().await.unwrap();
    let error = stream.try_next().await.unwrap_err();
    assert_eq!((error.kind(), server.lines().len()), (ErrorKind::PageLoop, 2));
    assert!(stream.try_next().await.unwrap().is_none());

    // A fragment is not sent, so it does not distinguish pages.
    let first = format!("{{base}}{LIST}#second");
    let server = Server::start(vec![page(&["a"], Some(&first))]).await;
    let mut stream = invites(&server).list().stream();
    stream.try_next().await.unwrap();
    let error = stream.try_next().await.unwrap_err();
    assert_eq!((error.kind(), server.lines().len()), (ErrorKind::PageLoop, 1));
}

#[tokio::test]
async fn items_that_are_there_twice_are_an_error() {
    let body = r#"{"invites": [{"identity": "a"}], "meta": {}, "invites": []}"#;
    let server = Server::start(vec![Answer::json(200, body)]).await;
    let error = invites(&server).list().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_relative_link_is_followed() {
    let server = Server::start(vec![page(&["a"], Some(&format!("{LIST}?x=1"))), page(&["b"], None)]).await;
    let items = invites(&server).list().stream().collect_vec().await.unwrap();
    assert_eq!((names(&items), &server.lines()[1]), (vec!["a", "b"], &format!("GET {LIST}?x=1")));
}

#[tokio::test]
async fn send_returns_the_first_page_with_its_metadata() {
    let body = "{\"invites\": [{}], \"meta\": {\"key\": \"invites\", \"page\": 0, \"page_size\": 50, \"next_page_url\": \"?x\"}}";
    let server = Server::start(vec![Answer::json(200, body)]).await;
    let page = invites(&server).list().send().await.unwrap();
    assert!(page.has_next());
    assert_eq!(
        (page.meta().page, page.meta().page_size, page.meta().key.as_deref()),
        (Some(0), Some(50), Some("invites"))
    );
    assert_eq!((page.len(), server.lines().len()), (1, 1));
}

/// A few megabytes that would become gigabytes as items.
#[tokio::test]
async fn a_page_with_millions_of_items_is_an_error() {
    let body = format!("{{\"invites\": [{{}}{}]}}", ",{}".repeat(5_000_000));
    let server = Server::start(vec![Answer::json(200, body.clone()), Answer::json(200, body)]).await;
    for prefetch in [false, true] {
        let mut list = invites(&server).list().page_size(100);
        if prefetch {
            list = list.with_prefetch();
        }
        let error = list.stream().try_next().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::BodyTooLarge, 1));
        assert_eq!(error.to_string(), "200 OK: the page contains more than 10000 items");
        assert!(error.cursor().is_some());
    }
}

/// Each row: limit, maximum of pages → the items, the number of requests, and what follows the cursor.
#[tokio::test]
async fn a_cursor_leads_on_after_a_limit_and_not_after_the_end() {
    let table = [
        (None, None, "abcdef", 3, None),
        (Some(6), None, "abcdef", 3, None),
        (Some(7), None, "abcdef", 3, None),
        (Some(5), None, "abcde", 3, Some("f")),
        (Some(4), None, "abcd", 2, Some("ef")),
        (Some(3), None, "abc", 2, Some("def")),
        (Some(0), None, "", 0, Some("abcdef")),
        (None, Some(3), "abcdef", 3, None),
        (None, Some(2), "abcd", 2, Some("ef")),
        (None, Some(0), "", 0, Some("abcdef")),
        (Some(3), Some(1), "ab", 1, Some("c")),
        (Some(1), Some(1), "a", 1, Some("bcdef")),
    ];
    for (limit, max, wanted, requests, rest) in table {
        for prefetch in [false, true] {
            let server = three_pages().await;
            let mut list = invites(&server).list();
            if let Some(limit) = limit {
                list = list.limit(limit);
            }
            if let Some(max) = max {
                list = list.with_max_pages(max);
            }
            if prefetch {
                list = list.with_prefetch();
            }
            let at = format!("{limit:?} {max:?} {prefetch}");
            let (mut stream, mut found) = (list.stream(), String::new());
            while let Some(item) = stream.try_next().await.unwrap() {
                found.push_str(&item.identity.unwrap());
            }
            assert_eq!((found.as_str(), server.lines().len()), (wanted, requests), "{at}");
            assert_eq!(stream.cursor().is_some(), rest.is_some(), "{at}");
            assert!(stream.try_next().await.unwrap().is_none(), "{at}");
            let (Some(cursor), Some(rest)) = (stream.cursor(), rest) else { continue };
            let server = Server::start(last_pages(&cursor)).await;
            let items = invites(&server).list().with_cursor(cursor).stream().collect_vec().await.unwrap();
            assert_eq!(names(&items).concat(), rest, "{at}");
        }
    }
}

/// The pages from the page of a cursor.
fn last_pages(cursor: &twilio_client_sample::Cursor) -> Vec<Answer> {
    let pages = [
        page(&["a", "b"], Some(&next("PA1"))),
        page(&["c", "d"], Some(&next("PA2"))),
        page(&["e", "f"], None),
    ];
    let at = ["PA1", "PA2"].iter().position(|token| cursor.to_string().ends_with(token));
    pages[at.map_or(0, |at| at + 1)..].to_vec()
}

#[tokio::test]
async fn a_page_has_a_next_one_exactly_if_it_has_its_cursor() {
    for (link, limit, wanted) in [
        (Some(next("PA1")), None, true),
        (Some(next("PA1")), Some(2), true),
        (Some(next("PA1")), Some(1), true),
        (None, Some(2), false),
        (None, Some(1), true),
        (None, None, false),
        (Some("https://evil.example/".to_owned()), None, true),
        (Some("https://evil.example/".to_owned()), Some(1), true),
        (Some("/".to_owned()), Some(2), true),
    ] {
        let server = Server::start(vec![page(&["a", "b"], link.as_deref())]).await;
        let list = invites(&server).list();
        let list = if let Some(limit) = limit { list.limit(limit) } else { list };
        let page = list.send().await.unwrap();
        assert_eq!((page.has_next(), page.next_cursor().is_some()), (wanted, wanted), "{link:?} {limit:?}");
    }
}

#[tokio::test]
async fn a_stream_is_a_stream() {
    let server = three_pages().await;
    let mut stream = invites(&server).list().stream();
    let mut count = 0;
    while let Some(item) = std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        item.unwrap();
        count += 1;
    }
    assert_eq!(count, 6);
}

/// Compiles only if a user can spawn it.
#[test]
fn handles_requests_and_streams_can_be_sent_and_kept() {
    fn keep<T: Send + 'static>() {}
    fn share<T: Send + Sync + Clone + 'static>() {}
    share::<Invites>();
    share::<twilio_client_sample::Client>();
    keep::<twilio_client_sample::chat_v2::ListInvites>();
    keep::<Items<Invite>>();
    keep::<Pages<Invite>>();
    keep::<twilio_client_sample::Error>();
}
