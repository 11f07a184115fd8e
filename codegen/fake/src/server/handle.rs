//! One request: reads it, passes it to the engine, and delivers the response.

use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use hyper::body::{Body, Incoming};

use super::body::Delivered;
use super::page;
use super::reset::Reset;
use super::shared::Shared;
use crate::message::{Delivery, Reply, Request, Response, error};

/// The largest body of a request, in bytes.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// Counts a request while it is in progress.
struct Active<'a>(&'a AtomicUsize);

impl<'a> Active<'a> {
    fn begin(count: &'a AtomicUsize) -> (Self, usize) {
        let before = count.fetch_add(1, Ordering::SeqCst);
        (Self(count), before + 1)
    }
}

impl Drop for Active<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Responds to a request. The error resets the connection.
pub(super) async fn respond(
    shared: &Shared,
    request: hyper::Request<Incoming>,
) -> Result<hyper::Response<Delivered>, Reset> {
    let start = Instant::now();
    let (_active, active) = Active::begin(&shared.active);
    let Some(request) = read(request).await else {
        return Ok(response(error(413, 20001, "The body is too large"), Delivery::Whole, active));
    };
    if let Some(page) = page::respond(&mut shared.engine(), &request) {
        return Ok(response(page, Delivery::Whole, active));
    }
    let options = *shared.options();
    let is_limited = options.rate_limit.is_some_and(|limit| active > limit);
    if !options.latency.is_zero() && !is_limited {
        tokio::time::sleep(options.latency).await;
    }
    let reply = if is_limited { shared.engine().limit(&request) } else { shared.engine().handle(&request) };
    if let Some(observer) = &shared.observer {
        observer(&request, &reply, start.elapsed());
    }
    deliver(reply, active).await
}

async fn deliver(reply: Reply, active: usize) -> Result<hyper::Response<Delivered>, Reset> {
    match reply.delivery {
        Delivery::Reset => Err(Reset),
        Delivery::Stall => std::future::pending().await,
        delivery => Ok(response(reply.response, delivery, active)),
    }
}

fn response(from: Response, delivery: Delivery, active: usize) -> hyper::Response<Delivered> {
    let Response { status, headers, body } = from;
    let mut builder = hyper::Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(name, value);
    }
    let body = match delivery {
        Delivery::Truncated => Delivered::truncated(body),
        Delivery::Drip(interval) => Delivered::drip(&body, interval),
        Delivery::Whole | Delivery::Reset | Delivery::Stall => Delivered::whole(body),
    };
    let built = builder.header("twilio-concurrent-requests", active).body(body);
    // A value of a resource can be in a header, but not with a character that a header cannot contain.
    built.unwrap_or_else(|_| hyper::Response::new(Delivered::whole(Vec::new())))
}

/// Reads the whole request, or `None` if its body is too large or incomplete.
async fn read(request: hyper::Request<Incoming>) -> Option<Request> {
    let (parts, body) = request.into_parts();
    let headers = parts.headers.iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let (method, headers) = (parts.method.as_str().to_owned(), headers.collect());
    let mut bytes = Vec::new();
    let mut body = pin!(body);
    loop {
        match std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await {
            None => return Some(Request { method, target, headers, body: bytes }),
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    bytes.extend_from_slice(&data);
                }
                if bytes.len() > MAX_BODY {
                    return None;
                }
            }
            Some(Err(_)) => return None,
        }
    }
}
