//! Runs the functions of the examples against the fake.

use std::error::Error;

use serde_json::json;
use twilio_client::fake::{Fake, Fault};
use twilio_client::sid::ServiceSid;

#[allow(unreachable_pub, missing_docs, reason = "the example is a program")]
#[path = "../import_invites.rs"]
mod import_invites;
#[allow(unreachable_pub, missing_docs, reason = "the example is a program")]
#[path = "../invite_blocking.rs"]
mod invite_blocking;
#[allow(unreachable_pub, missing_docs, reason = "the example is a program")]
#[path = "../mute_channels.rs"]
mod mute_channels;
#[allow(unreachable_pub, missing_docs, reason = "the example is a program")]
#[path = "../open_channel.rs"]
mod open_channel;

type TestResult = Result<(), Box<dyn Error>>;

const SERVICE: &str = "IS37c7ad8dc8c0a4a7a7a3e0b1f0c1d2e3";

#[tokio::test]
async fn channels_with_many_unread_messages_are_muted() -> TestResult {
    let twilio = Fake::start().await?;
    for (number, unread) in [(1, 500), (2, 3), (3, 101)] {
        let channel = format!("CH{number:032}");
        let properties = json!({"unread_messages_count": unread, "notification_level": "default"});
        twilio.insert("chat_v2.FetchUserChannel", &[SERVICE, "alice", &channel], properties)?;
    }
    assert_eq!(mute_channels::mute_channels(&twilio.client(), SERVICE, "alice", 100).await?, 2);
    let updates = twilio.requests();
    let updates = updates.iter().filter_map(|request| request.form_value("NotificationLevel"));
    assert_eq!(updates.collect::<Vec<_>>(), ["muted", "muted"]);
    Ok(())
}

#[tokio::test]
async fn an_import_continues_at_its_cursor() -> TestResult {
    let twilio = Fake::start().await?;
    let client = twilio.client();
    let invites = client.chat_v2().invites(SERVICE.parse::<ServiceSid>()?, "general");
    for number in 0..70 {
        invites.create(format!("user{number}")).await?;
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("invites.txt");
    let import = || import_invites::import(&client, SERVICE, "general", &file);
    std::fs::write(file.with_extension("cursor"), first_cursor(&client).await?)?;
    assert_eq!(import().await?, 20); // the cursor of an interrupted run
    assert_eq!(import().await?, 70); // the cursor of a complete run is removed
    assert_eq!(std::fs::read_to_string(&file)?.lines().count(), 90);
    Ok(())
}

/// The cursor after the first page of the import.
async fn first_cursor(client: &twilio_client::Client) -> Result<String, Box<dyn Error>> {
    let invites = client.chat_v2().invites(SERVICE.parse::<ServiceSid>()?, "general");
    let page = invites.list().page_size(50).await?;
    Ok(page.next_cursor().ok_or("the list has one page")?.to_string())
}

#[test]
fn users_with_an_invite_are_skipped() -> TestResult {
    let twilio = Fake::start_blocking()?;
    let users = ["alice", "bob", "alice"].map(str::to_owned);
    let skipped = invite_blocking::invite(&twilio.client(), SERVICE, "general", &users)?;
    assert_eq!(skipped, ["alice"]);
    Ok(())
}

#[tokio::test]
async fn the_server_opens_a_channel() -> TestResult {
    let twilio = Fake::start().await?;
    let flow = "FO37c7ad8dc8c0a4a7a7a3e0b1f0c1d2e3".parse()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = open_channel::router(twilio.client(), flow);
    tokio::spawn(async move { axum::serve(listener, router).await });

    let response = post(address).await?;
    assert!(response.starts_with("HTTP/1.1 201 "), "{response}");
    let body = response.split_once("\r\n\r\n").ok_or("no body")?.1;
    let channel: serde_json::Value = serde_json::from_str(body)?;
    assert_eq!(channel["sid"], "CH00000000000000000000000000000001");

    twilio.next("flex_v1.CreateChannel").fails_with(Fault::status(400).code(20001));
    assert!(post(address).await?.starts_with("HTTP/1.1 502 "));
    Ok(())
}

/// Returns the response of the server as text.
async fn post(address: std::net::SocketAddr) -> Result<String, Box<dyn std::error::Error>> {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let mut stream = tokio::net::TcpStream::connect(address).await?;
    let head = "POST /channels HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n";
    stream
        .write_all(format!("{head}content-length: 21\r\n\r\n{{\"identity\": \"alice\"}}").as_bytes())
        .await?;
    let mut response = String::new();
    stream.read_to_string(&mut response).await?;
    Ok(response)
}
