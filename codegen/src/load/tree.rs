//! Plain data of an OpenAPI document, with limits on its size.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The byte order mark, which some editors write at the beginning of a text.
pub(super) const MARK: char = '\u{FEFF}';

pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

/// A limit of the generator that a text exceeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Exceeded {
    /// An object contains this key twice. One of the two values would be lost.
    DuplicateKey(String),
    /// Values are nested more than [`MAX_DEPTH`] levels deep.
    Depth,
    /// A key has more than [`MAX_KEY`] bytes.
    KeyLength,
    /// The aliases expand to too many values, or to strings of too many bytes.
    Aliases,
}

/// Reads any value.
#[derive(Clone, Copy)]
pub(super) struct Tree<'b> {
    limits: &'b Limits,
    /// The number of values that contain this one.
    depth: usize,
}

/// The maximum nesting of values. Published documents have fewer than 30 levels. `openapiv3` uses stack
/// space for each level of a schema.
pub(super) const MAX_DEPTH: usize = 64;

/// The maximum length of a key in bytes. A key is part of the location of everything below it. The longest
/// published path has fewer than 200 characters.
pub(super) const MAX_KEY: usize = 512;

/// The number of values that a document may still contain, and the total number of bytes of their strings.
/// The length of the text does not limit these, because a YAML alias repeats the value that it names.
pub(super) struct Limits {
    bytes: Cell<usize>,
    values: Cell<usize>,
    exceeded: RefCell<Option<Exceeded>>,
}

impl Limits {
    /// The limits for a text of `bytes` bytes. Unescaping never makes a string longer than three times its
    /// text. Aliases may add as much again, and at least 4 MiB.
    pub(super) fn of(bytes: usize) -> Self {
        const SMALL: usize = 4 * 1024 * 1024;
        // A value needs at least one character of text, and about ten times the memory of one.
        let values = Cell::new(bytes.saturating_add(SMALL / 16));
        let bytes = Cell::new(bytes.saturating_mul(3).saturating_add(SMALL));
        Self { bytes, values, exceeded: RefCell::default() }
    }

    /// The limit that the text exceeded, after an error.
    pub(super) fn exceeded(&self) -> Option<Exceeded> {
        self.exceeded.borrow().clone()
    }

    /// Records the limit. The message is not shown: the cause determines the diagnostic.
    fn exceed<E: Error>(&self, exceeded: Exceeded) -> E {
        let error = E::custom(format_args!("a limit is exceeded: {exceeded:?}"));
        *self.exceeded.borrow_mut() = Some(exceeded);
        error
    }

    fn spend<E: Error>(&self, left: &Cell<usize>, amount: usize) -> Result<(), E> {
        left.set(left.get().checked_sub(amount).ok_or_else(|| self.exceed(Exceeded::Aliases))?);
        Ok(())
    }

    fn spend_bytes<E: Error>(&self, bytes: usize) -> Result<(), E> {
        self.spend(&self.bytes, bytes)
    }

    fn spend_value<E: Error>(&self) -> Result<(), E> {
        self.spend(&self.values, 1)
    }
}

impl<'b> Tree<'b> {
    pub(super) fn new(limits: &'b Limits) -> Self {
        Self { limits, depth: 0 }
    }

    /// The reader of the values that this value contains.
    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.limits.exceed(Exceeded::Depth));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    /// An integer of more than 64 bits. They occur as bounds and in examples, and need not be exact.
    fn large_integer<E: Error>(self, digits: &str) -> Result<Value, E> {
        self.visit_f64(digits.parse().map_err(E::custom)?)
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.limits.spend_value()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
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

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.large_integer(&value.to_string())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.large_integer(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value);
        number.map(Value::Number).ok_or_else(|| E::custom("a number must be finite"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.limits.spend_bytes(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.limits.spend_bytes(value.len())?;
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
        while let Some(key) = entries.next_key_seed(Key { limits: self.limits, taken: &values })? {
            let value = entries.next_value_seed(inside)?;
            values.insert(key, value);
        }
        Ok(Value::Object(values))
    }
}

/// Reads a key exactly as it is written: a status without quotes is a string, and `1.10` differs from `1.1`.
/// A duplicate is detected here, because only here the error contains its line.
struct Key<'k> {
    limits: &'k Limits,
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
        f.write_str("a string as a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        self.visit_string(key.to_owned())
    }

    fn visit_string<E: Error>(self, key: String) -> Result<String, E> {
        self.limits.spend_bytes(key.len())?;
        if key.len() > MAX_KEY {
            return Err(self.limits.exceed(Exceeded::KeyLength));
        }
        if self.taken.contains_key(&key) {
            return Err(self.limits.exceed(Exceeded::DuplicateKey(key)));
        }
        Ok(key)
    }
}
