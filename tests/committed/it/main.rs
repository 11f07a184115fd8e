//! The tests that depend on `spec/` and on `generated-client/`. A change of an OpenAPI document can fail only
//! these. They contain no name of a document: a document can be added, replaced or removed.

mod calls;
mod fresh;
mod listing;
#[path = "../spec.rs"]
mod spec;
