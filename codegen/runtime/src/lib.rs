//! The runtime of generated Twilio clients: it sends requests, decodes responses and moves from page
//! to page.
//!
//! A generated client re-exports all items of this page, so an application needs no dependency on
//! this crate.
//!
//! # Features
//!
//! - `rustls`, `native-tls`: the TLS implementation.
//! - `blocking`: the same API without async.
//! - `tracing`: a span for each call and an event for each attempt.

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
#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod generated_code;
mod public;
mod runtime;

pub use public::*;
