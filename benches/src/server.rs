//! The local server: HTTP/1.1 with persistent connections and prepared responses. It has a separate thread
//! and runtime, so that its work does not count for either side.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{ACCOUNT, CHANNEL, Failure, INVITE, SERVICE};

/// A server that runs until the program ends.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    address: SocketAddr,
}

/// The encoding of the responses.
#[derive(Clone, Copy, Debug)]
pub enum Encoding {
    /// The bytes of the JSON.
    Identity,
    /// Compressed. The server rejects a request that does not accept it.
    Gzip,
}

/// The settings of a server.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The number of pages of the list.
    pub pages: usize,
    /// The number of items of a page.
    pub page_size: usize,
    /// The encoding of the responses.
    pub encoding: Encoding,
    /// The time before each response.
    pub latency: Duration,
}

impl Default for Settings {
    /// 100,000 items in pages of 1000.
    fn default() -> Self {
        Self { pages: 100, page_size: 1000, encoding: Encoding::Identity, latency: Duration::ZERO }
    }
}

impl Server {
    /// Starts a server.
    pub fn start(settings: Settings) -> Result<Self, Failure> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let responses = Arc::new(Responses::new(address, &settings)?);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::spawn(move || runtime.block_on(accept(listener, responses, settings.latency)));
        Ok(Self { address })
    }

    /// The address of the server.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL: `http://127.0.0.1:…`.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// The bytes of the responses, including their heads.
struct Responses {
    invite: Vec<u8>,
    pages: Vec<Vec<u8>>,
    encoding: Encoding,
}

impl Responses {
    fn new(address: SocketAddr, settings: &Settings) -> Result<Self, Failure> {
        let &Settings { pages, page_size, encoding, .. } = settings;
        let invite = response(&invite(0), encoding)?;
        let pages = (0..pages).map(|page| response(&list(address, page, pages, page_size), encoding));
        Ok(Self { invite, pages: pages.collect::<Result<_, _>>()?, encoding })
    }

    /// The response for a request: a page (`…&Page=7…`, by default the first) or the invite.
    fn of(&self, head: &str) -> &[u8] {
        let mut lines = head.lines();
        let target = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
        if matches!(self.encoding, Encoding::Gzip) && !lines.any(accepts_gzip) {
            return b"HTTP/1.1 406 Not Acceptable\r\ncontent-length: 0\r\n\r\n";
        }
        if target.contains(INVITE) {
            return &self.invite;
        }
        let number = target.split(['?', '&']).find_map(|pair| pair.strip_prefix("Page="));
        let number: usize = number.and_then(|number| number.parse().ok()).unwrap_or(0);
        self.pages.get(number).map_or(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", Vec::as_slice)
    }
}

/// Whether a line of a head accepts gzip.
fn accepts_gzip(line: &str) -> bool {
    let header = line.split_once(':');
    header.is_some_and(|(name, value)| name.eq_ignore_ascii_case("accept-encoding") && value.contains("gzip"))
}

fn response(body: &str, encoding: Encoding) -> Result<Vec<u8>, Failure> {
    let (header, body) = match encoding {
        Encoding::Identity => ("", body.as_bytes().to_vec()),
        Encoding::Gzip => ("content-encoding: gzip\r\n", compressed(body)?),
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{header}content-length: {length}\r\n\
         twilio-request-id: RQaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\ntwilio-concurrent-requests: 1\r\n\r\n"
    );
    Ok([head.as_bytes(), &body].concat())
}

fn compressed(body: &str) -> Result<Vec<u8>, Failure> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body.as_bytes())?;
    Ok(encoder.finish()?)
}

/// A page as Twilio sends it.
fn list(address: SocketAddr, page: usize, count: usize, page_size: usize) -> String {
    let link = |page: usize| {
        format!(
            "http://{address}/v1/Services/{SERVICE}/Channels/{CHANNEL}/Invites?PageSize={page_size}&Page={page}"
        )
    };
    let next = if page + 1 < count { format!("\"{}\"", link(page + 1)) } else { "null".to_owned() };
    let first = page * page_size;
    let items: Vec<String> = (first..first + page_size).map(invite).collect();
    format!(
        "{{\"meta\": {{\"page\": {page}, \"page_size\": {page_size}, \"first_page_url\": \"{}\", \
         \"previous_page_url\": null, \"url\": \"{}\", \"next_page_url\": {next}, \"key\": \"invites\"}}, \
         \"invites\": [{}]}}",
        link(0),
        link(page),
        items.join(", "),
    )
}

fn invite(number: usize) -> String {
    let mut text = String::new();
    let sid = format!("IN{number:032x}");
    // Writing into a string cannot fail.
    let _ = write!(
        text,
        "{{\"sid\": \"{sid}\", \"account_sid\": \"{ACCOUNT}\", \"channel_sid\": \"{CHANNEL}\", \
         \"service_sid\": \"{SERVICE}\", \"identity\": \"user-{number}@example.com\", \
         \"date_created\": \"2016-03-24T21:05:19Z\", \"date_updated\": \"2016-03-24T21:07:44Z\", \
         \"role_sid\": \"RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"created_by\": \"system\", \
         \"url\": \"https://chat.twilio.com/v1/Services/{SERVICE}/Channels/{CHANNEL}/Invites/{sid}\"}}"
    );
    text
}

async fn accept(listener: std::net::TcpListener, responses: Arc<Responses>, latency: Duration) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    while let Ok((stream, _)) = listener.accept().await {
        let responses = Arc::clone(&responses);
        tokio::spawn(async move { serve(stream, &responses, latency).await });
    }
}

/// Serves one connection. No client sends a request before it has the response to the previous one, so the
/// end of a request is the end of the received bytes.
async fn serve(mut stream: TcpStream, responses: &Responses, latency: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::new();
    loop {
        while !buffer.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        }
        let response = responses.of(std::str::from_utf8(&buffer).unwrap_or_default());
        if !latency.is_zero() {
            // The timer of the runtime rounds up to whole milliseconds. With a latency, the server has only
            // one client, so it can block.
            std::thread::sleep(latency);
        }
        stream.write_all(response).await?;
        buffer.clear();
    }
}
