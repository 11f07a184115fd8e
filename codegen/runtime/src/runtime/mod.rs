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

pub(crate) mod answer;
pub(crate) mod auth;
#[cfg(feature = "blocking")]
pub(crate) mod blocking;
mod blocking_methods;
pub(crate) mod body;
pub(crate) mod call;
pub(crate) mod client;
mod client_macro;
pub mod codes;
pub(crate) mod credentials;
pub(crate) mod cursor;
pub(crate) mod decode;
pub(crate) mod envelope;
pub(crate) mod error;
pub(crate) mod failure;
pub(crate) mod gate;
pub(crate) mod header;
pub(crate) mod host;
mod macros;
pub(crate) mod mask;
pub(crate) mod number;
pub(crate) mod object;
#[cfg(feature = "tracing")]
pub(crate) mod observe;
pub(crate) mod onward;
pub(crate) mod open_enum;
pub(crate) mod page;
pub(crate) mod page_keys;
pub(crate) mod pager;
pub(crate) mod path;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod send;
pub(crate) mod sid;
pub(crate) mod target;
pub(crate) mod text;
pub(crate) mod time;
pub(crate) mod timing;
pub(crate) mod token;
pub(crate) mod union;
pub(crate) mod walk;
pub(crate) mod wire;
