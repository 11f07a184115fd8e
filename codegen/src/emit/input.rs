//! The inputs of a request: the setter of each, and the call that adds a value.

use proc_macro2::TokenStream;
use quote::quote;

use super::text::{Text, code};
use super::token_file::ident;
use super::types::{held, is_into, parameter, request_text};
use crate::ir::{Input, Location, Module, Type};

/// An expression for the value of an input.
pub(super) enum Value {
    /// An argument with the type of [`super::types::taken`].
    Argument(TokenStream),
    /// A field with the type of [`held`].
    Field(TokenStream),
}

impl Value {
    /// A single value in its wire form.
    fn one(&self, ty: &Type) -> TokenStream {
        match (self, request_text(ty)) {
            (Self::Argument(value) | Self::Field(value), Some(function)) => quote!(#function(#value)),
            (Self::Argument(value), None) if is_into(ty) => quote!(#value.into()),
            (Self::Argument(value) | Self::Field(value), None) => quote!(#value),
        }
    }

    /// The items of a list in their wire form.
    fn each(&self, module: &Module, item: &Type) -> TokenStream {
        match (self, request_text(item)) {
            (Self::Argument(value) | Self::Field(value), Some(function)) => {
                quote!(#value.into_iter().map(#function))
            }
            (Self::Argument(value), None) if is_into(item) => {
                let item = held(module, item);
                quote!(#value.into_iter().map(Into::<#item>::into))
            }
            (Self::Argument(value) | Self::Field(value), None) => quote!(#value),
        }
    }

    /// A value for a JSON body, after its type where the compiler cannot infer it.
    fn json(&self, module: &Module, ty: &Type) -> (Option<TokenStream>, TokenStream) {
        let value = match self {
            Self::Field(value) => return (None, value.clone()),
            Self::Argument(value) => value,
        };
        let converted = match ty {
            Type::Nullable(_) => quote!(#value.into()),
            scalar if is_into(scalar) => quote!(#value.into()),
            Type::List(inner) if is_into(inner) => quote!(#value.into_iter().map(Into::into).collect()),
            Type::List(_) => quote!(#value.into_iter().collect()),
            _ => return (None, value.clone()),
        };
        let target = held(module, ty);
        (Some(quote!(::<#target>)), converted)
    }

    /// A value whose entries are separate parameters.
    fn whole(&self) -> &TokenStream {
        let (Self::Argument(value) | Self::Field(value)) = self;
        value
    }
}

/// The call that adds a value to the request.
pub(super) fn push(module: &Module, input: &Input, value: &Value) -> TokenStream {
    let wire = &input.name.wire;
    let key = quote!(#wire);
    let (one, each, many) = match input.location {
        Location::Query => (quote!(query), quote!(query_each), key.clone()),
        Location::Joined(separator) => (quote!(query), quote!(query_joined), quote!(#wire, #separator)),
        Location::Header => (quote!(header), quote!(header_joined), key.clone()),
        Location::Form => (quote!(form), quote!(form_each), key.clone()),
        Location::Prefixed => {
            let value = value.whole();
            return quote!(.prefixed(#wire, &#value));
        }
        Location::Deep => {
            let value = value.whole();
            return quote!(.deep(#wire, &#value));
        }
        Location::Json => {
            let (ty, value) = value.json(module, &input.ty);
            return quote!(.json #ty (&#value));
        }
        Location::JsonField => {
            let (ty, value) = value.json(module, &input.ty);
            return quote!(.json_field #ty (#wire, &#value));
        }
    };
    if let Type::List(item) = &input.ty {
        let values = value.each(module, item);
        quote!(.#each(#many, #values))
    } else {
        let value = value.one(&input.ty);
        quote!(.#one(#key, #value))
    }
}

/// The method of a request that sets an optional input.
pub(super) fn setter(module: &Module, input: &Input) -> TokenStream {
    let docs = setter_docs(input).outer();
    let signature = setter_signature(module, input);
    let value = ident(setter_argument(input));
    let push = push(module, input, &Value::Argument(quote!(#value)));
    quote! {
        #docs
        #signature {
            Self(self.0 #push)
        }
    }
}

/// The signature of a setter.
pub(super) fn setter_signature(module: &Module, input: &Input) -> TokenStream {
    let name = ident(&input.name.rust);
    let parameter = parameter(module, setter_argument(input), &input.ty);
    quote!(pub fn #name(self, #parameter) -> Self)
}

/// The name of a setter's argument.
fn setter_argument(input: &Input) -> &'static str {
    if matches!(input.ty, Type::List(_)) { "values" } else { "value" }
}

/// The documentation of an input that is a separate item.
pub(super) fn setter_docs(input: &Input) -> Text {
    Text::of(&input.doc, &format!("Sets {}.", code(&input.name.wire)))
}
