//! Whether the response `default` describes errors.
//!
//! OpenAPI uses `default` for all statuses that are not listed. If no successful response is listed, `default` is
//! the successful response, unless one of these rules applies:
//!
//! - the name of the response or of its schema ends with a word for an error, such as `ApiError`, `Problem` or
//!   `ErrorResponse`
//! - all its media types are `application/problem+…`
//! - its content is equal to that of a response with a 4xx or 5xx status
//! - its description is the name of an error, such as `Unexpected error` or `An error occurred.`
//!
//! A word for an error elsewhere is not enough: a response can be an error log.

use indexmap::IndexMap;
use openapiv3::{self as oa, ReferenceOr, StatusCode};

use crate::name;

/// The words that name an error.
const WORDS: &[&str] = &["error", "errors", "exception", "exceptions", "failure", "fault", "problem"];

/// The words that can follow a word for an error in the name of a schema.
const SUFFIXES: &[&str] = &[
    "body",
    "container",
    "content",
    "data",
    "detail",
    "details",
    "dto",
    "envelope",
    "info",
    "item",
    "list",
    "message",
    "messages",
    "model",
    "obj",
    "object",
    "output",
    "payload",
    "res",
    "resp",
    "response",
    "responses",
    "result",
    "schema",
    "type",
    "wrapper",
];

/// The words that can precede a word for an error in a description.
const QUALIFIERS: &[&str] = &[
    "a",
    "an",
    "any",
    "api",
    "application",
    "client",
    "common",
    "default",
    "generic",
    "general",
    "http",
    "internal",
    "json",
    "other",
    "possible",
    "processing",
    "request",
    "returns",
    "server",
    "some",
    "standard",
    "structured",
    "system",
    "the",
    "unexpected",
    "unhandled",
    "unknown",
    "unspecified",
    "validation",
];

/// The words after which a word for an error is still the subject of a description.
const FOLLOWERS: &[&str] = &[
    "because",
    "caused",
    "describing",
    "due",
    "during",
    "happened",
    "has",
    "if",
    "is",
    "message",
    "object",
    "occured",
    "occurred",
    "occurs",
    "payload",
    "response",
    "responses",
    "returned",
    "was",
    "when",
    "while",
];

/// The words that end the description of an error.
const LAST: &[&str] =
    &["body", "code", "description", "detail", "details", "info", "information", "model", "schema"];

type Components = IndexMap<String, ReferenceOr<oa::Response>>;

/// Whether `default` describes errors. A reference that cannot be resolved does not.
pub(super) fn is_error(
    default: &ReferenceOr<oa::Response>,
    others: &IndexMap<StatusCode, ReferenceOr<oa::Response>>,
    table: Option<&Components>,
) -> bool {
    if let ReferenceOr::Reference { reference } = default
        && has_error_word(reference)
    {
        return true;
    }
    let Some(response) = resolve(default, table) else { return false };
    let failures = others.iter().filter(|(status, _)| is_failure(status));
    let mut failures = failures.filter_map(|(_, other)| resolve(other, table));
    let oa::Response { description, content, .. } = response;
    let is_problem = |name: &String| name.to_ascii_lowercase().starts_with("application/problem+");
    let is_empty = content.is_empty();
    describes_error(description)
        || (!is_empty && content.keys().all(is_problem))
        || content.values().filter_map(|media| media.schema.as_ref()).any(is_error_schema)
        || (!is_empty && failures.any(|failure| failure.content == *content))
}

fn is_error_schema(schema: &ReferenceOr<oa::Schema>) -> bool {
    matches!(schema, ReferenceOr::Reference { reference } if has_error_word(reference))
}

fn resolve<'a>(
    response: &'a ReferenceOr<oa::Response>,
    table: Option<&'a Components>,
) -> Option<&'a oa::Response> {
    match response {
        ReferenceOr::Item(response) => Some(response),
        ReferenceOr::Reference { reference } => {
            table?.get(reference.strip_prefix("#/components/responses/")?)?.as_item()
        }
    }
}

fn is_failure(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(400..=599) | StatusCode::Range(4 | 5))
}

/// Whether the last part of a reference is the name of an error. Numbers, such as a version, have no effect.
fn has_error_word(reference: &str) -> bool {
    let last = reference.rsplit('/').next().unwrap_or_default();
    let words = name::words(last);
    let is_number = |word: &str| word.trim_start_matches('v').chars().all(|c| c.is_ascii_digit());
    let mut words = words.iter().rev().map(String::as_str).filter(|word| !is_number(word));
    words.find(|word| !SUFFIXES.contains(word)).is_some_and(|word| WORDS.contains(&word))
}

/// Whether a description is the name of an error, possibly with its circumstances.
fn describes_error(description: &str) -> bool {
    let text = description.to_ascii_lowercase();
    let mut words = text.split_whitespace().map(Word::new).peekable();
    let mut is_certain = false;
    while let Some(word) = words.next_if(|word| QUALIFIERS.contains(&word.letters) && !word.ends_sentence) {
        is_certain |= word.letters == "unexpected";
    }
    let Some(error) = words.next().filter(|word| WORDS.contains(&word.letters)) else { return false };
    match words.next() {
        _ if error.ends_sentence || is_certain => true,
        None => true,
        Some(next) if LAST.contains(&next.letters) => next.ends_sentence || words.next().is_none(),
        Some(next) => FOLLOWERS.contains(&next.letters),
    }
}

/// A word of a description.
struct Word<'t> {
    letters: &'t str,
    /// Whether punctuation follows.
    ends_sentence: bool,
}

impl<'t> Word<'t> {
    fn new(text: &'t str) -> Self {
        let is_letter = |c: char| c.is_alphanumeric();
        Self { letters: text.trim_matches(|c| !is_letter(c)), ends_sentence: !text.ends_with(is_letter) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_an_error_describes_an_error() {
        let rows = [
            ("Error", true),
            ("error.", true),
            ("**Error**", true),
            ("Unexpected error", true),
            ("unexpected error while reading the account", true),
            ("Error response", true),
            ("Error response from the server", true),
            ("An error occurred.", true),
            ("Error: the account is closed", true),
            ("Generic error payload", true),
            ("Internal server error", true),
            ("Default error details", true),
            ("The error, in JSON", true),
            ("Any other failure", true),
            ("Returned if an error happens", false),
            ("The error log of the account", false),
            ("Error log", false),
            ("Error details of each call", false),
            ("Errors of the last hour", false),
            ("The account without errors", false),
            ("Success, or an error", false),
            ("Problem list of a patient", false),
            ("successful operation", false),
            ("", false),
        ];
        for (description, expected) in rows {
            assert_eq!(describes_error(description), expected, "{description}");
        }
    }

    #[test]
    fn the_name_of_an_error_ends_with_a_word_for_an_error() {
        let rows = [
            ("#/components/schemas/Error", true),
            ("#/components/schemas/ApiError", true),
            ("#/components/schemas/error_response", true),
            ("#/components/schemas/ErrorMessageV2", true),
            ("#/components/schemas/ProblemDetails", true),
            ("#/components/responses/UnexpectedErrors", true),
            ("#/components/schemas/ErrorLog", false),
            ("#/components/schemas/ErrorLogResponse", false),
            ("#/components/schemas/Response", false),
            ("#/components/schemas/Terror", false),
        ];
        for (reference, expected) in rows {
            assert_eq!(has_error_word(reference), expected, "{reference}");
        }
    }
}
