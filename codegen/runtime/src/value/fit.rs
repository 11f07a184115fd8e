//! How well a JSON value fits a type. Types accept more values than the OpenAPI document allows, so that a
//! response with such a value can be decoded. Of the types of a union, the one that fits best is selected.

use std::cell::Cell;
use std::cmp::{Ordering, Reverse};

use super::json::Json;
use super::recorder::{record, unrecorded};
use super::unexpected::UnexpectedKind;

thread_local! {
    /// The number of values that were accepted although they do not fit, since the thread began.
    static MISFITS: Cell<usize> = const { Cell::new(0) };
}

/// How well a value fits a type: first the number of its parts that do not fit, then the number of its parts
/// that the type preserves.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    misfits: Reverse<usize>,
    preserved: usize,
    inspect: fn(&Json),
}

impl Fit {
    pub(super) fn new(misfits: usize, preserved: usize, inspect: fn(&Json)) -> Self {
        Self { misfits: Reverse(misfits), preserved, inspect }
    }

    /// Inspects the value as the selected type.
    pub fn inspect(&self, value: &Json) {
        (self.inspect)(value);
    }

    fn rank(&self) -> (Reverse<usize>, usize) {
        (self.misfits, self.preserved)
    }
}

impl PartialEq for Fit {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl PartialOrd for Fit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.rank().partial_cmp(&other.rank())
    }
}

/// Records that a value was accepted although it does not fit its type.
pub fn misfit(kind: UnexpectedKind, expected: &'static str) {
    count_misfit();
    record(kind, Some(expected));
}

/// Counts a value that fits its type, but another type of a union better.
pub(super) fn count_misfit() {
    MISFITS.set(MISFITS.get().wrapping_add(1));
}

/// Returns the result of a function, and the number of misfits that it recorded.
pub(super) fn count_misfits<T>(decode: impl FnOnce() -> T) -> (T, usize) {
    let before = MISFITS.get();
    let decoded = unrecorded(decode);
    (decoded, MISFITS.get().wrapping_sub(before))
}
