//! Models as generated code declares them: reading, writing and `Debug`.

use std::collections::BTreeMap;

use serde_json::json;
use twilio_client_runtime::generated_code as rt;

/// Its name is also that of an item of the macro.
#[derive(Clone, Default, PartialEq)]
struct Field {
    id: String,
    kind: Option<String>,
    note: Option<String>,
    secret: Option<String>,
}

rt::model!(Field { id = required, kind = "type", note = optional, secret = hidden });

#[derive(Clone, Default, PartialEq)]
struct A {
    id: i64,
    rest: BTreeMap<String, i64>,
}

rt::model!(A {
    id = "ID" required,
    ..rest
});

#[expect(clippy::option_option, reason = "generated code distinguishes null from absence in this way")]
#[derive(Clone, Default, PartialEq)]
struct Patch {
    note: Option<Option<String>>,
    any: Option<rt::Json>,
}

rt::model!(Patch {
    note = optional nullable,
    any = optional nullable,
});

#[derive(Clone, Default, PartialEq)]
struct Empty {}

rt::model!(Empty {});

#[test]
fn objects_are_read() {
    let read = |text: &str| serde_json::from_str::<Field>(text).map_err(|error| error.to_string());
    for (text, expected) in [
        (r#"{"id": "1", "type": "a"}"#, Ok(("1", Some("a")))),
        (r#"{"type": "a", "unknown": {"id": [1]}, "id": "1"}"#, Ok(("1", Some("a")))),
        (r#"{"\u0069d": "1", "type": null}"#, Ok(("1", None))),
        // The last of two values counts, and the second can have the type that the first does not have.
        (r#"{"id": "1", "id": "2", "type": "a", "type": null}"#, Ok(("2", None))),
        (r#"{"type": "a"}"#, Err("missing field `id` at line 1 column 13")),
        (r#"{"id": null}"#, Err("invalid type: null, expected a string at line 1 column 11")),
        (r#"["1", "a"]"#, Err("invalid type: sequence, expected struct Field at line 1 column 1")),
        (r#""1""#, Err("invalid type: string \"1\", expected struct Field at line 1 column 3")),
    ] {
        let field = read(text);
        let seen = field.as_ref().map(|field| (field.id.as_str(), field.kind.as_deref()));
        assert_eq!(seen.map_err(String::as_str), expected, "{text}");
    }
    assert!(serde_json::from_str::<Empty>(r#"{"a": 1}"#).unwrap() == Empty {});
}

#[test]
fn objects_are_written() {
    let mut field = Field { id: "1".to_owned(), ..Field::default() };
    assert_eq!(serde_json::to_string(&field).unwrap(), r#"{"id":"1","type":null,"secret":null}"#);
    field.note = Some("n".to_owned());
    assert_eq!(serde_json::to_string(&field).unwrap(), r#"{"id":"1","type":null,"note":"n","secret":null}"#);
    assert_eq!(serde_json::to_string(&Empty {}).unwrap(), "{}");
}

#[test]
fn debug_hides_marked_values() {
    let field = Field { secret: Some("s".to_owned()), ..Field::default() };
    assert_eq!(format!("{field:?}"), r#"Field { id: "", kind: None, note: None, secret: <hidden> }"#);
    assert_eq!(format!("{:?}", Empty {}), "Empty");
}

#[test]
fn other_properties_are_preserved() {
    let value = json!({"ID": 1, "id": 2, "rest": 3});
    let read: A = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(read.rest, BTreeMap::from([("id".to_owned(), 2), ("rest".to_owned(), 3)]));
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
    assert!(serde_json::from_str::<A>(r#"{"ID": 1, "other": "text"}"#).is_err());
}

#[test]
fn absent_null_and_a_value_differ() {
    for (text, note) in
        [("{}", None), (r#"{"note":null}"#, Some(None)), (r#"{"note":"a"}"#, Some(Some("a".to_owned())))]
    {
        let patch: Patch = serde_json::from_str(text).unwrap();
        assert_eq!(patch.note, note);
        assert_eq!(serde_json::to_string(&patch).unwrap(), text);
    }
    for (text, any) in
        [("{}", None), (r#"{"any":null}"#, Some(rt::Json::Null)), (r#"{"any":1}"#, Some(1.into()))]
    {
        let patch: Patch = serde_json::from_str(text).unwrap();
        assert_eq!(patch.any, any);
        assert_eq!(serde_json::to_string(&patch).unwrap(), text);
    }
}

/// Declares a model with required fields, whose properties have the names of the fields.
macro_rules! required {
    ($name:ident { $($field:ident)* }) => {
        #[derive(Clone, Default)]
        struct $name {
            $($field: u8),*
        }

        rt::model!($name { $($field = required),* });
    };
}

required!(Large {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7
    d8 d9 e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 h0 h1 h2 h3 h4 h5
    h6 h7 h8 h9 i0 i1 i2 i3 i4 i5 i6 i7 i8 i9 j0 j1 j2 j3 j4 j5 j6 j7 j8 j9 k0 k1 k2 k3 k4 k5 k6 k7 k8 k9 l0 l1 l2 l3
    l4 l5 l6 l7 l8 l9 m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 n0 n1 n2 n3 n4 n5 n6 n7 n8 n9
});

#[test]
fn every_required_property_of_a_large_model_is_checked() {
    let all = serde_json::to_value(Large::default()).unwrap();
    assert_eq!(all.as_object().unwrap().len(), 140);
    assert!(serde_json::from_value::<Large>(all.clone()).is_ok());
    for property in all.as_object().unwrap().keys() {
        let mut without = all.clone();
        without.as_object_mut().unwrap().remove(property);
        let error = serde_json::from_value::<Large>(without).err().unwrap();
        assert_eq!(error.to_string(), format!("missing field `{property}`"));
    }
}
