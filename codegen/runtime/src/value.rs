//! The values that requests and responses contain. This layer imports no other layer.

mod cursor;
mod file_part;
mod fit;
mod json;
pub(crate) mod macros;
mod number;
mod object;
mod open_enum;
mod parse_error;
mod sid;
mod text;
mod time;
mod time_conversions;
mod to_wire;
mod union;

pub use cursor::Cursor;
pub use file_part::FilePart;
pub(crate) use file_part::{Chunks, OpenContent, SharedStream, StreamError};
pub use fit::{Fit, misfit};
pub use json::Json;
pub(crate) use json::parse_or_null;
pub use number::Number;
pub(crate) use object::Object;
pub use open_enum::{Unrecognized, unlisted, unrecognized};
pub use parse_error::ParseError;
pub(crate) use sid::is_sid;
pub use sid::{Sid, SidError};
pub use text::read as read_text;
pub use time::{Date, IsoDuration, Timestamp, rfc2822};
pub use to_wire::ToWire;
pub use union::read_as;
