//! Failed connections: the error contains the host and the innermost cause, nothing was sent, and only
//! failures that can pass are retried.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use twilio_client_sample::chat_v2::UserChannels;
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Credentials, Error, ErrorKind, RetryPolicy};

use crate::local_server::{ACCOUNT, Answer, Server, TestClock};
use crate::relay::{self, Tls};

fn channels(client: &Client) -> UserChannels {
    client.chat_v2().user_channels(
        "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(),
        "alice@example.com",
    )
}

/// The errors of a GET and of a POST to this URL, after all attempts.
async fn errors(base: &str, proxy: Option<&str>) -> [Error; 2] {
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).timing(TestClock::new(1.0));
    let builder = builder.base_url(base).allow_insecure_http();
    let builder = if let Some(proxy) = proxy { builder.proxy(proxy) } else { builder };
    let channels = channels(&builder.build().unwrap());
    [
        channels.fetch("general").send().await.unwrap_err(),
        channels.update("general").last_consumed_message_index(7).send().await.unwrap_err(),
    ]
}

async fn check(base: &str, proxy: Option<&str>, attempts: u32, host: &str, cause: &str) {
    for error in errors(base, proxy).await {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, attempts), "{error:?}");
        assert!(!error.may_have_been_processed(), "{error:?}");
        let line = error.to_string();
        assert!(line.contains(&format!("cannot connect to {host}: ")), "{line}");
        assert!(line.contains(cause) && line.ends_with("; nothing was sent"), "{line}");
        for part in ["alice", "Services", "general", "/v2"] {
            assert!(!format!("{error} {error:?}").contains(part), "{error:?}");
        }
    }
}

#[tokio::test]
async fn the_error_contains_the_host_and_the_cause() {
    check("http://127.0.0.1:1", None, 4, "127.0.0.1:1", "refused").await;
    check("https://chat.twilio.invalid/x", None, 4, "chat.twilio.invalid", "lookup").await;
}

/// A server that sends something else than TLS, for as long as the test runs.
async fn server_without_tls() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn a_failure_that_waiting_cannot_repair_is_not_retried() {
    let address = server_without_tls().await;
    check(&format!("https://{address}"), None, 1, &address, "corrupt message").await;
    let refusal = Answer::Full(407, vec![("Proxy-Authenticate", "Basic")], String::new());
    let proxy = Server::start(vec![refusal; 2]).await;
    let cause = "proxy authorization required";
    check("https://chat.twilio.com", Some(&proxy.base), 1, "chat.twilio.com", cause).await;
    assert_eq!(proxy.lines(), ["CONNECT chat.twilio.com:443"; 2]);
}

/// The certificate of the server is signed by itself. The client trusts the authorities of the machine.
#[tokio::test]
async fn an_unknown_certificate_is_not_retried() {
    let server = Server::start(vec![]).await;
    let address = server.base.trim_start_matches("http://").parse().unwrap();
    let port = Tls::start(address).await.address.port();
    let host = format!("localhost:{port}");
    check(&format!("https://{host}"), None, 1, &host, "invalid peer certificate").await;
    let proxy = relay::proxy(([127, 0, 0, 1], port).into()).await;
    let proxy = Some(format!("http://{proxy}"));
    check("https://chat.twilio.com", proxy.as_deref(), 1, "chat.twilio.com", "invalid peer certificate")
        .await;
    assert_eq!(server.lines(), Vec::<String>::new());
}

/// The proxy does not respond to `CONNECT`.
#[tokio::test]
async fn a_timeout_of_a_silent_proxy_is_a_failed_connection() {
    let proxy = Server::start(vec![Answer::Stall; 2]).await;
    let builder = proxy.builder().base_url("https://chat.twilio.com").proxy(&proxy.base);
    let builder = builder.timeout(Duration::from_millis(300)).retry(RetryPolicy::off());
    let channels = channels(&builder.build().unwrap());
    for error in [
        channels.update("general").send().await.unwrap_err(),
        channels.delete("general").send().await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.may_have_been_processed()), (ErrorKind::Connect, false), "{error}");
    }
    assert_eq!(proxy.lines(), ["CONNECT chat.twilio.com:443"; 2]);
}

#[tokio::test]
async fn a_failure_of_a_proxy_that_can_pass_is_retried() {
    let proxy = Server::start(vec![Answer::json(503, "{}"); 8]).await;
    check("https://chat.twilio.com", Some(&proxy.base), 4, "chat.twilio.com", "tunnel error: unsuccessful")
        .await;
}

/// The server accepts and sends nothing: TLS belongs to connecting. The timeouts are shorter than,
/// equal to and longer than the connect timeout.
#[tokio::test]
async fn a_timeout_while_connecting_is_recognized_for_all_timeouts() {
    let short = Duration::from_millis(300);
    for (connect, attempt, total) in [
        (short, short, short * 100),
        (short * 100, short, short * 100),
        (short * 100, short * 100, short),
        (short, short * 100, short * 100),
    ] {
        let server = Server::start(vec![]).await;
        let builder = server.builder().base_url(server.base.replacen("http://", "https://", 1));
        let builder = builder.connect_timeout(connect).timeout(attempt).total_timeout(total);
        let channels = channels(&builder.retry(RetryPolicy::off()).build().unwrap());
        for error in [
            channels.fetch("general").send().await.unwrap_err(),
            channels.update("general").send().await.unwrap_err(),
            channels.delete("general").send().await.unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.may_have_been_processed()), (ErrorKind::Connect, false));
            assert!(error.to_string().contains("the timeout expired; nothing was sent"), "{error}");
        }
    }
}

/// With a connection from the pool, a timeout is not one of connecting.
#[tokio::test]
async fn a_timeout_on_an_open_connection_may_have_been_processed() {
    let server = Server::start(vec![Answer::json(200, "{}"), Answer::Stall, Answer::Stall]).await;
    let channels = channels(&server.client());
    channels.fetch("general").send().await.unwrap();
    let short = Duration::from_millis(300);
    for error in [
        channels.update("general").with_timeout(short).send().await.unwrap_err(),
        channels.delete("general").with_timeout(short).send().await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.may_have_been_processed()), (ErrorKind::Timeout, true), "{error}");
    }
}
