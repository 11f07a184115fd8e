//! OpenAPI 3.1 to 3.0: converts a document of plain data to the form that the other stages read.
//!
//! The conversion works location by location. A value keeps its location if possible; [`Moves`] contains the
//! original location of every other value. An added value has no position, so that its diagnostics have the
//! position of its parent.

pub(super) mod composition;
mod document;
pub(super) mod keywords;
pub(super) mod types;
mod values;
mod visit;

use serde_json::Value;

use super::converter::{Conversion, Converter};
use super::keywords::Kind;
use super::moves::Moves;

/// Converts a resolved document in place.
pub(super) fn convert(source: &str, document: &mut Value, moves: &Moves) -> Conversion {
    let mut converter = Converter::new(source, moves);
    converter.value(Kind::OpenApi, document);
    converter.finish()
}
