//! The public API: the items that users of a generated client name. A generated client re-exports
//! all of them at its root.

pub use crate::client::{Credentials, RetryPolicy, Timing};
pub use crate::error::{Error, ErrorDetail, ErrorKind, Result, codes};
pub use crate::list::{Items, Page, PageMeta, Pages};
#[cfg(feature = "blocking")]
pub use crate::operation::{BlockingItems, BlockingPages};
pub use crate::response::Response;
pub use crate::value::{
    Cursor, Date, FilePart, IsoDuration, Json, Number, ParseError, SidError, Timestamp, Unexpected,
    UnexpectedKind, Unrecognized,
};
