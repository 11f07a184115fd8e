//! The kinds of changes, and the properties of each kind.

mod table;

use serde::Serialize;

use super::verdict::{Direction, Verdict};

pub(super) use table::Rule;

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The name of the rule: `required-parameter-added`.
    pub id: &'static str,
    /// The verdict for requests and responses.
    pub wire: Verdict,
    /// The verdict for code that uses the client.
    pub rust: Verdict,
    /// The reason, in one sentence.
    pub reason: &'static str,
    /// The next step of a user of the crate. Empty if no step is needed.
    pub next: &'static str,
    /// The only direction that a breaking change affects, for a value of both directions.
    #[serde(skip)]
    pub(super) side: Option<Direction>,
}

impl Rule {
    /// The row of the rule.
    pub(super) fn row(self) -> Row {
        let unknown = Row {
            id: "",
            wire: Verdict::Breaking,
            rust: Verdict::Breaking,
            reason: "",
            next: "",
            side: None,
        };
        table::ROWS.get(self as usize).copied().unwrap_or(unknown)
    }
}

/// Every rule, in the order of the table.
pub(super) fn all() -> &'static [Row] {
    table::ROWS
}
