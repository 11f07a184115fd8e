//! The kinds of failures.

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request is invalid: a value, header, URL or setting cannot be sent.
    InvalidRequest,
    /// Credentials are missing, are not of the kind that the operation requires, or do not yield an
    /// access token.
    Credentials,
    /// The client could not connect to the server, or not in time, so nothing was sent.
    Connect,
    /// A timeout expired.
    Timeout,
    /// The connection broke.
    Transport,
    /// Twilio responded with an error.
    Api,
    /// The server responded with a redirect, which the client does not follow.
    Redirect,
    /// The response is not valid HTTP, or does not match the OpenAPI document.
    Decode,
    /// The body of the response is larger than the client accepts, or a page contains too many items.
    BodyTooLarge,
    /// The link to the next page has another scheme, host, port or path than the list. The client did not
    /// follow it.
    ForeignLink,
    /// The link to the next page leads to an earlier page. The client did not follow it.
    PageLoop,
}
