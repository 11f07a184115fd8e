//! The methods of requests.

/// The supported HTTP methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Put,
    Post,
    Delete,
    Head,
    Patch,
}

impl Method {
    /// Whether a request has a body, or states that it has none.
    pub(crate) fn has_body(self) -> bool {
        matches!(self, Self::Put | Self::Post | Self::Patch)
    }

    /// The name in a request: `GET`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
        }
    }
}

impl Method {
    /// Whether a second identical request has no further effect. The retries of the client depend on it
    /// (`codegen/runtime/src/client/retry.rs`), and the documentation of each operation states it.
    pub(crate) fn is_repeatable(self) -> bool {
        match self {
            Self::Get | Self::Put | Self::Delete | Self::Head => true,
            Self::Post | Self::Patch => false,
        }
    }

    /// The client's default policy for this method, in a sentence.
    pub(crate) fn retry_rule(self) -> &'static str {
        if self.is_repeatable() {
            "The client retries this request after status 429, 502, 503 or 504, a timeout, or a failed \
             or broken connection."
        } else {
            "The client retries this request only if the server did not process it (status 429) or \
             nothing was sent (the connection failed)."
        }
    }
}
