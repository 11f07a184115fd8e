//! Requests as plain data. This layer sends nothing.

mod body;
mod call;
mod call_body;
mod call_security;
mod encode;
mod keys;
mod multipart;
mod numbered;
mod parameters;
mod path;
mod security;
mod style;
mod target;

pub(crate) use body::Content;
pub use call::Call;
pub(crate) use encode::{encode_cookies, encode_pairs};
pub(crate) use keys::is_property;
pub(crate) use security::{KeyLocation, Need, Security};
pub use style::Style;
pub use target::Target;
