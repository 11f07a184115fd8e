//! The file of one resource, in reading order: the handle, its requests, the types of the responses.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::piece::Piece;
use super::text::Text;
use super::token_file::{Extent, TokenFile, ident};
use super::types::Imports;
use crate::ir::{Module, Resource, TypeId};
use crate::sentence;

/// Where a reader of the file finds the code that the macros generate: sending, paging, options, and JSON.
const NOTE: &str = "The package twilio-client-runtime defines `request!`, `list!` and `model!`.";

/// The beginning of the file, or of one of its parts.
pub(super) fn head(
    module: &Module,
    resource: &Resource,
    extent: Extent<'_>,
    pieces: &[Piece<'_>],
) -> TokenFile {
    let has_requests = pieces.iter().any(|piece| matches!(piece, Piece::Operation(_)));
    let tokens = match extent {
        Extent::Whole => {
            let (imports, handle) = (imports(module, resource, extent, pieces), handle(module, resource));
            let head = Text::of(&resource.doc, &sentence::resource(&resource.accessor)).inner();
            quote!(#head #imports #handle)
        }
        Extent::Root(parts) => {
            let handle = handle(module, resource);
            let head = Text::of(&resource.doc, &sentence::resource(&resource.accessor)).inner();
            let parts: Vec<_> = parts.iter().map(|part| ident(part)).collect();
            quote! {
                #head
                #(mod #parts;)*
                use twilio_client_runtime::generated_code as rt;
                #(pub use #parts::*;)*
                #handle
            }
        }
        Extent::Part(_) => {
            let imports = imports(module, resource, extent, pieces);
            let noun = if has_requests { "Requests" } else { "Types" };
            let head = Text::sentence(&format!("{noun} of [`{0}`](super::{0}).", resource.handle)).inner();
            quote!(#head #imports)
        }
    };
    TokenFile {
        path: extent.path(&module.name, &resource.file),
        source: Some(module.source.clone()),
        note: (extent == Extent::Whole || has_requests).then_some(NOTE),
        tokens,
    }
}

fn handle(module: &Module, resource: &Resource) -> TokenStream {
    let handle = ident(&resource.handle);
    let link = format!("[`{0}::{1}`](super::{0}::{1})", module.handle, resource.accessor);
    let mut about = Text::sentence(&sentence::handle(&resource.noun, &resource.accessor));
    about.blocks(&module.notice.0);
    about.blocks(&resource.notice.0);
    about.paragraph(&format!("Created by {link}."));
    let about = about.outer();
    quote! {
        #about
        #[derive(Clone, Debug)]
        pub struct #handle(pub(super) rt::Target);
    }
}

fn imports(module: &Module, resource: &Resource, extent: Extent<'_>, pieces: &[Piece<'_>]) -> TokenStream {
    let types: BTreeSet<TypeId> = pieces.iter().filter_map(|piece| piece.type_id()).collect();
    let mut imports = Imports::default();
    if extent == Extent::Whole {
        imports.use_runtime(); // for the handle
    }
    for piece in pieces {
        if let Piece::Operation(operation) = piece {
            imports.operation(operation);
            imports.use_runtime();
            if extent != Extent::Whole {
                imports.handle(&resource.handle);
            }
        }
    }
    imports.definitions(module, &types);
    imports.emit(module, &extent.home(&module.name), &types)
}
