//! The items that generated code uses, and nothing else may use: they can change in any release.
//!
//! A generated file imports this module as `rt`. The macros have longer names at the root of the
//! crate, because Rust exports every macro there.

/// The public API, which the root of a generated client re-exports.
pub mod public_api {
    pub use crate::public::*;
}

pub use {reqwest, serde, serde_json};

pub use crate::public::*;
pub use crate::runtime::answer::Value;
#[cfg(feature = "blocking")]
pub use crate::runtime::blocking::{items as blocking_items, pages as blocking_pages, wait};
pub use crate::runtime::call::Call;
pub use crate::runtime::client::{Client, ClientSettings};
pub use crate::runtime::onward::Next;
pub use crate::runtime::open_enum::unrecognized;
pub use crate::runtime::sid::Sid;
pub use crate::runtime::target::Target;
pub use crate::runtime::text::read as read_text;
pub use crate::runtime::time::rfc2822;
pub use crate::runtime::union::read_as;
pub use crate::runtime::walk::Listing;
pub use crate::runtime::wire::ToWire;
pub use crate::{
    __blocking as blocking, __client as client, __debug as debug, __list as list, __open_enum as open_enum,
    __request as request, __sid as sid, __union as union,
};
