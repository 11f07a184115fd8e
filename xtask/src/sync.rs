//! Writes the generated files into a folder. No other module writes there.
//!
//! [`plan()`] compares and changes nothing. [`apply()`] carries a plan out, completely or not at all.
//! The [`manifest`] lists the files of the last run and their hashes, which show whether a file was
//! edited since. The generator owns a file only if the file contains the marker in [`content`], or if
//! the manifest contains the hash of the file.

mod apply;
mod content;
mod disk;
mod lock;
mod look;
mod manifest;
mod plan;
mod single_file;
mod staging;
#[cfg(test)]
mod tests;

pub(crate) use self::apply::{apply, apply_then};
pub(crate) use self::lock::{Lock, lock};
pub(crate) use self::plan::{Change, Plan, plan};
pub(crate) use self::single_file::{FilePlan, Staged, plan_names};

/// Whether a run writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The run writes.
    #[default]
    Write,
    /// The run writes nothing, and fails if a file is stale.
    Check,
    /// The run writes nothing.
    DryRun,
}
