//! Properties of the client: SIDs, error bodies and page links from a server with arbitrary responses.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use twilio_client_sample::sid::{InviteSid, ServiceSid};
use twilio_client_sample::{Client, Credentials, ErrorKind, RetryPolicy};

/// Parsing accepts a string only if it is a SID, and does not change it.
pub fn sid(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let is_one = text.len() == 34
        && text.starts_with("IN")
        && text.bytes().skip(2).all(|byte| byte.is_ascii_hexdigit());
    match text.parse::<InviteSid>() {
        Ok(sid) => assert!(is_one && sid.to_string() == text, "{text:?} must be rejected"),
        Err(error) => {
            assert!(!is_one, "{text:?} must be accepted");
            assert!(!error.to_string().is_empty());
        }
    }
    let quoted = serde_json::Value::from(&*text);
    let kept: InviteSid = serde_json::from_value(quoted.clone()).expect("deserialization is lenient");
    assert_eq!(serde_json::to_value(&kept).expect("a string"), quoted);
}

/// The first two bytes select a status, and the others are the body. The error contains both unchanged.
pub fn error_body(bytes: &[u8]) {
    let Some(([high, low], body)) = bytes.split_first_chunk() else { return };
    let status = 400 + (u16::from(*high) * 256 + u16::from(*low)) % 200;
    let error = with_server(|server| {
        server.respond_with(status, body.to_vec());
        let invites = server.client.chat_v2().invites(service(), "general");
        invites.fetch(invite()).send_blocking().expect_err("the status is an error")
    });
    assert_eq!(error.status(), Some(status));
    assert_eq!(error.body(), body);
    let line = error.to_string();
    assert!(!line.contains(['\n', '\r']), "{line:?} must be one line");
    assert!(line.len() < 4000, "the line has {} bytes", line.len());
}

/// The client follows a page link only to the same origin, and never endlessly.
pub fn page_link(bytes: &[u8]) {
    let link = String::from_utf8_lossy(bytes);
    with_server(|server| {
        let link = link.replace("SERVER", &server.base).replace("OTHER", &server.other);
        let page = serde_json::json!({"invites": [], "meta": {"next_page_url": link}});
        server.respond_with(200, page.to_string().into_bytes());
        let before = server.foreign.load(Ordering::SeqCst);
        let invites = server.client.chat_v2().invites(service(), "general");
        // The server repeats the same page: the link leads to the same page, or not to the path of the list.
        let errors = invites.list().pages_blocking().take(5).filter_map(Result::err).collect::<Vec<_>>();
        for error in &errors {
            let known = [ErrorKind::PageLoop, ErrorKind::ForeignLink, ErrorKind::InvalidRequest];
            let known = known.contains(&error.kind()) || error.is_decode() || error.status().is_some();
            assert!(known, "{link:?} ends in {error:?}");
        }
        assert_eq!(server.foreign.load(Ordering::SeqCst), before, "{link:?} must not be followed");
    });
}

fn service() -> ServiceSid {
    "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().expect("a SID")
}

fn invite() -> InviteSid {
    "INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().expect("a SID")
}

/// A server with the same response to every request, and a second one that must not receive any request.
struct Server {
    client: Client,
    base: String,
    other: String,
    response: Arc<Mutex<Vec<u8>>>,
    foreign: Arc<AtomicUsize>,
}

fn with_server<R>(act: impl FnOnce(&Server) -> R) -> R {
    static SERVER: OnceLock<Mutex<Server>> = OnceLock::new();
    let server = SERVER.get_or_init(|| Mutex::new(Server::start()));
    act(&server.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Server {
    fn start() -> Self {
        let (response, foreign) = (Arc::<Mutex<Vec<u8>>>::default(), Arc::<AtomicUsize>::default());
        let (served, requests) = (Arc::clone(&response), Arc::clone(&foreign));
        let base = serve(move |mut stream| drop(serve_connection(&mut stream, &served)));
        let other = serve(move |_| {
            requests.fetch_add(1, Ordering::SeqCst);
        });
        let credentials = Credentials::auth_token("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "token");
        let client = Client::builder(credentials).base_url(&base).retry(RetryPolicy::off()).build();
        Self { client: client.expect("a client"), base, other, response, foreign }
    }

    fn respond_with(&self, status: u16, body: Vec<u8>) {
        let head = format!("HTTP/1.1 {status} Any\r\ncontent-length: {}\r\n\r\n", body.len());
        let mut response = self.response.lock().unwrap_or_else(PoisonError::into_inner);
        *response = [head.into_bytes(), body].concat();
    }
}

fn serve(act: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("a socket address"));
    let act = Arc::new(act);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let act = Arc::clone(&act);
            std::thread::spawn(move || act(stream));
        }
    });
    base
}

/// Sends the response to each request of a connection, until the client closes it.
fn serve_connection(stream: &mut TcpStream, response: &Mutex<Vec<u8>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" {
                break;
            }
        }
        reader.read_exact(&mut vec![0; length])?;
        let response = response.lock().unwrap_or_else(PoisonError::into_inner).clone();
        stream.write_all(&response)?;
    }
}
