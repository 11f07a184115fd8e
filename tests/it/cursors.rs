//! Cursors that are stored and resumed, and prefetching.

use std::time::{Duration, Instant};

use twilio_client_sample::chat_v2::{Invite, Invites, ListInvites};
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Cursor, Error, ErrorKind};

use crate::local_server::{Answer, Server};

const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const LIST: &str = "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/general/Invites";

fn handle(client: &Client, channel: &str) -> Invites {
    client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), channel)
}

fn list(server: &Server) -> ListInvites {
    handle(&server.client(), "general").list()
}

fn page(identities: &str, next: Option<&str>) -> Answer {
    let items: Vec<_> =
        identities.split_whitespace().map(|identity| serde_json::json!({ "identity": identity })).collect();
    let next = next.map(|token| format!("{{base}}{LIST}?PageSize=2&PageToken={token}"));
    Answer::json(200, serde_json::json!({ "invites": items, "meta": { "next_page_url": next } }).to_string())
}

fn three() -> [Answer; 3] {
    [page("a b", Some("PA1")), page("c d", Some("PA2")), page("e f", None)]
}

/// Starts a server with the responses for three pages, this number of times.
async fn served(times: usize) -> Server {
    let answers = (0..times).flat_map(|_| three()).collect();
    Server::start(answers).await
}

fn name(invite: &Invite) -> &str {
    invite.identity.as_deref().unwrap()
}

