//! The part of a response before its body.

use std::fmt;

use reqwest::header::HeaderMap;

/// The status, the headers and the number of attempts of a response.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) attempts: u32,
}

/// Headers can contain cookies and URLs, so they are not printed.
impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("status", &self.status)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
