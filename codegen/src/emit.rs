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

use crate::examples::Examples;
use crate::ir::Api;
use crate::output::File;

/// One Rust file, not rendered yet.
#[derive(Debug)]
pub(crate) struct Page {
    /// Relative to the crate.
    pub(crate) path: String,
    /// The document that it comes from; none for what all documents share.
    pub(crate) source: Option<String>,
    pub(crate) tokens: TokenStream,
}

/// Every Rust file of the crate.
pub(crate) fn pages(api: &Api) -> Vec<Page> {
    let mut pages = vec![client::lib(api), client::sids(api)];
    for module in &api.modules {
        pages.push(module::emit(module));
        pages.extend(module.resources.iter().map(|resource| resource::emit(api, module, resource)));
        pages.extend(module::shared(module));
    }
    pages
}

/// The files that are not Rust: `Cargo.toml` and `README.md`.
pub(crate) fn package(api: &Api) -> Vec<File> {
    vec![package::manifest(api), package::readme(api)]
}

/// The test of the examples.
pub(crate) fn examples(api: &Api, examples: &[Examples<'_>]) -> Page {
    examples::emit(api, examples)
}

/// A name that lowering made; it is an identifier already.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
