//! The client of the OpenAPI documents in `tests/fixtures/sample`.

/// The version of this crate, which its requests send in `User-Agent`.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
