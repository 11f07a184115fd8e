//! The examples of a document in the resources of the fake.

use serde_json::{Value, json};
use twilio_client_fake::Engine;

use crate::documents;

/// A new resource, without the properties that every resource has.
fn parcel(prepare: impl FnOnce(&mut Engine)) -> Value {
    let source = documents::fixture("examples/properties.yaml");
    let mut engine = Engine::new(vec![documents::table(&source, None)]);
    prepare(&mut engine);
    let mut parcel = engine.insert("ListParcel", &[], json!({})).unwrap();
    parcel.as_object_mut().unwrap().remove("sid").unwrap();
    parcel
}

#[test]
fn a_resource_has_the_small_examples_that_its_schema_allows() {
    let expected = json!({
        "of_schema": "schema",
        "of_page": 2,
        "of_component": ["a", "b"],
        "of_response": {"anything": true},
        "of_other_type": null,
        "of_request": null,
        "of_error": null,
        "color": "red",
        "size": {"depth": 4.5},
        "tags": [{"name": "t"}],
        "is_long": null,
        "wrong": null,
        "out_of_bounds": null,
        "with_default": "standard",
        "with_pattern": null,
        "with_step": null,
        "with_item_bounds": null,
        "is_null": null,
    });
    assert_eq!(parcel(Engine::use_examples), expected);
}

/// OpenAPI 3.1 has `examples` beside `example`.
#[test]
fn a_list_of_examples_is_used_like_an_example() {
    let source = documents::fixture("examples/lists.yaml");
    let mut engine = Engine::new(vec![documents::table(&source, None)]);
    engine.use_examples();
    let mut letter = engine.insert("ListLetter", &[], json!({})).unwrap();
    letter.as_object_mut().unwrap().remove("sid").unwrap();
    let expected = json!({
        "of_list": "first",
        "of_both": "one",
        "beside_null": 2,
        "beside_a_long_one": "short",
        "after_null_and_a_long_one": "short",
        "of_reference": "red",
        "beside_a_reference": "blue",
        "of_choice": "in a choice",
        "empty": null,
        "not_a_list": null,
        "wrong": null,
    });
    assert_eq!(letter, expected);
}

#[test]
fn a_resource_has_no_examples_without_the_option() {
    let parcel = parcel(|_| {});
    let given: Vec<(&String, &Value)> =
        parcel.as_object().unwrap().iter().filter(|(_, value)| !value.is_null()).collect();
    assert_eq!(given, [(&"with_default".to_owned(), &json!("standard"))]);
}
