//! How well a JSON value fits a type. Types accept more values than the OpenAPI document allows, so that a
//! response with such a value can be decoded. Of the types of a union, the one that fits best is selected.

use std::cell::Cell;
use std::cmp::Reverse;

thread_local! {
    /// The number of values that were accepted although they do not fit, since the thread began.
    static MISFITS: Cell<usize> = const { Cell::new(0) };
}

/// How well a value fits a type: first the number of its parts that do not fit, then the number of its parts
/// that the type preserves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    misfits: Reverse<usize>,
    preserved: usize,
}

impl Fit {
    pub(super) fn new(misfits: usize, preserved: usize) -> Self {
        Self { misfits: Reverse(misfits), preserved }
    }
}

/// Records that a value was accepted although it does not fit its type.
pub fn misfit() {
    MISFITS.set(MISFITS.get().wrapping_add(1));
}

/// Returns the result of a function, and the number of misfits that it recorded.
pub(super) fn count_misfits<T>(decode: impl FnOnce() -> T) -> (T, usize) {
    let before = MISFITS.get();
    let decoded = decode();
    (decoded, MISFITS.get().wrapping_sub(before))
}
