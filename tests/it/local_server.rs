//! A local server that sends prepared responses and records the requests.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use twilio_client_runtime::generated_code as runtime;
use twilio_client_sample::{Client, ClientBuilder, Credentials, RetryPolicy, Timing};

/// The account of every test.
pub(crate) const ACCOUNT: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// The response of the server to one request. `{base}` in a body becomes the URL of the server.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// The status, further headers and the body.
    Full(u16, Vec<(&'static str, &'static str)>, String),
    /// These bytes. Then the server closes the connection.
    Cut(&'static str),
    /// A success with this body.
    Bytes(Vec<u8>),
    /// A response with this status, encoding and body.
    Encoded(u16, &'static str, Vec<u8>),
    /// No byte, for longer than any test waits.
    Stall,
    /// An empty object, after the test releases it.
    Held,
    /// These bytes, and then single spaces for longer than any test waits.
    Drip(&'static str),
    /// A success with an endless body.
    Flood,
}

impl Answer {
    pub(crate) fn json(status: u16, body: impl Into<String>) -> Self {
        Self::Full(status, vec![("content-type", "application/json")], body.into())
    }
}

/// Sends a call that no generated request sends.
pub(crate) trait JsonCall {
    async fn json_value(self) -> runtime::Result<runtime::Json>;
}

impl JsonCall for runtime::Call {
    async fn json_value(self) -> runtime::Result<runtime::Json> {
        let response = runtime::ResponseFuture::of(self, &runtime::read::value()).await;
        response.map(runtime::Response::into_value)
    }
}

/// The bytes of a request.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    pub(crate) target: String,
    /// The names are in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// The same body.
    pub(crate) bytes: Vec<u8>,
}

impl Recorded {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The server. It stops with the runtime of the test.
pub(crate) struct Server {
    pub(crate) base: String,
    requests: Arc<Mutex<Vec<Recorded>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    opened: Arc<AtomicUsize>,
    closed: Arc<AtomicUsize>,
    released: Arc<Semaphore>,
}

impl Server {
    /// A client of the runtime for this server, for calls that no generated request sends.
    pub(crate) fn runtime_client(&self, credentials: Credentials) -> runtime::Client {
        let mut settings = runtime::ClientSettings::new(credentials);
        settings.base_url = Some(self.base.clone());
        settings
            .build(runtime::Package { name: "tests", version: "0.1.0", hosts: &[], token_urls: &[] })
            .unwrap()
    }

    /// Starts a server that sends these responses in order, and then 500.
    pub(crate) async fn start(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let answers = Arc::new(Mutex::new(VecDeque::from(answers)));
        let closed = Arc::new(AtomicUsize::new(0));
        let server = Self {
            base: base.clone(),
            requests: Arc::clone(&requests),
            answers: Arc::clone(&answers),
            opened: Arc::default(),
            closed: Arc::clone(&closed),
            released: Arc::new(Semaphore::new(0)),
        };
        let (opened, released) = (Arc::clone(&server.opened), Arc::clone(&server.released));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                opened.fetch_add(1, Ordering::SeqCst);
                let (requests, answers, base) = (Arc::clone(&requests), Arc::clone(&answers), base.clone());
                let (closed, released) = (Arc::clone(&closed), Arc::clone(&released));
                tokio::spawn(async move {
                    let next = || answers.lock().unwrap().pop_front();
                    drop(serve(stream, &requests, next, &base, &released).await);
                    closed.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    /// Adds a response, for bodies that contain the URL of the server.
    pub(crate) fn answer(&self, answer: Answer) {
        self.answers.lock().unwrap().push_back(answer);
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&self.base)
    }

    /// A client without retries, so that each response reaches the test.
    pub(crate) fn client(&self) -> Client {
        self.builder().retry(RetryPolicy::off()).build().unwrap()
    }

    /// A client with the default number of attempts and a test clock.
    pub(crate) fn retrying(&self, clock: &Arc<TestClock>) -> Client {
        self.builder().timing(Arc::<TestClock>::clone(clock)).build().unwrap()
    }

    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }

    /// Releases this number of held responses.
    pub(crate) fn release(&self, answers: usize) {
        self.released.add_permits(answers);
    }

    /// Waits for this number of requests.
    pub(crate) async fn reached(&self, requests: usize) {
        let started = Instant::now();
        while self.requests().len() < requests {
            assert!(started.elapsed() < Duration::from_secs(20), "{requests} requests never came");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// The number of connections so far.
    pub(crate) fn opened(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }

    /// The number of closed connections.
    pub(crate) fn closed(&self) -> usize {
        self.closed.load(Ordering::SeqCst)
    }

    /// The method and the target of each request.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.requests().iter().map(|request| format!("{} {}", request.method, request.target)).collect()
    }
}

/// A clock that only waits move, and a constant jitter.
pub(crate) struct TestClock {
    jitter: f64,
    waits: Mutex<Vec<Duration>>,
}

impl TestClock {
    pub(crate) fn new(jitter: f64) -> Arc<Self> {
        Arc::new(Self { jitter, waits: Mutex::new(Vec::new()) })
    }

    /// The waits so far, in milliseconds.
    pub(crate) fn waits(&self) -> Vec<u128> {
        self.waits.lock().unwrap().iter().map(Duration::as_millis).collect()
    }
}

impl Timing for TestClock {
    fn now(&self) -> Duration {
        self.waits.lock().unwrap().iter().sum()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.waits.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }

    fn jitter(&self) -> f64 {
        self.jitter
    }
}

/// Serves the requests of one connection.
async fn serve(
    mut stream: TcpStream,
    requests: &Mutex<Vec<Recorded>>,
    mut next: impl FnMut() -> Option<Answer>,
    base: &str,
    released: &Semaphore,
) -> std::io::Result<()> {
    while let Some(request) = read(&mut stream).await? {
        requests.lock().unwrap().push(request);
        match next().unwrap_or_else(|| Answer::json(500, "{}")) {
            Answer::Full(status, headers, body) => {
                let body = body.replace("{base}", base);
                let length = body.len();
                let headers: Vec<String> =
                    headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
                let head =
                    format!("HTTP/1.1 {status} X\r\n{}content-length: {length}\r\n\r\n", headers.concat());
                stream.write_all(format!("{head}{body}").as_bytes()).await?;
            }
            Answer::Bytes(body) => {
                let head = format!("HTTP/1.1 200 X\r\ncontent-length: {}\r\n\r\n", body.len());
                stream.write_all(&[head.as_bytes(), &body].concat()).await?;
            }
            Answer::Encoded(status, encoding, body) => {
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-encoding: {encoding}\r\ncontent-length: {length}\r\n\r\n"
                );
                stream.write_all(&[head.as_bytes(), &body].concat()).await?;
            }
            Answer::Cut(bytes) => {
                stream.write_all(bytes.as_bytes()).await?;
                return stream.shutdown().await;
            }
            Answer::Held => {
                released.acquire().await.unwrap().forget();
                stream.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\n{}").await?;
            }
            Answer::Drip(bytes) => {
                stream.write_all(bytes.as_bytes()).await?;
                for _ in 0..6000 {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    stream.write_all(b" ").await?;
                }
            }
            Answer::Flood => {
                stream.write_all(b"HTTP/1.1 200 X\r\n\r\n[").await?;
                loop {
                    stream.write_all(&[b' '; 4096]).await?;
                }
            }
            Answer::Stall => tokio::time::sleep(Duration::from_secs(60)).await,
        }
    }
    Ok(())
}

async fn read(stream: &mut TcpStream) -> std::io::Result<Option<Recorded>> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let mut first = lines.next().unwrap_or_default().split(' ').map(ToOwned::to_owned);
    let (method, target) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, value)| value.parse().unwrap());
    let is_chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let is_complete = |bytes: &[u8]| {
        if is_chunked { bytes.ends_with(b"0\r\n\r\n") } else { bytes.len() >= head + 4 + length }
    };
    while !is_complete(&bytes) {
        if stream.read_buf(&mut bytes).await? == 0 {
            break;
        }
    }
    let body = bytes.split_off(head + 4);
    let bytes = if is_chunked { joined_chunks(&body) } else { body };
    let body = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Some(Recorded { method, target, headers, body, bytes }))
}

/// Joins the chunks of a body with `Transfer-Encoding: chunked`.
fn joined_chunks(mut body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(end) = body.windows(2).position(|window| window == b"\r\n") {
        let size =
            std::str::from_utf8(&body[..end]).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let Some(chunk) = size.and_then(|size| body.get(end + 2..end + 2 + size)) else { break };
        bytes.extend_from_slice(chunk);
        body = body.get(end + 4 + chunk.len()..).unwrap_or_default();
    }
    bytes
}
