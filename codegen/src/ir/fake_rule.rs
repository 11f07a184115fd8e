//! The rules of the fake server that the settings add to a document.

/// A rule. A path has the placeholders of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FakeRule {
    /// Two resources of the collection must not have the same value.
    Unique { path: String, property: String, code: u32 },
    /// The value addresses a resource of the collection like its key.
    Alias { path: String, property: String },
    /// The deletion of a resource deletes a collection, whose last placeholder is the key of the resource.
    Cascade { path: String, deletes: String },
}
