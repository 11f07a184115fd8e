//! How requests are made, sent and read. The generated modules say only what.
//!
//! ```text
//! handle (Target) ──▶ Call ──send──▶ Raw ──decode──▶ value, Page or Error
//!                      │  ▲ gate, timeouts                    │
//!                      │  └── retry: wait or stop?            │
//!                      └────────── walk: the next page ◀──────┘
//! ```
//!
//! Everything that touches the network goes through one function, `Call::execute` in `send`, which
//! is not generic and so is compiled once. Decoding is generic and compiled where a request is
//! sent; what joins the two is an `Answer`. Who is asking is added in `send` too, and a token for it
//! fetched (`auth`, `token`). What decides (`retry`, the width of `gate`) is pure; clock and chance
//! come from `timing`.

#![allow(dead_code, unused_imports, unused_macros, reason = "what is used depends on the documents")]

mod answer;
mod auth;
#[cfg(feature = "blocking")]
pub(crate) mod blocking;
mod blocking_methods;
mod body;
mod call;
mod client;
pub mod codes;
mod credentials;
mod cursor;
mod decode;
mod envelope;
mod error;
mod failure;
mod gate;
mod header;
mod host;
mod macros;
mod mask;
mod number;
mod object;
#[cfg(feature = "tracing")]
mod observe;
mod onward;
mod open_enum;
mod page;
mod page_keys;
mod pager;
mod path;
mod response;
mod retry;
mod send;
mod sid;
mod target;
mod text;
mod time;
mod timing;
mod token;
mod union;
mod walk;
mod wire;

pub use answer::{Answer, FirstPage, Value};
#[cfg(feature = "blocking")]
pub use blocking::{BlockingItems, BlockingPages};
pub(crate) use blocking_methods::blocking;
pub use call::Call;
pub use client::{Client, ClientBuilder};
pub use credentials::Credentials;
pub use cursor::Cursor;
pub use decode::Json;
pub use error::{Error, ErrorKind, Result};
pub use failure::ErrorDetail;
pub(crate) use macros::{debug, list, open_enum, request, sid, union};
pub use number::Number;
pub use onward::Next;
pub use open_enum::Unrecognized;
pub use page::{Page, PageMeta};
pub use pager::{Items, Pages};
pub use response::Response;
pub use retry::RetryPolicy;
pub use sid::{Sid, SidError};
pub use target::Target;
pub(crate) use text::read as read_text;
pub use time::{Date, Timestamp, rfc2822};
pub use timing::Timing;
pub(crate) use union::read_as;
pub use walk::Listing;
pub use wire::ToWire;
