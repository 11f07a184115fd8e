//! Requests without a body: the client of `fixtures/emit/requests/posts_without_a_body.yaml`.

use twilio_client_zoo::{Client, Credentials};

use crate::local_server::{ACCOUNT, Answer, Server};

#[tokio::test]
async fn a_post_without_a_body_has_no_media_type() {
    let done = || Answer::Full(204, vec![], String::new());
    let server = Server::start(vec![done(), done(), done(), done()]).await;
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let jobs = builder.build().unwrap().posts_without_a_body().jobs();
    jobs.start("1").await.unwrap();
    jobs.repeat("1").times(2).await.unwrap();
    jobs.change("1").await.unwrap();
    jobs.archive("1").await.unwrap();
    let form = Some("application/x-www-form-urlencoded");
    for (request, media_type) in server.requests().iter().zip([None, None, form, form]) {
        let headers = (request.header("content-type"), request.header("content-length"));
        assert_eq!(headers, (media_type, Some("0")), "{request:?}");
    }
    assert_eq!(server.requests().len(), 4);
}
