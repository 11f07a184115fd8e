//! Families of inputs whose names differ only in a number have one setter.

use codegen::{Inputs, Source};
use twilio_client_zoo::{Client, Credentials, ErrorKind, RetryPolicy, Timestamp};

use crate::local_server::{ACCOUNT, Answer, Server};
use crate::sample::root;

async fn answering(answer: Answer) -> (Server, Client) {
    let server = Server::start(vec![answer]).await;
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    (builder.retry(RetryPolicy::off()).build().map(|client| (server, client))).unwrap()
}

fn done() -> Answer {
    Answer::Full(204, vec![], String::new())
}

#[tokio::test]
async fn pairs_and_numbers_become_the_names_of_the_document() {
    let (server, client) = answering(done()).await;
    let request = client.numbered_inputs().recordings().create("n");
    let request = request.tags([("a b", "x&y=1"), ("ü", "")]).field(3, 7).field(1, -2).field(3, 8);
    request.tags(vec![("c".to_owned(), "d".to_owned())]).line1("l").mark5("m").send().await.unwrap();
    let expected = "Name=n&Tag1.Key=a+b&Tag1.Value=x%26y%3D1&Tag2.Key=%C3%BC&Tag2.Value=&Field1=-2&Field3=8\
                    &Tag3.Key=c&Tag3.Value=d&Line1=l&Mark5=m";
    assert_eq!(server.requests()[0].body, expected);
}

#[tokio::test]
async fn a_query_of_a_list_has_families() {
    let (server, client) = answering(Answer::json(200, r#"{"recordings": []}"#)).await;
    let at: Timestamp = "2015-07-30T22:00:00+02:00".parse().unwrap();
    let list =
        client.numbered_inputs().recordings().list().limit_(4, 0.5).ranges([(at.clone(), at)]).limit(9);
    assert!(list.stream().collect_vec().await.unwrap().is_empty());
    let time = "2015-07-30T20%3A00%3A00Z";
    assert_eq!(server.lines(), [format!("GET /v1/Recordings?Limit4=0.5&Range1Min={time}&Range1Max={time}")]);
}

#[tokio::test]
async fn a_number_that_does_not_exist_is_an_error_before_anything_is_sent() {
    let (server, client) = answering(done()).await;
    let create = || client.numbered_inputs().recordings().create("n");
    let five = ["a", "b", "c", "d", "e"].map(|key| (key, "value"));
    let requests = [
        (create().field(0, 1), "`Field{n}` has the numbers 1 to 5, not 0"),
        (create().field(6, 1).field(1, 1), "`Field{n}` has the numbers 1 to 5, not 6"),
        (create().tags(five), "`Tag{n}` has the numbers 1 to 4, and there are more values"),
        (create().tags(five.into_iter().take(4)).tags([("f", "g")]), "`Tag{n}` has the numbers 1 to 4"),
    ];
    for (request, message) in requests {
        let error = request.send().await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_been_processed()), (ErrorKind::InvalidRequest, false));
        assert!(error.to_string().contains(message) && !error.to_string().contains("value`"), "{error}");
    }
    assert!(server.requests().is_empty());
    create().tags(five.into_iter().take(4)).tags([] as [(&str, &str); 0]).send().await.unwrap();
    assert!(server.requests()[0].body.ends_with("&Tag4.Key=d&Tag4.Value=value"));
}

fn fixture() -> Vec<Source> {
    let path = root().join("tests/fixtures/emit/requests/numbered_inputs.yaml");
    vec![Source { name: "numbered_v1.yaml".to_owned(), text: std::fs::read_to_string(path).unwrap() }]
}

#[test]
fn the_listing_contains_a_family_once() {
    let listing = codegen::listing(&fixture(), None).unwrap();
    let line = listing.lines().find(|line| line.contains("CreateRecording")).unwrap();
    assert!(line.contains(" .tags(1..=4): [(String, String)] .field(1..=5): i64 .line1: String"), "{line}");
    assert!(line.contains("form Name,Tag{n}.Key,Tag{n}.Value,Field{n},Line1,Line2"), "{line}");
}

/// Each name of the document, and the name for the settings, lead to the setter.
#[test]
fn explain_finds_a_family_by_each_of_its_names() {
    let documents = fixture();
    let text = "[documents.numbered_v1.rename]\n\"CreateRecording.Tag{n}\" = \"labels\"\n";
    let settings = Source { name: "codegen.toml".to_owned(), text: text.to_owned() };
    let inputs = Inputs { documents: &documents, settings: Some(&settings), ..Inputs::default() };
    for query in ["CreateRecording.Tag1.Key", "CreateRecording.Tag4.Value", "CreateRecording.Tag{n}"] {
        let Ok(found) = codegen::explain(inputs, query) else { panic!("{query}") };
        let [found] = found.as_slice() else { panic!("{query}: {} things", found.len()) };
        assert_eq!(found.rust.as_deref(), Some("numbered_v1::CreateRecording::labels"), "{query}");
        let given = "a setter that accepts pairs and numbers them: `Tag{n}.Key` and `Tag{n}.Value`";
        assert!(found.facts.iter().any(|(_, fact)| fact.starts_with(given)), "{:?}", found.facts);
    }
}
