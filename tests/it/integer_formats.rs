//! Integers of each format: the client of `fixtures/emit/models/integer_formats.yaml`.

use serde_json::{Value, json};
use twilio_client_zoo::integer_formats::Counter;

#[test]
fn integers_of_each_format_keep_their_values() {
    let value =
        json!({"uint64": u64::MAX, "uint32": u32::MAX, "uint8": 255, "int16": -1, "bounded": u64::MAX});
    let counter: Counter = serde_json::from_value(value.clone()).unwrap();
    assert_eq!((counter.uint64, counter.uint32, counter.int16), (Some(u64::MAX), Some(u32::MAX), Some(-1)));
    let written: Value = serde_json::to_value(&counter).unwrap();
    assert!(value.as_object().unwrap().iter().all(|(key, value)| written[key] == *value), "{written}");
}
