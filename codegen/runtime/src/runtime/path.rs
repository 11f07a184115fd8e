//! Path values: each becomes exactly one segment.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::error::{Error, Result};

/// Everything but RFC 3986's unreserved characters.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value as it stands in a path.
pub(super) fn encode(value: &str) -> String {
    utf8_percent_encode(value, ENCODED).to_string()
}

/// Fills the placeholders of a template in order, behind the path that it is under.
///
/// Empty, `.` and `..` are refused: a URL parser would fold them into the parent, and a DELETE
/// would hit another resource.
pub(super) fn fill<'v>(
    under: &str,
    template: &str,
    mut values: impl Iterator<Item = &'v String>,
) -> Result<String> {
    let mut path = String::with_capacity(under.len() + template.len() + 96);
    path.push_str(under);
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
