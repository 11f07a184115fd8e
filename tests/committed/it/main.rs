//! The tests that depend on `spec/` and on `generated-client/`. A change of an OpenAPI document can fail only
//! these and `calls.rs`. They contain no name of a document: a document can be added, replaced or removed.

mod fresh;
mod guide;
mod listing;
mod packages;
#[path = "../spec.rs"]
mod spec;
