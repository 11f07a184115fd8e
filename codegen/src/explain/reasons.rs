//! The sentences: why a thing is called so, and why it is as it is.

use crate::ir::{
    Api, Field, Location, Method, Module, Next, Operation, Origin, Output, Prefix, Type, TypeDef, TypeKind,
};
use crate::name;
use crate::settings::Entry;

/// Why an operation belongs to its resource and has its verb.
pub(super) fn operation(operation: &Operation) -> String {
    let Operation { id, method, .. } = operation;
    let verbs = ["List", "Create", "Fetch", "Update", "Delete", "Patch"];
    let verb = verbs.iter().find(|verb| id.starts_with(*verb) && id.len() > verb.len());
    match verb {
        Some(verb) => format!("by the operationId: the verb `{verb}`, the rest is the resource"),
        None if id.starts_with(&method.name().to_lowercase()) && id.contains(" /") => {
            "by method and path, since there is no operationId".to_owned()
        }
        None => "the operationId begins with no known verb: it is the method, the first tag the resource"
            .to_owned(),
    }
}

/// Why a value has its name.
pub(super) fn value(wire: &str, rust: &str) -> String {
    let plain = name::snake(wire);
    if rust == plain && rust.ends_with('_') && !wire.ends_with('_') {
        "the name in small letters; a keyword of Rust gets a `_`".to_owned()
    } else if rust == plain {
        "the name in small letters".to_owned()
    } else if *rust == format!("{plain}_") {
        "a method that every request has would have the same name, so it gets a `_`".to_owned()
    } else {
        "two names become equal in Rust, so the later one gets a number".to_owned()
    }
}

/// Why a type has its name.
pub(super) fn ty(def: &TypeDef) -> String {
    let origin = match &def.origin {
        Origin::Inline(_) => {
            return "it has no name in the document: the resource and the property".to_owned();
        }
        Origin::Alike { .. } => return "one type serves the same values wherever they stand".to_owned(),
        Origin::Component(name) => name,
    };
    if origin.contains("_enum_") {
        return "the component's words before and after `_enum_`, a word that both have only once".to_owned();
    }
    let last = origin.rsplit('.').next().unwrap_or(origin);
    if name::pascal(last.strip_suffix("-instance").unwrap_or(last)) == def.rust {
        "the last part of the component's name".to_owned()
    } else {
        "the end of the component's name, as much of it as no other type has".to_owned()
    }
}

/// Why a SID's type has its name.
pub(super) fn sid(api: &Api, prefix: &Prefix, noun: &str) -> String {
    let is_it = |field: &Field| matches!(bare(&field.ty), Type::Sid(own) if own == prefix);
    let fields = |def: &'_ TypeDef| match &def.kind {
        TypeKind::Model(fields) => fields.clone(),
        TypeKind::Enum(_) | TypeKind::Union { .. } => Vec::new(),
    };
    let owner = api.modules.iter().flat_map(|module| &module.types).find(|def| {
        name::words(&def.rust).join(" ") == noun
            && fields(def).iter().any(|field| field.name.wire == "sid" && is_it(field))
    });
    match owner {
        Some(def) => format!("after `{}`, whose own `sid` begins with these letters", def.origin),
        None => "after the values that begin with these letters (rules B to H of codegen/src/lower/sid.rs)"
            .to_owned(),
    }
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
            Some(entry) => format!("always there: by the settings, {}", at(entry)),
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

/// Which setting gave a thing its name, if one did.
pub(super) fn renamed(entries: &[(Entry, Entry)], path: &str) -> Option<String> {
    let (key, _) = entries.iter().find(|(key, _)| key.text == path)?;
    Some(format!("by the settings, {}", at(key)))
}

/// The line of a setting.
fn at(entry: &Entry) -> String {
    let line = entry.place.position.map_or_else(String::new, |position| format!(":{}", position.line));
    format!("{}{line}", entry.place.source)
}

/// How the settings would change a thing.
pub(super) fn setting(module: &Module, table: &str, path: &str) -> String {
    format!("[documents.{}.{table}] {path:?} = \"…\"", module.name)
}

pub(super) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) | Type::Boxed(inner) => bare(inner),
        other => other,
    }
}
