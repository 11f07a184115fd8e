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
mod operation;
mod package;
mod resource;
mod scripts;
pub(crate) mod signature;
mod text;
mod token_file;
mod types;

pub(crate) use package::features;
pub(crate) use token_file::TokenFile;

use crate::examples::DocumentExamples;
use crate::ir::{Api, Module, Resource};
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

/// The content of one file.
pub(crate) fn file(api: &Api, kind: FileKind<'_>) -> TokenFile {
    match kind {
        FileKind::Lib => client::lib(api),
        FileKind::Sids => client::sids(api),
        FileKind::Fake => fake::emit(api),
        FileKind::Module(module) => module::emit(module),
        FileKind::Resource(module, resource) => resource::emit(api, module, resource),
        FileKind::Shared(module) => module::shared(module),
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
