//! One call of each operation, for a test that makes all of them.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Value, json};

use super::examples::named;
use super::token_file::{TokenFile, ident};
use super::types::definition;
use crate::ir::{
    Api, Input, Method, Module, Operation, PathParam, Resource, Security, Type, TypeKind, Variant,
};

/// The function `calls`, which returns every call as a `Call`. Operations that require an authentication which
/// the client does not support have no call. The file that includes the function defines the
/// type `Call` and the function `value`, which decodes JSON.
pub(super) fn emit(api: &Api) -> TokenFile {
    let calls = api.modules.iter().flat_map(|module| {
        module.resources.iter().flat_map(move |resource| {
            resource.operations.iter().filter_map(move |operation| call(api, module, resource, operation))
        })
    });
    let tokens = quote! {
        /// One call of each operation that the client can authenticate.
        pub(crate) fn calls() -> Vec<Call> { vec![#(#calls),*] }
    };
    TokenFile { path: "calls.rs".to_owned(), source: None, note: None, tokens }
}

fn call(api: &Api, module: &Module, resource: &Resource, operation: &Operation) -> Option<TokenStream> {
    if !operation.key_headers.is_empty() {
        return None;
    }
    let credentials = match operation.security.sent() {
        Security::Any | Security::None => quote!(AuthToken),
        Security::Bearer(_) => quote!(BearerToken),
        Security::Key(..) => quote!(ParameterKey),
        Security::Unsupported(_) | Security::Optional(_) => return None,
    };
    let krate = ident(&api.package.name.replace('-', "_"));
    let path_values = |params: &[PathParam]| -> Vec<TokenStream> {
        let given = params.iter().filter(|param| !param.account);
        given.map(|param| argument(api, module, &param.ty)).collect()
    };
    let (parents, mut arguments) = (path_values(&resource.parents), path_values(&operation.path_params));
    match &operation.arguments {
        Some(name) => {
            let (of, name) = (ident(&module.name), ident(name));
            let fields = operation.required.iter().map(|Input { name, ty, .. }| {
                let name = ident(&name.rust);
                let value = decoded(api, module, ty, &sample(module, ty, Depth::Value));
                quote!(#name: #value)
            });
            arguments.push(quote!(#krate::#of::#name { #(#fields),* }));
        }
        None => arguments.extend(operation.required.iter().map(|input| argument(api, module, &input.ty))),
    }
    let (accessor, verb, client) = (ident(&resource.accessor), ident(&operation.verb), ident(&module.name));
    let (document, id, method, path) =
        (&module.name, &operation.id, Method::name(operation.method), &operation.path);
    Some(quote! {
        Call::new(#document, #id, #method, #path, Kind::#credentials, |client| {
            client.#client().#accessor(#(#parents),*).#verb(#(#arguments),*).send_blocking().map(drop)
        })
    })
}

/// A value for a parameter of a method. The parameter of a nullable value accepts the value itself.
fn argument(api: &Api, module: &Module, ty: &Type) -> TokenStream {
    let ty = if let Type::Nullable(inner) = ty { inner } else { ty };
    decoded(api, module, ty, &sample(module, ty, Depth::Value))
}

fn decoded(api: &Api, module: &Module, ty: &Type, value: &Value) -> TokenStream {
    let krate = ident(&api.package.name.replace('-', "_"));
    match ty {
        &Type::FILE => return quote!(#krate::FilePart::new("text")),
        Type::List(item) | Type::Map(item) if **item == Type::FILE => {
            let collection = if matches!(ty, Type::Map(_)) {
                quote!([])
            } else {
                quote!(vec![#krate::FilePart::new("text")])
            };
            return collection;
        }
        _ => {}
    }
    let (ty, text) = (named(&krate, module, ty), value.to_string());
    quote!(value::<#ty>(#text))
}

/// The position of a value.
#[derive(Clone, Copy)]
enum Depth {
    Value,
    /// In a value: it can be empty or null.
    Inside,
}

/// Returns JSON that the type accepts.
fn sample(module: &Module, ty: &Type, depth: Depth) -> Value {
    match (ty, depth) {
        (Type::Scalar(scalar), _) => serde_json::from_str(scalar.row().json).unwrap_or_default(),
        (Type::Map(_), _) => json!({}),
        (Type::Sid(prefix), _) => json!(format!("{prefix}{}", "a".repeat(32))),
        (Type::List(_), Depth::Inside) => json!([]),
        (Type::Nullable(_), Depth::Inside) => Value::Null,
        (Type::List(inner), Depth::Value) => json!([sample(module, inner, Depth::Value)]),
        (Type::Nullable(inner) | Type::Boxed(inner), _) => sample(module, inner, depth),
        (Type::Named(id), _) => match &definition(module, *id).kind {
            TypeKind::Enum(variants) => variants.first().map_or(Value::Null, Variant::json),
            TypeKind::Model(fields) => {
                let required = fields.iter().filter(|field| field.is_required());
                let value = |ty| sample(module, ty, Depth::Inside);
                required.map(|field| (field.name.wire.clone(), value(&field.ty))).collect()
            }
            TypeKind::Union { discriminator, variants } => {
                let Some(variant) = variants.first() else { return Value::Null };
                let mut value = sample(module, &variant.ty, Depth::Inside);
                let selector = discriminator.as_ref().zip(variant.selectors.first());
                if let (Some((property, selector)), Some(object)) = (selector, value.as_object_mut()) {
                    object.insert(property.clone(), json!(selector));
                }
                value
            }
        },
    }
}
