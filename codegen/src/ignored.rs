//! Keywords of an OpenAPI document that have no effect on the client.

/// A keyword without effect, the kind of object that contains it, and the reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ignored {
    pub(crate) keyword: String,
    /// The kind of object that contains the keyword: `schema`.
    pub(crate) object: &'static str,
    pub(crate) reason: &'static str,
}
