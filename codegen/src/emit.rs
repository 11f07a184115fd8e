//! IR → tokens, one file per resource. Emission cannot fail, does not access OpenAPI types, and does
//! not change names.
//!
//! Code that is the same in every file belongs in the runtime.

mod calls;
mod client;
mod example;
mod examples;
mod fake;
mod feature;
mod input;
mod method_docs;
mod model;
mod module;
mod nesting;
mod operation;
mod package;
mod piece;
mod resource;
mod scripts;
pub(crate) mod signature;
mod text;
mod token_file;
mod types;

pub(crate) use package::features;
pub(crate) use piece::{Piece, PieceKey, PieceTokens};
pub(crate) use token_file::{Extent, TokenFile};

use proc_macro2::TokenStream;
use quote::quote;

use self::token_file::ident;
use self::types::definition;
use crate::examples::DocumentExamples;
use crate::ir::{Api, Module, Resource};
use crate::name;
use crate::output::File;
use crate::runtime::Runtime;

/// A Rust file of the crate. Each can be emitted on its own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FileKind<'a> {
    Lib,
    Sids,
    Fake,
    Module(&'a Module),
    Resource(&'a Module, &'a Resource),
    Shared(&'a Module),
}

impl<'a> FileKind<'a> {
    /// The pieces of the file, in their order.
    pub(crate) fn pieces(self) -> Vec<Piece<'a>> {
        match self {
            Self::Lib | Self::Sids | Self::Fake => Vec::new(),
            Self::Module(module) => {
                let account = module.has_account.then_some(Piece::Account);
                account.into_iter().chain(module.resources.iter().map(Piece::Accessor)).collect()
            }
            Self::Resource(_, resource) => {
                let operations = resource.operations.iter().map(Piece::Operation);
                operations.chain(resource.types.iter().copied().map(Piece::Type)).collect()
            }
            Self::Shared(module) => module.shared.iter().copied().map(Piece::Type).collect(),
        }
    }

    /// The type whose methods the file contains.
    pub(crate) fn handle(self) -> &'a str {
        match self {
            Self::Module(module) | Self::Shared(module) => &module.handle,
            Self::Resource(_, resource) => &resource.handle,
            Self::Lib | Self::Sids | Self::Fake => "Client",
        }
    }

    /// The key of a piece in a divided file. `None` for a piece that stays in the first file.
    pub(crate) fn key(self, piece: Piece<'_>) -> Option<PieceKey> {
        let (family, name) = match piece {
            Piece::Account => return None,
            Piece::Accessor(resource) => ("handles", resource.accessor.clone()),
            Piece::Operation(operation) => ("requests", operation.verb.clone()),
            Piece::Type(id) => ("types", definition(self.module()?, id).rust.clone()),
        };
        Some(PieceKey { family, name: name::letters(&name) })
    }

    fn module(self) -> Option<&'a Module> {
        match self {
            Self::Lib | Self::Sids | Self::Fake => None,
            Self::Module(module) | Self::Resource(module, _) | Self::Shared(module) => Some(module),
        }
    }
}

/// The code of a piece of a file.
pub(crate) fn piece(api: &Api, kind: FileKind<'_>, piece: Piece<'_>) -> PieceTokens {
    let handle = ident(kind.handle());
    let (method, items) = match (kind, piece) {
        (FileKind::Module(of), Piece::Accessor(resource)) => {
            (module::accessor_method(of, resource), TokenStream::new())
        }
        (FileKind::Resource(module, resource), Piece::Operation(operation)) => {
            let method = operation::method(api, module, resource, operation);
            (method, operation::request(module, resource, operation))
        }
        (FileKind::Resource(module, _) | FileKind::Shared(module), Piece::Type(id)) => {
            return PieceTokens { implementation: None, items: model::emit(module, id) };
        }
        _ => (module::with_account(), TokenStream::new()),
    };
    PieceTokens { implementation: Some(quote!(impl #handle { #method })), items }
}

/// Every Rust file of the crate.
pub(crate) fn files(api: &Api) -> Vec<FileKind<'_>> {
    let mut files = vec![FileKind::Lib, FileKind::Sids, FileKind::Fake];
    for module in &api.modules {
        files.push(FileKind::Module(module));
        files.extend(module.resources.iter().map(|resource| FileKind::Resource(module, resource)));
        files.extend((!module.shared.is_empty()).then_some(FileKind::Shared(module)));
    }
    files
}

/// The beginning of a file that contains these pieces.
pub(crate) fn head(api: &Api, kind: FileKind<'_>, extent: Extent<'_>, pieces: &[Piece<'_>]) -> TokenFile {
    match kind {
        FileKind::Lib => client::lib(api),
        FileKind::Sids => client::sids(api),
        FileKind::Fake => fake::emit(api),
        FileKind::Module(module) => module::head(module, extent, pieces),
        FileKind::Resource(module, resource) => resource::head(module, resource, extent, pieces),
        FileKind::Shared(module) => module::shared(module, extent, pieces),
    }
}

/// The files that are not Rust: `Cargo.toml`, `README.md` and the front page of the documentation.
pub(crate) fn package(api: &Api, runtime: &Runtime) -> Vec<File> {
    vec![package::manifest(api, runtime), package::readme(api), package::docs(api)]
}

/// One call of each operation.
pub(crate) fn calls(api: &Api) -> TokenFile {
    calls::emit(api)
}

/// The test of the examples.
pub(crate) fn examples(api: &Api, examples: &[DocumentExamples<'_>]) -> TokenFile {
    examples::emit(api, examples)
}
