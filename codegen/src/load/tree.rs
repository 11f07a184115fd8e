//! A document as plain data: read once, with every key in its place.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// What is said of a key that stands twice.
pub(super) const TWICE: &str = "stands twice in one object";
/// What is said of aliases that repeat too much.
pub(super) const TOO_MUCH: &str = "aliases repeat too much";

/// What is said of values that nest too deep.
pub(super) const TOO_DEEP: &str = "values stand inside one another";
/// What is said of a key that is too long.
pub(super) const TOO_LONG: &str = "a key is longer";

/// Reads any value. A key that stands twice is an error: one of the two would be lost.
#[derive(Clone, Copy)]
pub(super) struct Tree<'b> {
    budget: &'b Budget,
    /// How many values stand around this one.
    depth: usize,
}

/// How deep values may stand in one another. Published documents need less than thirty; reading
/// a schema takes a thread's stack, some of it for every level.
const MAX_DEPTH: usize = 64;

/// How long a key may be: it stands in the place of everything below it. The longest path that is
/// published has less than two hundred characters.
const MAX_KEY: usize = 512;

/// How many values a document may hold, and how many bytes their texts may have together. The text
/// of a document is no bound for that: a YAML alias repeats what it names, so that a small document
/// can be a huge one.
pub(super) struct Budget {
    bytes: Cell<usize>,
    values: Cell<usize>,
}

impl Budget {
    /// Enough for a document of so many bytes: no escape is longer when it is read, and aliases
    /// may repeat as much again, or what a small document needs.
    pub(super) fn of(bytes: usize) -> Self {
        const SMALL: usize = 4 * 1024 * 1024;
        // A value takes a character at least, and some ten times the memory of one.
        let values = Cell::new(bytes.saturating_add(SMALL / 16));
        Self { bytes: Cell::new(bytes.saturating_mul(3).saturating_add(SMALL)), values }
    }

    fn spend<E: Error>(&self, bytes: usize) -> Result<(), E> {
        let left = self.bytes.get().checked_sub(bytes);
        self.bytes.set(
            left.ok_or_else(|| E::custom(format_args!("its {TOO_MUCH}: so much text would come of them")))?,
        );
        Ok(())
    }

    fn spend_value<E: Error>(&self) -> Result<(), E> {
        let left = self.values.get().checked_sub(1);
        self.values.set(
            left.ok_or_else(|| E::custom(format_args!("its {TOO_MUCH}: so many values would come of them")))?,
        );
        Ok(())
    }
}

impl<'b> Tree<'b> {
    pub(super) fn new(budget: &'b Budget) -> Self {
        Self { budget, depth: 0 }
    }

    /// For what stands inside of this value.
    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format!("more than {MAX_DEPTH} {TOO_DEEP} here")));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.budget.spend_value()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value);
        number.map(Value::Number).ok_or_else(|| E::custom("a number must be finite"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.budget.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.budget.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(inside)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut values = Map::new();
        while let Some(key) = entries.next_key_seed(Key { budget: self.budget, taken: &values })? {
            let value = entries.next_value_seed(inside)?;
            values.insert(key, value);
        }
        Ok(Value::Object(values))
    }
}

/// Reads a key, as it is spelt: a status without quotes is a text too, and `1.10` is not `1.1`. It is
/// compared while it is read, since only then an error knows its line.
struct Key<'k> {
    budget: &'k Budget,
    taken: &'k Map<String, Value>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text as a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        self.visit_string(key.to_owned())
    }

    fn visit_string<E: Error>(self, key: String) -> Result<String, E> {
        self.budget.spend(key.len())?;
        if key.len() > MAX_KEY {
            return Err(E::custom(format!("{TOO_LONG} than {MAX_KEY} bytes")));
        }
        if self.taken.contains_key(&key) {
            return Err(E::custom(format!("the key `{}` {TWICE}", key.escape_debug())));
        }
        Ok(key)
    }
}
