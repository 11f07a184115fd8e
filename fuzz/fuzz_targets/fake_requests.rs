//! `cargo +nightly fuzz run fake_requests`: see CONTRIBUTING.md.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::fake::requests(bytes));
