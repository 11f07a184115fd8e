//! The inputs of a request: the setter of each, and the call that adds a value.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::text::{Text, code};
use super::token_file::ident;
use super::types::{held, is_into, parameter, request_text, taken};
use crate::ir::{Entries, Input, Location, Module, Numbered, PathParam, Style, Type};

/// An expression for the value of an input.
pub(super) enum Value {
    /// An argument with the type of [`super::types::taken`].
    Argument(TokenStream),
    /// A field with the type of [`held`].
    Field(TokenStream),
}

impl Value {
    /// A single value in its wire form.
    fn one(&self, module: &Module, ty: &Type) -> TokenStream {
        if let Type::Nullable(inner) = ty {
            return self.one_or_null(module, ty, inner);
        }
        match (self, request_text(ty)) {
            (Self::Argument(value) | Self::Field(value), Some(function)) => quote!(#function(#value)),
            (Self::Argument(value), None) if is_into(ty) => quote!(#value.into()),
            (Self::Argument(value) | Self::Field(value), None) => quote!(#value),
        }
    }

    /// A single value or null, of a type and its type without null.
    fn one_or_null(&self, module: &Module, ty: &Type, inner: &Type) -> TokenStream {
        match (self, request_text(inner)) {
            (Self::Argument(value), Some(function)) => {
                let target = held(module, ty);
                quote!(Into::<#target>::into(#value).map(#function))
            }
            (Self::Argument(value), None) => quote!(#value.into()),
            (Self::Field(value), Some(function)) => quote!(#value.map(#function)),
            (Self::Field(value), None) => value.clone(),
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

    /// A value that the runtime converts.
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
        Location::FormJoined(separator) => (quote!(form), quote!(form_joined), quote!(#wire, #separator)),
        Location::FormDeep => {
            let (ty, value) = value.json(module, &input.ty);
            return quote!(.form_deep #ty (#wire, &#value));
        }
        Location::JsonPart => {
            let (ty, value) = value.json(module, &input.ty);
            return quote!(.json_part #ty (#wire, &#value));
        }
        Location::File => {
            let (value, method) = (value.whole(), if is_list(&input.ty) { "file_each" } else { "file" });
            let method = ident(method);
            return quote!(.#method(#wire, #value));
        }
        Location::Files => {
            let value = value.whole();
            return quote!(.files(#value));
        }
        Location::Prefixed => {
            let value = value.whole();
            return quote!(.prefixed(#wire, &#value));
        }
        Location::QueryStyled(style) => return styled(module, "query_styled", input, style, value),
        Location::HeaderStyled(style) => return styled(module, "header_styled", input, style, value),
        Location::Cookie(style) => return styled(module, "cookie", input, style, value),
        Location::Raw => {
            let value = value.whole();
            return quote!(.raw(#value));
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
        let value = value.one(module, &input.ty);
        quote!(.#one(#key, #value))
    }
}

/// The call that adds a value in a style.
fn styled(module: &Module, method: &str, input: &Input, style: Style, value: &Value) -> TokenStream {
    let (wire, style, method) = (&input.name.wire, ident(style.variant()), ident(method));
    let (ty, value) = value.json(module, &input.ty);
    quote!(.#method #ty (#wire, rt::Style::#style, &#value))
}

/// The call `path` or `parent`, which adds a path value. A value with a style has its own method.
pub(super) fn path_call(module: &Module, method: &str, param: &PathParam) -> TokenStream {
    let name = ident(&param.name.rust);
    let Some(style) = param.style else {
        let method = ident(method);
        let value = path_value(module, param);
        return quote!(.#method(#value));
    };
    let (wire, style, method) =
        (&param.name.wire, ident(style.variant()), ident(&format!("{method}_styled")));
    let (ty, value) = Value::Argument(quote!(#name)).json(module, &param.ty);
    quote!(.#method #ty (#wire, rt::Style::#style, &#value))
}

/// A path value as a string.
fn path_value(module: &Module, param: &PathParam) -> TokenStream {
    let name = ident(&param.name.rust);
    if let Some(function) = request_text(&param.ty) {
        return quote!(#function(#name));
    }
    match &param.ty {
        // `path` and `parent` convert it.
        &Type::TEXT => quote!(#name),
        Type::Sid(_) => quote!(#name.into()),
        ty if is_into(ty) => {
            let held = held(module, ty);
            quote!(rt::ToWire::to_wire(Into::<#held>::into(#name)))
        }
        _ => quote!(rt::ToWire::to_wire(#name)),
    }
}

/// The method of a request that sets an optional input.
pub(super) fn setter(module: &Module, input: &Input) -> TokenStream {
    if let Some(numbered) = &input.numbered {
        return numbered_setter(module, input, numbered);
    }
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
    let arguments = match input.numbered.as_ref().map(Numbered::entries) {
        None => parameter(module, setter_argument(input), &input.ty),
        Some(Entries::Single { .. }) => {
            let value = parameter(module, "value", &input.ty);
            quote!(number: u32, #value)
        }
        Some(Entries::Pairs { .. }) => {
            let item = taken(module, &input.ty);
            quote!(pairs: impl IntoIterator<Item = (#item, #item)>)
        }
    };
    quote!(pub fn #name(self, #arguments) -> Self)
}

fn is_list(ty: &Type) -> bool {
    matches!(ty, Type::List(_))
}

/// The name of a setter's argument.
fn setter_argument(input: &Input) -> &'static str {
    if is_list(&input.ty) { "values" } else { "value" }
}

/// The setter of a family: it accepts a number and a value, or pairs.
fn numbered_setter(module: &Module, input: &Input, numbered: &Numbered) -> TokenStream {
    let docs = numbered_docs(input, numbered).outer();
    let signature = setter_signature(module, input);
    let Numbered { before, after: _, first, last } = numbered;
    let (first, last) = (Literal::u32_unsuffixed(*first), Literal::u32_unsuffixed(*last));
    let is_query = input.location == Location::Query;
    let call = match numbered.entries() {
        Entries::Single { after } => {
            let method = ident(if is_query { "query_numbered" } else { "form_numbered" });
            let value = Value::Argument(quote!(value)).one(module, &input.ty);
            quote!(#method((#before, #after), #first..=#last, number, #value))
        }
        Entries::Pairs { after: [one, two] } => {
            let method = ident(if is_query { "query_pairs" } else { "form_pairs" });
            let (ty, pairs) = match request_text(&input.ty) {
                Some(text) => {
                    (quote!(String), quote!(pairs.into_iter().map(|(one, two)| (#text(one), #text(two)))))
                }
                None => (held(module, &input.ty), quote!(pairs)),
            };
            quote!(#method::<#ty>(#before, [#one, #two], #first..=#last, #pairs))
        }
    };
    quote! {
        #docs
        #signature {
            Self(self.0.#call)
        }
    }
}

/// The documentation of a family: its names and numbers, then the common description.
fn numbered_docs(input: &Input, numbered: &Numbered) -> Text {
    let Numbered { before: _, after: _, first, last } = numbered;
    let names = |number: u32| {
        let names = numbered.names(&number.to_string());
        names.iter().map(|name| code(name)).collect::<Vec<_>>().join(" and ")
    };
    let (first_names, last_names) = (names(*first), names(*last));
    let sentence = match numbered.entries() {
        Entries::Single { .. } => format!(
            "Sets the value with a number, from {first_names} to {last_names}. With another number, the request \
             is an error and nothing is sent."
        ),
        Entries::Pairs { .. } => format!(
            "Adds pairs. The first one becomes {first_names}, and the last possible one {last_names}. With more \
             pairs, the request is an error and nothing is sent."
        ),
    };
    let mut text = Text::sentence(&sentence);
    text.blocks(&input.doc.0);
    text
}

/// The documentation of an input that is a separate item.
pub(super) fn setter_docs(input: &Input) -> Text {
    Text::of(&input.doc, &format!("Sets {}.", code(&input.name.wire)))
}
