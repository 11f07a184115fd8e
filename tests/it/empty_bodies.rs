//! Requests without a body, and responses whose body the document does not describe.

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

/// The purpose of GET is a body, also if the document describes none.
#[tokio::test]
async fn the_body_of_a_get_without_content_is_bytes() {
    let image = Answer::Full(200, vec![("content-type", "image/png")], "pixels".to_owned());
    let server = Server::start(vec![image, Answer::Full(200, vec![], String::new())]).await;
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let things = builder.build().unwrap().missing_operation_id().things();
    assert_eq!(things.fetch(1).await.unwrap(), b"pixels");
    assert_eq!(things.fetch(1).await.unwrap(), b"");
    assert_eq!(server.requests()[0].header("accept"), Some("*/*"));
}

/// The fake answers with the status of the response with a body, also if another one is a reference.
#[test]
fn a_response_behind_a_reference_has_no_body_if_its_target_has_none() {
    let text = "openapi: 3.0.1
info: {title: T, version: 1.0.0}
servers: [{url: 'https://a.example'}]
paths:
  /items:
    get:
      operationId: ListItems
      responses:
        '202': {$ref: '#/components/responses/later'}
        '203': {description: ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}
components: {responses: {later: {description: later}}}
";
    let document = codegen::Source { name: "t_v1.yaml".to_owned(), text: text.to_owned() };
    let output = codegen::generate(&[document], None).unwrap();
    let table = output.files.iter().find(|file| file.path == "src/fake/t_v1.json").unwrap();
    assert!(table.text.contains(r#""status":203"#), "{}", table.text);
}
