//! The forms of a document: YAML, JSON, line breaks and byte order marks. All forms of a document produce the
//! same files.

use codegen::{Output, Source};

/// Generates from one document. The name of the file is the same for each form, because it occurs in the
/// output.
fn generate(text: &str) -> Result<Vec<(String, String)>, String> {
    let source = Source { name: "form_v1.yaml".to_owned(), text: text.to_owned() };
    let Output { files, .. } = codegen::generate(&[source], None).map_err(|errors| errors.to_string())?;
    Ok(files.into_iter().map(|file| (file.path, file.text)).collect())
}

#[test]
fn all_forms_of_a_document_produce_the_same_files() {
    let fixtures = crate::fixtures::find(&crate::sample::root().join("tests/fixtures/emit")).unwrap();
    let mut compared = 0;
    for (name, path) in fixtures {
        let text = std::fs::read_to_string(&path).unwrap();
        let expected = generate(&text).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        let value: serde_json::Value = match path.extension().and_then(|extension| extension.to_str()) {
            Some("yaml") => serde_yaml::from_str(&text).unwrap(),
            _ => serde_json::from_str(text.trim_start_matches('\u{FEFF}')).unwrap(),
        };
        let (short, long) = (value.to_string(), serde_json::to_string_pretty(&value).unwrap());
        let forms = [
            ("YAML of another writer", serde_yaml::to_string(&value).unwrap()),
            ("CRLF", text.replace("\r\n", "\n").replace('\n', "\r\n")),
            ("a byte order mark", format!("\u{FEFF}{}", text.trim_start_matches('\u{FEFF}'))),
            ("JSON in one line", short.clone()),
            ("JSON in several lines", long.replace("  ", "\t")),
            ("JSON with CRLF", long.replace('\n', "\r\n")),
            ("JSON with escaped slashes", short.replace('/', "\\/")),
            ("JSON with a byte order mark", format!("\u{FEFF}{short}")),
        ];
        // An indentation of tabs would change strings with two spaces.
        let is_safe = |form: &str| form != "JSON in several lines" || !short.contains("  ");
        for (form, text) in forms.into_iter().filter(|(form, _)| is_safe(form)) {
            assert!(
                generate(&text).as_ref() == Ok(&expected),
                "{name} as {form}: {:?}",
                generate(&text).err()
            );
        }
        compared += 1;
    }
    assert!(compared > 40, "only {compared} documents were compared");
}

/// The published documents beside the repository.
#[test]
fn all_forms_of_a_published_document_produce_the_same_files() {
    for source in crate::published::all_published() {
        let expected = generate(&source.text).unwrap_or_else(|errors| panic!("{}: {errors}", source.name));
        // Most of the documents are YAML, which contains JSON.
        let value: serde_json::Value = serde_yaml::from_str(&source.text).unwrap();
        let forms = [
            ("CRLF", source.text.replace("\r\n", "\n").replace('\n', "\r\n")),
            ("JSON", serde_json::to_string_pretty(&value).unwrap()),
            ("YAML", serde_yaml::to_string(&value).unwrap()),
        ];
        for (form, text) in forms {
            assert!(generate(&text).as_ref() == Ok(&expected), "{} as {form}", source.name);
        }
    }
}

/// A document with one schema, in JSON.
fn document(schema: &str) -> String {
    format!(
        r##"{{"openapi": "3.0.3", "info": {{"title": "t", "version": "1"}}, "servers": [{{"url": "https://a.example"}}],
 "paths": {{"/things": {{"get": {{"operationId": "ListThing", "responses": {{"200": {{"description": "ok",
 "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/thing"}}}}}}}}}}}}}}}},
 "components": {{"schemas": {{"thing": {schema}}}}}}}"##
    )
}

#[test]
fn json_contains_strings_and_numbers_that_yaml_does_not() {
    let property = |value: &str| format!(r#"{{"type": "object", "properties": {{"a": {value}}}}}"#);
    for value in [
        r#"{"type": "string", "description": "\ud83d\ude00"}"#.to_owned(),
        "{\"type\": \"string\", \"description\": \"\u{7f} \u{85} \u{9f}\"}".to_owned(),
        r#"{"type": "string", "description": "\u0000 \u001b \/"}"#.to_owned(),
        r#"{"type": "integer", "maximum": 18446744073709551616, "minimum": -18446744073709551616}"#
            .to_owned(),
        format!(r#"{{"type": "integer", "maximum": 1{}}}"#, "0".repeat(60)),
        format!(r#"{{"type": "number", "example": 1{}, "default": 1e300}}"#, "0".repeat(60)),
    ] {
        let files =
            generate(&document(&property(&value))).unwrap_or_else(|errors| panic!("{value}: {errors}"));
        assert!(files.iter().any(|(_, text)| text.contains("pub a: Option<")), "{value}");
    }
}

#[test]
fn errors_in_json_point_at_the_value_behind_characters_that_yaml_rejects() {
    let schema = "{\"description\": \"\\ud83d\\ude00 \u{7f}\u{85}\", \"typ\": \"object\"}";
    let errors = generate(&document(schema)).unwrap_err();
    assert!(errors.contains("form_v1.yaml:4:73"), "{errors}");
    assert!(errors.contains("did you mean `type`?"), "{errors}");
    let twice = generate(&document(
        "{\"description\": \"\\ud83d\\ude00\", \"type\": \"object\",\n \"type\": \"object\"}",
    ));
    let errors = twice.unwrap_err();
    assert!(errors.contains("form_v1.yaml:5:2") && errors.contains("form_v1.yaml:4:"), "{errors}");
}

#[test]
fn a_yaml_flow_mapping_is_not_json() {
    let text = document("{type: object, properties: {a: {type: string}}} # a comment\n");
    assert!(generate(&text).is_ok(), "{:?}", generate(&text).err());
    let source = Source { name: "form_v1.json".to_owned(), text };
    let errors = codegen::generate(&[source], None).unwrap_err().to_string();
    assert!(errors.contains("form_v1.json:4:"), "{errors}");
}
