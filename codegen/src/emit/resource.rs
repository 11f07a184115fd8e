//! The file of one resource, in reading order: the handle, its requests, the types of the responses.

use quote::quote;

use super::text::Text;
use super::token_file::{TokenFile, ident};
use super::types::Imports;
use super::{model, operation};
use crate::ir::{Api, Module, Resource};
use crate::sentence;

/// Where a reader of the file finds the methods that the macros define.
const NOTE: &str =
    "Sending, paging and options: `request!` and `list!` in the package twilio-client-runtime.";

pub(super) fn emit(api: &Api, module: &Module, resource: &Resource) -> TokenFile {
    let head = Text::of(&resource.doc, &sentence::resource(&resource.accessor)).inner();
    let mut imports = Imports::with_runtime();
    imports.operations(resource);
    imports.definitions(module, &resource.types);
    let imports = imports.emit(module, &resource.types);
    let handle = ident(&resource.handle);
    let link = format!("[`{0}::{1}`](super::{0}::{1})", module.handle, resource.accessor);
    let mut about = Text::sentence(&sentence::handle(&resource.noun, &resource.accessor));
    about.blocks(&module.notice.0);
    about.blocks(&resource.notice.0);
    about.paragraph(&format!("Created by {link}."));
    let about = about.outer();
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
    TokenFile {
        path: format!("src/{}/{}.rs", module.name, resource.file),
        source: Some(module.source.clone()),
        note: Some(NOTE),
        tokens,
    }
}
