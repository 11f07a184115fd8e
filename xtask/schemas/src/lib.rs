//! Validates JSON values against the schemas of an OpenAPI document.
//!
//! The validator reads JSON Schema. [`convert`](mod@convert) converts each schema when the validator needs it, so
//! that a schema with a mistake affects only the schemas that refer to it.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]
#![forbid(unsafe_code)]

mod convert;
mod patterns;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::fmt;
use std::rc::Rc;

use boon::{Compiler, Draft, SchemaIndex, UrlLoader, ValidationError};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use self::convert::Converter;

/// The schemas of one OpenAPI document.
pub struct Schemas {
    compiler: Compiler,
    validators: boon::Schemas,
}

/// Why a value is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// The value contradicts its schema.
    Contradiction {
        /// The JSON pointer of the first wrong part of the value.
        pointer: String,
        /// The requirement of the schema that this part does not meet.
        message: String,
    },
    /// The schema is not a JSON Schema, or one that it refers to is missing.
    Schema(String),
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contradiction { pointer, message } if pointer.is_empty() => f.write_str(message),
            Self::Contradiction { pointer, message } => write!(f, "{pointer}: {message}"),
            Self::Schema(message) => f.write_str(message),
        }
    }
}

impl Error for Invalid {}

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schemas").finish_non_exhaustive()
    }
}

/// The version of OpenAPI, which determines the form of the schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    /// JSON Schema of draft 4 with the keywords `nullable` and `writeOnly`.
    V30,
    /// JSON Schema 2020-12, in OpenAPI 3.1 and later.
    V31,
}

impl Schemas {
    /// The schemas of a document, as its author wrote it.
    pub fn new(document: Rc<Value>) -> Self {
        let stated = document.get("openapi").map_or_else(String::new, Value::to_string);
        let version = if stated.trim_matches('"').starts_with("3.0") { Version::V30 } else { Version::V31 };
        let mut compiler = Compiler::new();
        compiler.set_default_draft(match version {
            Version::V30 => Draft::V4,
            Version::V31 => Draft::V2020_12,
        });
        compiler.enable_format_assertions();
        for (name, func) in convert::NUMBER_FORMATS {
            compiler.register_format(boon::Format { name, func });
        }
        compiler.use_loader(Box::new(Loader { document, converter: Converter::new(version) }));
        Self { compiler, validators: boon::Schemas::new() }
    }

    /// Checks a value against the schema at a JSON pointer of the document.
    ///
    /// # Errors
    ///
    /// The first contradiction, or the reason why the schema cannot be used.
    pub fn check(&mut self, pointer: &str, value: &Value) -> Result<(), Invalid> {
        let index = self.compile(pointer).map_err(Invalid::Schema)?;
        self.validators.validate(value, index).map_err(|error| contradiction(&error))
    }

    fn compile(&mut self, pointer: &str) -> Result<SchemaIndex, String> {
        self.compiler.compile(&url(pointer), &mut self.validators).map_err(|error| format!("{error:#}"))
    }
}

/// The innermost of the first errors. In a choice of schemas, the error that is deepest in the value describes the
/// schema that the author meant.
fn contradiction(error: &ValidationError<'_, '_>) -> Invalid {
    let deepest = deepest(error);
    let pointer = deepest.instance_location.to_string();
    Invalid::Contradiction { pointer, message: deepest.kind.to_string() }
}

fn deepest<'e, 's, 'v>(error: &'e ValidationError<'s, 'v>) -> &'e ValidationError<'s, 'v> {
    let depth = |error: &ValidationError<'_, '_>| error.instance_location.tokens.len();
    let causes = error.causes.iter().map(deepest);
    causes.reduce(|best, next| if depth(next) > depth(best) { next } else { best }).unwrap_or(error)
}

/// Nothing has this URL. The path is the JSON pointer of a schema.
const BASE: &str = "https://document.invalid/";

/// The URL of the schema at a pointer.
fn url(pointer: &str) -> String {
    format!("{BASE}{}", utf8_percent_encode(pointer, NON_ALPHANUMERIC))
}

/// Converts the schemas of a document for the validator. Reads no file, and sends no request.
struct Loader {
    document: Rc<Value>,
    converter: Converter,
}

impl UrlLoader for Loader {
    fn load(&self, url: &str) -> Result<Value, Box<dyn Error>> {
        let pointer = url.strip_prefix(BASE).ok_or("the schema is in another document")?;
        let pointer = percent_decode_str(pointer).decode_utf8()?;
        let schema = self.document.pointer(&pointer).ok_or("the schema does not exist")?;
        Ok(self.converter.schema(schema))
    }
}
