//! Reads the input of a command: paths, OpenAPI documents and settings, and old revisions of them.

pub(crate) mod git;
pub(crate) mod history;
pub(crate) mod paths;
pub(crate) mod project;
pub(crate) mod sources;
