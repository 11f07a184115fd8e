//! `multipart` bodies: the client of the fixtures sends files and text, and a parser reads them on the server.

use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use twilio_client_zoo::multipart_bodies::{
    Author, CreateTransferParams, DocumentCoverLinks, DocumentKind, Documents,
};
use twilio_client_zoo::{Client, Credentials, ErrorKind, FilePart, RetryPolicy};

use crate::local_server::{ACCOUNT, Answer, Recorded, Server, TestClock};

/// A part as the server reads it: the values of its headers, and its content.
#[derive(Debug, PartialEq)]
struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    content: Vec<u8>,
}

impl Part {
    fn text(name: &str, content: &str) -> Self {
        Self { name: name.to_owned(), file_name: None, content_type: None, content: content.into() }
    }

    fn of_type(self, content_type: &str) -> Self {
        Self { content_type: Some(content_type.to_owned()), ..self }
    }

    fn file(name: &str, file_name: &str, content_type: &str, content: impl Into<Vec<u8>>) -> Self {
        let part = Self { content: content.into(), ..Self::text(name, "") }.of_type(content_type);
        Self { file_name: Some(file_name.to_owned()), ..part }
    }
}

/// Splits the body of a request as RFC 2046 and RFC 7578 define.
fn parts(request: &Recorded) -> Vec<Part> {
    let content_type = request.header("content-type").unwrap();
    let (media_type, boundary) = content_type.split_once("; boundary=").unwrap();
    assert!(media_type.starts_with("multipart/"), "{content_type}");
    let separator = format!("\r\n--{boundary}");
    let body = [b"\r\n".as_slice(), &request.bytes].concat();
    let mut sections = split(&body, separator.as_bytes());
    assert_eq!(sections.pop().as_deref(), Some(b"--\r\n".as_slice()), "the last boundary");
    assert_eq!(sections.remove(0), b"", "nothing precedes the first boundary");
    sections.iter().map(|section| part(section)).collect()
}

fn part(section: &[u8]) -> Part {
    let section = section.strip_prefix(b"\r\n").unwrap();
    let at = section.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&section[..at]).unwrap();
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let disposition = header("Content-Disposition").unwrap();
    let value = |key: &str| {
        let (_, rest) = disposition.split_once(&format!("; {key}=\""))?;
        Some(rest.split_once('"').unwrap().0.to_owned())
    };
    assert!(disposition.starts_with("form-data; "), "{disposition}");
    Part {
        name: value("name").unwrap(),
        file_name: value("filename"),
        content_type: header("Content-Type").map(str::to_owned),
        content: section[at + 4..].to_vec(),
    }
}

fn split(bytes: &[u8], separator: &[u8]) -> Vec<Vec<u8>> {
    let mut sections = vec![Vec::new()];
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(separator) {
            sections.push(Vec::new());
            rest = after;
        } else {
            sections.last_mut().unwrap().push(*first);
            rest = tail;
        }
    }
    sections
}

fn done() -> Answer {
    Answer::Full(204, vec![], String::new())
}

fn unavailable() -> Answer {
    Answer::Full(503, vec![], String::new())
}

async fn answering(answers: impl IntoIterator<Item = Answer>) -> (Server, Client) {
    let server = Server::start(answers.into_iter().collect()).await;
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let client = builder.timing(TestClock::new(0.0)).build().unwrap();
    (server, client)
}

fn documents(client: &Client) -> Documents {
    client.multipart_bodies().documents()
}

/// Writes a file of the system.
fn written(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// A stream of chunks, and then of an error if there is one.
struct Chunks(Vec<Result<&'static [u8], &'static str>>);

impl Stream for Chunks {
    type Item = Result<&'static [u8], &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready((!self.0.is_empty()).then(|| self.0.remove(0)))
    }
}

