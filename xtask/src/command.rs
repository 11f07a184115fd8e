//! The subcommands. No subcommand imports another, except that `ci` runs `generate --check`. Three of them
//! use the result of `comparison`.

pub(crate) mod approve;
pub(crate) mod ci;
mod comparison;
pub(crate) mod corpus;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod history;
pub(crate) mod init;
pub(crate) mod serve;
