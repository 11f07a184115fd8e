//! The client of all servers: persistent connections that send one prepared request again and again. It reads only
//! the length of a response, so that the servers take most of the time.

use std::io::{Read as _, Write as _};
use std::net::TcpStream as Blocking;

use benches::Failure;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

/// The credentials of the fake.
const BASIC: &str = "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTpmYWtlLWF1dGgtdG9rZW4=";

/// Connections to a server.
pub(super) struct Load {
    runtime: Runtime,
    streams: Vec<TcpStream>,
    request: String,
}

impl Load {
    /// Connects to the server at a URL, whose requests have this path.
    pub(super) fn connect(url: &str, path: &str, connections: u32) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_io().build()?;
        let host = host(url);
        let mut streams = Vec::new();
        for _ in 0..connections {
            let stream = runtime.block_on(TcpStream::connect(host))?;
            stream.set_nodelay(true)?;
            streams.push(stream);
        }
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: {BASIC}\r\naccept: application/json\r\n\
             user-agent: bench\r\n\r\n"
        );
        Ok(Self { runtime, streams, request })
    }

    /// The body of a response.
    pub(super) fn body(&mut self) -> Result<Vec<u8>, Failure> {
        let stream = self.streams.first_mut().ok_or("no connection")?;
        let mut buffer = Vec::new();
        let start = self.runtime.block_on(exchange(stream, &self.request, &mut buffer))?;
        Ok(buffer.split_off(start))
    }

    /// Sends a number of requests on each connection, one after the other.
    pub(super) fn run(&mut self, requests: u32) -> Result<(), Failure> {
        let Self { runtime, streams, request } = self;
        runtime.block_on(async {
            let mut tasks = JoinSet::new();
            for mut stream in streams.drain(..) {
                let request = request.clone();
                tasks.spawn(async move {
                    let mut buffer = Vec::new();
                    for _ in 0..requests {
                        exchange(&mut stream, &request, &mut buffer).await?;
                    }
                    Ok::<_, Failure>(stream)
                });
            }
            while let Some(stream) = tasks.join_next().await {
                streams.push(stream??);
            }
            Ok(())
        })
    }
}

/// Sends a request to a new server, and reads the first bytes of the response.
pub(super) fn first_response(url: &str) -> Result<(), Failure> {
    let mut stream = Blocking::connect(host(url))?;
    stream.write_all(b"GET /v2/Services HTTP/1.1\r\nhost: x\r\n\r\n")?;
    stream.read_exact(&mut [0; 12])?;
    Ok(())
}

fn host(url: &str) -> &str {
    url.trim_start_matches("http://")
}

/// The length of the body, if a line of a head contains it.
fn length(line: &str) -> Option<usize> {
    let (name, length) = line.split_once(": ")?;
    name.eq_ignore_ascii_case("content-length").then(|| length.parse().ok())?
}

/// Sends a request and reads the whole response. Returns the start of its body.
async fn exchange(stream: &mut TcpStream, request: &str, buffer: &mut Vec<u8>) -> Result<usize, Failure> {
    buffer.clear();
    stream.write_all(request.as_bytes()).await?;
    loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(buffer.get(..end).unwrap_or_default())?;
        if !head.starts_with("HTTP/1.1 200") {
            return Err(head.to_owned().into());
        }
        let length = head.lines().find_map(length).ok_or("no length")?;
        if buffer.len() == end + 4 + length {
            return Ok(end + 4);
        }
    }
}
