//! Names with letters of other scripts.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Module, Name, Resource, TypeDef, TypeKind};

/// The attribute of a crate whose names are not ASCII. The compiler would report letters that look like others, which
/// the OpenAPI document decides. Programs that use the names have the lints.
pub(super) fn lints(api: &Api) -> Option<TokenStream> {
    let is_ascii = api.modules.iter().all(|module| {
        module.types.iter().all(is_ascii_type)
            && module.resources.iter().all(|resource| is_ascii_resource(module, resource))
    });
    (!is_ascii).then(|| {
        quote! {
            #![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints, reason = "the names of the OpenAPI documents")]
        }
    })
}

fn is_ascii(name: &Name) -> bool {
    name.rust.is_ascii()
}

fn is_ascii_type(def: &TypeDef) -> bool {
    def.rust.is_ascii()
        && match &def.kind {
            TypeKind::Model(fields) => fields.iter().all(|field| is_ascii(&field.name)),
            TypeKind::Enum(variants) => variants.iter().all(|variant| is_ascii(&variant.name)),
            TypeKind::Union { .. } => true, // the variants have the names of types
        }
}

fn is_ascii_resource(module: &Module, resource: &Resource) -> bool {
    module.handle.is_ascii()
        && resource.accessor.is_ascii()
        && resource.parents.iter().all(|param| is_ascii(&param.name))
        && resource.operations.iter().all(|operation| {
            operation.verb.is_ascii()
                && operation.request.is_ascii()
                && operation.path_params.iter().all(|param| is_ascii(&param.name))
                && operation.required.iter().chain(&operation.optional).all(|input| is_ascii(&input.name))
        })
}
