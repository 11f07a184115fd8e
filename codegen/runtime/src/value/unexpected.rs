//! Values in responses that the OpenAPI document does not describe.

use std::fmt;
use std::sync::Arc;

/// The function that the client calls for each unexpected value.
pub(crate) type OnUnexpected = Arc<dyn Fn(&Unexpected) + Send + Sync>;

/// The reason why a value is unexpected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnexpectedKind {
    /// A string or integer that the enum does not list.
    EnumValue,
    /// A string that is not of its format: a time, date, duration, SID or number.
    Format,
    /// A property that the schema does not describe.
    UnknownField,
    /// Null in a required property. It is an error, except for a union, which keeps it.
    Null,
    /// A required property is absent, which is an error.
    MissingField,
    /// A value of another JSON type, a number that the integer type does not contain, or a value that fits no
    /// schema of a union.
    Type,
}

impl fmt::Display for UnexpectedKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EnumValue => "unknown enum value",
            Self::Format => "invalid format",
            Self::UnknownField => "unknown field",
            Self::Null => "unexpected null",
            Self::MissingField => "missing field",
            Self::Type => "unexpected type",
        })
    }
}

/// A value in a response that the OpenAPI document does not describe, without the value itself, which may be
/// personal data.
///
/// `ClientBuilder::on_unexpected` sets the function that receives it. A canary counts and prints:
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// # use twilio_client_runtime::Unexpected;
///
/// static UNEXPECTED: AtomicU64 = AtomicU64::new(0);
///
/// let canary = |unexpected: &Unexpected| {
///     UNEXPECTED.fetch_add(1, Ordering::Relaxed);
///     // GET /v1/Things: unknown enum value at things[3].status, expected ThingStatus
///     eprintln!("{unexpected}");
/// };
/// # let _: Box<dyn Fn(&Unexpected) + Send + Sync> = Box::new(canary);
/// // Client::builder(credentials).on_unexpected(canary)
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexpected {
    pub(super) operation: String,
    pub(super) json_path: String,
    pub(super) kind: UnexpectedKind,
    pub(super) model: Option<&'static str>,
    pub(super) expected: Option<&'static str>,
}

impl Unexpected {
    /// Sets the operation.
    pub(crate) fn of(self, operation: &str) -> Self {
        Self { operation: operation.to_owned(), ..self }
    }

    /// Changes the path.
    pub(crate) fn with_path(self, change: impl FnOnce(&str) -> String) -> Self {
        Self { json_path: change(&self.json_path), ..self }
    }

    /// Returns the method and the path template of the operation, such as `GET /v2/Services/{Sid}`.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Returns the path of the value in the response body, such as `invites[3].date_created`. `[…]` replaces the
    /// key of a map, and the name of a property that contains characters other than ASCII letters, digits and `_`.
    /// In the path of an unknown field, `…` replaces the values of the request. The path is empty if the whole body is
    /// unexpected.
    pub fn json_path(&self) -> &str {
        &self.json_path
    }

    /// Returns the reason.
    pub fn kind(&self) -> UnexpectedKind {
        self.kind
    }

    /// Returns the name of the model whose property contains the value. It is `None` outside models.
    pub fn model(&self) -> Option<&'static str> {
        self.model
    }

    /// Returns the name of the expected type, if it is known: a type of this crate, or a type of JSON.
    pub fn expected(&self) -> Option<&'static str> {
        self.expected
    }
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.json_path.is_empty() { "the root" } else { &self.json_path };
        write!(f, "{}: {} at {path}", self.operation, self.kind)?;
        match self.expected {
            Some(expected) => write!(f, ", expected {expected}"),
            None => Ok(()),
        }
    }
}
