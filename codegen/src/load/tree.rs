//! A document as plain data: read once, with every key in its place.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// What is said of a key that stands twice.
pub(super) const TWICE: &str = "stands twice in one object";
/// What is said of aliases that repeat too much.
pub(super) const TOO_MUCH: &str = "aliases repeat too much text";

/// Reads any value. A key that stands twice is an error: one of the two would be lost.
#[derive(Clone, Copy)]
pub(super) struct Tree<'b> {
    budget: &'b Budget,
}

/// How many bytes the texts of a document may have together. The text of a document is no bound
/// for that: a YAML alias repeats what it names, so that a small document can be a huge one.
pub(super) struct Budget(Cell<usize>);

impl Budget {
    /// Enough for a document of so many bytes: no escape is longer when it is read, and aliases
    /// may repeat as much again, or what a small document needs.
    pub(super) fn of(bytes: usize) -> Self {
        const SMALL: usize = 4 * 1024 * 1024;
        Self(Cell::new(bytes.saturating_mul(3).saturating_add(SMALL)))
    }

    fn spend<E: Error>(&self, bytes: usize) -> Result<(), E> {
        let left = self.0.get().checked_sub(bytes);
        self.0.set(left.ok_or_else(|| E::custom(format_args!("its {TOO_MUCH}")))?);
        Ok(())
    }
}

impl<'b> Tree<'b> {
    pub(super) fn new(budget: &'b Budget) -> Self {
        Self { budget }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
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
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = entries.next_key_seed(Key { budget: self.budget, taken: &values })? {
            let value = entries.next_value_seed(self)?;
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
        if self.taken.contains_key(&key) {
            return Err(E::custom(format!("the key `{}` {TWICE}", key.escape_debug())));
        }
        Ok(key)
    }
}
