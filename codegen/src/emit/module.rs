//! The module of an OpenAPI document: the type that creates its handles, and the shared types.

use proc_macro2::TokenStream;
use quote::quote;

use super::feature;
use super::text::Text;
use super::token_file::{TokenFile, ident};
use super::types::{Imports, import, parameter};
use super::{input, method_docs, model};
use crate::ir::{Module, Resource};
use crate::sentence;

pub(super) fn emit(module: &Module) -> TokenFile {
    let mut head = Text::sentence(&format!(
        "{} ({}), generated from {}.",
        module.title,
        host_name(module),
        module.source
    ));
    head.blocks(&module.notice.0);
    let head = head.inner();
    let files: Vec<_> = module.resources.iter().map(|resource| ident(&resource.file)).collect();
    let cfgs: Vec<_> = module.resources.iter().map(|resource| feature::attribute(module, resource)).collect();
    let (shared, shared_use) = if module.shared.is_empty() {
        (None, None)
    } else {
        (
            Some(quote!(
                mod shared;
            )),
            Some(quote!(
                pub use shared::*;
            )),
        )
    };
    // The imports are those of all resources.
    let document = &module.name;
    let unused = feature::are_selectable(module).then(|| {
        quote!(#![cfg_attr(not(feature = #document), allow(unused_imports, reason = "features select the resources"))])
    });
    let mut imports = if module.resources.is_empty() { Imports::default() } else { Imports::with_runtime() };
    module.resources.iter().for_each(|resource| imports.params(&resource.parents));
    let reexported = Imports::sids_of(module);
    let imports = imports.without_sids(module, &reexported).without_types().emit(module, &[]);
    let sids = import(&quote!(crate::sid), reexported).map(|sids| quote!(pub #sids));
    let handle = handle(module);
    let tokens = quote! {
        #head
        #unused
        #(#cfgs mod #files;)*
        #shared
        #imports
        #sids
        #(#cfgs pub use #files::*;)*
        #shared_use
        #handle
    };
    TokenFile {
        path: format!("src/{}/mod.rs", module.name),
        source: Some(module.source.clone()),
        note: None,
        tokens,
    }
}

/// The type that creates the handles of the resources, and the method of the client that creates it.
fn handle(module: &Module) -> TokenStream {
    let (handle, accessor) = (ident(&module.handle), ident(&module.name));
    let host = &module.host;
    let mut about = Text::sentence(&format!("The resources of {}.", module.title));
    about.blocks(&module.notice.0);
    about.paragraph(&format!("Created by [`Client::{0}`](crate::Client::{0}).", module.name));
    let about = about.outer();
    let mut begin = Text::sentence(&format!("The resources of {} ({}).", module.title, host_name(module)));
    begin.blocks(&module.notice.0);
    let begin = begin.outer();
    let methods = module.resources.iter().map(|resource| accessor_method(module, resource));
    let account = module.has_account.then(with_account);
    // A document may have no operation. An unused field would produce a warning.
    let (structure, value, implementation) = if module.resources.is_empty() {
        (quote!(#[non_exhaustive] pub struct #handle;), quote!(#handle), None)
    } else {
        (
            quote!(pub struct #handle(rt::Target);),
            quote!(#handle(rt::Target::new(&self.0, #host))),
            Some(quote!(impl #handle { #account #(#methods)* })),
        )
    };
    quote! {
        #about
        #[derive(Clone, Debug)]
        #structure
        impl crate::Client {
            #begin
            pub fn #accessor(&self) -> #handle {
                #value
            }
        }
        #implementation
    }
}

fn accessor_method(module: &Module, resource: &Resource) -> TokenStream {
    let mut docs = Text::of(&resource.doc, &sentence::handle(&resource.noun, &resource.accessor));
    for param in resource.parents.iter().filter(|param| !param.account) {
        docs.item(method_docs::described(&param.name.rust, &param.doc));
    }
    let docs = docs.outer();
    let cfg = feature::attribute(module, resource);
    let signature = accessor_signature(module, resource);
    let handle = ident(&resource.handle);
    let parents = resource.parents.iter().map(|param| {
        if param.account {
            return quote!(.account());
        }
        input::path_call(module, "parent", param)
    });
    let target =
        if resource.parents.is_empty() { quote!(self.0.clone()) } else { quote!(self.0 #(#parents)*) };
    quote! {
        #docs
        #cfg
        #signature {
            #handle(#target)
        }
    }
}

/// The signature of the method that creates a handle.
pub(super) fn accessor_signature(module: &Module, resource: &Resource) -> TokenStream {
    let (name, handle) = (ident(&resource.accessor), ident(&resource.handle));
    let params = resource.parents.iter().filter(|param| !param.account);
    let params = params.map(|param| parameter(module, &param.name.rust, &param.ty));
    quote!(pub fn #name(&self #(, #params)*) -> #handle)
}

/// The types that belong to no single resource.
pub(super) fn shared(module: &Module) -> TokenFile {
    let mut imports = Imports::default();
    imports.definitions(module, &module.shared);
    let imports = imports.emit(module, &module.shared);
    let types = module.shared.iter().map(|id| model::emit(module, *id));
    let tokens = quote! {
        //! Types that several resources use.
        #imports
        #(#types)*
    };
    TokenFile {
        path: format!("src/{}/shared.rs", module.name),
        source: Some(module.source.clone()),
        note: None,
        tokens,
    }
}

/// The method that selects another account.
fn with_account() -> TokenStream {
    quote! {
        /// Returns the resources of another account, such as a subaccount, instead of the
        /// account of the credentials.
        #[must_use]
        pub fn with_account(&self, account_sid: impl Into<String>) -> Self {
            Self(self.0.with_account(account_sid))
        }
    }
}

/// The host of a module in documentation.
pub(super) fn host_name(module: &Module) -> String {
    if module.host.is_empty() { "no server: set a base URL".to_owned() } else { format!("`{}`", module.host) }
}
