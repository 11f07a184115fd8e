//! Responses: the bytes of a response, and the value or the error that they contain.

mod body_form;
mod context;
mod error_body;
mod head;
mod json_path;
mod observer;
mod raw;
pub mod read;
mod repair;
mod scalar_form;
mod typed;
mod xml_error;

#[cfg(feature = "tracing")]
pub(crate) use context::record_failure;
pub(crate) use context::{Context, Quoted};
pub(crate) use error_body::error;
#[cfg(feature = "tracing")]
pub(crate) use head::Head;
pub(crate) use observer::Observer;
pub(crate) use raw::{Accepted, RawResponse};
pub(crate) use read::{decode_error, missing_items};
pub(crate) use repair::decode_repaired;
pub use typed::Response;
