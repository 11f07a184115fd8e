//! Makes one call of each operation of the committed client against a local server. The build script generates
//! the calls from `spec/`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};

use twilio_client::fake::Fake;
use twilio_client::{Client, Credentials, Result, RetryPolicy};

/// A call, and the request that it must send.
pub(crate) struct Call {
    operation: String,
    kind: Kind,
    method: &'static str,
    /// With `{placeholders}`.
    path: &'static str,
    credentials: Credentials,
    make: fn(&Client) -> Result<()>,
}

/// The kind of credentials that an operation requires.
#[allow(dead_code, reason = "the operations of the documents can all require one kind")]
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    AuthToken,
    BearerToken,
    ParameterKey,
}

impl Call {
    #[allow(dead_code, reason = "the documents can contain no operation")]
    fn new(
        document: &str,
        id: &str,
        method: &'static str,
        path: &'static str,
        kind: Kind,
        make: fn(&Client) -> Result<()>,
    ) -> Self {
        let account = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        let credentials = match kind {
            Kind::AuthToken => Credentials::auth_token(account, "token"),
            Kind::BearerToken => Credentials::bearer_token("token").for_account(account),
            Kind::ParameterKey => Credentials::parameter_key("key").for_account(account),
        };
        Self { operation: format!("{document}.{id}"), kind, method, path, credentials, make }
    }

    /// Whether the operation sends requests to this path.
    fn matches(&self, path: &str) -> bool {
        let (template, path): (Vec<&str>, Vec<&str>) =
            (self.path.split('/').collect(), path.split('/').collect());
        template.len() == path.len()
            && template.iter().zip(path).all(|(segment, value)| match segment.split_once('{') {
                None => *segment == value,
                Some((before, rest)) => {
                    let after = rest.rsplit('}').next().unwrap_or_default();
                    value.len() > before.len() + after.len()
                        && value.starts_with(before)
                        && value.ends_with(after)
                }
            })
    }
}

#[allow(dead_code, reason = "the operations of the documents can require no values")]
fn value<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

#[allow(clippy::pedantic, reason = "the OpenAPI documents determine the length and the literals of the code")]
mod generated {
    #[allow(unused_imports, reason = "the operations of the documents can require no values")]
    use super::{Call, Kind, value};

    include!(concat!(env!("OUT_DIR"), "/calls.rs"));
}

/// A server that responds to each request with status 404. Returns its URL, and the requests.
fn server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let sender = sender.clone();
            std::thread::spawn(move || drop(serve(stream, &sender)));
        }
    });
    (base, requests)
}

/// Reads one request, and closes the connection after the response.
fn serve(mut stream: TcpStream, requests: &Sender<String>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    reader.read_exact(&mut vec![0; length])?;
    drop(requests.send(request));
    stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

#[test]
fn each_operation_sends_its_request() {
    let (base, requests) = server();
    let calls = generated::calls();
    assert!(!calls.is_empty(), "spec/ contains no operation");
    for call in calls {
        let builder = Client::builder(call.credentials.clone()).base_url(&base);
        let client = builder.retry(RetryPolicy::off()).build().unwrap();
        let error = (call.make)(&client).expect_err("the status is an error");
        assert!(error.is_not_found(), "{}: {error}", call.operation);
        let request = requests.try_recv().unwrap_or_default();
        let mut words = request.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let path = target.split('?').next().unwrap_or_default();
        assert!(method == call.method && call.matches(path), "{} sends {request}", call.operation);
        assert!(requests.try_recv().is_err(), "{} sends two requests", call.operation);
    }
}

/// The credentials of the fake of this kind.
fn credentials(fake: &Fake, kind: Kind) -> Credentials {
    match kind {
        Kind::AuthToken => fake.credentials(),
        Kind::BearerToken => Credentials::bearer_token(fake.auth_token()).for_account(fake.account_sid()),
        Kind::ParameterKey => Credentials::parameter_key(fake.auth_token()).for_account(fake.account_sid()),
    }
}

/// Each operation succeeds on the fake. A resource that an operation requires is added before it.
#[test]
fn each_operation_succeeds_on_the_fake() {
    let fake = Fake::start_blocking().unwrap();
    for call in generated::calls() {
        let builder = Client::builder(credentials(&fake, call.kind)).base_url(fake.base_url());
        let client = builder.retry(RetryPolicy::off()).build().unwrap();
        fake.reset();
        let first = (call.make)(&client);
        let request = fake.requests().pop().unwrap_or_default();
        let (module, id) = (request.module.unwrap_or_default(), request.operation.unwrap_or_default());
        assert_eq!(format!("{module}.{id}"), call.operation, "{first:?}");
        if first.as_ref().is_err_and(twilio_client::Error::is_not_found) {
            let path: Vec<&str> = request.path.iter().map(|(_, value)| value.as_str()).collect();
            fake.insert(&call.operation, &path, serde_json::json!({})).unwrap();
            (call.make)(&client).unwrap_or_else(|error| panic!("{}: {error}", call.operation));
        } else {
            first.unwrap_or_else(|error| panic!("{}: {error}", call.operation));
        }
    }
}
