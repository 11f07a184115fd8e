//! Compares two IRs and reports the changes on the wire, in the Rust API and of the crate's version.
//!
//! `compare` pairs the items before and after (`pairs`), compares each pair (`operation`, `input`, `model`), and
//! records each difference with a rule of one table (`rules`). `text` and `markdown` format the report.

mod approval;
mod change;
mod compare;
mod input;
mod log;
mod markdown;
mod model;
mod operation;
mod pairs;
mod path;
mod rules;
mod setting;
mod text;
mod verdict;
mod version;

pub use approval::{Approvals, Unused};
pub use change::{Change, Report};
pub use rules::Row;
pub use setting::{Names, Setting};
pub use verdict::{Direction, Subject, Verdict};
pub use version::{Step, Version};

pub(crate) use compare::{About, compare};

/// All rules, in the order of the table.
pub fn rules() -> &'static [Row] {
    rules::all()
}
