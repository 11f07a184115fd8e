//! A file as tokens, and identifiers in it.

use proc_macro2::{Ident, Span, TokenStream};

/// One Rust file before it is rendered.
#[derive(Debug)]
pub(crate) struct TokenFile {
    /// Relative to the crate.
    pub(crate) path: String,
    /// The OpenAPI document of the file; `None` for the files that all documents share.
    pub(crate) source: Option<String>,
    /// A comment in the header, for readers of the file.
    pub(crate) note: Option<&'static str>,
    pub(crate) tokens: TokenStream,
}

/// A name from lowering, which is an identifier.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
