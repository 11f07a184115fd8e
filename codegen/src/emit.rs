//! IR → tokens, one file a resource. Cannot fail, sees no OpenAPI, changes no name.
//!
//! What is the same in every file belongs in the runtime; what is here says only what differs.

mod client;
mod examples;
mod model;
mod module;
mod operation;
mod package;
mod resource;
mod text;
mod types;

use proc_macro2::{Ident, Span, TokenStream};

use crate::examples::DocumentExamples;
use crate::ir::{Api, Module, Resource};
use crate::output::File;
use crate::runtime::Runtime;

/// One Rust file, not rendered yet.
#[derive(Debug)]
pub(crate) struct Page {
    /// Relative to the crate.
    pub(crate) path: String,
    /// The document that it comes from; none for what all documents share.
    pub(crate) source: Option<String>,
    pub(crate) tokens: TokenStream,
}

/// One Rust file to be made, on its own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sheet<'a> {
    Lib,
    Sids,
    Module(&'a Module),
    Resource(&'a Module, &'a Resource),
    Shared(&'a Module),
}

/// Every Rust file of the crate.
pub(crate) fn sheets(api: &Api) -> Vec<Sheet<'_>> {
    let mut sheets = vec![Sheet::Lib, Sheet::Sids];
    for module in &api.modules {
        sheets.push(Sheet::Module(module));
        sheets.extend(module.resources.iter().map(|resource| Sheet::Resource(module, resource)));
        sheets.extend((!module.shared.is_empty()).then_some(Sheet::Shared(module)));
    }
    sheets
}

/// The content of one file.
pub(crate) fn page(api: &Api, sheet: Sheet<'_>) -> Page {
    match sheet {
        Sheet::Lib => client::lib(api),
        Sheet::Sids => client::sids(api),
        Sheet::Module(module) => module::emit(module),
        Sheet::Resource(module, resource) => resource::emit(api, module, resource),
        Sheet::Shared(module) => module::shared(module),
    }
}

/// The files that are not Rust: `Cargo.toml` and `README.md`.
pub(crate) fn package(api: &Api, runtime: &Runtime) -> Vec<File> {
    vec![package::manifest(api, runtime), package::readme(api)]
}

/// The test of the examples.
pub(crate) fn examples(api: &Api, examples: &[DocumentExamples<'_>]) -> Page {
    examples::emit(api, examples)
}

/// A name that lowering made; it is an identifier already.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
