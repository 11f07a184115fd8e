//! Links to the next page that the client rejects, or follows on another host.

use twilio_client_sample::chat_v2::{Invite, Invites, ListInvites};
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Credentials, Cursor, ErrorKind};

use crate::local_server::{ACCOUNT, Answer, Server};
use crate::relay::{self, Tls};

const LIST: &str = "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/general/Invites";

fn invites(client: &Client) -> Invites {
    let service: ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
    client.chat_v2().invites(service, "general")
}

fn list(server: &Server) -> ListInvites {
    invites(&server.client()).list()
}

fn name(invite: &Invite) -> &str {
    invite.identity.as_deref().unwrap()
}

fn names(items: &[Invite]) -> String {
    items.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// Each row: the link, the limit of items and the maximum of pages → the kind of the error. The list has not ended, so
/// it has a position, and a list that begins there returns the error instead of the first page.
#[tokio::test]
async fn a_list_whose_link_is_rejected_is_resumed_at_the_error() {
    let foreign = "https://evil.example/";
    for (link, limit, max, kind) in [
        (foreign, None, None, ErrorKind::ForeignLink),
        (foreign, Some(2), None, ErrorKind::ForeignLink),
        (foreign, None, Some(1), ErrorKind::ForeignLink),
        ("/", Some(2), None, ErrorKind::ForeignLink),
        ("http://[", Some(2), Some(1), ErrorKind::ForeignLink),
        ("{base}LIST", None, None, ErrorKind::PageLoop),
        ("{base}LIST?PageSize=2", Some(2), None, ErrorKind::PageLoop),
        ("?PageSize=3", Some(3), None, ErrorKind::PageLoop),
    ] {
        let link = link.replace("LIST", LIST);
        let items = r#"[{"identity": "a"}, {"identity": "b"}]"#;
        let body = format!(r#"{{"invites": {items}, "meta": {{"next_page_url": "{link}"}}}}"#);
        let server = Server::start(vec![Answer::json(200, body); 8]).await;
        let limited = || {
            let list = list(&server);
            let list = if let Some(limit) = limit { list.limit(limit) } else { list };
            if let Some(max) = max { list.with_max_pages(max) } else { list }
        };
        let is_ended = limit == Some(2) || max.is_some();
        let (mut pages, mut stream) = (limited().pages(), limited().stream());
        let page = pages.try_next().await.unwrap().unwrap();
        let first = stream.try_next().await.unwrap().unwrap();
        let second = stream.try_next().await.unwrap().unwrap();
        assert_eq!((names(page.items()).as_str(), name(&first), name(&second)), ("a b", "a", "b"));
        let cursor: Cursor = page.next_cursor().unwrap().to_string().parse().unwrap();
        assert_eq!((pages.cursor().as_ref(), stream.cursor().as_ref()), (Some(&cursor), Some(&cursor)));
        if is_ended {
            assert!(pages.try_next().await.unwrap().is_none() && stream.try_next().await.unwrap().is_none());
            assert_eq!((pages.cursor().as_ref(), stream.cursor().as_ref()), (Some(&cursor), Some(&cursor)));
        } else {
            let error = pages.try_next().await.unwrap_err();
            assert_eq!((error.kind(), error.cursor(), pages.cursor()), (kind, None, None), "{link}");
        }
        let resumed = || list(&server).with_cursor(cursor.clone());
        for error in [
            resumed().send().await.unwrap_err(),
            resumed().pages().try_next().await.unwrap_err(),
            resumed().stream().try_next().await.unwrap_err(),
            resumed().with_prefetch().stream().collect_vec().await.unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.cursor()), (kind, None), "{link} {limit:?} {max:?}");
        }
        assert_eq!(server.lines().len(), 6);
    }
}

