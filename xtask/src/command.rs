//! The subcommands of `cargo xtask`. No subcommand imports another, with two exceptions: `generate`
//! prints the report of `diff`, and `ci` runs `generate --check`.

pub(crate) mod ci;
pub(crate) mod corpus;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod generate;
