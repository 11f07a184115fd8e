//! The version of OpenAPI that a document declares.

use serde_json::{Map, Value};

use super::foreign::{self, Foreign};
use super::keywords::Kind;
use super::spelling;
use super::type_mismatch::noun;
use crate::diagnostic::{Code, Diagnostic, Place, Position};
use crate::output::Source;
use crate::pointer::escape;

/// The versions of OpenAPI that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V30,
    V31,
}

impl Version {
    /// The digits of a declared version: `3.0.0` of `v3.0.0`.
    pub(super) fn digits(declared: &str) -> &str {
        declared.trim().trim_start_matches(['v', 'V'])
    }
}

/// The additions of OpenAPI 3.2, which the generator does not implement.
const V32: &str = "convert the document to OpenAPI 3.1; support for 3.2 requires the `query` method and \
    `additionalOperations`, `querystring` parameters, `itemSchema` and streamed media types, `$self`, and \
    `mediaTypes` in the components";

/// The version of a document. Rejects other versions, because their other diagnostics would be misleading.
pub(super) fn of(source: &Source, document: &Value) -> Result<Version, Vec<Diagnostic>> {
    let reject = |code, pointer: &str, message: String, help: &str| {
        Err(vec![Diagnostic::new(code, Place::new(&source.name, pointer), message).with_help(help)])
    };
    if let Some(version) = document.get("openapi") {
        let version = match version {
            Value::String(version) => Some(Version::digits(version).to_owned()),
            Value::Number(version) => Some(version.to_string()),
            _ => None,
        };
        let is = |wanted: &str| {
            let rest = version.as_deref().and_then(|version| version.strip_prefix(wanted));
            rest.is_some_and(|patch| patch.is_empty() || patch.starts_with('.'))
        };
        if is("3.0") {
            return Ok(Version::V30);
        }
        if is("3.1") {
            return Ok(Version::V31);
        }
        let Some(version) = version else {
            let message = "`openapi` must be a string".to_owned();
            return reject(
                Code::UnsupportedVersion,
                "/openapi",
                message,
                "put the version in quotes: `'3.0.1'`",
            );
        };
        let help =
            if version.starts_with("3.2") { V32 } else { "convert the document to OpenAPI 3.0 or 3.1" };
        let message = format!("OpenAPI version `{}` is not supported", version.escape_debug());
        return reject(Code::UnsupportedVersion, "/openapi", message, help);
    }
    if document.get("swagger").is_some() {
        let message = "Swagger 2 documents are not supported".to_owned();
        return reject(Code::Swagger2, "/swagger", message, "convert the document to OpenAPI 3.0");
    }
    let mut keys = document.as_object().into_iter().flat_map(Map::keys);
    if let Some(key) = keys.find(|key| spelling::meant(Kind::OpenApi, key) == Some("openapi")) {
        let message = format!("unknown keyword `{}` in a document object", key.escape_debug());
        let pointer = format!("/{}", escape(key));
        return reject(Code::UnknownKeyword, &pointer, message, "did you mean `openapi`?");
    }
    if let Some(foreign) = foreign::of_value(document).or_else(|| foreign::of_text(&source.text)) {
        return Err(vec![not_openapi(source, &foreign)]);
    }
    let mut found = without_version(source, document);
    // A file of comments contains no value.
    let is_of_comments = document.is_null() && !source.text.is_empty();
    found.place.position = is_of_comments.then_some(Position { line: 1, column: 1 });
    Err(vec![found])
}

/// The diagnostic for a file in another format.
pub(super) fn not_openapi(source: &Source, foreign: &Foreign) -> Diagnostic {
    let message = format!("the file is {}, not an OpenAPI document", foreign.format);
    Diagnostic::new(Code::NotOpenApi, Place::new(&source.name, ""), message).with_help(foreign.help)
}

/// The diagnostic for a document without the key `openapi` at its top level.
fn without_version(source: &Source, document: &Value) -> Diagnostic {
    let not_openapi = |pointer: &str, message: String, help: &str| {
        Diagnostic::new(Code::NotOpenApi, Place::new(&source.name, pointer), message).with_help(help)
    };
    let missing = "the file is not an OpenAPI document: `openapi` is missing".to_owned();
    let Some(entries) = document.as_object() else {
        let (message, help) = match document {
            Value::Null => ("the file is empty".to_owned(), "write the OpenAPI document, or remove the file"),
            other => (
                format!("the file is not an OpenAPI document: it contains {}, not an object", noun(other)),
                "begin the document with the key `openapi`, such as `openapi: 3.0.3`",
            ),
        };
        return not_openapi("", message, help);
    };
    let nested = entries.iter().find(|(_, value)| value.get("openapi").is_some_and(Value::is_string));
    if let Some((key, value)) = nested {
        let shown = key.escape_debug();
        let message = format!("`openapi` must be at the top level of the document, not in `{shown}`");
        let help = if value.get("paths").is_some() {
            format!("move the content of `{shown}` to the top level")
        } else {
            "reduce its indentation".to_owned()
        };
        return not_openapi(&format!("/{}/openapi", escape(key)), message, &help);
    }
    let help = if ["paths", "components", "webhooks"].iter().any(|key| entries.contains_key(*key)) {
        "add the version of OpenAPI as the first line, such as `openapi: 3.0.3`"
    } else {
        "move the file out of the spec folder, which may contain only OpenAPI documents"
    };
    not_openapi("", missing, help)
}
