//! The error that resets a connection.

/// The connection must be reset.
#[derive(Debug)]
pub(super) struct Reset;

impl std::fmt::Display for Reset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is reset")
    }
}

impl std::error::Error for Reset {}
