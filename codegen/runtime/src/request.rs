//! Requests as plain data. This layer sends nothing.

mod body;
mod call;
mod call_body;
mod encode;
mod multipart;
mod numbered;
mod path;
mod security;
mod target;

pub(crate) use body::Content;
pub use call::Call;
pub(crate) use encode::encode_pairs;
pub(crate) use security::{KeyLocation, Security};
pub use target::Target;
