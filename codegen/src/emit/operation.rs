//! One operation: the handle's method that begins it, and the request that it makes.

use proc_macro2::TokenStream;
use quote::quote;

use super::text::{Text, code};
use super::types::{held, taken};
use super::{ident, model};
use crate::ir::{
    Api, Body, Doc, Input, Location, Method, Module, Next, Operation, Output, PathParam, Resource, Security,
    Type,
};

/// The handle's method.
pub(super) fn method(api: &Api, module: &Module, resource: &Resource, operation: &Operation) -> TokenStream {
    let docs = method_docs(api, module, resource, operation).outer();
    let verb = ident(&operation.verb);
    let request = ident(&operation.request);
    let http = ident(method_name(operation.method));
    let path = &operation.path;
    let params = operation
        .path_params
        .iter()
        .filter(|param| !param.account)
        .map(|param| parameter(module, &param.name.rust, &param.ty));
    let path_values = operation.path_params.iter().map(|param| {
        if param.account {
            return quote!(.account());
        }
        let value = path_value(param);
        quote!(.path(#value))
    });
    let manner = manner(operation);
    let list = matches!(operation.output, Output::Page { .. }).then(|| quote!(.into()));
    let (arguments, values): (Vec<TokenStream>, Vec<TokenStream>) = match &operation.arguments {
        Some(name) => {
            let name = ident(name);
            let pushes = operation.required.iter().map(|input| {
                let field = ident(&input.name.rust);
                push(module, input, &quote!(arguments.#field), true)
            });
            (vec![quote!(arguments: #name)], pushes.collect())
        }
        None => operation
            .required
            .iter()
            .map(|input| {
                let name = ident(&input.name.rust);
                (parameter(module, &input.name.rust, &input.ty), push(module, input, &quote!(#name), false))
            })
            .unzip(),
    };
    quote! {
        #docs
        pub fn #verb(&self #(, #params)* #(, #arguments)*) -> #request {
            let call = rt::Call::#http(&self.0, #path);
            #request(call #manner #(#path_values)* #(#values)* #list)
        }
    }
}

/// What is special about how a request is sent.
fn manner(operation: &Operation) -> TokenStream {
    let body = match &operation.body {
        Body::Form => None,
        Body::Json(media_type) => Some(quote!(.json_body(#media_type))),
    };
    let security = match &operation.security {
        Security::Any => None,
        Security::None => Some(quote!(.anonymous())),
        Security::Bearer(None) => Some(quote!(.bearer())),
        Security::Bearer(Some(token_url)) => Some(quote!(.bearer_from(#token_url))),
    };
    let accept = operation.accept.as_ref().map(|media_types| quote!(.accept(#media_types)));
    quote!(#body #accept #security)
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

/// `name: Type`, as a method takes it.
pub(super) fn parameter(module: &Module, name: &str, ty: &Type) -> TokenStream {
    let name = ident(name);
    let ty = taken(module, ty);
    quote!(#name: #ty)
}

/// A path value as text.
pub(super) fn path_value(param: &PathParam) -> TokenStream {
    let name = ident(&param.name.rust);
    match param.ty {
        Type::Text | Type::Sid(_) => quote!(#name),
        Type::MailTimestamp => quote!(rt::rfc2822(#name)),
        Type::Number => quote!(rt::ToWire::to_wire(Into::<rt::Number>::into(#name))),
        _ => quote!(rt::ToWire::to_wire(#name)),
    }
}

/// The call that adds a value to the request; `owned` where the value is held, not taken.
fn push(module: &Module, input: &Input, value: &TokenStream, owned: bool) -> TokenStream {
    let wire = &input.name.wire;
    let key = quote!(#wire);
    let (one, each, many) = match input.location {
        Location::Query => (quote!(query), quote!(query_each), key.clone()),
        Location::Joined(separator) => (quote!(query), quote!(query_joined), quote!(#wire, #separator)),
        Location::Header => (quote!(header), quote!(header_joined), key.clone()),
        Location::Form => (quote!(form), quote!(form_each), key.clone()),
        Location::Prefixed => return quote!(.prefixed(#wire, &#value)),
        Location::Deep => return quote!(.deep(#wire, &#value)),
        Location::Json => {
            let (ty, value) = json_value(module, &input.ty, value, owned);
            return quote!(.json #ty (&#value));
        }
        Location::JsonField => {
            let (ty, value) = json_value(module, &input.ty, value, owned);
            return quote!(.json_field #ty (#wire, &#value));
        }
    };
    match &input.ty {
        Type::List(inner) => match (&**inner, owned) {
            (Type::Text, false) => quote!(.#each(#many, #value.into_iter().map(Into::<String>::into))),
            (Type::Number, false) => {
                quote!(.#each(#many, #value.into_iter().map(Into::<rt::Number>::into)))
            }
            (Type::MailTimestamp, _) => quote!(.#each(#many, #value.into_iter().map(rt::rfc2822))),
            _ => quote!(.#each(#many, #value)),
        },
        Type::MailTimestamp => quote!(.#one(#key, rt::rfc2822(#value))),
        Type::Text | Type::Number if !owned => quote!(.#one(#key, #value.into())),
        _ => quote!(.#one(#key, #value)),
    }
}

/// A taken value as it is written into a JSON body, with its type where that cannot be told.
fn json_value(
    module: &Module,
    ty: &Type,
    value: &TokenStream,
    owned: bool,
) -> (Option<TokenStream>, TokenStream) {
    let target = held(module, ty);
    match ty {
        _ if owned => (None, value.clone()),
        Type::Text | Type::Number | Type::Nullable(_) => (Some(quote!(::<#target>)), quote!(#value.into())),
        Type::List(inner) => match **inner {
            Type::Text | Type::Number => {
                (Some(quote!(::<#target>)), quote!(#value.into_iter().map(Into::into).collect()))
            }
            _ => (Some(quote!(::<#target>)), quote!(#value.into_iter().collect())),
        },
        _ => (None, value.clone()),
    }
}

fn method_docs(api: &Api, module: &Module, resource: &Resource, operation: &Operation) -> Text {
    let mut text = Text::of(&operation.doc, &format!("Calls `{}`.", operation.id));
    let wire = format!("`{} {}`", operation.method.name(), operation.path);
    text.paragraph(&match &operation.output {
        Output::Page { max_page_size: Some(max), .. } => format!("{wire}, at most {max} a page."),
        _ => wire,
    });
    text.paragraph(operation.method.retry_rule());
    for param in operation.path_params.iter().filter(|param| !param.account) {
        text.item(&described(&param.name.rust, &param.doc));
    }
    if operation.arguments.is_none() {
        for input in &operation.required {
            text.item(&described(&input.name.rust, &input.doc));
        }
    }
    if matches!(operation.output, Output::Page { .. })
        && let Some(example) = list_example(api, module, resource, operation)
    {
        text.code(&example);
    }
    text
}

fn described(name: &str, doc: &Doc) -> String {
    if doc.0.is_empty() { format!("`{name}`") } else { format!("`{name}`: {}", doc.0.join(" ")) }
}

/// An example that compiles: everything of the list, lazily. None where a value would be needed
/// that nobody can make up.
///
/// Only names that lowering made stand in it: a doctest is code, so no text of a document may.
fn list_example(api: &Api, module: &Module, resource: &Resource, operation: &Operation) -> Option<String> {
    let krate = api.package.name.replace('-', "_");
    let params = resource.parents.iter().chain(&operation.path_params).filter(|param| !param.account);
    let lets: Vec<String> = params.filter_map(example_sid).collect();
    let values = |params: &[PathParam]| {
        let values: Option<Vec<String>> = params
            .iter()
            .filter(|param| !param.account)
            .map(|param| example_value(&param.name.rust, &param.ty))
            .collect();
        values.map(|values| values.join(", "))
    };
    if operation.arguments.is_some() || !operation.required.is_empty() {
        return None;
    }
    Some(format!(
        "```no_run\n# async fn example(client: {krate}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n{lets}\
         let {accessor} = client.{module}().{accessor}({parents});\n\
         let mut items = {accessor}.{verb}({arguments}).limit(200).stream();\n\
         while let Some(item) = items.try_next().await? {{\n    println!(\"{{item:?}}\");\n}}\n# Ok(())\n# }}\n```",
        lets = lets.concat(),
        accessor = resource.accessor,
        module = module.name,
        verb = operation.verb,
        parents = values(&resource.parents)?,
        arguments = values(&operation.path_params)?,
    ))
}

/// A hidden line that makes a SID.
fn example_sid(param: &PathParam) -> Option<String> {
    let Type::Sid(prefix) = &param.ty else { return None };
    let digits = "a".repeat(32);
    Some(format!("# let {} = \"{prefix}{digits}\".parse()?;\n", param.name.rust))
}

fn example_value(name: &str, ty: &Type) -> Option<String> {
    match ty {
        Type::Text => Some(format!("\"{}\"", name.trim_end_matches("_sid"))),
        Type::Sid(_) => Some(name.to_owned()),
        Type::Int32 | Type::Int64 => Some("1".to_owned()),
        _ => None,
    }
}

/// The request: its type, its setters, and what every request has.
pub(super) fn request(module: &Module, resource: &Resource, operation: &Operation) -> TokenStream {
    let name = ident(&operation.request);
    let first = operation.doc.0.first().cloned().unwrap_or_else(|| format!("Calls `{}`.", operation.id));
    let link = format!("[`{0}::{1}`]", resource.handle, operation.verb);
    let about = format!("{}; made by {link}.", first.trim_end_matches('.'));
    let docs = Text::of(&Doc(vec![about]), "").outer();
    let arguments = operation
        .arguments
        .as_ref()
        .map(|arguments| arguments_struct(module, resource, operation, arguments));
    let setters = operation.optional.iter().map(|input| setter(module, input));
    let setters = (!operation.optional.is_empty()).then(|| quote!(impl #name { #(#setters)* }));
    let shared = match &operation.output {
        Output::Nothing => quote!(rt::request!(#name);),
        Output::Value(ty) => {
            let ty = held(module, ty);
            quote!(rt::request!(#name, #ty);)
        }
        Output::Text => quote!(rt::request!(#name => text);),
        Output::Bytes => quote!(rt::request!(#name => bytes);),
        Output::Location => quote!(rt::request!(#name => location);),
        Output::Page { key, item, max_page_size, next } => {
            let item = held(module, item);
            let max = max_page_size.map(proc_macro2::Literal::u32_unsuffixed).into_iter();
            let next = next_page(next).into_iter();
            quote!(rt::list!(#name, #item, #key #(, #max)* #(=> #next)*);)
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

/// How the next page is asked for, where that is not by a link.
fn next_page(next: &Next) -> Option<TokenStream> {
    match next {
        Next::Link => None,
        Next::Token { parameter, size } => {
            let size = size.as_deref().unwrap_or("PageSize");
            Some(quote!(rt::Continuation::token(#parameter, #size)))
        }
        Next::Number { parameter } => Some(quote!(rt::Continuation::number(#parameter))),
    }
}

fn setter(module: &Module, input: &Input) -> TokenStream {
    let many = matches!(input.ty, Type::List(_));
    let value = if many { "values" } else { "value" };
    let docs = Text::of(&input.doc, &format!("Sets {}.", code(&input.name.wire))).outer();
    let name = ident(&input.name.rust);
    let parameter = parameter(module, value, &input.ty);
    let value = ident(value);
    let push = push(module, input, &quote!(#value), false);
    quote! {
        #docs
        pub fn #name(self, #parameter) -> Self {
            Self(self.0 #push)
        }
    }
}

/// The values that a request cannot do without, where they are too many for arguments.
fn arguments_struct(
    module: &Module,
    resource: &Resource,
    operation: &Operation,
    arguments: &str,
) -> TokenStream {
    let name = ident(arguments);
    let about = format!("The values that [`{}::{}`] requires.", resource.handle, operation.verb);
    let docs = Text::of(&Doc(vec![about]), "").outer();
    let fields = operation.required.iter().map(|input| {
        let docs = Text::of(&input.doc, &format!("Sets {}.", code(&input.name.wire))).outer();
        let name = ident(&input.name.rust);
        let ty = held(module, &input.ty);
        quote!(#docs pub #name: #ty)
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
