//! The words that a keyword accepts, and the words of other languages and formats with the same meaning.

use serde_json::{Value, json};

/// The words of one keyword.
#[derive(Debug)]
pub(in crate::load) struct Words {
    /// The words that OpenAPI defines.
    pub(in crate::load) known: &'static [&'static str],
    pub(super) aliases: &'static [Alias],
}

/// Another word: in lowercase letters, the word of OpenAPI that replaces it, and the keywords that it implies.
/// Without a word of OpenAPI, the object does not need the keyword.
type Alias = (&'static str, Option<&'static str>, &'static [(&'static str, Implied)]);

/// The value of a keyword that a word implies.
#[derive(Clone, Copy, Debug)]
pub(super) enum Implied {
    Text(&'static str),
    False,
    EmptyObject,
}

/// The meaning of a word.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::load) struct Meaning {
    /// The word of OpenAPI. `None` if the object does not need the keyword.
    pub(in crate::load) word: Option<&'static str>,
    /// The keywords that the word implies, unless the object has them.
    pub(in crate::load) implied: Vec<(&'static str, Value)>,
}

impl Words {
    /// Finds the meaning of a word that differs from a word of OpenAPI. Ignores the case of letters and the space
    /// around a word.
    pub(in crate::load) fn meaning(&self, text: &str) -> Option<Meaning> {
        let text = text.trim();
        if let Some(known) = self.known.iter().find(|known| known.eq_ignore_ascii_case(text)) {
            return Some(Meaning { word: Some(known), implied: Vec::new() });
        }
        let (_, word, implied) = self.aliases.iter().find(|(alias, ..)| alias.eq_ignore_ascii_case(text))?;
        let implied = implied.iter().map(|(keyword, value)| (*keyword, value.json())).collect();
        Some(Meaning { word: *word, implied })
    }
}

impl Implied {
    fn json(self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::False => json!(false),
            Self::EmptyObject => json!({}),
        }
    }
}

/// The locations of a parameter or of the key of a security scheme.
pub(super) const LOCATIONS: &Words = &Words { known: &["query", "header", "path", "cookie"], aliases: &[] };

/// The encodings of a parameter. The aliases are the values of `collectionFormat` in Swagger 2.
pub(in crate::load) const STYLES: &Words = &Words {
    known: &["form", "simple", "matrix", "label", "spaceDelimited", "pipeDelimited", "deepObject"],
    aliases: &[
        ("", None, &[]),
        ("csv", None, &[("explode", Implied::False)]),
        ("multi", None, &[]),
        ("pipes", Some("pipeDelimited"), &[("explode", Implied::False)]),
        ("ssv", Some("spaceDelimited"), &[("explode", Implied::False)]),
    ],
};

/// The types of a schema. The aliases are formats, and the types of programming languages.
pub(in crate::load) const TYPES: &Words = &Words {
    known: &["string", "integer", "number", "boolean", "array", "object"],
    aliases: &[
        ("", None, &[]),
        ("any", None, &[]),
        ("base64", Some("string"), &[("format", Implied::Text("byte"))]),
        ("bigint", Some("integer"), &[]),
        ("binary", Some("string"), &[("format", Implied::Text("binary"))]),
        ("bool", Some("boolean"), &[]),
        ("char", Some("string"), &[]),
        ("date", Some("string"), &[("format", Implied::Text("date"))]),
        ("date-time", Some("string"), &[("format", Implied::Text("date-time"))]),
        ("datetime", Some("string"), &[("format", Implied::Text("date-time"))]),
        ("decimal", Some("number"), &[]),
        ("dict", Some("object"), &[]),
        ("dictionary", Some("object"), &[]),
        ("double", Some("number"), &[("format", Implied::Text("double"))]),
        ("email", Some("string"), &[("format", Implied::Text("email"))]),
        ("file", Some("string"), &[("format", Implied::Text("binary"))]),
        ("float", Some("number"), &[("format", Implied::Text("float"))]),
        ("guid", Some("string"), &[("format", Implied::Text("uuid"))]),
        ("hash", Some("object"), &[]),
        ("int", Some("integer"), &[]),
        ("int32", Some("integer"), &[("format", Implied::Text("int32"))]),
        ("int64", Some("integer"), &[("format", Implied::Text("int64"))]),
        ("json", None, &[]),
        ("list", Some("array"), LIST),
        ("long", Some("integer"), &[("format", Implied::Text("int64"))]),
        ("map", Some("object"), &[]),
        ("mixed", None, &[]),
        ("numeric", Some("number"), &[]),
        ("short", Some("integer"), &[]),
        ("str", Some("string"), &[]),
        ("text", Some("string"), &[]),
        ("uri", Some("string"), &[("format", Implied::Text("uri"))]),
        ("url", Some("string"), &[("format", Implied::Text("uri"))]),
        ("uuid", Some("string"), &[("format", Implied::Text("uuid"))]),
    ],
};

