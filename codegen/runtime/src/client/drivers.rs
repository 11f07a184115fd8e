//! The drivers of the async runtime. Without them, Tokio panics in the middle of a call.

use std::net::{Ipv4Addr, UdpSocket};
use std::panic::catch_unwind;
use std::time::Duration;

use crate::error::{Error, Result};

/// Returns an error if the runtime of this thread has no timer or no I/O driver.
///
/// Tokio has no function that returns whether a driver is enabled, so this creates a timer and a socket. Without the
/// driver, that is a panic, which ends here. The hook for panics prints it.
pub(super) fn check() -> Result<()> {
    if catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_err() {
        return Err(missing("timer", "enable_time"));
    }
    if catch_unwind(open_socket).is_err() {
        return Err(missing("I/O driver", "enable_io"));
    }
    Ok(())
}

/// Registers a socket with the I/O driver. Nothing is sent. If this system has no such socket, the driver remains
/// unchecked.
fn open_socket() {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0));
    if let Ok(socket) = socket.and_then(|socket| socket.set_nonblocking(true).map(|()| socket)) {
        drop(tokio::net::UdpSocket::from_std(socket));
    }
}

fn missing(driver: &str, method: &str) -> Error {
    Error::invalid_request(format!(
        "the Tokio runtime of this thread has no {driver}; call `{method}` or `enable_all` of its builder; nothing was \
         sent"
    ))
}
