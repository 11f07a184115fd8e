//! Whether the response `default` describes errors.
//!
//! OpenAPI uses `default` for all statuses that are not listed. If no successful response is listed, `default` is
//! the successful response, unless one of these rules applies:
//!
//! - the name of the response or of its schema contains a word for an error, such as `Error` or `Problem`
//! - all its media types are `application/problem+…`
//! - its content is equal to that of a response with a 4xx or 5xx status
//! - its description contains the word `error`

use indexmap::IndexMap;
use openapiv3::{self as oa, ReferenceOr, StatusCode};

use crate::name;

/// The words that name an error.
const WORDS: &[&str] = &["error", "errors", "exception", "failure", "fault", "problem"];

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
    let mut words = description.split(|c: char| !c.is_alphanumeric());
    words.any(|word| word.eq_ignore_ascii_case("error"))
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

/// Whether the last part of a reference contains a word for an error.
fn has_error_word(reference: &str) -> bool {
    let last = reference.rsplit('/').next().unwrap_or_default();
    name::words(last).iter().any(|word| WORDS.contains(&word.as_str()))
}
