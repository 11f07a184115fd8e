//! `cargo +nightly fuzz run sid`: see CONTRIBUTING.md.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::client::sid(bytes));
