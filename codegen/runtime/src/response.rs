//! Responses: the bytes of a response, and the value or the error that they contain.

mod error_body;
mod head;
mod json_path;
mod raw;
pub mod read;
mod typed;

pub(crate) use error_body::error;
pub(crate) use head::Head;
pub(crate) use raw::{Accepted, RawResponse};
pub(crate) use read::{decode_error, missing_items};
pub use typed::Response;
