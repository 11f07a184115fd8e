//! `.await` on a request itself, and the names of `futures` that the client leaves free.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream;
use twilio_client_sample::chat_v2::Invites;
use twilio_client_sample::sid::{InviteSid, ServiceSid};
use twilio_client_sample::{ErrorKind, Page, Result};

use crate::local_server::{Answer, Server};

fn invites(server: &Server) -> Invites {
    server
        .client()
        .chat_v2()
        .invites("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "general")
}

#[tokio::test]
async fn a_request_is_awaited_without_send() {
    let server = Server::start(vec![
        Answer::json(201, r#"{"identity": "alice"}"#),
        Answer::json(200, r#"{"invites": [{"identity": "bob"}], "meta": {"next_page_url": null}}"#),
        Answer::Full(204, Vec::new(), String::new()),
        Answer::json(404, r#"{"code": 20404, "message": "no invite"}"#),
    ])
    .await;
    let invites = invites(&server);
    let sid: InviteSid = "INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
    let created = invites.create("alice").await.unwrap();
    assert_eq!(created.identity.as_deref(), Some("alice"));
    let page: Page<_> = invites.list().await.unwrap();
    assert_eq!(page.len(), 1);
    let nothing: () = invites.delete(sid.clone()).await.unwrap();
    assert_eq!(nothing, ());
    let error = invites.fetch(sid).with_timeout(Duration::from_secs(5)).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(20404)));
    assert_eq!(server.lines().len(), 4);
}

#[tokio::test]
async fn a_request_is_passed_as_a_future() {
    let server = Server::start(vec![Answer::json(200, r#"{"identity": "alice"}"#)]).await;
    let sid: InviteSid = "INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
    // A task requires `Send + 'static`, and `timeout` accepts any `IntoFuture`.
    let task = tokio::spawn(invites(&server).fetch(sid).into_future());
    let fetched = tokio::time::timeout(Duration::from_secs(5), task).await.unwrap().unwrap().unwrap();
    assert_eq!(fetched.identity.as_deref(), Some("alice"));
}

/// The method of `futures`, with its signature.
trait TryStreamExt<T>: Stream<Item = Result<T>> + Sized {
    async fn try_collect<C: Default + Extend<T>>(self) -> Result<C> {
        let (mut stream, mut collected) = (Box::pin(self), C::default());
        while let Some(item) =
            std::future::poll_fn(|context| Pin::as_mut(&mut stream).poll_next(context)).await
        {
            collected.extend([item?]);
        }
        Ok(collected)
    }
}

impl<T, S: Stream<Item = Result<T>>> TryStreamExt<T> for S {}

#[tokio::test]
async fn try_collect_is_the_method_of_futures() {
    let body = r#"{"invites": [{"identity": "bob"}], "meta": {"next_page_url": null}}"#;
    let server = Server::start(vec![Answer::json(200, body), Answer::json(200, body)]).await;
    let items = invites(&server).list().stream().try_collect::<Vec<_>>().await.unwrap();
    let pages = invites(&server).list().pages().try_collect::<Vec<_>>().await.unwrap();
    assert_eq!((items.len(), pages.len()), (1, 1));
}
