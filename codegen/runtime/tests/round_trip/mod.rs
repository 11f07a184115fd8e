//! Reads examples as the client reads answers, writes them again, and compares.
//!
//! What comes back must be what was there, except that null is the same as absent, that a point in
//! time and a number may be written in another form, and that a property which the document does
//! not describe is passed over, but counted.

#![allow(dead_code, reason = "what is used depends on the features")]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Longer values are cut where they are shown.
const MOST_SHOWN: usize = 80;

/// The examples of one document.
pub(crate) struct Examples {
    document: &'static str,
    bodies: Value,
    tried: usize,
    passed: usize,
    /// Each with operation, status, name and JSON pointer, as `lost`.
    unknown: Vec<String>,
    lost: Vec<String>,
}

impl Examples {
    /// Begins with the bodies by key, as JSON.
    pub(crate) fn new(document: &'static str, bodies: &str) -> Self {
        let bodies = serde_json::from_str(bodies).expect("the bodies are JSON");
        Self { document, bodies, tried: 0, passed: 0, unknown: Vec::new(), lost: Vec::new() }
    }

    /// Tries one that is a value.
    pub(crate) fn value<T: DeserializeOwned + Serialize>(&mut self, key: &str) {
        self.check(key, None, again::<T>);
    }

    /// Tries one that is a page, with the key of its items.
    pub(crate) fn page<T: DeserializeOwned + Serialize>(&mut self, key: &str, items: &str) {
        self.check(key, Some(items), again::<Vec<T>>);
    }

    /// What was lost so far, each with its place.
    pub(crate) fn lost(&self) -> &[String] {
        &self.lost
    }

    /// Tells what was found.
    ///
    /// # Panics
    ///
    /// If anything was lost, or an example was not tried.
    pub(crate) fn finish(self) {
        let Self { document, bodies, tried, passed, unknown, lost } = self;
        for place in &unknown {
            println!("unknown: {document}: {place}");
        }
        for place in &lost {
            println!("lost: {document}: {place}");
        }
        println!("{document}: {passed} of {tried} examples came back, {} unknown properties", unknown.len());
        assert_eq!(Some(tried), bodies.as_object().map(serde_json::Map::len), "each example is tried once");
        assert!(lost.is_empty(), "{document}: {} of {tried} examples did not come back", tried - passed);
    }

    /// Not generic, so that a type costs no more than its own reading and writing.
    fn check(&mut self, key: &str, items: Option<&str>, again: fn(&str) -> serde_json::Result<Value>) {
        self.tried += 1;
        let mut comparison = Comparison { key, unknown: &mut self.unknown, lost: Vec::new() };
        match (self.bodies.get(key), items) {
            (None, _) => comparison.lost.push(format!("{key}: there is no such example")),
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

/// Reads and writes.
fn again<T: DeserializeOwned + Serialize>(text: &str) -> serde_json::Result<Value> {
    serde_json::to_value(serde_json::from_str::<T>(text)?)
}

/// What becomes of one example.
struct Comparison<'a> {
    key: &'a str,
    unknown: &'a mut Vec<String>,
    lost: Vec<String>,
}

impl Comparison<'_> {
    fn run(&mut self, body: &Value, at: &str, again: fn(&str) -> serde_json::Result<Value>) {
        // One value a line: the line of a fault tells its place.
        match again(&format!("{body:#}")) {
            Ok(written) => self.compare(body, &written, at),
            Err(error) => {
                let mut left = error.line();
                let (place, value) = on_line(body, &mut left, at).unwrap_or_else(|| (at.to_owned(), body));
                self.lost.push(format!("{} at {place}: cannot read {}: {error}", self.key, shown(value)));
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
                let made_up = |name: &String| !body.contains_key(name);
                for (name, value) in written.iter().filter(|(name, value)| made_up(name) && !value.is_null())
                {
                    let place = format!("{at}/{name}");
                    self.lost.push(format!("{} at {place}: {} from nothing", self.key, shown(value)));
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

/// What stands on a line of a value that is written with one value a line, and its JSON pointer.
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