fn names(items: &[Invite]) -> String {
    items.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// Converts a cursor to a string and back, as an application stores it.
fn stored(cursor: &Cursor) -> Cursor {
    let json = serde_json::to_string(cursor).unwrap();
    let back: Cursor = serde_json::from_str(&json).unwrap();
    assert_eq!((&back, cursor.to_string().parse::<Cursor>().unwrap()), (cursor, back.clone()));
    back
}

/// Each row: the number of items before the cursor is stored, the limit → the items after resuming, and the
/// URL of the request.
#[tokio::test]
async fn a_stream_is_resumed_behind_the_item_that_was_taken_last() {
    let first = LIST.to_owned();
    let second = format!("{LIST}?PageSize=2&PageToken=PA1");
    let third = format!("{LIST}?PageSize=2&PageToken=PA2");
    let table = [
        (0, None, "a b c d e f", Some(&first)),
        (1, None, "b c d e f", Some(&first)),
        (2, None, "c d e f", Some(&second)),
        (3, None, "d e f", Some(&second)),
        (5, None, "f", Some(&third)),
        (6, None, "", None),
        (1, Some(4), "b c d", None),
        (3, Some(5), "d e", Some(&second)),
        (4, Some(5), "e", Some(&third)),
        // After the limit, the list continues without it.
        (5, Some(5), "f", Some(&third)),
        (4, Some(4), "e f", Some(&third)),
    ];
    for (taken, limit, wanted, address) in table {
        for prefetch in [false, true] {
            let server = served(1).await;
            let mut request = list(&server);
            if prefetch {
                request = request.with_prefetch();
            }
            let mut stream = match limit {
                Some(limit) => request.limit(limit).stream(),
                None => request.stream(),
            };
            for _ in 0..taken {
                stream.try_next().await.unwrap().unwrap();
            }
            let Some(cursor) = stream.cursor() else {
                assert_eq!((wanted, stream.try_next().await.unwrap()), ("", None));
                continue;
            };
            drop(stream);
            let begun = usize::from(address == Some(&second)) + 2 * usize::from(address == Some(&third));
            let server = Server::start(three()[begun..].to_vec()).await;
            let items = list(&server).with_cursor(stored(&cursor)).stream().collect_vec().await.unwrap();
            assert_eq!(names(&items), wanted, "{taken} of {limit:?}");
            if let Some(address) = address {
                assert_eq!(server.lines()[0], format!("GET {address}"), "{taken} of {limit:?}");
            }
        }
    }
}

#[tokio::test]
async fn pages_are_resumed_too_and_a_page_contains_the_next_cursor() {
    let server = served(1).await;
    let mut pages = list(&server).limit(5).pages();
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!(page.next_cursor(), pages.cursor().as_ref());
    let cursor = stored(page.next_cursor().unwrap());
    let server = Server::start(three()[1..].to_vec()).await;
    let page = list(&server).with_cursor(cursor).send().await.unwrap();
    assert_eq!(names(page.items()), "c d");
    let last = list(&server).with_cursor(page.next_cursor().unwrap().clone()).send().await.unwrap();
    assert_eq!((names(last.items()).as_str(), last.next_cursor().is_some()), ("e", true));
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test]
async fn the_error_of_a_stream_carries_where_to_resume() {
    for failure in [Answer::json(500, "{}"), Answer::Cut(""), Answer::json(200, "[")] {
        for prefetch in [false, true] {
            let [one, two, three] = three();
            let server = Server::start(vec![one, failure.clone(), two, three]).await;
            let request = list(&server).limit(5);
            let mut stream = if prefetch { request.with_prefetch().stream() } else { request.stream() };
            stream.try_next().await.unwrap().unwrap();
            stream.try_next().await.unwrap().unwrap();
            let error = stream.try_next().await.unwrap_err();
            assert!(stream.try_next().await.unwrap().is_none(), "a stream that failed stays ended");
            assert_eq!(stream.cursor(), None);
            let cursor = stored(error.cursor().unwrap());
            let items = list(&server).with_cursor(cursor).stream().collect_vec().await.unwrap();
            assert_eq!((names(&items).as_str(), server.lines().len()), ("c d e", 4));
        }
    }
}

#[tokio::test]
async fn a_cursor_of_another_list_is_rejected_before_a_request() {
    let server = Server::start(vec![]).await;
    let host = server.base.trim_start_matches("http://");
    let targets = [
        "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/other/Invites".to_owned(),
        format!("{LIST}/INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        format!("{LIST}/../Members"),
        format!("{LIST}/%2e%2e/Members"),
        LIST.replace("/general", "%2Fgeneral"),
        LIST.replace("Channels", "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        LIST.replace("ISaaaa", "ISbbbb"),
        LIST.replace("general", "CHaaaa"),
        "/".to_owned(),
        format!("/.//{host}{LIST}"),
    ];
    for target in targets {
        let cursor: Cursor = format!("1:0:-:{target}").parse().unwrap();
        let error = list(&server).with_cursor(cursor.clone()).send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0), "{target}");
        let error = list(&server).with_cursor(cursor).stream().try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{target}");
    }
    assert_eq!(server.lines(), Vec::<String>::new());
}

#[tokio::test]
async fn the_same_path_encoded_in_another_way_is_the_same_list() {
    let server = Server::start(vec![page("a", None)]).await;
    let target = LIST.replace("general", "%67eneral%20%7e");
    let cursor: Cursor = format!("1:0:-:{target}?PageToken=x").parse().unwrap();
    handle(&server.client(), "general ~").list().with_cursor(cursor).send().await.unwrap();
    assert_eq!(server.lines(), [format!("GET {target}?PageToken=x")]);
}

/// A link of Twilio may contain the SID of a channel although the request contains its name.
#[tokio::test]
async fn a_name_and_the_sid_in_its_place_are_the_same_list() {
    let sid = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let link = format!("{}?PageToken=PA1", LIST.replace("general", sid));
    let body = format!(r#"{{"invites": [{{}}], "meta": {{"next_page_url": "{{base}}{link}"}}}}"#);
    let server = Server::start(vec![Answer::json(200, body), page("a", None), page("b", None)]).await;
    let cursor = list(&server).send().await.unwrap().next_cursor().unwrap().clone();
    list(&server).with_cursor(stored(&cursor)).send().await.unwrap();
    handle(&server.client(), sid).list().with_cursor(cursor.clone()).send().await.unwrap();
    assert_eq!(server.lines()[1..], [format!("GET {link}"), format!("GET {link}")]);
    let other = handle(&server.client(), "CHbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb").list().with_cursor(cursor);
    assert_eq!(other.send().await.unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_cursor_with_many_filters_can_be_stored_and_resumed() {
    let identities: Vec<String> = (0..600).map(|number| format!("user-{number}@example.com/ü")).collect();
    let server = Server::start(vec![Answer::json(500, "{}"), page("a", None)]).await;
    let error = list(&server).identity(&identities).send().await.unwrap_err();
    let items = list(&server).with_cursor(stored(error.cursor().unwrap())).stream().collect_vec().await;
    assert_eq!(names(&items.unwrap()), "a");
    let lines = server.lines();
    assert!(lines[0].len() > 20_000 && lines[0] == lines[1]);
}

#[test]
fn an_invalid_cursor_is_rejected() {
    let table = [
        "",
        "1",
        "1:0:-",
        "2:0:-:/x",
        "1:-1:-:/x",
        "1:0:x:/x",
        "1:0:-:",
        "1:0:-:x",
        "1:0:-://evil.example/x",
        "1:0:-:/\\evil.example/x",
        "1:0:-:https://evil.example/x",
        "1:0:-:/x#y",
        "1:0:-:/x y",
        "1:0:-:/x\r\n",
        "1:0:-:/ü",
        "1:99999999999999999999:-:/x",
    ];
    for text in table {
        assert_eq!(
            Error::from(text.parse::<Cursor>().unwrap_err()).kind(),
            ErrorKind::InvalidRequest,
            "{text}"
        );
        assert!(serde_json::from_value::<Cursor>(text.into()).is_err(), "{text}");
    }
}

#[tokio::test]
async fn a_cursor_holds_no_host_and_shows_no_personal_data() {
    let server = served(1).await;
    let stream = list(&server).identity(["alice-private"]).stream();
    let cursor = stream.cursor().unwrap();
    assert!(!cursor.to_string().contains("127.0.0.1") && cursor.to_string().contains("alice-private"));
    let page = list(&server).send().await.unwrap();
    let shown = format!("{cursor:?} {page:?} {stream:?}");
    assert!(!shown.contains("alice-private") && !shown.contains("general"), "{shown}");
    assert_eq!(handle(&server.client(), "..").list().stream().cursor(), None);
}

/// The cursor of any link can be stored.
#[tokio::test]
async fn a_link_with_odd_characters_makes_a_cursor() {
    let body = r#"{"invites": [], "meta": {"next_page_url": "{base}LIST?PageToken=a\\b|c^d`é#e"}}"#;
    let server = Server::start(vec![Answer::json(200, body.replace("LIST", LIST))]).await;
    let page = list(&server).send().await.unwrap();
    assert!(stored(page.next_cursor().unwrap()).to_string().ends_with("PageToken=a%5Cb|c^d`%C3%A9"));
}

/// Each row: limit → the number of requests.
#[tokio::test]
async fn prefetching_asks_for_the_same_pages_and_no_more() {
    for (limit, wanted, requests) in
        [(None, "a b c d e f", 3), (Some(5), "a b c d e", 3), (Some(4), "a b c d", 2), (Some(2), "a b", 1)]
    {
        let server = served(1).await;
        let mut request = list(&server).with_prefetch();
        if let Some(limit) = limit {
            request = request.limit(limit);
        }
        let items = request.stream().collect_vec().await.unwrap();
        assert_eq!((names(&items).as_str(), server.lines().len()), (wanted, requests), "{limit:?}");
    }
    let server = served(1).await;
    list(&server).with_prefetch().send().await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.lines().len(), 1, "a single page has no next one");
}

#[tokio::test]
async fn one_page_is_fetched_ahead_and_not_two() {
    let server = served(1).await;
    let mut stream = list(&server).with_prefetch().stream();
    stream.try_next().await.unwrap();
    server.reached(2).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.lines().len(), 2);
}

/// Dropping the stream cancels the request for the next page: the server sees its connection closed.
#[tokio::test]
async fn a_page_ahead_is_given_up_with_the_stream() {
    let drip = Answer::Drip("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{");
    let server = Server::start(vec![page("a b", Some("PA1")), drip]).await;
    let mut stream = list(&server).with_prefetch().stream();
    stream.try_next().await.unwrap();
    let started = Instant::now();
    server.reached(2).await;
    drop(stream);
    while server.closed() == 0 {
        assert!(started.elapsed() < Duration::from_secs(20), "the connection is still open");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The next page is requested before the current page fails to decode.
#[tokio::test]
async fn a_page_that_cannot_be_read_is_an_error_with_prefetch_too() {
    let bad =
        format!(r#"{{"invites": [{{"sid": 7}}], "meta": {{"next_page_url": "{LIST}?PageToken=PA1"}}}}"#);
    let server = Server::start(vec![Answer::json(200, bad), page("a", None)]).await;
    let mut stream = list(&server).with_prefetch().stream();
    let error = stream.try_next().await.unwrap_err();
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("invites[0].sid")));
    assert!(stream.try_next().await.unwrap().is_none());
}
