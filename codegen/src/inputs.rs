//! The input of a run.

use crate::omitted::Unsupported;
use crate::output::Source;

/// The input of one run: the OpenAPI documents and the settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inputs<'s> {
    /// All OpenAPI documents.
    pub documents: &'s [Source],
    /// The settings. `None` uses the defaults.
    pub settings: Option<&'s Source>,
    /// The file names of the documents that the settings also apply to and that are not part of this run. Their
    /// settings have no effect, and are not rejected for that reason.
    pub beside: &'s [String],
    /// The names that an earlier run assigned, from [`Output::names`](crate::Output::names). With `None`, the rules
    /// assign all names.
    pub names: Option<&'s Source>,
    /// The chapters of the guide: Markdown files `NUMBER_NAME.md` that begin with a title. The documentation of the
    /// crate contains them, in the order of their file names.
    pub guide: &'s [Source],
    /// The treatment of operations that the generator does not support.
    pub unsupported: Unsupported,
}
