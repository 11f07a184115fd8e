//! Decodes response examples as the client does, encodes them again, and compares the results.
//!
//! The result must equal the example, with three exceptions. Null and an absent property are equal. A time or
//! a number may have another form. A property that the document does not describe is ignored and counted.

#![allow(dead_code, reason = "the features determine which functions are used")]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The maximum number of printed characters of a value.
const MOST_SHOWN: usize = 80;

/// The examples of one document.
pub(crate) struct Examples {
    document: &'static str,
    bodies: Value,
    tried: usize,
    passed: usize,
    /// The operation, status, name and JSON pointer of each property that the document does not describe.
    unknown: Vec<String>,
    /// The operation, status, name and JSON pointer of each value that changed.
    lost: Vec<String>,
}

impl Examples {
    /// Creates the examples of a document from a JSON object that maps each key to a body.
    pub(crate) fn new(document: &'static str, bodies: &str) -> Self {
        let bodies = serde_json::from_str(bodies).expect("the bodies are JSON");
        Self { document, bodies, tried: 0, passed: 0, unknown: Vec::new(), lost: Vec::new() }
    }

    /// Checks an example that is a value.
    pub(crate) fn value<T: DeserializeOwned + Serialize>(&mut self, key: &str) {
        self.check(key, None, again::<T>);
    }

    /// Checks an example that is a page. `items` is the key of its items.
    pub(crate) fn page<T: DeserializeOwned + Serialize>(&mut self, key: &str, items: &str) {
        self.check(key, Some(items), again::<Vec<T>>);
    }

    /// The values that changed so far.
    pub(crate) fn lost(&self) -> &[String] {
        &self.lost
    }

    /// Prints the results.
    ///
    /// # Panics
    ///
    /// Panics if a value changed, or if an example was not checked exactly once.
    pub(crate) fn finish(self) {
        let Self { document, bodies, tried, passed, unknown, lost } = self;
        for place in &unknown {
            println!("unknown: {document}: {place}");
        }
        for place in &lost {
            println!("lost: {document}: {place}");
        }
        println!("{document}: {passed} of {tried} examples preserved, {} unknown properties", unknown.len());
        assert_eq!(Some(tried), bodies.as_object().map(serde_json::Map::len), "each example is checked once");
        assert!(lost.is_empty(), "{document}: {} of {tried} examples changed", tried - passed);
    }

    /// Not generic, so that only decoding and encoding is compiled for each type.
    fn check(&mut self, key: &str, items: Option<&str>, again: fn(&str) -> serde_json::Result<Value>) {
        self.tried += 1;
        let mut comparison = Comparison { key, unknown: &mut self.unknown, lost: Vec::new() };
        match (self.bodies.get(key), items) {
            (None, _) => comparison.lost.push(format!("{key}: the example does not exist")),
            (Some(body), None) => comparison.run(body, "", again),
            (Some(body), Some(items)) => match body.get(items) {
                None | Some(Value::Null) => {} // an empty page
                Some(list) => comparison.run(list, &format!("/{items}"), again),
            },
        }
        let lost = comparison.lost;
        self.passed += usize::from(lost.is_empty());
        self.lost.extend(lost);
    }
}

/// Decodes and encodes a value.
fn again<T: DeserializeOwned + Serialize>(text: &str) -> serde_json::Result<Value> {
    serde_json::to_value(serde_json::from_str::<T>(text)?)
}

/// The comparison of one example with its result.
struct Comparison<'a> {
    key: &'a str,
    unknown: &'a mut Vec<String>,
    lost: Vec<String>,
}

impl Comparison<'_> {
    fn run(&mut self, body: &Value, at: &str, again: fn(&str) -> serde_json::Result<Value>) {
        // Each value is on its own line, so the line of an error determines the position.
        match again(&format!("{body:#}")) {
            Ok(written) => self.compare(body, &written, at),
            Err(error) => {
                let mut left = error.line();
                let (place, value) = on_line(body, &mut left, at).unwrap_or_else(|| (at.to_owned(), body));
                self.lost.push(format!("{} at {place}: cannot decode {}: {error}", self.key, shown(value)));
            }
        }
    }

    fn compare(&mut self, body: &Value, written: &Value, at: &str) {
        match (body, written) {
            (Value::Object(body), Value::Object(written)) => {
                for (name, value) in body {
                    let place = format!("{at}/{name}");
                    match written.get(name) {
                        Some(written) => self.compare(value, written, &place),
                        None if value.is_null() => {}
                        None => self.unknown.push(format!("{} at {place}", self.key)),
                    }
                }
                let is_new = |name: &String| !body.contains_key(name);
                for (name, value) in written.iter().filter(|(name, value)| is_new(name) && !value.is_null()) {
                    let place = format!("{at}/{name}");
                    self.lost.push(format!("{} at {place}: {} was added", self.key, shown(value)));
                }
            }
            (Value::Array(body), Value::Array(written)) if body.len() == written.len() => {
                for (index, (value, written)) in body.iter().zip(written).enumerate() {
                    self.compare(value, written, &format!("{at}/{index}"));
                }
            }
            (body, written) if is_same(body, written) => {}
            (body, written) => {
                let (body, written) = (shown(body), shown(written));
                self.lost.push(format!("{} at {at}: {body} became {written}", self.key));
            }
        }
    }
}

fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || ((one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64())
        }
        (Value::String(text), Value::String(other)) => {
            text == other || time(text).is_some_and(|point| time(other) == Some(point))
        }
        _ => one == other,
    }
}

/// A time in one of the forms that the runtime reads.
fn time(text: &str) -> Option<twilio_client_runtime::Timestamp> {
    text.parse().ok()
}

/// The value on a line of the pretty-printed JSON, and its JSON pointer.
fn on_line<'v>(value: &'v Value, left: &mut usize, at: &str) -> Option<(String, &'v Value)> {
    *left = left.checked_sub(1)?;
    if *left == 0 {
        return Some((at.to_owned(), value));
    }
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(parts) => parts.iter().map(|(name, part)| (name.clone(), part)).collect(),
        Value::Array(parts) => parts.iter().enumerate().map(|(at, part)| (at.to_string(), part)).collect(),
        _ => return None,
    };
    if parts.is_empty() {
        return None;
    }
    for (name, part) in parts {
        let found = on_line(part, left, &format!("{at}/{name}"));
        if found.is_some() {
            return found;
        }
    }
    *left = left.checked_sub(1)?; // the closing bracket
    (*left == 0).then(|| (at.to_owned(), value))
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
