//! One value of a good document replaced by a value of another type at a time: if that is refused, it
//! is in the words of OpenAPI and where the value stands.

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
fn a_value_of_another_type_is_told_where_it_stands() {
    let path = crate::fresh::root().join("tests/fixtures/every_keyword.yaml");
    let good: Value = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    generate(&good).unwrap_or_else(|faults| panic!("{faults}"));
    let mut all = Vec::new();
    pointers(&good, "", &mut all);
    let values = [json!(null), json!(5), json!(-1.5), json!("x"), json!(true), json!([1]), json!({"a": 1})];
    let mut refused = 0;
    for (index, pointer) in all.iter().enumerate() {
        // Every value once, and over all of them every type often enough.
        let value = &values[index % values.len()];
        let mut document = good.clone();
        document.pointer_mut(pointer).unwrap().clone_from(value);
        let Err(faults) = generate(&document) else { continue };
        refused += 1;
        for fault in &faults.0 {
            assert!(fault.place.position.is_some(), "{pointer} as {value}:\n{fault}");
            assert!(!fault.message.starts_with("cannot read"), "{pointer} as {value}:\n{fault}");
            let is_there = fault.code != Code::WrongForm || fault.place.pointer.starts_with(pointer);
            assert!(is_there, "{pointer} as {value}:\n{fault}");
        }
    }
    assert!(refused > 100, "only {refused} were refused");
}
