//! Properties that hold for every input: the bodies of the fuzz targets. `cargo test` also runs them, briefly
//! and with a fixed random seed (`tests/it/properties.rs`).

#![allow(unreachable_pub, reason = "the tests include this crate as a module")]

pub mod client;
pub mod documents;
pub mod fake;
