//! Compressed responses: gzip is requested and decoded within the limit of the body.

use std::io::Write as _;

use twilio_client_sample::chat_v2::{Invites, UserChannels};
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, ErrorKind};

use crate::local_server::{Answer, Server, TestClock};

const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn invites(client: &Client) -> Invites {
    client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), "general")
}

fn channels(client: &Client) -> UserChannels {
    client.chat_v2().user_channels(SERVICE.parse::<ServiceSid>().unwrap(), "alice")
}

pub(crate) fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_list_of_a_thousand_items_shrinks_to_a_tenth() {
    let items: Vec<_> = (0..1000)
        .map(|number| {
            serde_json::json!({
                "sid": format!("IN{number:032x}"),
                "service_sid": SERVICE,
                "identity": format!("user-{number}"),
                "date_created": "2015-07-30T20:00:00Z",
                "url": format!("https://chat.twilio.com/v2/Services/{SERVICE}/Channels/general/Invites/IN{number:032x}"),
            })
        })
        .collect();
    let body = serde_json::json!({ "invites": items, "meta": {} }).to_string();
    let encoded = gzip(body.as_bytes());
    assert!(encoded.len() * 10 <= body.len(), "{} of {}", encoded.len(), body.len());
    let server = Server::start(vec![Answer::Encoded(200, "gzip", encoded)]).await;
    let items = invites(&server.client()).list().stream().collect_vec().await.unwrap();
    assert_eq!(items.len(), 1000);
    let requests = server.requests();
    assert!(requests[0].header("accept-encoding").unwrap().contains("gzip"), "{requests:?}");
}

#[tokio::test]
async fn a_decompression_bomb_is_an_error() {
    let bomb = gzip(&vec![b' '; 4 << 20]);
    assert!(bomb.len() < 1 << 16);
    let server = Server::start(vec![Answer::Encoded(200, "gzip", bomb)]).await;
    let client = server.builder().max_response_bytes(1 << 20).build().unwrap();
    let error = channels(&client).fetch("general").send().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::BodyTooLarge, Some(200), 1));
}

#[tokio::test]
async fn an_error_is_decoded_too() {
    let body = gzip(br#"{"code": 20404, "message": "Not here"}"#);
    let server = Server::start(vec![Answer::Encoded(404, "gzip", body)]).await;
    let error = channels(&server.client()).fetch("general").send().await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some(20404), "Not here"));
}

/// Broken data is no reason to try again. A body that ends too early is a broken connection.
#[tokio::test]
async fn a_broken_encoding_is_an_error() {
    let whole = gzip(b"{\"account_sid\": \"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}");
    let mut corrupt = whole.clone();
    for byte in &mut corrupt[10..20] {
        *byte = !*byte;
    }
    let cut = whole[..whole.len() / 2].to_vec();
    for (body, kind, attempts) in [
        (vec![b' '; 64], ErrorKind::Decode, 1),
        (corrupt, ErrorKind::Decode, 1),
        (cut, ErrorKind::Transport, 4),
    ] {
        let server = Server::start(vec![Answer::Encoded(200, "gzip", body); 4]).await;
        let client = server.retrying(&TestClock::new(0.0));
        let error = channels(&client).fetch("general").send().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(200)), "{error:?}");
        assert_eq!((error.attempts(), error.may_have_been_processed()), (attempts, true), "{error}");
    }
}
