//! The items that generated code uses, and nothing else may use: they can change in any release.
//!
//! A generated file imports this module as `rt`. The macros have longer names at the root of the
//! crate, because Rust exports every macro there.

/// The public API, which the root of a generated client re-exports.
pub mod public_api {
    pub use crate::public::*;
}

pub use {reqwest, serde, serde_json};

pub use crate::client::{Client, ClientSettings, Package};
pub use crate::list::{Continuation, FirstPage, ListCall, PageSpec, items, pages};
pub use crate::operation::{ResponseFuture, ValueFuture};
#[cfg(feature = "blocking")]
pub use crate::operation::{blocking_items, blocking_pages, wait};
pub use crate::public::*;
pub use crate::request::{Call, Style, Target};
pub use crate::response::read;
pub use crate::value::{
    ByStatus, Choice, Model, Sid, ToWire, count_written, debug_fields, described_by, insert_additional,
    misfit, read_model, read_text, read_variant, rfc2822, unlisted, unrecognized, unselected,
    write_additional,
};
pub use crate::{
    __blocking as blocking, __client as client, __debug as debug, __list as list, __model as model,
    __open_enum as open_enum, __request as request, __sid as sid, __union as union,
};
