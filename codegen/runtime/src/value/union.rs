//! Values that have one of several types and no property that names the type.

use std::any::TypeId;
use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::fit::{Fit, Misfits, misfit};
use super::inspect::inspect;
use super::json::Json;
use super::recorder::{enter_property, leave, unrecorded};
use super::tree::Tree;
use super::unexpected::UnexpectedKind;

/// The selection of the type that fits a value best, as `T`. Of several types that fit equally well, the first one is
/// selected.
#[derive(Debug)]
pub struct Choice<'v, T> {
    value: &'v Json,
    misfits: Misfits,
    best: Option<Candidate<T>>,
}

/// A value that was read as one of the types.
#[derive(Debug)]
struct Candidate<T> {
    fit: Fit,
    read: T,
    /// Inspects the value as this type.
    inspect: fn(&Json),
}

impl<'v, T> Choice<'v, T> {
    /// Begins a selection without types.
    pub fn of(value: &'v Json) -> Self {
        Self { value, misfits: Misfits::now(), best: None }
    }

    /// Adds a type to the selection.
    #[must_use]
    pub fn or<V: DeserializeOwned + Serialize + 'static>(mut self, variant: fn(V) -> T) -> Self {
        if let Some((fit, read)) = read_as(self.value, &self.misfits)
            && self.best.as_ref().is_none_or(|best| fit > best.fit)
        {
            self.best = Some(Candidate { fit, read: variant(read), inspect: inspect::<V> });
        }
        self
    }

    /// Returns the value as the type that fits best, or `None` if it has none of the types of the union.
    pub fn best(self, union: &'static str) -> Option<T> {
        let Self { value, misfits, best } = self;
        // The values that do not fit other types do not count.
        let Some(Candidate { fit, read, inspect }) = best else {
            misfits.reset(0);
            unfit(value, union);
            return None;
        };
        inspect(value);
        misfits.reset(fit.misfits());
        Some(read)
    }
}

/// Reads a value as a type. Returns the result and how well the value fits the type, or `None` if the value does not
/// have this type.
fn read_as<T: DeserializeOwned + Serialize + 'static>(value: &Json, misfits: &Misfits) -> Option<(Fit, T)> {
    misfits.reset(0);
    let read = unrecorded(|| T::deserialize(Tree(value))).ok()?;
    let count = misfits.count();
    let written = serde_json::to_value(&read).ok()?;
    Some((Fit::new(count, preserved(value, &written), is_free::<T>()), read))
}

/// Whether a type accepts every JSON value, every array or every object.
fn is_free<T: 'static>() -> bool {
    let free = [TypeId::of::<Json>(), TypeId::of::<Vec<Json>>(), TypeId::of::<BTreeMap<String, Json>>()];
    free.contains(&TypeId::of::<T>())
}

/// Reads a value as the type that a discriminator selects. Returns `None` if the value does not have this type.
pub fn read_variant<T: DeserializeOwned>(value: &Json) -> Option<T> {
    T::deserialize(Tree(value)).ok()
}

/// Records that a value has none of the types of a union.
fn unfit(value: &Json, union: &'static str) {
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
