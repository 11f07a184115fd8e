//! Paths. Each value becomes exactly one segment.

use super::encode::{Value, percent_encoded};
use crate::error::{Error, Result};

/// Appends a template to a path and replaces its placeholders in order.
///
/// The values `.`, `..` and the empty string are errors: a URL parser would resolve them to the parent,
/// and a DELETE would affect another resource.
pub(super) fn fill<'v>(
    base: &str,
    template: &str,
    mut values: impl Iterator<Item = &'v Value>,
) -> Result<String> {
    let mut path = String::with_capacity(base.len() + template.len() + 96);
    path.push_str(base);
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        path.push_str(literal);
        let start = path.len();
        for (literal, part) in values.next().into_iter().flat_map(Value::pieces) {
            path.push_str(literal);
            path.extend(percent_encoded(part));
        }
        let value = path.get(start..).unwrap_or_default();
        if matches!(value, "" | "." | "..") {
            let shown = if value.is_empty() { "empty".to_owned() } else { format!("`{value}`") };
            return Err(Error::invalid_request(format!(
                "the path value `{name}` is {shown}, which would lead to another resource"
            )));
        }
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}
