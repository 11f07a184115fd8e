//! The public API: the items that users of a generated client name. A generated client re-exports
//! all of them at its root.

#[cfg(feature = "blocking")]
pub use crate::runtime::blocking::{BlockingItems, BlockingPages};
pub use crate::runtime::codes;
pub use crate::runtime::credentials::Credentials;
pub use crate::runtime::cursor::Cursor;
pub use crate::runtime::decode::Json;
pub use crate::runtime::error::{Error, ErrorKind, Result};
pub use crate::runtime::failure::ErrorDetail;
pub use crate::runtime::number::Number;
pub use crate::runtime::open_enum::Unrecognized;
pub use crate::runtime::page::{Page, PageMeta};
pub use crate::runtime::pager::{Items, Pages};
pub use crate::runtime::response::Response;
pub use crate::runtime::retry::RetryPolicy;
pub use crate::runtime::sid::SidError;
pub use crate::runtime::time::{Date, Timestamp};
pub use crate::runtime::timing::Timing;
