//! Values that have one of several types and no property that names the type.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::fit::{Fit, count_misfits, misfit};
use super::inspect::inspect;
use super::json::Json;
use super::recorder::{enter_property, leave};
use super::tree::Tree;
use super::unexpected::UnexpectedKind;

/// Reads a value as one of the types. Returns the result and how well the value fits the type, or `None` if the
/// value does not have this type.
pub fn read_as<T: DeserializeOwned + Serialize>(value: &Json) -> Option<(Fit, T)> {
    let (read, misfits) = count_misfits(|| T::deserialize(Tree(value)));
    let read = read.ok()?;
    let written = serde_json::to_value(&read).ok()?;
    Some((Fit::new(misfits, preserved(value, &written), inspect::<T>), read))
}

/// Reads a value as the type that a discriminator selects. Returns `None` if the value does not have this type.
pub fn read_variant<T: DeserializeOwned>(value: &Json) -> Option<T> {
    T::deserialize(Tree(value)).ok()
}

/// Records that a value has none of the types of a union.
pub fn unfit(value: &Json, union: &'static str) {
    misfit(if value.is_null() { UnexpectedKind::Null } else { UnexpectedKind::Type }, union);
}

/// Records that the discriminator of a value selects no type of a union.
pub fn unselected(value: &Json, discriminator: &str, union: &'static str) {
    let kind = match value.get(discriminator) {
        _ if !value.is_object() => return unfit(value, union),
        None => UnexpectedKind::MissingField,
        Some(Json::Null) => UnexpectedKind::Null,
        Some(Json::String(_)) => UnexpectedKind::EnumValue,
        Some(_) => UnexpectedKind::Type,
    };
    enter_property(discriminator);
    misfit(kind, union);
    leave();
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
