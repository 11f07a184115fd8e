//! Compares two IRs and reports the changes on the wire, in the Rust API and of the crate's version.
//!
//! `compare` pairs the items before and after (`pairs`, `matching`), compares each pair (`operation`, `input`, `model`,
//! `property`), and records each difference with a rule of one table (`rules`). The verdict for requests and responses
//! compares the values that two schemas allow (`wire`, `bounds`, `contract`). The verdict for callers compares the
//! emitted signatures of both sides, after `align` has given the items their previous names. `text`, `markdown` and
//! `changelog` format the report.

mod align;
mod approval;
mod bounds;
mod change;
mod changelog;
mod compare;
mod contract;
mod groups;
mod input;
mod log;
mod markdown;
mod matching;
mod model;
mod operation;
mod outlines;
mod output;
mod paint;
mod pairs;
mod path;
mod property;
mod rules;
mod setting;
mod text;
mod verdict;
mod version;
mod wire;
mod wire_names;

pub use approval::{Approvals, Unused};
pub use change::{Change, NotCompared, Report};
pub use paint::Paint;
pub use rules::Row;
pub use setting::{Names, Setting};
pub use text::Extent;
pub use verdict::{Affected, Direction, Subject, Verdict};
pub use version::{Step, Version};

pub(crate) use compare::{About, compare};

/// All rules, in the order of the table.
pub fn rules() -> &'static [Row] {
    rules::all()
}
