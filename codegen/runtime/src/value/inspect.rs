//! The inspection of a JSON value: it is decoded as its type, and each part that the type does not describe is
//! recorded with its path. The decoded value is dropped.

use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed};

use super::json::Json;
use super::json_path::Step;
use super::recorder::{enter_element, is_recording, leave, recorded};
use super::tree::Tree;
use super::unexpected::Unexpected;

/// Returns the unexpected values in a JSON value that `seed` decodes.
pub(crate) fn unexpected<S: for<'v> DeserializeSeed<'v>>(seed: S, value: &Json) -> Vec<Unexpected> {
    recorded(Vec::new(), || decode(seed, value)).found
}

/// Returns the unexpected values in the elements of an array under a key. An element that cannot be decoded does
/// not end the inspection.
pub(crate) fn unexpected_items<T: DeserializeOwned>(key: &str, items: &[Json]) -> Vec<Unexpected> {
    let start = vec![Step::Name(key.to_owned())];
    recorded(start, || {
        for (index, item) in items.iter().enumerate() {
            enter_element(index);
            decode(PhantomData::<T>, item);
            leave();
        }
    })
    .found
}

/// Inspects a value of a type at the current path, if an inspection is in progress.
pub(super) fn inspect<T: DeserializeOwned>(value: &Json) {
    if is_recording() {
        decode(PhantomData::<T>, value);
    }
}

fn decode<S: for<'v> DeserializeSeed<'v>>(seed: S, value: &Json) {
    // An error is recorded before it is returned.
    drop(seed.deserialize(Tree(value)));
}

/// Returns the path of a value that `seed` decodes, in which the keys of maps are marked. The path ends where the type does
/// not describe it.
pub(crate) fn classified<S: for<'v> DeserializeSeed<'v>>(seed: S, steps: &[Step]) -> Vec<Step> {
    let chain = steps.iter().rev().fold(Json::Null, |inner, step| match step {
        Step::Name(name) => Json::Object([(name.clone(), inner)].into_iter().collect()),
        Step::Key => Json::Null,
        Step::Index(_) => Json::Array(vec![inner]),
    });
    let described = recorded(Vec::new(), || decode(seed, &chain)).deepest;
    // The chain contains one element of each array.
    let place = |(described, step): (Step, &Step)| match described {
        Step::Index(_) => step.clone(),
        other => other,
    };
    described.into_iter().zip(steps).map(place).collect()
}
