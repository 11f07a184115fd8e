//! The hand-written half of `twilio-client`, compiled and tested where it lives.
//!
//! `src/runtime/` is copied as it is into the generated crate, where generated code uses it as
//! `crate::runtime`. This file is not copied; it gives the same path here.

// What stands in a document or an answer must not decide whether the program goes on.
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

pub mod runtime;
