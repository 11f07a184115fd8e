//! The methods of generated requests: `send`, `response`, `stream` and their blocking variants.

#[cfg(feature = "blocking")]
mod blocking;
mod blocking_methods;
mod macros;
mod response_future;

#[cfg(feature = "blocking")]
pub use blocking::{BlockingItems, BlockingPages, items as blocking_items, pages as blocking_pages, wait};
pub use response_future::{ResponseFuture, ValueFuture};
