//! The document's own types: models and open enums.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::text::{Text, code};
use super::types::{definition, held};
use crate::ir::{Field, Module, TypeDef, TypeId, TypeKind, Variant};

pub(super) fn emit(module: &Module, id: TypeId) -> TokenStream {
    let def = definition(module, id);
    match &def.kind {
        TypeKind::Model(fields) => model(module, def, fields),
        TypeKind::Enum(variants) => open_enum(def, variants),
    }
}

fn model(module: &Module, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let name = ident(&def.rust);
    let docs = Text::of(&def.doc, "What the server answers.").outer();
    let hidden = fields.iter().any(|field| field.pii);
    let derives = if hidden {
        quote!(#[derive(Clone, PartialEq, Serialize, Deserialize)])
    } else {
        quote!(#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)])
    };
    let debug =
        hidden.then(|| debug(&def.rust, fields.iter().map(|field| (field.name.rust.as_str(), field.pii))));
    let fields = fields.iter().map(|field| field_tokens(module, field));
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
        #debug
    }
}

fn field_tokens(module: &Module, field: &Field) -> TokenStream {
    let mut docs = Text::of(&field.doc, &format!("{}.", code(&field.name.wire)));
    if field.pii {
        docs.paragraph("Personal data: hidden in `Debug`.");
    }
    let docs = docs.outer();
    let wire = &field.name.wire;
    let rename = (field.name.rust != *wire).then(|| quote!(#[serde(rename = #wire)]));
    let name = ident(&field.name.rust);
    let ty = held(module, &field.ty);
    quote!(#docs #rename pub #name: #ty)
}

/// `Debug` that hides what the document marks as personal data.
pub(super) fn debug<'a>(name: &str, fields: impl Iterator<Item = (&'a str, bool)>) -> TokenStream {
    let name = ident(name);
    let fields = fields.map(|(field, hidden)| {
        let field = ident(field);
        if hidden { quote!(#field = hidden) } else { quote!(#field) }
    });
    quote!(rt::debug!(#name { #(#fields),* });)
}

fn open_enum(def: &TypeDef, variants: &[Variant]) -> TokenStream {
    let name = ident(&def.rust);
    let docs = Text::of(&def.doc, "A value from a list that may grow.").outer();
    let listed = variants.iter().map(|Variant { name }| {
        let docs = Text::of(&crate::ir::Doc(vec![code(&name.wire)]), "").outer();
        let variant = ident(&name.rust);
        quote!(#docs #variant)
    });
    let wires = variants.iter().map(|Variant { name }| {
        let (variant, wire) = (ident(&name.rust), &name.wire);
        quote!(#variant = #wire)
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#listed,)*
            /// A value that the document does not list, kept as it came.
            Unrecognized(rt::Unrecognized),
        }
        rt::open_enum!(#name { #(#wires),* });
    }
}
