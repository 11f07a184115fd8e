//! The features that every crate has.

/// A feature of every crate.
pub(crate) struct Feature {
    pub(crate) name: &'static str,
    /// Its line in the manifest.
    pub(crate) line: &'static str,
    /// The first sentence of the comment above it. A comment is that of all features up to the next comment.
    pub(crate) purpose: String,
}
