//! Replaces one value of a valid document at a time by a value of another type. If the generator rejects
//! the document, the diagnostic uses the terms of OpenAPI and has the location of the value.

use codegen::{Code, Source};
use serde_json::{Value, json};

/// JSON pointers to every value inside of another one.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(entries) => {
            entries.iter().map(|(key, held)| (key.replace('~', "~0").replace('/', "~1"), held)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, held)| (index.to_string(), held)).collect()
        }
        _ => Vec::new(),
    };
    for (step, held) in inside {
        let pointer = format!("{at}/{step}");
        pointers(held, &pointer, found);
        found.push(pointer);
    }
}

fn generate(document: &Value) -> Result<codegen::Output, codegen::Diagnostics> {
    let text = serde_json::to_string_pretty(document).unwrap();
    codegen::generate(&[Source { name: "every_v1.json".to_owned(), text }], None)
}

#[test]
fn a_value_of_another_type_is_reported_at_its_location() {
    let path = crate::sample::root().join("tests/fixtures/every_keyword.yaml");
    let good: Value = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    generate(&good).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let mut all = Vec::new();
    pointers(&good, "", &mut all);
    let values = [json!(null), json!(5), json!(-1.5), json!("x"), json!(true), json!([1]), json!({"a": 1})];
    let mut refused = 0;
    for (index, pointer) in all.iter().enumerate() {
        // Each value is replaced once, and each type occurs often enough.
        let value = &values[index % values.len()];
        let mut document = good.clone();
        document.pointer_mut(pointer).unwrap().clone_from(value);
        let Err(diagnostics) = generate(&document) else { continue };
        refused += 1;
        for diagnostic in &diagnostics.0 {
            assert!(diagnostic.place.position.is_some(), "{pointer} as {value}:\n{diagnostic}");
            assert!(!diagnostic.message.starts_with("cannot read"), "{pointer} as {value}:\n{diagnostic}");
            let is_there =
                diagnostic.code != Code::WrongType || diagnostic.place.pointer.starts_with(pointer);
            assert!(is_there, "{pointer} as {value}:\n{diagnostic}");
        }
    }
    assert!(refused > 100, "only {refused} were refused");
}
