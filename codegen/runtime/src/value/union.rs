//! Values that have one of several types and no property that names the type.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::fit::{Fit, count_misfits};
use super::json::Json;
use super::object::Object;

/// Reads a value as one of the types. Returns the result and how well the value fits the type, or `None` if the
/// value does not have this type.
pub fn read_as<T: DeserializeOwned + Serialize>(value: &Json) -> Option<(Fit, T)> {
    let (read, misfits) = count_misfits(|| T::deserialize(Object(value.clone())));
    let read = read.ok()?;
    let written = serde_json::to_value(&read).ok()?;
    Some((Fit::new(misfits, preserved(value, &written)), read))
}

/// Counts the parts of a value that are still in it after it was read and written.
fn preserved(value: &Json, written: &Json) -> usize {
    match (value, written) {
        (Json::Object(value), Json::Object(written)) => {
            let parts = value.iter().filter_map(|(name, part)| Some((part, written.get(name)?)));
            parts.map(|(part, written)| 1 + preserved(part, written)).sum()
        }
        (Json::Array(value), Json::Array(written)) => {
            value.iter().zip(written).map(|(part, written)| preserved(part, written)).sum()
        }
        (value, written) => usize::from(value == written),
    }
}
