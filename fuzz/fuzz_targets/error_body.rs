//! `cargo +nightly fuzz run error_body`: see CONTRIBUTING.md.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::client::error_body(bytes));