#[tokio::test]
async fn each_property_is_a_part() {
    let (server, client) = answering([done()]).await;
    let request = documents(&client).create("a\r\nb", vec![0, 13, 10, 255]);
    let request = request.pages(3).kind(DocumentKind::Draft).tags(["x", "y"]);
    let request = request.attachments([FilePart::new("1"), FilePart::new("").file_name("2.txt")]);
    let request = request.author(Author::new("é")).reviewers([Author::new("b"), Author::new("c")]);
    request.settings(serde_json::json!({"a": [1]})).send().await.unwrap();
    let octets = "application/octet-stream";
    let expected = [
        Part::text("Title", "a\r\nb"),
        Part::text("Pages", "3"),
        Part::text("Kind", "draft"),
        Part::text("Tags", "x"),
        Part::text("Tags", "y"),
        Part::file("File", "File", octets, [0, 13, 10, 255]),
        Part::file("Attachments", "Attachments", octets, "1"),
        Part::file("Attachments", "2.txt", octets, ""),
        Part::text("Author", r#"{"name":"é"}"#).of_type("application/json"),
        Part::text("Reviewers", r#"[{"name":"b"},{"name":"c"}]"#).of_type("application/json"),
        Part::text("Settings", r#"{"a":[1]}"#).of_type("application/json"),
    ];
    let [request] = server.requests().try_into().unwrap();
    assert_eq!(parts(&request), expected);
    assert_eq!(request.header("content-length"), Some(request.bytes.len().to_string().as_str()));
    assert!(request.header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
}

#[tokio::test]
async fn the_encoding_of_the_document_applies() {
    let (server, client) = answering([done(), done(), done()]).await;
    let cover = client.multipart_bodies().document_cover("1");
    let request = cover.update().picture(FilePart::new("p").content_type("image/png")).scan("s");
    let request = request.raw("r").author(Author::new("a")).chapters("<c/>").caption("*c*").sizes([1, 2]);
    request.links(DocumentCoverLinks::new().next("n")).send().await.unwrap();
    cover.update().send().await.unwrap();
    let package = client.multipart_bodies().packages().create(Author::new("a"), "m");
    package.send().await.unwrap();
    let requests = server.requests();
    let expected = [
        Part::text("Chapters", "<c/>").of_type("application/xml"),
        Part::text("Caption", "*c*").of_type("text/markdown"),
        Part::text("Sizes", "1,2"),
        Part::text("Links[next]", "n"),
        Part::file("Picture", "Picture", "image/png", "p"),
        Part::file("Scan", "Scan", "application/pdf", "s"),
        Part::file("Raw", "Raw", "application/octet-stream", "r"),
        Part::text("Author", r#"{"name":"a"}"#).of_type("application/vnd.author+json; v=1"),
    ];
    assert_eq!(parts(&requests[0]), expected);
    // The body is optional, and the request has no values.
    assert_eq!((requests[1].body.as_str(), requests[1].header("content-type")), ("", None));
    assert_eq!(requests[1].header("content-length"), Some("0"));
    assert!(requests[2].header("content-type").unwrap().starts_with("multipart/related; boundary="));
    assert_eq!(parts(&requests[2]).len(), 2);
}

#[tokio::test]
async fn a_file_name_cannot_end_its_header() {
    let rows = [
        ("a \"b\".txt", "a %22b%22.txt"),
        ("a\r\nX-Evil: b", "a%0D%0AX-Evil: b"),
        ("größe 📄.pdf", "größe 📄.pdf"),
        ("a\\b;c=d", "a\\b;c=d"),
        ("", ""),
    ];
    let (server, client) = answering(rows.map(|_| done())).await;
    for (name, _) in rows {
        documents(&client).create("t", FilePart::new("x").file_name(name)).send().await.unwrap();
    }
    for ((_, sent), request) in rows.iter().zip(server.requests()) {
        assert_eq!(parts(&request)[1], Part::file("File", sent, "application/octet-stream", "x"));
    }
}

#[tokio::test]
async fn a_retry_sends_the_same_bytes() {
    let content = vec![b'x'; 700_000];
    let path = written("retried.bin", &content);
    let (server, client) = answering([unavailable(), done()]).await;
    let cover = client.multipart_bodies().document_cover("1").update();
    cover.caption("c").scan(FilePart::from_path(&path).unwrap()).send().await.unwrap();
    let [first, second] = server.requests().try_into().unwrap();
    assert_eq!(first.bytes, second.bytes);
    assert_eq!(first.header("content-type"), second.header("content-type"));
    assert_eq!(first.header("content-length"), Some(first.bytes.len().to_string().as_str()));
    let file = &parts(&first)[1];
    assert_eq!(*file, Part::file("Scan", "retried.bin", "application/pdf", content));
}

#[tokio::test]
async fn a_file_of_the_system_is_read_when_it_is_sent() {
    assert!(FilePart::from_path("/nonexistent/file").is_err());
    assert!(FilePart::from_path(env!("CARGO_TARGET_TMPDIR")).is_err(), "a folder is not a file");
    let path = written("removed.bin", b"content");
    let file = FilePart::from_path(&path).unwrap();
    let (server, client) = answering([done(), done()]).await;
    let empty = FilePart::from_path(written("empty.bin", b"")).unwrap();
    documents(&client).create("t", empty).send().await.unwrap();
    assert_eq!(parts(&server.requests()[0])[1].content, b"");
    std::fs::write(&path, b"cont").unwrap();
    let error = documents(&client).create("t", file.clone()).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "the file became shorter: {error}");
    std::fs::remove_file(&path).unwrap();
    let error = documents(&client).create("t", file).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0), "{error}");
    assert!(error.to_string().contains("a file cannot be opened"), "{error}");
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let (server, client) = answering([unavailable(), done(), done()]).await;
    let stream = || FilePart::from_stream(Chunks(vec![Ok(b"one "), Ok(b""), Ok(b"two")]));
    let cover = client.multipart_bodies().document_cover("1");
    let request = cover.update().scan(stream());
    let clone = request.clone();
    let error = request.send().await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1), "no retry");
    let error = clone.send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0), "{error}");
    cover.update().scan(stream().length(7)).send().await.unwrap();
    let [chunked, sized] = server.requests().try_into().unwrap();
    assert_eq!(
        (chunked.header("transfer-encoding"), chunked.header("content-length")),
        (Some("chunked"), None)
    );
    assert_eq!(sized.header("content-length"), Some(sized.bytes.len().to_string().as_str()));
    for request in [chunked, sized] {
        assert_eq!(parts(&request)[0], Part::file("Scan", "Scan", "application/pdf", "one two"));
    }
}

