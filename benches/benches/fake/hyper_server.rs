//! The handwritten server: `hyper` in one thread, and one response for all requests.

use std::convert::Infallible;
use std::future::ready;

use benches::Failure;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

/// The name of the thread.
pub(super) const THREAD: &str = "by-hand";

/// Starts a server that runs until the program ends. Returns its URL.
pub(super) fn start(body: Vec<u8>) -> Result<String, Failure> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}", listener.local_addr()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let body = Bytes::from(body);
    std::thread::Builder::new()
        .name(THREAD.to_owned())
        .spawn(move || runtime.block_on(accept(listener, body)))?;
    Ok(url)
}

async fn accept(listener: std::net::TcpListener, body: Bytes) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    while let Ok((stream, _)) = listener.accept().await {
        drop(stream.set_nodelay(true));
        let body = body.clone();
        let service =
            service_fn(move |_: Request<Incoming>| ready(Ok::<_, Infallible>(response(body.clone()))));
        let mut builder = http1::Builder::new();
        let connection = builder.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connection);
    }
}

fn response(body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-type", "application/json"),
        ("twilio-request-id", "RQ00000000000000000000000000000001"),
        ("twilio-concurrent-requests", "1"),
    ] {
        headers.insert(name, hyper::header::HeaderValue::from_static(value));
    }
    response
}
