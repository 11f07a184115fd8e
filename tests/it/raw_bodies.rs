//! Bodies that the client does not interpret are sent as bytes.

use twilio_client_zoo::{Client, Credentials, RetryPolicy};

use crate::local_server::{ACCOUNT, Answer, Server};

async fn server() -> (Server, Client) {
    let answer = || Answer::Full(204, vec![], String::new());
    let server = Server::start(vec![answer(), answer()]).await;
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let client = builder.retry(RetryPolicy::off()).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn bytes_are_sent_in_the_media_type_of_the_document() {
    let (server, client) = server().await;
    client.raw_bodies().recording_media("a b").update("text").send().await.unwrap();
    client.raw_bodies().pictures().create(vec![b'x', b'=', b'&']).send().await.unwrap();
    let requests = server.requests();
    let sent = |index: usize| {
        let request = &requests[index];
        (request.header("content-type").map(str::to_owned), request.body.clone())
    };
    assert_eq!(sent(0), (Some("audio/x-wav".to_owned()), "text".to_owned()));
    // The document contains a range of media types.
    assert_eq!(sent(1), (Some("application/octet-stream".to_owned()), "x=&".to_owned()));
}

#[tokio::test]
async fn a_header_selects_another_media_type_of_the_document() {
    let (server, client) = server().await;
    let scripts = client.raw_bodies().scripts();
    let script = scripts.create().body(b"echo".as_slice()).with_header("Content-Type", "text/plain");
    script.send().await.unwrap();
    let pictures = client.raw_bodies().pictures();
    pictures.create(vec![b'x']).with_header("content-type", "image/png").send().await.unwrap();
    let requests = server.requests();
    let sent = requests.iter().map(|request| (request.header("content-type"), request.body.as_str()));
    assert_eq!(sent.collect::<Vec<_>>(), [(Some("text/plain"), "echo"), (Some("image/png"), "x")]);
}

#[tokio::test]
async fn an_optional_body_is_sent_only_if_it_is_set() {
    let (server, client) = server().await;
    client.raw_bodies().scripts().create().send().await.unwrap();
    client.raw_bodies().scripts().create().body(b"<a/>".as_slice()).send().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].body, "");
    assert_eq!(requests[1].body, "<a/>");
    assert_eq!(requests[1].header("content-type"), Some("application/xml"));
}
