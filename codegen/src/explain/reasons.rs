//! The sentences: why a thing is called so, and why it is as it is.

use crate::diagnostic::Place;
use crate::ir::{Field, Location, Method, Module, Next, Operation, Output, Reason, Type, TypeDef};
use crate::settings::Entry;

/// The reason for a name, in words.
pub(super) fn why(reason: &Reason) -> String {
    let rule = match reason {
        Reason::Verb(verb) => {
            return format!("by the operationId: the verb `{verb}`, the rest is the resource");
        }
        Reason::Tag => {
            "the operationId begins with no known verb: it is the method, the first tag the resource"
        }
        Reason::MethodAndPath => "by method and path, since there is no operationId",
        Reason::Words => "the name in small letters",
        Reason::Keyword => "the name in small letters; a keyword of Rust gets a `_`",
        Reason::Value => {
            "the value in capitals; values that the document does not list are kept as `Unrecognized`"
        }
        Reason::InUse => "generated code uses the name, so it gets a `_`",
        Reason::Duplicate => "an earlier name is equal in Rust, so this one is longer or gets a number",
        Reason::Component => "the last part of the component's name",
        Reason::ComponentPath => "the end of the component's name, as much of it as no other type has",
        Reason::ComponentEnum => {
            "the component's words before and after `_enum_`, a word that both have only once"
        }
        Reason::Inline => "it has no name in the document: the resource and the property",
        Reason::Alike => "one type serves the same values wherever they stand",
        Reason::Owner(component) => {
            return format!("after `{component}`, whose own `sid` begins with these letters");
        }
        Reason::SidValues => {
            "after the values that begin with these letters (rules C to H of codegen/src/lower/names/sid.rs)"
        }
        Reason::Setting(place) => return format!("by the settings, {}", at(place)),
    };
    rule.to_owned()
}

/// Why a field is an `Option`, or is none.
pub(super) fn optional(def: &TypeDef, field: &Field, required: &[Entry]) -> String {
    let path = format!("{}.{}", def.origin, field.name.wire);
    let nullable = matches!(field.ty, Type::Nullable(_));
    if field.optional {
        format!("optional: it is not in the schema's `required`; `required = [{path:?}]` would change that")
    } else if nullable {
        format!("an `Option`: `nullable: true`; `required = [{path:?}]` would change that")
    } else {
        match required.iter().find(|entry| entry.text == path) {
            Some(entry) => format!("always there: by the settings, {}", at(&entry.place)),
            None => "always there: it is in the schema's `required`".to_owned(),
        }
    }
}

/// Where an input goes.
pub(super) fn location(location: Location) -> &'static str {
    match location {
        Location::Query => "in the query",
        Location::Header => "as a header",
        Location::Joined(_) => "in the query, all values in one text",
        Location::Prefixed => "in the query, a parameter for each entry",
        Location::Deep => "in the query, a parameter for each entry, with its name in brackets",
        Location::Form => "in the form",
        Location::Json => "as the body, in JSON",
        Location::JsonField => "as a property of the body, in JSON",
    }
}

/// Whether the answer comes in pages, and why.
pub(super) fn paged(operation: &Operation) -> String {
    let Output::Page { key, max_page_size, next, item: _ } = &operation.output else {
        return if operation.method == Method::Get {
            "no: the answer is no object with exactly one array beside a way to the next page".to_owned()
        } else {
            "no: only answers to GET are".to_owned()
        };
    };
    let next = match next {
        Next::Link => "a link to the next page".to_owned(),
        Next::Token { parameter, .. } => format!("a token for `{parameter}`"),
        Next::Number { parameter } => format!("`has_next`, and `{parameter}` takes a number"),
    };
    let most = max_page_size.map_or_else(String::new, |max| format!("; at most {max} a page"));
    format!("yes: the answer holds the array `{key}` alone, and {next}{most}")
}

/// The line of a setting.
fn at(place: &Place) -> String {
    let line = place.position.map_or_else(String::new, |position| format!(":{}", position.line));
    format!("{}{line}", place.source)
}

/// How the settings would change a thing.
pub(super) fn setting(module: &Module, table: &str, path: &str) -> String {
    format!("[documents.{}.{table}] {path:?} = \"…\"", module.name)
}
