//! Valid and invalid values of schemas.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{Invalid, Schemas};

/// The result for a value of a schema. `schemas` are other schemas of the document.
fn check(version: &str, schema: &Value, value: &Value) -> Result<(), Invalid> {
    let size = json!({"type": "integer", "nullable": true});
    let deep = json!({"type": "object", "properties": {"a/b": {"type": "boolean"}}, "nullable": true});
    let components =
        json!({"schemas": {"tested": schema, "size": size, "deep": deep, "broken": {"type": "int"}}});
    let document = json!({"openapi": version, "components": components});
    Schemas::new(Rc::new(document)).check("/components/schemas/tested", value)
}

#[test]
fn schemas_of_openapi_3_0_are_converted() {
    let nullable = json!({"type": "string", "nullable": true});
    let bounded = json!({"type": "number", "minimum": 0, "exclusiveMinimum": true});
    let reference = json!({"$ref": "#/components/schemas/size", "type": "string"});
    let beside = json!({"$ref": "#/components/schemas/size", "nullable": true});
    let inside = json!({"$ref": "#/components/schemas/deep/properties/a~1b"});
    let choice = json!({
        "oneOf": [{"type": "object", "properties": {"kind": {"enum": ["a"]}}, "required": ["kind"]}, {"type": "string"}],
        "discriminator": {"propertyName": "kind"},
    });
    let sent = json!({"required": ["a", "b"], "properties": {"b": {"type": "string", "writeOnly": true}}});
    let only_sent = json!({"required": ["b"], "properties": {"b": {"writeOnly": true}}});
    let odd_names =
        json!({"properties": {"nullable": {"type": "string"}, "id": {"type": "string", "nullable": true}}});
    let one = json!({"type": "string", "enum": ["a"], "nullable": true});
    for (schema, value, is_valid) in [
        (&nullable, json!("a"), true),
        (&nullable, json!(null), true),
        (&nullable, json!(1), false),
        (&json!({"type": "string"}), json!(null), false),
        (&json!({"type": "array", "items": nullable}), json!([null, 1]), false),
        (&json!({"type": "array", "items": nullable}), json!([null, "1"]), true),
        (&json!({"additionalProperties": nullable}), json!({"a": null}), true),
        (&json!({"additionalProperties": nullable}), json!({"a": 1}), false),
        (&one, json!(null), true),
        (&one, json!("b"), false),
        (&bounded, json!(0), false),
        (&bounded, json!(0.5), true),
        (&reference, json!(4), true),
        (&reference, json!("4"), false),
        (&beside, json!(null), true),
        (&inside, json!(true), true),
        (&inside, json!("true"), false),
        (&choice, json!({"kind": "a"}), true),
        (&choice, json!({"kind": "b"}), false),
        (&sent, json!({"a": 1}), true),
        (&sent, json!({"b": "1"}), false),
        (&only_sent, json!({}), true),
        (&only_sent, json!("{}"), false),
        (&odd_names, json!({"nullable": "a", "id": null}), true),
        (&odd_names, json!({"nullable": null}), false),
        (&json!({"type": "string", "format": "unknown", "id": "name", "x-y": 1}), json!("a"), true),
        (&json!({"type": "string", "format": "date"}), json!("2020-13-01"), false),
        (&json!({"type": "string", "format": "uri"}), json!("/a"), true),
        (&json!({"type": "integer", "format": "int32"}), json!(1_u64 << 31), false),
        (&json!({"type": "integer", "format": "int64"}), json!(1_u64 << 31), true),
        (&json!({"type": "integer", "format": "int64"}), json!(1.0e19), false),
        (&json!({"type": "string", "pattern": "^(?!a)"}), json!("a"), true),
        (&json!({"type": "string", "pattern": "^b"}), json!("a"), false),
    ] {
        let result = check("3.0.3", schema, &value);
        assert_eq!(result.is_ok(), is_valid, "{schema} {value}: {result:?}");
        assert!(!matches!(result, Err(Invalid::Schema(_))), "{schema}: {result:?}");
    }
}

#[test]
fn schemas_of_openapi_3_1_are_json_schema() {
    for (schema, value, is_valid) in [
        (json!({"type": ["string", "null"]}), json!(null), true),
        (json!({"type": "string", "nullable": true}), json!(null), false),
        (json!({"type": "number", "exclusiveMinimum": 0}), json!(0), false),
        (json!({"$ref": "#/components/schemas/size", "maximum": 3}), json!(4), false),
        (json!({"const": 1}), json!(2), false),
        (json!({"prefixItems": [{"type": "string"}]}), json!([1]), false),
        (json!({"format": "date"}), json!("today"), false),
        (json!(true), json!(4), true),
    ] {
        let result = check("3.1.0", &schema, &value);
        assert_eq!(result.is_ok(), is_valid, "{schema} {value}: {result:?}");
        assert!(!matches!(result, Err(Invalid::Schema(_))), "{schema}: {result:?}");
    }
}

#[test]
fn an_unusable_schema_is_not_a_contradiction() {
    for reference in
        ["#/components/schemas/broken", "#/components/schemas/missing", "other.yaml", "file:///etc"]
    {
        let result = check("3.0.0", &json!({"properties": {"a": {"$ref": reference}}}), &json!({"a": 1}));
        assert!(matches!(result, Err(Invalid::Schema(_))), "{reference}: {result:?}");
    }
}

#[test]
fn a_contradiction_names_the_deepest_part() {
    let schema =
        json!({"anyOf": [{"type": "string"}, {"properties": {"a": {"items": {"type": "integer"}}}}]});
    let error = check("3.0.0", &schema, &json!({"a": [1, true]})).unwrap_err();
    assert_eq!(error.to_string(), "/a/1: want integer, but got boolean");
    let error = check("3.0.0", &json!({"type": "string"}), &json!(1)).unwrap_err();
    assert_eq!(error.to_string(), "want string, but got number");
}
