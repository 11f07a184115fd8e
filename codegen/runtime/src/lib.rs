//! The runtime of generated Twilio clients: it sends requests, decodes responses and moves from page
//! to page.
//!
//! A generated client re-exports all items of this page, so an application needs no dependency on
//! this crate.
//!
//! # Layers
//!
//! Each folder imports only the folders below it. A test checks this.
//!
//! ```text
//! operation  The methods of a generated request: `send`, `response`, `stream`.
//!     │
//! list       Moves from page to page, to the end of the list.
//!     │
//! send       Turns a call into the bytes of its response: attempts, waits, authorization.
//!     │
//! request    One call of an operation as plain data.
//!     │
//! client     Settings and shared state: credentials, host, limits, retry policy.
//!     │
//! response   Converts the bytes of a response into a value or an error.
//!     │
//! error      All errors as plain data.
//!     │
//! value      The values of requests and responses: SIDs, times, numbers, cursors.
//! ```
//!
//! A generated request contains a `Call` or, for a list, a `ListCall`. `ResponseFuture` and
//! `PagerState` pass the call to `send`, which is not generic and therefore compiled once. It returns a
//! `RawResponse`, which a `Reader` or the page's envelope decodes into the generic type.
//!
//! # Features
//!
//! - `rustls` (with ring), `rustls-aws-lc`, `native-tls`: the TLS implementation.
//! - `brotli`, `zstd`: encodings of response bodies beside gzip.
//! - `blocking`: the same API without async.
//! - `tracing`: a span for each call and an event for each attempt.
//! - `jiff`, `chrono`, `time`: conversions of `Timestamp` to and from the types of these crates.
//!
//! # Targets
//!
//! WebAssembly (`wasm32-*`) is not supported: the client requires the timers of Tokio, and the feature `blocking` a
//! thread. A build for this target is an error.

// The content of a response must not stop the program.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

#[cfg(target_family = "wasm")]
compile_error!(
    "this crate does not support WebAssembly, because it requires the timers and threads of Tokio; call the API \
     from a server"
);

#[doc(hidden)]
pub mod generated_code;
mod public;

mod client;
mod error;
mod list;
mod operation;
mod request;
mod response;
mod send;
mod value;

pub use public::*;
