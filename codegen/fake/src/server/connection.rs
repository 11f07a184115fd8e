//! One connection.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;

use super::handle;
use super::shared::Shared;

/// Serves the requests of a connection until it is closed.
pub(super) async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    drop(stream.set_nodelay(true));
    let is_reset = Arc::new(AtomicBool::new(false));
    let socket = Socket { stream: TokioIo::new(stream), is_reset: Arc::clone(&is_reset) };
    let service = service_fn(move |request| {
        let (shared, is_reset) = (Arc::clone(&shared), Arc::clone(&is_reset));
        async move {
            let response = handle::respond(&shared, request).await;
            if response.is_err() {
                is_reset.store(true, Ordering::SeqCst);
            }
            response
        }
    });
    // The client can close the connection at any time, which is not an error of the server.
    drop(http1::Builder::new().timer(TokioTimer::new()).serve_connection(socket, service).await);
}

/// A socket that can be reset instead of closed.
struct Socket {
    stream: TokioIo<TcpStream>,
    is_reset: Arc<AtomicBool>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.is_reset.load(Ordering::SeqCst) {
            // Without a linger time, the system resets the connection.
            drop(self.stream.inner().set_zero_linger());
        }
    }
}

impl Read for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl Write for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
