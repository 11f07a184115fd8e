//! The effect, the direction and the kind of a change.

use serde::Serialize;

/// The effect of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No effect.
    Unchanged,
    /// Only the documentation changed.
    Documentation,
    /// Existing requests or code still work.
    Compatible,
    /// Existing requests, responses or code may no longer work.
    Breaking,
}

/// The direction of the changed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
    /// Both directions.
    Both,
    /// The change does not concern a value.
    None,
}

impl Direction {
    /// The suffix after the name of a value.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Request => " (request)",
            Self::Response => " (response)",
            Self::Both => " (request and response)",
            Self::None => "",
        }
    }
}

/// The kind of item that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// The package.
    Package,
    /// The module of a document.
    Module,
    /// The handle of a resource.
    Resource,
    /// An operation.
    Operation,
    /// A path value, a query parameter or a header.
    Parameter,
    /// A field of a request body.
    Body,
    /// A type of the document.
    Type,
    /// A property of a type.
    Property,
    /// A value of an enum.
    Value,
    /// A kind of SID.
    Sid,
}
