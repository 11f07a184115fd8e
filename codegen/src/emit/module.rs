//! The module of an OpenAPI document: the type that creates its handles, and the shared types.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::feature;
use super::piece::Piece;
use super::text::Text;
use super::token_file::{Extent, TokenFile, ident};
use super::types::{Imports, import, parameter};
use super::{input, method_docs};
use crate::ir::{Module, Resource, TypeId};
use crate::sentence;

/// The beginning of the file, or of a part with methods that create handles.
pub(super) fn head(module: &Module, extent: Extent<'_>, pieces: &[Piece<'_>]) -> TokenFile {
    let mut imports = Imports::default();
    for resource in pieces.iter().filter_map(|piece| piece.resource()) {
        imports.parents(&resource.parents);
    }
    let (path, tokens) = match extent {
        Extent::Part(name) => {
            let path = format!("src/{}/accessors/{name}.rs", module.name);
            (path, accessors(module, extent, imports))
        }
        Extent::Whole | Extent::Root(_) => {
            (format!("src/{}/mod.rs", module.name), root(module, extent, imports))
        }
    };
    TokenFile { path, source: Some(module.source.clone()), note: None, tokens }
}

/// The beginning of a part with methods that create handles. A glob imports the handles, because each of them may be
/// disabled, the types and the SIDs.
fn accessors(module: &Module, extent: Extent<'_>, imports: Imports) -> TokenStream {
    let head = Text::sentence(&format!("Methods of [`{0}`](super::super::{0}).", module.handle)).inner();
    let unused = unused(module);
    let home = extent.home(&module.name);
    let imports = imports.without_sids(module, &Imports::sids_of(module)).without_types();
    let imports = imports.emit(module, &home, &BTreeSet::new());
    quote! {
        #head
        #unused
        #imports
        use #home::*;
    }
}

/// The attribute of a file whose imports are those of all resources.
fn unused(module: &Module) -> Option<TokenStream> {
    let document = &module.name;
    feature::are_selectable(module).then(|| {
        quote!(#![cfg_attr(not(feature = #document), allow(unused_imports, reason = "features select the resources"))])
    })
}

/// The beginning of `mod.rs`.
fn root(module: &Module, extent: Extent<'_>, mut imports: Imports) -> TokenStream {
    let mut head = Text::sentence(&format!(
        "{} ({}), generated from {}.",
        module.title,
        host_name(module),
        module.source
    ));
    head.blocks(&module.notice.0);
    let head = head.inner();
    let unused = unused(module);
    let files: Vec<_> = module.resources.iter().map(|resource| ident(&resource.file)).collect();
    let cfgs: Vec<_> = module.resources.iter().map(|resource| feature::attribute(module, resource)).collect();
    let shared: Vec<_> = (!module.shared.is_empty()).then(|| ident("shared")).into_iter().collect();
    let accessors = match extent {
        Extent::Root(parts) => {
            let parts = parts.iter().map(|part| ident(part));
            Some(quote!(mod accessors { #(mod #parts;)* }))
        }
        Extent::Whole | Extent::Part(_) => None,
    };
    if !module.resources.is_empty() {
        imports.use_runtime();
    }
    let reexported = Imports::sids_of(module);
    let imports = imports.without_sids(module, &reexported).without_types();
    let imports = imports.emit(module, &extent.home(&module.name), &BTreeSet::new());
    let sids = import(&quote!(crate::sid), reexported).map(|sids| quote!(pub #sids));
    let handle = handle(module);
    quote! {
        #head
        #unused
        #(#cfgs mod #files;)*
        #(mod #shared;)*
        #accessors
        #imports
        #sids
        #(#cfgs pub use #files::*;)*
        #(pub use #shared::*;)*
        #handle
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
    // A document may have no operation. An unused field would produce a warning.
    let (structure, value) = if module.resources.is_empty() {
        (quote!(#[non_exhaustive] pub struct #handle;), quote!(#handle))
    } else {
        (quote!(pub struct #handle(rt::Target);), quote!(#handle(rt::Target::new(&self.0, #host))))
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
    }
}

/// The method that creates a handle.
pub(super) fn accessor_method(module: &Module, resource: &Resource) -> TokenStream {
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

/// The beginning of the file with the types that belong to no single resource, or of one of its parts.
pub(super) fn shared(module: &Module, extent: Extent<'_>, pieces: &[Piece<'_>]) -> TokenFile {
    let types: BTreeSet<TypeId> = pieces.iter().filter_map(|piece| piece.type_id()).collect();
    let mut imports = Imports::default();
    imports.definitions(module, &types);
    let imports = imports.emit(module, &extent.home(&module.name), &types);
    let parts: Vec<_> = extent.parts().iter().map(|part| ident(part)).collect();
    let tokens = quote! {
        //! Types that several resources use.
        #(mod #parts;)*
        #imports
        #(pub use #parts::*;)*
    };
    TokenFile {
        path: extent.path(&module.name, "shared"),
        source: Some(module.source.clone()),
        note: None,
        tokens,
    }
}

/// The method that selects another account.
pub(super) fn with_account() -> TokenStream {
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
