//! Media types.

use indexmap::IndexMap;

/// The kind of a body, by its media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
    /// Any of them: `*/*`.
    Any,
}

/// The media types that are text, beside `text/*` and those with a suffix of [`TEXT_SUFFIXES`].
const TEXT: &[&str] = &[
    "application/ecmascript",
    "application/graphql",
    "application/javascript",
    "application/jsonl",
    "application/json-seq",
    "application/jsonlines",
    "application/ndjson",
    "application/sql",
    "application/toml",
    "application/x-javascript",
    "application/x-ndjson",
    "application/x-yaml",
    "application/xml",
    "application/xml-dtd",
    "application/yaml",
];

const TEXT_SUFFIXES: &[&str] = &["+xml", "+yaml"];

impl Kind {
    /// The kind of a media type. Its parameters and the case of its letters have no effect.
    pub(crate) fn of(media_type: &str) -> Self {
        let essence = essence(media_type);
        match essence.as_str() {
            "application/json" | "application/x-json" | "text/json" | "text/x-json" | "*/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "*/*" | "*" | "application/*" => Self::Any,
            "application/form-data" => Self::Multipart,
            name if name.starts_with("multipart/") => Self::Multipart,
            name if name.ends_with("+json") => Self::Json,
            name if name.starts_with("text/") || TEXT.contains(&name) => Self::Text,
            name if TEXT_SUFFIXES.iter().any(|suffix| name.ends_with(suffix)) => Self::Text,
            _ => Self::Bytes,
        }
    }
}

/// A media type in lower case, without its parameters.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The entry of a `content` that can be JSON: the first JSON, or else the first range that contains JSON.
pub(crate) fn json<V>(content: &IndexMap<String, V>) -> Option<(&String, &V)> {
    let first = |kind| content.iter().find(|(name, _)| Kind::of(name) == kind);
    first(Kind::Json).or_else(|| first(Kind::Any))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_the_case_of_letters_have_no_effect() {
        let rows = [
            ("application/json", Kind::Json),
            ("Application/JSON; charset=utf-8", Kind::Json),
            ("application/vnd.api+json;version=1", Kind::Json),
            ("application/*+json", Kind::Json),
            ("text/json", Kind::Json),
            ("application/jsonp", Kind::Bytes),
            ("application/X-WWW-Form-Urlencoded ; charset=UTF-8", Kind::Form),
            ("multipart/form-data", Kind::Multipart),
            ("Multipart/Form-Data; boundary=x", Kind::Multipart),
            ("multipart/*", Kind::Multipart),
            ("multipart/related", Kind::Multipart),
            ("text/*", Kind::Text),
            ("TEXT/csv", Kind::Text),
            ("application/xml", Kind::Text),
            ("application/atom+xml", Kind::Text),
            ("application/x-ndjson", Kind::Text),
            ("application/octet-stream", Kind::Bytes),
            ("application/pdf", Kind::Bytes),
            ("image/*", Kind::Bytes),
            ("image/svg+xml", Kind::Text),
            ("*/*", Kind::Any),
            ("application/*", Kind::Any),
            ("*/*; q=0.8", Kind::Any),
        ];
        for (media_type, kind) in rows {
            assert_eq!(Kind::of(media_type), kind, "{media_type}");
        }
    }

    #[test]
    fn json_precedes_a_range() {
        let content: IndexMap<String, u8> =
            [("image/png", 0), ("*/*", 1), ("text/json", 2)].map(|(name, at)| (name.to_owned(), at)).into();
        assert_eq!(json(&content).map(|(_, at)| *at), Some(2));
    }
}
