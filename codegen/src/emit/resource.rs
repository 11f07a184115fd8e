//! The file of one resource, in the order of a reader's questions: what it is, what can be done
//! with it, what may be said in each request, what comes back.

use quote::quote;

use super::text::Text;
use super::types::Imports;
use super::{Page, ident, model, operation};
use crate::ir::{Api, Module, Resource};

pub(super) fn emit(api: &Api, module: &Module, resource: &Resource) -> Page {
    let head = Text::of(&resource.doc, &capitalised(&format!("The {} resource.", resource.noun))).inner();
    let mut imports = Imports::with_runtime();
    imports.operations(resource);
    imports.definitions(module, &resource.types);
    let imports = imports.emit(module, &resource.types);
    let handle = ident(&resource.handle);
    let link = format!("[`{0}::{1}`](super::{0}::{1})", module.handle, resource.accessor);
    let about = Text::of(
        &crate::ir::Doc::default(),
        &format!("What can be done with {}; made by {link}.", plural_noun(resource)),
    )
    .outer();
    let methods = resource.operations.iter().map(|op| operation::method(api, module, resource, op));
    let requests = resource.operations.iter().map(|op| operation::request(module, resource, op));
    let types = resource.types.iter().map(|id| model::emit(module, *id));
    let tokens = quote! {
        #head
        #imports
        #about
        #[derive(Clone, Debug)]
        pub struct #handle(pub(super) rt::Target);
        impl #handle { #(#methods)* }
        #(#requests)*
        #(#types)*
    };
    Page {
        path: format!("src/{}/{}.rs", module.name, resource.file),
        source: Some(module.source.clone()),
        tokens,
    }
}

/// The accessor in words: `user channels`.
fn plural_noun(resource: &Resource) -> String {
    resource.accessor.trim_end_matches('_').replace('_', " ")
}

pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + characters.as_str())
}
