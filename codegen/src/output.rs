//! The input and the output of the generator: files in memory, never paths on a disk.

use crate::diagnostic::Diagnostics;

/// One input file: an OpenAPI document or the settings.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name in diagnostics, usually the path: `spec/shop_v1.yaml`. Its file stem is the name of the
    /// document's module.
    pub name: String,
    /// The whole content.
    pub text: String,
}

/// One generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path relative to the crate, with `/` and without `..`.
    pub path: String,
    /// The whole content.
    pub text: String,
}

/// The result of one run.
#[derive(Clone, Debug)]
pub struct Output {
    /// Every file of the crate, sorted by path.
    pub files: Vec<File>,
    /// One entry per document, in the order of the module names.
    pub documents: Vec<Summary>,
    /// The number of SID types.
    pub sids: usize,
    /// The warnings of all documents, except those that the settings allow.
    pub warnings: Diagnostics,
    /// The text of `names.lock`: the names of all items, for [`Inputs::names`](crate::Inputs::names) of the next run.
    pub names: String,
}

/// The summary of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The name of the document, from [`Source::name`].
    pub source: String,
    /// The name of its module: `shop_v1`.
    pub module: String,
    /// The number of generated operations.
    pub operations: usize,
    /// The number of operations that the client does not contain because the generator does not support them.
    pub unsupported: usize,
    /// The number of generated models and unions, without enums.
    pub models: usize,
}
