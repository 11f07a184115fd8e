//! Keywords in an object that is too high or too low, usually because of wrong indentation.

use super::keywords::Kind;
use super::selection::is_method;
use super::spelling::{article, is_status};

/// An object, another object that has the keyword, and the step that moves the keyword there. The first row with the
/// keyword applies.
const NEAR: &[(Kind, Kind, &str)] = &[
    (Kind::OpenApi, Kind::Components, "indent it below `components`"),
    (Kind::OpenApi, Kind::Info, "indent it below `info`"),
    (Kind::Info, Kind::OpenApi, "move it to the top level of the document"),
    (Kind::Components, Kind::OpenApi, "move it to the top level of the document"),
    (Kind::Paths, Kind::OpenApi, "move it to the top level of the document"),
    (Kind::Paths, Kind::PathItem, "indent it below a path, such as `/items`"),
    (Kind::Paths, Kind::Operation, "indent it below a path and a method"),
    (Kind::PathItem, Kind::Operation, "indent it below a method, such as `get`"),
    (Kind::PathItem, Kind::OpenApi, "move it to the top level of the document"),
    (Kind::Operation, Kind::PathItem, "move it one level up, below the path"),
    (Kind::Operation, Kind::OpenApi, "move it to the top level of the document"),
    (Kind::Responses, Kind::Operation, "move it one level up, beside `responses`"),
    (Kind::Responses, Kind::PathItem, "move it two levels up, below the path"),
    (Kind::Response, Kind::Operation, "move it two levels up, beside `responses`"),
    (Kind::Response, Kind::MediaType, "indent it below a media type in `content`"),
    (Kind::RequestBody, Kind::Operation, "move it one level up, beside `requestBody`"),
    (Kind::RequestBody, Kind::MediaType, "indent it below a media type in `content`"),
    (Kind::Parameter, Kind::Operation, "move it beside `parameters`"),
    (Kind::Parameter, Kind::Schema, "indent it below `schema`"),
    (Kind::MediaType, Kind::Schema, "indent it below `schema`"),
];

/// The keywords without which the client lacks a part of an operation.
const STRUCTURE: &[&str] = &[
    "components",
    "content",
    "operationId",
    "parameters",
    "paths",
    "properties",
    "requestBody",
    "responses",
    "schema",
    "schemas",
];

/// The object to which an unknown keyword of an object belongs, and the next step. `None` if it is not a keyword of an
/// object nearby.
pub(super) fn help(kind: Kind, key: &str) -> Option<String> {
    let shown = key.escape_debug();
    if key.starts_with('/') {
        return Some(format!("`{shown}` is a path: move it below `paths`"));
    }
    let near = NEAR.iter().find(|(here, other, _)| *here == kind && other.keyword(key).is_some());
    if let Some((_, other, step)) = near {
        return Some(format!("`{shown}` is a keyword of {}: {step}", article(other.noun())));
    }
    match kind {
        Kind::Operation if is_status(key) => {
            Some(format!("`{shown}` is a status: indent it below `responses`"))
        }
        Kind::Operation | Kind::RequestBody | Kind::Response if key.contains('/') => {
            Some(format!("`{shown}` is a media type: indent it below `content`"))
        }
        _ => None,
    }
}

/// Whether the client lacks a part of the document because a keyword is at this place.
pub(super) fn is_needed(kind: Kind, key: &str) -> bool {
    // References find the components at the top level too, where Swagger 2 has them.
    let is_keyword = kind != Kind::OpenApi && STRUCTURE.contains(&key);
    let is_structure = key.contains('/') || is_status(key) || is_method(key) || is_keyword;
    is_structure && help(kind, key).is_some()
}
