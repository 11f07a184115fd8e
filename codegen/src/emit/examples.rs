//! A test of the generated crate that decodes and encodes every response example.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::scripts;
use super::token_file::{TokenFile, ident};
use super::types::{definition, rust_type};
use crate::examples::{DocumentExamples, Row};
use crate::ir::{Api, Module, Output, Type};

/// The test. The bodies are in JSON files, so they cannot become code.
pub(super) fn emit(api: &Api, examples: &[DocumentExamples<'_>]) -> TokenFile {
    let krate = ident(&api.package.name.replace('-', "_"));
    let tests = examples.iter().filter(|examples| !examples.rows.is_empty()).map(|examples| {
        let module = &examples.module.name;
        let (name, bodies) = (ident(module), format!("examples/{module}.json"));
        let rows = examples.rows.iter().map(|row| row_tokens(&krate, examples.module, row));
        quote! {
            #[cfg(feature = #module)]
            #[test]
            #[rustfmt::skip]
            fn #name() {
                let mut examples = round_trip::Examples::new(#module, include_str!(#bodies));
                #(#rows)*
                examples.finish();
            }
        }
    });
    let lints = scripts::lints(api);
    let tokens = quote! {
        //! Decodes and encodes every response example of the OpenAPI documents.
        #lints
        mod round_trip;
        #(#tests)*
    };
    TokenFile { path: "tests/examples.rs".to_owned(), source: None, note: None, tokens }
}

fn row_tokens(krate: &Ident, module: &Module, Row { key, output, .. }: &Row<'_>) -> TokenStream {
    match output {
        Output::Value(ty) => {
            let ty = named(krate, module, ty);
            quote!(examples.value::<#ty>(#key);)
        }
        Output::Page { key: items, item, .. } => {
            let ty = named(krate, module, item);
            quote!(examples.page::<#ty>(#key, #items);)
        }
        Output::Nothing | Output::Text | Output::Bytes | Output::Location => TokenStream::new(),
    }
}

/// The path of a type for code outside of the crate.
pub(super) fn named(krate: &Ident, module: &Module, ty: &Type) -> TokenStream {
    let inside = |inner: &Type| named(krate, module, inner);
    match ty {
        Type::Scalar(scalar) => rust_type(*scalar, krate),
        Type::Sid(prefix) => {
            let name = ident(module.sid(prefix));
            quote!(#krate::sid::#name)
        }
        Type::Named(id) => {
            let (module_name, name) = (ident(&module.name), ident(&definition(module, *id).rust));
            quote!(#krate::#module_name::#name)
        }
        Type::List(inner) => {
            let inner = inside(inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = inside(inner);
            quote!(std::collections::BTreeMap<String, #inner>)
        }
        Type::Nullable(inner) => {
            let inner = inside(inner);
            quote!(Option<#inner>)
        }
        Type::Boxed(inner) => {
            let inner = inside(inner);
            quote!(Box<#inner>)
        }
    }
}
