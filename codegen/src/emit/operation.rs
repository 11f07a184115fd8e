//! One operation: the method of the handle, and the request that it returns.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::input::{Value, path_call, push, setter, setter_docs};
use super::text::Text;
use super::token_file::ident;
use super::types::{definition, held, parameter};
use super::{method_docs, model};
use crate::ir::page_style::{Continuation, PageSize};
use crate::ir::{
    Api, Body, Input, KeyLocation, Method, Module, Multipart, Operation, Output, Presence, Resource, Security,
};

/// The handle's method.
pub(super) fn method(api: &Api, module: &Module, resource: &Resource, operation: &Operation) -> TokenStream {
    let docs = method_docs::docs(api, module, resource, operation).outer();
    let signature = method_signature(module, operation);
    let request = ident(&operation.request);
    let http = ident(method_name(operation.method));
    let path = &operation.path;
    let path_values = operation.path_params.iter().map(|param| {
        if param.account {
            return quote!(.account());
        }
        path_call(module, "path", param)
    });
    let manner = manner(operation);
    let list = matches!(operation.output, Output::Page { .. }).then(|| quote!(.into()));
    let values = operation.required.iter().map(|input| {
        let name = ident(&input.name.rust);
        let value = match operation.arguments {
            Some(_) => Value::Field(quote!(arguments.#name)),
            None => Value::Argument(quote!(#name)),
        };
        push(module, input, &value)
    });
    quote! {
        #docs
        #signature {
            #request(rt::Call::#http(&self.0, #path) #manner #(#path_values)* #(#values)* #list)
        }
    }
}

/// The signature of the handle's method.
pub(super) fn method_signature(module: &Module, operation: &Operation) -> TokenStream {
    let (verb, request) = (ident(&operation.verb), ident(&operation.request));
    let path_values = operation.path_params.iter().filter(|param| !param.account);
    let path_values = path_values.map(|param| parameter(module, &param.name.rust, &param.ty));
    let arguments: Vec<TokenStream> = if let Some(name) = &operation.arguments {
        let name = ident(name);
        vec![quote!(arguments: #name)]
    } else {
        operation.required.iter().map(|input| parameter(module, &input.name.rust, &input.ty)).collect()
    };
    quote!(pub fn #verb(&self #(, #path_values)* #(, #arguments)*) -> #request)
}

/// The calls that select the host, the fixed query parameters, the body, the media types and the credentials, if they
/// are not the default.
fn manner(operation: &Operation) -> TokenStream {
    let host = operation.host.as_ref().map(|host| quote!(.host(#host)));
    let body = match &operation.body {
        Body::Form => None,
        Body::Nothing => Some(quote!(.without_body())),
        Body::Json(media_type, Presence::Required) => Some(quote!(.json_body(#media_type))),
        Body::Json(media_type, Presence::Optional) => Some(quote!(.optional_json_body(#media_type))),
        Body::Raw { media_type, others: _ } => Some(quote!(.raw_body(#media_type))),
        Body::Multipart(Multipart { media_type, part_types }, presence) => {
            let method = ident(match presence {
                Presence::Required => "multipart_body",
                Presence::Optional => "optional_multipart_body",
            });
            let part_types =
                part_types.iter().map(|(name, media_type)| quote!(.part_type(#name, #media_type)));
            Some(quote!(.#method(#media_type) #(#part_types)*))
        }
    };
    let security = match operation.security.sent() {
        Security::None => Some(quote!(.anonymous())),
        Security::Bearer(None) => Some(quote!(.bearer())),
        Security::Bearer(Some(token_url)) => Some(quote!(.bearer_from(#token_url))),
        Security::Key(KeyLocation::Header, name) => Some(quote!(.key_in_header(#name))),
        Security::Key(KeyLocation::Query, name) => Some(quote!(.key_in_query(#name))),
        Security::Key(KeyLocation::Cookie, name) => Some(quote!(.key_in_cookie(#name))),
        Security::Unsupported(scheme) => Some(quote!(.unsupported_security(#scheme))),
        // `sent` is never optional.
        Security::Any | Security::Optional(_) => None,
    };
    let optional = operation.security.is_optional().then(|| quote!(.optional_credentials()));
    let keys = operation.key_headers.iter().map(|name| quote!(.also_key_in_header(#name)));
    let accept = operation.accept.as_ref().map(|media_types| quote!(.accept(#media_types)));
    let fixed = operation.query.iter().map(|(name, value)| quote!(.query(#name, #value)));
    quote!(#host #body #accept #security #optional #(#keys)* #(#fixed)*)
}

fn method_name(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Put => "put",
        Method::Post => "post",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Patch => "patch",
    }
}

/// The request: its type, its setters, and the methods that every request has.
pub(super) fn request(module: &Module, resource: &Resource, operation: &Operation) -> TokenStream {
    let name = ident(&operation.request);
    let first = method_docs::first(resource, operation);
    let docs = Text::sentence(&format!("{first} Created by [`{}::{}`].", resource.handle, operation.verb));
    let docs = docs.outer();
    let arguments = operation
        .arguments
        .as_ref()
        .map(|arguments| arguments_struct(module, resource, operation, arguments));
    let setters = operation.optional.iter().map(|input| setter(module, input));
    let about = setters_docs(&operation.output).outer();
    let setters = (!operation.optional.is_empty()).then(|| quote!(#about impl #name { #(#setters)* }));
    let shared = match &operation.output {
        Output::Nothing => quote!(rt::request!(#name);),
        Output::Value(ty) => {
            let by_status = ty.named().is_some_and(|id| definition(module, id).kind.is_by_status());
            let by_status = by_status.then(|| quote!(=> status));
            let ty = held(module, ty);
            quote!(rt::request!(#name, #ty #by_status);)
        }
        Output::Text => quote!(rt::request!(#name => text);),
        Output::Bytes => quote!(rt::request!(#name => bytes);),
        Output::Location => quote!(rt::request!(#name => location);),
        Output::Page { key, item, page_size, next, envelope: _ } => {
            let item = held(module, item);
            let page_size = page_size.as_ref().map(|PageSize { parameter, max }| {
                let max = Literal::u32_unsuffixed(*max);
                quote!(, #parameter, #max)
            });
            let next = next_page(next);
            quote!(rt::list!(#name, #item, #key #page_size #next);)
        }
    };
    let is_list = matches!(operation.output, Output::Page { .. });
    let call = if is_list { quote!(rt::ListCall) } else { quote!(rt::Call) };
    quote! {
        #arguments
        #docs
        #[must_use = "does nothing until sent"]
        #[derive(Clone, Debug)]
        pub struct #name(#call);
        #setters
        #shared
    }
}

/// The documentation of a request's setters. The runtime documents the other methods.
fn setters_docs(output: &Output) -> Text {
    let (heading, sentence) = match output {
        Output::Page { .. } => ("# Filters", "Methods that filter the list."),
        _ => ("# Values", "Methods that set the optional values of the request."),
    };
    let mut text = Text::default();
    text.paragraph(heading);
    text.paragraph(sentence);
    text
}

/// How the next page is requested, if not by the default style.
fn next_page(next: &Continuation) -> Option<TokenStream> {
    let constructor = ident(next.style.row().constructor?);
    let parameter = next.parameter.iter();
    Some(quote!(=> rt::Continuation::#constructor(#(#parameter),*)))
}

/// A field of the struct of the required values.
pub(super) fn arguments_field(module: &Module, input: &Input) -> TokenStream {
    let (name, ty) = (ident(&input.name.rust), held(module, &input.ty));
    quote!(pub #name: #ty)
}

/// The struct of the required values, if they are too many for arguments.
fn arguments_struct(
    module: &Module,
    resource: &Resource,
    operation: &Operation,
    arguments: &str,
) -> TokenStream {
    let name = ident(arguments);
    let about = format!("The values that [`{}::{}`] requires.", resource.handle, operation.verb);
    let docs = Text::sentence(&about).outer();
    let fields = operation.required.iter().map(|input| {
        let docs = setter_docs(input).outer();
        let field = arguments_field(module, input);
        quote!(#docs #field)
    });
    let hidden = operation.required.iter().any(|input| input.pii);
    let derive = if hidden { quote!(#[derive(Clone)]) } else { quote!(#[derive(Clone, Debug)]) };
    let debug = hidden.then(|| {
        model::debug(arguments, operation.required.iter().map(|input| (input.name.rust.as_str(), input.pii)))
    });
    quote! {
        #docs
        #derive
        pub struct #name { #(#fields),* }
        #debug
    }
}
