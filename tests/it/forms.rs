//! Values in another form than OpenAPI requires (`fixtures/forms.toml`): a document generates the same files as the
//! document with the value that it means.

use std::collections::BTreeSet;

use codegen::{Code, Diagnostics, Output, Source};
use serde::Deserialize;
use serde_json::{Value, json};
use toml::Spanned;

use crate::sample::root;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

/// One value. The file describes its keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    at: Spanned<String>,
    written: String,
    means: String,
    version: Option<String>,
}

fn document(version: &str) -> Value {
    json!({
        "openapi": version,
        "info": {"title": "Forms", "version": "1.0.0"},
        "servers": [{"url": "https://fixture.twilio.com"}],
        "security": [{"basic": []}],
        "paths": {"/v1/Rooms/{Sid}": {
            "get": {
                "operationId": "FetchRoom",
                "parameters": [
                    {"name": "Sid", "in": "path", "required": true, "schema": {"type": "string"}},
                    {"name": "Size", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                ],
                "responses": {"200": {"$ref": "#/components/responses/Room"}},
            },
        }},
        "components": {
            "parameters": {
                "Sid": {"name": "Sid", "in": "path", "required": true, "schema": {"type": "string"}},
                "Size": {"name": "Size", "in": "query", "schema": {"type": "integer", "enum": [1, 2]}},
            },
            "responses": {
                "Room": {
                    "description": "A room.",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/room"}}},
                },
                "Done": {"description": "Done."},
            },
            "schemas": {
                "room": {"type": "object", "properties": {"name": {"type": "string"}, "other": {"$ref": "#/components/schemas/other"}}},
                "other": {"type": "object", "properties": {"name": {"type": "string"}}},
            },
            "securitySchemes": {"basic": {"type": "http", "scheme": "basic"}},
        },
    })
}

/// The document with a value at a pointer.
fn with(version: &str, at: &str, value: &str) -> String {
    let mut document = document(version);
    let (parent, key) = at.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let value = serde_json::from_str(value).unwrap_or_else(|error| panic!("{at}: {value}: {error}"));
    match document.pointer_mut(parent).unwrap_or_else(|| panic!("{parent} is missing")) {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        parent => parent[key] = value,
    }
    document.to_string()
}

fn generate(text: String, settings: Option<&Source>) -> Result<Output, Diagnostics> {
    codegen::generate(&[Source { name: "forms_v1.json".to_owned(), text }], settings)
}

/// The files of the client. The coverage lists the warnings.
fn files(output: &Output) -> BTreeSet<(&str, &str)> {
    let files = output.files.iter().filter(|file| !file.path.starts_with("coverage"));
    files.map(|file| (file.path.as_str(), file.text.as_str())).collect()
}

#[test]
fn a_value_in_another_form_is_read_as_its_meaning() {
    let text = std::fs::read_to_string(root().join("tests/fixtures/forms.toml")).unwrap();
    let table: Table = toml::from_str(&text).unwrap_or_else(|error| panic!("forms.toml: {error}"));
    let denied = "[lints]\ncoerced-value = \"deny\"\n".to_owned();
    let denied = Source { name: "codegen.toml".to_owned(), text: denied };
    let mut wrong = Vec::new();
    for row in &table.row {
        let line = text[..row.at.span().start].lines().count();
        for version in ["3.0.3", "3.1.0"] {
            let at = row.at.get_ref();
            if row.version.as_ref().is_some_and(|only| only != version) {
                continue;
            }
            let shown = format!("forms.toml:{line} in OpenAPI {version}");
            let (written, means) = (with(version, at, &row.written), with(version, at, &row.means));
            let expected = match generate(means, None) {
                Ok(output) => output,
                Err(diagnostics) => panic!("{shown}: the meaning is invalid:\n{diagnostics}"),
            };
            assert!(expected.warnings.0.iter().all(|warning| warning.code != Code::CoercedValue), "{shown}");
            match generate(written.clone(), None) {
                Ok(output) => {
                    let mut warnings = output
                        .warnings
                        .0
                        .iter()
                        .filter(|warning| warning.code == Code::CoercedValue)
                        .peekable();
                    let is_reported = warnings.peek().is_some();
                    let is_there = warnings
                        .all(|found| found.place.pointer.starts_with(at) && found.place.position.is_some());
                    if !is_reported || !is_there {
                        wrong.push(format!("{shown}: no warning at the value\n{}", output.warnings));
                    }
                    if files(&output) != files(&expected) {
                        wrong.push(format!("{shown}: other files\n{}", output.warnings));
                    }
                }
                Err(diagnostics) => wrong.push(format!("{shown}: {diagnostics}")),
            }
            assert!(
                generate(written, Some(&denied)).is_err(),
                "{shown}: the level of the warning has no effect"
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each row: a pointer, and a value in another form that only the omitted operation needs.
#[test]
fn an_omitted_operation_has_no_warning() {
    let settings = "[documents.forms_v1]\ndrop = [\"FetchRoom\"]\n".to_owned();
    let settings = Source { name: "codegen.toml".to_owned(), text: settings };
    for (at, written) in [
        ("/paths/~1v1~1Rooms~1{Sid}/get/parameters/1/required", "\"yes\""),
        ("/paths/~1v1~1Rooms~1{Sid}/parameters", "{\"name\": \"A\", \"in\": \"Query\", \"schema\": {}}"),
        ("/components/schemas/room/properties/name", "{\"type\": \"int\"}"),
    ] {
        let text = with("3.0.3", at, written);
        let count = |settings| {
            let warnings = generate(text.clone(), settings).unwrap().warnings.0;
            warnings.iter().filter(|warning| warning.code == Code::CoercedValue).count()
        };
        assert!(count(None) > 0, "{at}");
        assert_eq!(count(Some(&settings)), 0, "{at}");
    }
}
