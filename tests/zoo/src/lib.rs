//! The client of all fixtures in `tests/fixtures/emit` at once.

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
