//! The chapters of the guide, which the project writes.

/// A chapter of the guide.
#[derive(Clone, Debug)]
pub(crate) struct Chapter {
    /// The module: `first_steps`.
    pub(crate) name: String,
    pub(crate) title: String,
    /// The Markdown, with the title.
    pub(crate) text: String,
}
