//! `cargo +nightly fuzz run load`: see CONTRIBUTING.md.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::documents::load(bytes));
