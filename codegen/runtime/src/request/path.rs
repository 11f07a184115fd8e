//! Paths. Each value becomes exactly one segment.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, Result};

/// All characters except the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends a template to a path and replaces its placeholders in order.
///
/// The values `.`, `..` and the empty string are errors: a URL parser would resolve them to the parent,
/// and a DELETE would affect another resource.
pub(super) fn fill<'v>(
    base: &str,
    template: &str,
    mut values: impl Iterator<Item = &'v String>,
) -> Result<String> {
    let mut path = String::with_capacity(base.len() + template.len() + 96);
    path.push_str(base);
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.next().map_or("", String::as_str);
        if matches!(value, "" | "." | "..") {
            let shown = if value.is_empty() { "empty".to_owned() } else { format!("`{value}`") };
            return Err(Error::invalid_request(format!(
                "the path value `{name}` is {shown}, which would lead to another resource"
            )));
        }
        path.push_str(literal);
        path.extend(utf8_percent_encode(value, ENCODED));
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}
