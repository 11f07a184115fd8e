//! Runs the examples of clients.

use std::io;

/// Runs a future to its end, for the examples of clients.
///
/// # Errors
///
/// Returns an error if the system provides no events of sockets.
#[doc(hidden)]
pub fn block_on<T>(future: impl Future<Output = T>) -> io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    Ok(runtime.block_on(future))
}
