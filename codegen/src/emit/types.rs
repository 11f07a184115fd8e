//! Types as tokens, and the imports that a file needs for them.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};

use super::token_file::ident;
use crate::ir::scalar::{Argument, RequestText, RustType, Scalar};
use crate::ir::{Input, Module, Operation, PathParam, Prefix, Type, TypeDef, TypeId};

/// The definition behind an id.
#[expect(clippy::indexing_slicing, reason = "an id is created with its type, and no type is ever removed")]
pub(super) fn definition(module: &Module, TypeId(index): TypeId) -> &TypeDef {
    &module.types[index]
}

/// A scalar type. `runtime` is the name of the crate or module that exports the types of the runtime.
pub(super) fn rust_type(scalar: Scalar, runtime: &Ident) -> TokenStream {
    let rust = scalar.row().rust;
    match rust {
        RustType::Standard(name) => ident(name).into_token_stream(),
        RustType::Runtime(name) => {
            let name = ident(name);
            quote!(#runtime::#name)
        }
        RustType::Bytes => quote!(Vec<u8>),
    }
}

/// Whether a method takes a value of this type as `impl Into<…>`. A SID is passed by value or by reference.
pub(super) fn is_into(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => scalar.row().argument == Argument::Into,
        Type::Sid(_) => true,
        _ => false,
    }
}

/// The function of the runtime that returns the text of a value in a request, if it is not `to_wire`.
pub(super) fn request_text(ty: &Type) -> Option<TokenStream> {
    let Type::Scalar(scalar) = ty else { return None };
    match scalar.row().request_text {
        RequestText::ToWire => None,
        RequestText::Function { name, standard: _ } => {
            let name = ident(name);
            Some(quote!(rt::#name))
        }
    }
}

/// The type of a field or a result.
pub(super) fn held(module: &Module, ty: &Type) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => rust_type(*scalar, &ident("rt")),
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

/// The type of a method's argument.
pub(super) fn taken(module: &Module, ty: &Type) -> TokenStream {
    match ty {
        ty if is_into(ty) => {
            let held = held(module, ty);
            quote!(impl Into<#held>)
        }
        Type::Nullable(inner) => {
            let inner = held(module, inner);
            quote!(impl Into<Option<#inner>>)
        }
        Type::List(inner) => {
            // An item that contains other types is not converted.
            let inner = if is_into(inner) { taken(module, inner) } else { held(module, inner) };
            quote!(impl IntoIterator<Item = #inner>)
        }
        other => held(module, other),
    }
}

/// An argument of a method: `name: Type`.
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
    handles: BTreeSet<String>,
    map: bool,
    runtime: bool,
}

impl Imports {
    /// Adds the import of a handle.
    pub(super) fn handle(&mut self, name: &str) {
        self.handles.insert(name.to_owned());
    }

    /// The imports of a file that re-exports all types.
    pub(super) fn without_types(self) -> Self {
        Self { types: BTreeSet::new(), ..self }
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
            Type::Scalar(scalar) => self.runtime |= matches!(scalar.row().rust, RustType::Runtime(_)),
        }
    }

    /// Adds the import of the runtime.
    pub(super) fn use_runtime(&mut self) {
        self.runtime = true;
    }

    /// Adds the imports for the path values that a method stores in a handle.
    pub(super) fn parents(&mut self, params: &[PathParam]) {
        let is_plain = |param: &&PathParam| {
            param.account || (param.style.is_none() && matches!(param.ty, Type::TEXT | Type::Sid(_)))
        };
        self.runtime |= !params.iter().all(|param| is_plain(&param));
        self.params(params);
    }

    fn params(&mut self, params: &[PathParam]) {
        for PathParam { ty, .. } in params.iter().filter(|param| !param.account) {
            self.ty(ty);
        }
    }

    fn inputs(&mut self, inputs: &[Input]) {
        for Input { ty, .. } in inputs {
            self.ty(ty);
        }
    }

    /// Adds the imports for an operation.
    pub(super) fn operation(&mut self, operation: &Operation) {
        self.params(&operation.path_params);
        self.inputs(&operation.required);
        self.inputs(&operation.optional);
        operation.output.ty().into_iter().for_each(|ty| self.ty(ty));
    }

    /// Adds the imports for the given types.
    pub(super) fn definitions(&mut self, module: &Module, types: &BTreeSet<TypeId>) {
        for id in types {
            self.runtime = true;
            definition(module, *id).kind.inside().into_iter().for_each(|ty| self.ty(ty));
        }
    }

    /// The names of the SIDs in the files of a module, without those that a type of the module has.
    pub(super) fn sids_of(module: &Module) -> BTreeSet<&str> {
        let mut all = Self::default();
        for resource in &module.resources {
            all.params(&resource.parents);
            resource.operations.iter().for_each(|operation| all.operation(operation));
        }
        let types: BTreeSet<TypeId> = module.public_types().collect();
        all.definitions(module, &types);
        let is_type = |name: &str| types.iter().any(|id| definition(module, *id).rust == name);
        let used = module.sids.values().filter(|sid| all.sids.contains(&sid.prefix));
        used.map(|sid| sid.rust.as_str()).filter(|name| !is_type(name)).collect()
    }

    /// The imports without the SIDs that the file re-exports.
    pub(super) fn without_sids(mut self, module: &Module, names: &BTreeSet<&str>) -> Self {
        self.sids.retain(|prefix| !names.contains(module.sid(prefix)));
        self
    }

    /// The `use` items of a file that defines the types in `own`, in the order of rustfmt. The types of other files
    /// are imported from `home`.
    pub(super) fn emit(&self, module: &Module, home: &TokenStream, own: &BTreeSet<TypeId>) -> TokenStream {
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
        let of_types = self.types.difference(own).map(|id| definition(module, *id).rust.as_str());
        let mut others: Vec<&str> = of_types.chain(self.handles.iter().map(String::as_str)).collect();
        others.sort_unstable();
        let others = import(home, others);
        let mut sids: Vec<&str> = self.sids.iter().map(|prefix| module.sid(prefix)).collect();
        sids.sort_unstable();
        let sids = import(&quote!(crate::sid), sids);
        quote!(#map #runtime #others #sids)
    }
}

/// The `use` item of these names. `None` if there are none.
pub(super) fn import<'a>(
    from: &TokenStream,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<TokenStream> {
    let idents: Vec<_> = names.into_iter().map(ident).collect();
    match idents.as_slice() {
        [] => None,
        [one] => Some(quote!(use #from::#one;)),
        many => Some(quote!(use #from::{#(#many),*};)),
    }
}
