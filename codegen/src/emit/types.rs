//! Types as tokens, and what a file must import for them.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::token_file::ident;
use crate::ir::{Input, Module, Operation, PathParam, Prefix, Resource, Type, TypeDef, TypeId, TypeKind};

/// The definition behind an id.
#[expect(
    clippy::indexing_slicing,
    reason = "an id is made when its type is entered, and none is ever removed"
)]
pub(super) fn definition(module: &Module, TypeId(index): TypeId) -> &TypeDef {
    &module.types[index]
}

/// A type as it is held: in a field, as a result.
pub(super) fn held(module: &Module, ty: &Type) -> TokenStream {
    match ty {
        Type::Text => quote!(String),
        Type::Bool => quote!(bool),
        Type::Int32 => quote!(i32),
        Type::Int64 => quote!(i64),
        Type::Number => quote!(rt::Number),
        Type::Timestamp | Type::MailTimestamp => quote!(rt::Timestamp),
        Type::Date => quote!(rt::Date),
        Type::Json => quote!(rt::Json),
        Type::Sid(prefix) => {
            let name = ident(module.sid(prefix));
            quote!(#name)
        }
        Type::Named(id) => {
            let name = ident(&definition(module, *id).rust);
            quote!(#name)
        }
        Type::List(inner) => {
            let inner = held(module, inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = held(module, inner);
            quote!(BTreeMap<String, #inner>)
        }
        Type::Nullable(inner) => {
            let inner = held(module, inner);
            quote!(Option<#inner>)
        }
        Type::Boxed(inner) => {
            let inner = held(module, inner);
            quote!(Box<#inner>)
        }
    }
}

/// A type as it is taken by a method.
pub(super) fn taken(module: &Module, ty: &Type) -> TokenStream {
    match ty {
        Type::Text => quote!(impl Into<String>),
        Type::Number => quote!(impl Into<rt::Number>),
        Type::Nullable(inner) => {
            let inner = held(module, inner);
            quote!(impl Into<Option<#inner>>)
        }
        Type::List(inner) => {
            let inner = match **inner {
                Type::Text | Type::Number => taken(module, inner),
                // What is inside of an item would have to be converted, too.
                _ => held(module, inner),
            };
            quote!(impl IntoIterator<Item = #inner>)
        }
        other => held(module, other),
    }
}

/// `name: Type`, as a method takes it.
pub(super) fn parameter(module: &Module, name: &str, ty: &Type) -> TokenStream {
    let name = ident(name);
    let ty = taken(module, ty);
    quote!(#name: #ty)
}

/// The imports of a file.
#[derive(Default)]
pub(super) struct Imports {
    sids: BTreeSet<Prefix>,
    types: BTreeSet<TypeId>,
    map: bool,
    runtime: bool,
}

impl Imports {
    /// Those of a file that makes handles or requests, which are the runtime's.
    pub(super) fn with_runtime() -> Self {
        Self { runtime: true, ..Self::default() }
    }

    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Sid(prefix) => {
                self.sids.insert(prefix.clone());
            }
            Type::Named(id) => {
                self.types.insert(*id);
            }
            Type::Map(inner) => {
                self.map = true;
                self.ty(inner);
            }
            Type::List(inner) | Type::Nullable(inner) | Type::Boxed(inner) => self.ty(inner),
            Type::Number | Type::Timestamp | Type::MailTimestamp | Type::Date | Type::Json => {
                self.runtime = true;
            }
            Type::Text | Type::Bool | Type::Int32 | Type::Int64 => {}
        }
    }

    pub(super) fn params(&mut self, params: &[PathParam]) {
        for PathParam { ty, .. } in params.iter().filter(|param| !param.account) {
            self.ty(ty);
        }
    }

    fn inputs(&mut self, inputs: &[Input]) {
        for Input { ty, .. } in inputs {
            self.ty(ty);
        }
    }

    fn operation(&mut self, operation: &Operation) {
        self.params(&operation.path_params);
        self.inputs(&operation.required);
        self.inputs(&operation.optional);
        operation.output.ty().into_iter().for_each(|ty| self.ty(ty));
    }

    /// All that the operations of a resource name.
    pub(super) fn operations(&mut self, resource: &Resource) {
        resource.operations.iter().for_each(|operation| self.operation(operation));
    }

    /// All that the given types name.
    pub(super) fn definitions(&mut self, module: &Module, types: &[TypeId]) {
        for id in types {
            let kind = &definition(module, *id).kind;
            self.runtime |= match kind {
                TypeKind::Model(fields) => fields.iter().any(|field| field.pii),
                TypeKind::Enum(_) | TypeKind::Union { .. } => true,
            };
            kind.inside().into_iter().for_each(|ty| self.ty(ty));
        }
    }

    /// The `use` items for a file that defines `own` itself, in the order of rustfmt.
    pub(super) fn emit(&self, module: &Module, own: &[TypeId]) -> TokenStream {
        let has_model = own.iter().any(|id| matches!(definition(module, *id).kind, TypeKind::Model(_)));
        let serde = has_model.then(|| {
            quote!(
                use serde::{Deserialize, Serialize};
            )
        });
        let map = self.map.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        let runtime = self.runtime.then(|| {
            quote!(
                use twilio_client_runtime::generated_code as rt;
            )
        });
        let mut others: Vec<_> = self
            .types
            .iter()
            .filter(|id| !own.contains(id))
            .map(|id| definition(module, *id).rust.as_str())
            .collect();
        others.sort_unstable();
        let others = import(&quote!(super), &others);
        let mut sids: Vec<&str> = self.sids.iter().map(|prefix| module.sid(prefix)).collect();
        sids.sort_unstable();
        let sids = import(&quote!(crate::sid), &sids);
        quote!(#map #serde #runtime #others #sids)
    }
}

fn import(from: &TokenStream, names: &[&str]) -> Option<TokenStream> {
    let idents: Vec<_> = names.iter().map(|name| ident(name)).collect();
    match idents.as_slice() {
        [] => None,
        [one] => Some(quote!(use #from::#one;)),
        many => Some(quote!(use #from::{#(#many),*};)),
    }
}
