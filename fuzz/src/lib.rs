//! What must hold whatever comes: the bodies of the fuzz targets, which `cargo test` runs as well,
//! for a short while and with the same random numbers every time (`tests/it/properties.rs`).

#![allow(unreachable_pub, reason = "the tests include this crate as a module")]

pub mod client;
pub mod documents;
