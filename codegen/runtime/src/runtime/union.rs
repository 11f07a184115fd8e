//! Values that are one of several types without saying which.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::decode::Json;
use super::object::Object;

/// How a value reads as one of the types: the value, and how much of it the type keeps.
pub fn read_as<T: DeserializeOwned + Serialize>(value: &Json) -> Option<(usize, T)> {
    let read = T::deserialize(Object(value.clone())).ok()?;
    let written = serde_json::to_value(&read).ok()?;
    Some((kept(value, &written), read))
}

/// How many of a value's own parts stand in what was written again.
fn kept(value: &Json, written: &Json) -> usize {
    match (value, written) {
        (Json::Object(value), Json::Object(written)) => {
            let parts = value.iter().filter_map(|(name, part)| Some((part, written.get(name)?)));
            parts.map(|(part, written)| 1 + kept(part, written)).sum()
        }
        (Json::Array(value), Json::Array(written)) => {
            value.iter().zip(written).map(|(part, written)| kept(part, written)).sum()
        }
        (value, written) => usize::from(value == written),
    }
}
