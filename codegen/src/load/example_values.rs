//! The examples of responses, which the checker takes out of a document.
//!
//! Half of a published document consists of examples, so they are not read as parts of `openapiv3`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::keywords::Kind;
use crate::pointer::Pointer;

/// The maximum length of the example of a schema, in bytes of JSON. The document keeps only these examples.
pub(crate) const MOST_BYTES: usize = 64;

/// The values of `example` and `examples` in the media types of responses, and the examples of the components, by
/// their pointers.
#[derive(Debug, Default)]
pub(crate) struct ExampleValues(BTreeMap<String, Value>);

impl ExampleValues {
    /// Takes the value of a keyword out of an object with this pointer, if the keyword contains examples of
    /// responses.
    pub(super) fn take(&mut self, kind: Kind, key: &str, pointer: &str, value: &mut Value) {
        let is_example = match kind {
            Kind::MediaType => is_of_response(pointer) && matches!(key, "example" | "examples"),
            Kind::Components => key == "examples",
            _ => false,
        };
        if is_example {
            self.0.insert(format!("{pointer}/{key}"), value.take());
        }
    }

    /// The value at a pointer.
    pub(crate) fn get(&self, pointer: &Pointer) -> Option<&Value> {
        self.0.get(pointer.as_str())
    }
}

/// Whether a media type is that of a response, and not that of a request.
fn is_of_response(pointer: &str) -> bool {
    pointer.contains("/responses/")
}

/// Whether the JSON of a value is so short that a schema keeps it as an example.
pub(crate) fn is_small(value: &Value) -> bool {
    let is_short = |text: &str| text.len() <= MOST_BYTES;
    match value {
        Value::String(text) if !is_short(text) => false,
        Value::Array(items) if items.len() > MOST_BYTES => false,
        Value::Object(entries) if entries.len() > MOST_BYTES => false,
        other => is_short(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_small_value_has_at_most_64_bytes_of_json() {
        for (value, expected) in [
            (json!(null), true),
            (json!("a".repeat(62)), true),
            (json!("a".repeat(63)), false),
            (json!([1, 2, 3]), true),
            (json!(vec![1; 32]), false),
            (json!({"a": "b".repeat(60)}), false),
        ] {
            assert_eq!(is_small(&value), expected, "{value}");
        }
    }
}
