//! A file as tokens, and identifiers in it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

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

/// The part of the pieces that one file contains. A file that is too long is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent<'a> {
    /// All pieces.
    Whole,
    /// The first file of a divided one, which re-exports the items of the parts with these names.
    Root(&'a [String]),
    /// The part of this name.
    Part(&'a str),
}

impl Extent<'_> {
    /// The path of a file of a module.
    pub(super) fn path(self, module: &str, file: &str) -> String {
        match self {
            Self::Whole => format!("src/{module}/{file}.rs"),
            Self::Root(_) => format!("src/{module}/{file}/mod.rs"),
            Self::Part(name) => format!("src/{module}/{file}/{name}.rs"),
        }
    }

    /// The path from which the file imports the items of the module.
    pub(super) fn home(self, module: &str) -> TokenStream {
        match self {
            Self::Whole | Self::Root(_) => quote!(super),
            Self::Part(_) => {
                let module = ident(module);
                quote!(crate::#module)
            }
        }
    }

    /// The names of the parts that the file re-exports.
    pub(super) fn parts(&self) -> &[String] {
        match self {
            Self::Root(parts) => parts,
            Self::Whole | Self::Part(_) => &[],
        }
    }
}

/// A name from lowering, which is an identifier.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
