//! Files in another format than OpenAPI.

use serde_json::Value;

/// A format: its description with an article, and the next step.
pub(super) struct Foreign {
    pub(super) format: &'static str,
    pub(super) help: &'static str,
}

const CONVERT: &str = "convert it to OpenAPI 3.0 or 3.1; the generator reads no other format";
const DOWNLOAD: &str =
    "download the OpenAPI document itself: the URL may have led to its documentation or to a login page";

/// The first words of the text of a format.
const BEGINNINGS: &[(&str, &str, &str)] = &[
    ("<!doctype html", "an HTML page", DOWNLOAD),
    ("<html", "an HTML page", DOWNLOAD),
    ("<", "an XML document", CONVERT),
    ("#%raml", "a RAML document", CONVERT),
    ("format: 1a", "an API Blueprint document", CONVERT),
    ("syntax = \"proto", "a definition of Protocol Buffers", CONVERT),
];

/// The beginnings of lines of a GraphQL schema.
const GRAPHQL: &[&str] = &[
    "type ",
    "schema {",
    "schema{",
    "input ",
    "interface ",
    "enum ",
    "scalar ",
    "union ",
    "directive @",
    "extend ",
];

/// The pointers of values that only documents of a format have.
const VALUES: &[(&str, &str, &str)] = &[
    ("/info/_postman_id", "a Postman collection", "export the API as OpenAPI, or convert the collection"),
    ("/collection/info", "a Postman collection", "export the API as OpenAPI, or convert the collection"),
    ("/asyncapi", "an AsyncAPI document", CONVERT),
    ("/arazzo", "an Arazzo document", "add the OpenAPI document that it describes"),
    ("/overlay", "an OpenAPI overlay", "apply it to its OpenAPI document, and add the result"),
    ("/__schema", "a GraphQL schema", CONVERT),
    ("/data/__schema", "a GraphQL schema", CONVERT),
    ("/log/entries", "an HTTP archive (HAR)", CONVERT),
    ("/swaggerVersion", "a Swagger 1 document", CONVERT),
    ("/resources/0/_type", "an Insomnia export", "export the API as OpenAPI"),
];

/// The format of a text that is not OpenAPI.
pub(super) fn of_text(text: &str) -> Option<Foreign> {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let start: String = text.chars().take(64).collect::<String>().to_ascii_lowercase();
    let found = BEGINNINGS.iter().find(|(beginning, ..)| start.starts_with(beginning));
    if let Some((_, format, help)) = found {
        return Some(Foreign { format, help });
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with(['#', '"']));
    let first = lines.next()?;
    let is_graphql = GRAPHQL.iter().any(|beginning| first.starts_with(beginning))
        && (first.trim_end().ends_with('{') || first.starts_with("scalar ") || first.contains('@'))
        && text.contains('}');
    is_graphql.then_some(Foreign { format: "a GraphQL schema", help: CONVERT })
}

/// The format of data that is not OpenAPI.
pub(super) fn of_value(value: &Value) -> Option<Foreign> {
    let found = VALUES.iter().find(|(pointer, ..)| value.pointer(pointer).is_some());
    if let Some((_, format, help)) = found {
        return Some(Foreign { format, help });
    }
    let schema = |pointer: &str, part: &str| {
        value.pointer(pointer).and_then(Value::as_str).is_some_and(|schema| schema.contains(part))
    };
    if schema("/info/schema", "getpostman.com") {
        return Some(Foreign {
            format: "a Postman collection",
            help: "export the API as OpenAPI, or convert the collection",
        });
    }
    let help = "add the OpenAPI document that refers to it, with its schemas under `components`";
    schema("/$schema", "json-schema.org").then_some(Foreign { format: "a JSON Schema", help })
}
