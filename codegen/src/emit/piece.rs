//! The pieces of a file: the items that can be in another file of the module without a change.

use proc_macro2::TokenStream;

use crate::ir::{Operation, Resource, TypeId};

/// A piece of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Piece<'a> {
    /// The method that selects another account.
    Account,
    /// The method that creates the handle of a resource.
    Accessor(&'a Resource),
    /// The method of an operation, and its request.
    Operation(&'a Operation),
    /// A type of the OpenAPI document.
    Type(TypeId),
}

impl<'a> Piece<'a> {
    pub(super) fn resource(self) -> Option<&'a Resource> {
        if let Self::Accessor(resource) = self { Some(resource) } else { None }
    }

    pub(super) fn type_id(self) -> Option<TypeId> {
        if let Self::Type(id) = self { Some(id) } else { None }
    }
}

/// The code of a piece.
pub(crate) struct PieceTokens {
    /// The method of the file's handle, in an `impl` block.
    pub(crate) implementation: Option<TokenStream>,
    pub(crate) items: TokenStream,
}

/// The position of a piece in a divided file: the first word of its file's name, and the key that orders the pieces.
pub(crate) struct PieceKey {
    pub(crate) family: &'static str,
    /// The letters and digits of the Rust name.
    pub(crate) name: String,
}