/// The types of a security scheme. `basic` is the type of Swagger 2.
pub(super) const SCHEMES: &Words = &Words {
    known: &["http", "apiKey", "oauth2", "openIdConnect"],
    aliases: &[
        ("basic", Some("http"), &[("scheme", Implied::Text("basic"))]),
        ("bearer", Some("http"), &[("scheme", Implied::Text("bearer"))]),
    ],
};

/// The words for a media type. `known` is empty, because a media type can be any.
pub(in crate::load) const MEDIA_TYPES: &Words = &Words {
    known: &[],
    aliases: &[
        ("*", Some("*/*"), &[]),
        ("form-data", Some("multipart/form-data"), &[]),
        ("html", Some("text/html"), &[]),
        ("json", Some("application/json"), &[]),
        ("octet-stream", Some("application/octet-stream"), &[]),
        ("pdf", Some("application/pdf"), &[]),
        ("x-www-form-urlencoded", Some("application/x-www-form-urlencoded"), &[]),
        ("xml", Some("application/xml"), &[]),
    ],
};

const LIST: &[(&str, Implied)] = &[("items", Implied::EmptyObject)];

/// The words of a boolean: those of JSON, and those of YAML 1.1, which later versions read as strings.
const BOOLEANS: &[(&str, bool)] =
    &[("true", true), ("false", false), ("yes", true), ("no", false), ("on", true), ("off", false)];

/// The boolean that a string or a number means.
pub(in crate::load) fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::String(text) => {
            let found = BOOLEANS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text.trim()));
            found.map(|(_, meaning)| *meaning)
        }
        Value::Number(number) => match number.as_u64()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        },
        _ => None,
    }
}

/// The statuses of the reason phrases of HTTP, in lowercase letters without spaces.
const REASONS: &[(&str, &str)] = &[
    ("accepted", "202"),
    ("badgateway", "502"),
    ("badrequest", "400"),
    ("conflict", "409"),
    ("created", "201"),
    ("default", "default"),
    ("forbidden", "403"),
    ("gone", "410"),
    ("internalservererror", "500"),
    ("methodnotallowed", "405"),
    ("nocontent", "204"),
    ("notfound", "404"),
    ("notimplemented", "501"),
    ("ok", "200"),
    ("serviceunavailable", "503"),
    ("toomanyrequests", "429"),
    ("unauthorized", "401"),
    ("unprocessableentity", "422"),
];

/// The status of a reason phrase.
pub(in crate::load) fn status_of_reason(text: &str) -> Option<&'static str> {
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    let found = REASONS.iter().find(|(reason, _)| letters.eq_ignore_ascii_case(reason));
    found.map(|(_, status)| *status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_unique_and_lead_to_words_of_openapi() {
        for words in [LOCATIONS, STYLES, TYPES, SCHEMES] {
            for (index, (alias, word, _)) in words.aliases.iter().enumerate() {
                assert!(words.aliases.iter().skip(index + 1).all(|(other, ..)| other != alias), "{alias}");
                assert!(word.is_none_or(|word| words.known.contains(&word)), "{alias}");
                assert_eq!(alias.to_lowercase(), *alias);
                assert!(!words.known.contains(alias), "{alias}");
            }
        }
    }

    #[test]
    fn meanings() {
        for (text, word) in [
            ("String", Some(Some("string"))),
            (" BOOL", Some(Some("boolean"))),
            ("Any", Some(None)),
            ("Customer", None),
            ("null", None),
        ] {
            assert_eq!(TYPES.meaning(text).map(|meaning| meaning.word), word, "{text}");
        }
        assert_eq!(STYLES.meaning("csv").unwrap().implied, [("explode", json!(false))]);
        for (value, meaning) in [
            (json!("True"), Some(true)),
            (json!("no"), Some(false)),
            (json!("yes please"), None),
            (json!(1), Some(true)),
            (json!(-1), None),
            (json!(null), None),
        ] {
            assert_eq!(boolean(&value), meaning, "{value}");
        }
        assert_eq!(status_of_reason("Not-Found"), Some("404"));
        assert_eq!(status_of_reason("Success"), None);
    }
}
