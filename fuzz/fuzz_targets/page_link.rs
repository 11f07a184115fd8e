//! `cargo +nightly fuzz run page_link`: see CONTRIBUTING.md.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::client::page_link(bytes));
