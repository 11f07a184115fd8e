//! How well a JSON value fits a type. Types accept more values than the OpenAPI document allows, so that a
//! response with such a value can be decoded. Of the types of a union, the one that fits best is selected.

use std::cell::Cell;
use std::cmp::Reverse;

use super::recorder::record;
use super::unexpected::UnexpectedKind;

thread_local! {
    /// The number of values that were accepted although they do not fit, since the thread began.
    static MISFITS: Cell<usize> = const { Cell::new(0) };
}

/// How well a value fits a type: first the number of its parts that do not fit, then whether the type describes a
/// part of it, then the number of its parts that the type preserves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    misfits: Reverse<usize>,
    is_described: bool,
    preserved: usize,
}

impl Fit {
    /// `is_free` is whether the type describes no part of any value, such as any JSON. It preserves every value, but a
    /// type that describes a part of the value says more about it.
    pub(super) fn new(misfits: usize, preserved: usize, is_free: bool) -> Self {
        Self { misfits: Reverse(misfits), is_described: !is_free && preserved > 0, preserved }
    }

    pub(super) fn misfits(&self) -> usize {
        self.misfits.0
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

/// The number of misfits at one time.
#[derive(Debug)]
pub(super) struct Misfits(usize);

impl Misfits {
    pub(super) fn now() -> Self {
        Self(MISFITS.get())
    }

    /// Returns the number of misfits since that time.
    pub(super) fn count(&self) -> usize {
        MISFITS.get().wrapping_sub(self.0)
    }

    /// Sets the number of misfits since that time.
    pub(super) fn reset(&self, count: usize) {
        MISFITS.set(self.0.wrapping_add(count));
    }
}