#[tokio::test]
async fn a_stream_that_was_not_read_can_be_sent() {
    let stream = FilePart::from_stream(Chunks(vec![Ok(b"x")]));
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url("http://127.0.0.1:1");
    let unreachable = builder.retry(RetryPolicy::off()).build().unwrap();
    let error = documents(&unreachable).create("t", stream.clone()).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    let (server, client) = answering([done()]).await;
    documents(&client).create("t", stream).send().await.unwrap();
    assert_eq!(parts(&server.requests()[0])[1].content, b"x");
}

#[tokio::test]
async fn a_failed_stream_and_a_wrong_length_are_errors() {
    let (_server, client) = answering([done(), done(), done()]).await;
    let streams = [
        FilePart::from_stream(Chunks(vec![Ok(b"x"), Err("secret")])),
        FilePart::from_stream(Chunks(vec![Ok(b"x")])).length(2),
        FilePart::from_stream(Chunks(vec![Ok(b"x")])).length(0),
    ];
    for stream in streams {
        let error = documents(&client).create("t", stream).send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[tokio::test]
async fn parts_without_names_in_the_document_have_names_of_the_caller() {
    let (server, client) = answering([done(), done()]).await;
    let uploads = client.multipart_bodies().uploads();
    let files = [("a", FilePart::new("1")), ("b", FilePart::new("2"))];
    let files = files.map(|(name, file)| (name.to_owned(), file));
    uploads.create().files(files.into()).send().await.unwrap();
    uploads.create().send().await.unwrap();
    let requests = server.requests();
    let octets = "application/octet-stream";
    assert_eq!(parts(&requests[0]), [Part::file("a", "a", octets, "1"), Part::file("b", "b", octets, "2")]);
    assert_eq!(parts(&requests[1]), []);
}

#[tokio::test]
async fn no_output_contains_a_file_or_its_name() {
    let body = r#"{"code": 1, "message": "the file my-name.txt contains my secret, by my author"}"#;
    let (_server, client) = answering([Answer::json(400, body)]).await;
    let file = FilePart::new("my secret").file_name("my-name.txt").content_type("text/plain");
    let arguments =
        CreateTransferParams { from: "a".to_owned(), to: "b".to_owned(), files: vec![file.clone()] };
    let request = documents(&client).create("t", file.clone()).author(Author::new("my author"));
    for shown in [format!("{file:?}"), format!("{arguments:?}"), format!("{request:?}")] {
        assert!(!shown.contains("secret") && !shown.contains("my-name"), "{shown}");
    }
    let error = request.send().await.unwrap_err();
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(!shown.contains("secret") && !shown.contains("my-name"), "{shown}");
        assert!(!shown.contains("my author"), "{shown}");
    }
}

#[tokio::test]
async fn an_optional_json_body_is_absent_without_values() {
    let (server, client) = answering([Answer::json(200, "{}"), Answer::json(200, "{}")]).await;
    client.media_types().jsons().create().send().await.unwrap();
    client.media_types().jsons().create().a("b").send().await.unwrap();
    let [absent, sent] = server.requests().try_into().unwrap();
    assert_eq!((absent.body.as_str(), absent.header("content-type")), ("", None));
    let content_type = Some("Application/JSON; charset=UTF-8");
    assert_eq!((sent.body.as_str(), sent.header("content-type")), (r#"{"a":"b"}"#, content_type));
}

#[tokio::test]
async fn the_style_of_a_form_field_applies() {
    use twilio_client_zoo::form_encodings::{OrderAddress, OrderItem};
    let (server, client) = answering([done()]).await;
    let request =
        client.form_encodings().orders().create().tags(["a", "b"]).sizes([1, 2]).colours(["c", "d"]);
    let request =
        request.names(["e", "f"]).items([OrderItem::new().name("g").amounts([3, 4]), OrderItem::new()]);
    let request = request.address(OrderAddress::new().street("h i")).labels(serde_json::json!({"j": "k"}));
    request.lists(serde_json::json!(["l"])).send().await.unwrap();
    let expected = "Tags=a&Tags=b&Sizes=1,2&Colours=c%7Cd&Names=e&Names=f&Items%5B0%5D%5Bname%5D=g\
        &Items%5B0%5D%5Bamounts%5D%5B0%5D=3&Items%5B0%5D%5Bamounts%5D%5B1%5D=4&Address%5Bstreet%5D=h+i\
        &Labels=%7B%22j%22%3A%22k%22%7D&Lists=%5B%22l%22%5D";
    assert_eq!(server.requests()[0].body, expected);
}

#[tokio::test]
async fn a_form_is_sent_with_every_method() {
    let (server, client) = answering([done(), done(), done()]).await;
    let client = client.form_encodings();
    client.orders().delete().reason("late").send().await.unwrap();
    client.tokens().create("c").password("p").code("d").send().await.unwrap();
    client.texts().create("a=b&c").send().await.unwrap();
    let sent: Vec<String> = server.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(sent, ["Reason=late", "Client=c&Password=p&Code=d", "a=b&c"]);
    for request in server.requests() {
        assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    }
}
