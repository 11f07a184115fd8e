//! Errors as plain data: no request, no response and no client is in them.

pub mod codes;
mod construct;
mod core_error;
mod detail;
mod display;
mod escapes;
mod kind;
mod redactions;
mod retry_after;
mod simulated;
mod transport;

pub use core_error::{Error, Result};
pub use detail::ErrorDetail;
pub use kind::ErrorKind;
pub(crate) use redactions::{Quotation, Redactions};
pub(crate) use simulated::header;
pub(crate) use transport::Phase;
