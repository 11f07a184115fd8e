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
    /// Whether a value of this direction is part of another direction.
    pub(super) fn includes(self, side: Self) -> bool {
        matches!(self, Self::Both | Self::None) || self == side || side == Self::Both
    }

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

/// A part that a change breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Affected {
    /// A request that the server accepted may be rejected.
    Requests,
    /// A response may no longer contain the same data.
    Responses,
    /// Code that uses the client may no longer compile, or do something else.
    Callers,
}

impl Affected {
    /// The parts that a change with these verdicts breaks. `side` is the only direction that it affects on the wire.
    pub(super) fn by(
        wire: Verdict,
        rust: Verdict,
        side: Option<Direction>,
        direction: Direction,
    ) -> Vec<Self> {
        let is_broken = |part: Direction| {
            wire == Verdict::Breaking && direction.includes(part) && side.is_none_or(|side| side == part)
        };
        let requests = is_broken(Direction::Request).then_some(Self::Requests);
        let responses = is_broken(Direction::Response).then_some(Self::Responses);
        let callers = (rust == Verdict::Breaking).then_some(Self::Callers);
        requests.into_iter().chain(responses).chain(callers).collect()
    }

    /// All parts, in words: `requests and callers`.
    pub(super) fn all(parts: &[Self]) -> String {
        let name = |part: &Self| match part {
            Self::Requests => "requests",
            Self::Responses => "responses",
            Self::Callers => "callers",
        };
        let names: Vec<&str> = parts.iter().map(name).collect();
        match names.as_slice() {
            [first, second, third] => format!("{first}, {second} and {third}"),
            others => others.join(" and "),
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
