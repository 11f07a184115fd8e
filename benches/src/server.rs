//! The local server: HTTP/1.1 with persistent connections and prepared responses. It has a separate thread
//! and runtime, so that its work does not count for either side.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{ACCOUNT, CHANNEL, Failure, INVITE, SERVICE};

/// A server that runs until the program ends.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    address: SocketAddr,
}

impl Server {
    /// Starts a server whose list has this number of pages with this number of items. It waits for `latency`
    /// before each response.
    pub fn start(pages: usize, page_size: usize, latency: Duration) -> Result<Self, Failure> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let responses = Arc::new(Responses::new(address, pages, page_size));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::spawn(move || runtime.block_on(accept(listener, responses, latency)));
        Ok(Self { address })
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
}

impl Responses {
    fn new(address: SocketAddr, count: usize, page_size: usize) -> Self {
        let pages = (0..count).map(|page| response(&list(address, page, count, page_size))).collect();
        Self { invite: response(&invite(0)), pages }
    }

    /// The response for a request target: a page (`…&Page=7…`, by default the first) or the invite.
    fn of(&self, target: &str) -> &[u8] {
        if target.contains(INVITE) {
            return &self.invite;
        }
        let number = target.split(['?', '&']).find_map(|pair| pair.strip_prefix("Page="));
        let number: usize = number.and_then(|number| number.parse().ok()).unwrap_or(0);
        self.pages.get(number).map_or(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", Vec::as_slice)
    }
}

fn response(body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         twilio-request-id: RQaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\ntwilio-concurrent-requests: 1\r\n\r\n"
    );
    [head.as_bytes(), body.as_bytes()].concat()
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
        let target = buffer.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
        let target = std::str::from_utf8(target).unwrap_or_default();
        let response = responses.of(target);
        if !latency.is_zero() {
            // The timer of the runtime rounds up to whole milliseconds. With a latency, the server has only
            // one client, so it can block.
            std::thread::sleep(latency);
        }
        stream.write_all(response).await?;
        buffer.clear();
    }
}