/// Each row: the query of the cursor, the URL of the first page in the response, the query of the link → whether the
/// link is followed. A cursor does not contain the pages before it.
#[tokio::test]
async fn a_resumed_list_does_not_follow_a_link_to_its_first_page() {
    let rows = [
        ("PageSize=2&Page=3&PageToken=PA3", None, "PageSize=2&Page=4&PageToken=PA4", true),
        ("PageToken=PA3", None, "PageToken=PA4", true),
        ("PageToken=PA3", None, "PageSize=2&PageToken=PA4", true),
        ("Identity=a&Page=3", Some("Identity=a&Page=0"), "Identity=a&Page=1", true),
        ("PageSize=2&Page=3&PageToken=PA3", None, "PageSize=2", false),
        ("PageSize=2&Page=3&PageToken=PA3", None, "PageSize=2&Page=0", false),
        ("PageSize=2&Page=3&PageToken=PA3", None, "Page=0&PageSize=2", false),
        ("Identity=a&PageToken=PA3", None, "Identity=a", false),
        ("PageToken=PA3", None, "", false),
        ("PageToken=PA3", Some("PageSize=2&Page=00"), "PageSize=2&Page=00", false),
        ("PageToken=PA3", None, "PageToken=PA3", false),
    ];
    for (query, first, link, is_followed) in rows {
        let url = |query: &str| if query.is_empty() { LIST.to_owned() } else { format!("{LIST}?{query}") };
        let meta = serde_json::json!({"next_page_url": url(link), "first_page_url": first.map(url)});
        let body = serde_json::json!({"invites": [{"identity": "a"}], "meta": meta}).to_string();
        let last = Answer::json(200, r#"{"invites": [{"identity": "b"}], "meta": {}}"#);
        for prefetch in [false, true] {
            let server = Server::start(vec![Answer::json(200, body.clone()), last.clone()]).await;
            let cursor: Cursor = format!("1:0:-:{LIST}?{query}").parse().unwrap();
            let resumed = list(&server).with_cursor(cursor);
            let mut stream = if prefetch { resumed.with_prefetch().stream() } else { resumed.stream() };
            assert_eq!(name(&stream.try_next().await.unwrap().unwrap()), "a");
            match stream.try_next().await {
                Ok(item) => assert_eq!((name(&item.unwrap()), is_followed), ("b", true), "{query} {link}"),
                Err(error) => {
                    assert_eq!((error.kind(), is_followed), (ErrorKind::PageLoop, false), "{query} {link}");
                }
            }
            assert_eq!(server.lines().len(), 1 + usize::from(is_followed), "{query} {link}");
        }
    }
}

/// A page without items has no position behind them, so the error of its link is that of the page.
#[tokio::test]
async fn an_empty_page_with_a_rejected_link_is_an_error() {
    let body = r#"{"invites": [], "meta": {"next_page_url": "https://evil.example/"}}"#;
    let server = Server::start(vec![Answer::json(200, body); 3]).await;
    for error in [
        list(&server).send().await.unwrap_err(),
        list(&server).pages().try_next().await.unwrap_err(),
        list(&server).with_prefetch().stream().try_next().await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.cursor()), (ErrorKind::ForeignLink, None));
    }
}

/// The server names the host of the OpenAPI document, and the client sends each request to that of the region.
#[tokio::test]
async fn a_link_on_the_host_of_the_document_is_followed_in_the_region() {
    let host = "chat.sydney.au1.twilio.com";
    let page = |identity: &str, token: Option<&str>| {
        let next = token.map(|token| format!("https://chat.twilio.com{LIST}?PageToken={token}"));
        let items = [serde_json::json!({ "identity": identity })];
        let body = serde_json::json!({ "invites": items, "meta": { "next_page_url": next } });
        Answer::json(200, body.to_string())
    };
    let server = Server::start(vec![page("a", Some("PA1")), page("b", Some("PA2")), page("c", None)]).await;
    let tls = Tls::start_as(host, server.base.trim_start_matches("http://").parse().unwrap()).await;
    let proxy = relay::proxy(tls.address).await;
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token"));
    let builder = builder.region("au1").edge("sydney").http_client(tls.http_client(Some(proxy)));
    let items = invites(&builder.build().unwrap()).list().stream().collect_vec().await.unwrap();
    assert_eq!(names(&items), "a b c");
    let requests = server.requests();
    let found: Vec<_> =
        requests.iter().map(|request| (request.header("host"), request.target.as_str())).collect();
    let [second, third] = ["PA1", "PA2"].map(|token| format!("{LIST}?PageToken={token}"));
    assert_eq!(found, [(Some(host), LIST), (Some(host), second.as_str()), (Some(host), third.as_str())]);
}
