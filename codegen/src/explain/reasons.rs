//! The reasons for names and properties of an item, in words.

use crate::diagnostic::Place;
use crate::ir::page_style::PageSize;
use crate::ir::{Entries, Field, Method, Module, Numbered, Operation, Output, Reason, Type, TypeDef};
use crate::settings::Entry;

/// The reason for a name, in words.
pub(super) fn why(reason: &Reason) -> String {
    let rule = match reason {
        Reason::Verb(verb) => {
            return format!("from the operationId: the verb `{verb}`, followed by the resource");
        }
        Reason::Tag => {
            "the operationId has no known verb, so the first tag is the resource; the method is the operationId, \
             without the words of the resource if the rest is unique"
        }
        Reason::Path => {
            "the operationId has no known verb, and there is no tag, so a part of the path is the resource; the \
             method is the operationId, without the words of the resource if the rest is unique"
        }
        Reason::MethodAndPath => "from the method and the path, because there is no operationId",
        Reason::Words => "the name in lower case",
        Reason::Keyword => "the name in lower case, with a `_` because it is a keyword of Rust",
        Reason::Value => {
            "the value in Pascal case; `Unrecognized` contains the values that the document does not list"
        }
        Reason::ValueName => "the name of the value in an extension, such as `x-enum-varnames`",
        Reason::InUse => "the name with a `_`, because generated code uses the name",
        Reason::Duplicate => {
            "a longer name, the name of the location, or a name with a number, because an earlier name is equal in Rust"
        }
        Reason::Component => "the last part of the component's name",
        Reason::ComponentPath => "the shortest unique end of the component's name",
        Reason::ComponentEnum => {
            "the component's words before and after `_enum_`; a common word occurs only once"
        }
        Reason::Inline => "the resource and the property, because the schema has no name",
        Reason::Alike => "the format, because equal enums share one type",
        Reason::Owner(component) => {
            return format!("the component `{component}`, whose `sid` begins with these letters");
        }
        Reason::SidValues => {
            "the values that begin with these letters (rules C to H in codegen/src/lower/names/sid.rs)"
        }
        Reason::Locked(place) => {
            return format!(
                "assigned by an earlier run, {}; the rules alone would choose another name",
                at(place)
            );
        }
        Reason::Setting(place) => return format!("from the settings, {}", at(place)),
    };
    rule.to_owned()
}

/// The reason for the name of a resource, in words.
pub(super) fn resource(operations: &[Operation]) -> &'static str {
    let has = |is_it: fn(&Reason) -> bool| operations.iter().any(|operation| is_it(&operation.why));
    if has(|why| matches!(why, Reason::Tag)) {
        "the first tag of the operations"
    } else if has(|why| matches!(why, Reason::Path | Reason::MethodAndPath)) {
        "the words of the paths"
    } else {
        "the operationIds without their verbs, in the plural"
    }
}

/// The reason why a field is an `Option` or not.
pub(super) fn optional(def: &TypeDef, field: &Field, required: &[Entry]) -> String {
    let path = format!("{}.{}", def.origin, field.name.wire);
    let nullable = matches!(field.ty, Type::Nullable(_));
    if def.distinguishes_null(field) {
        format!(
            "absent, null or a value, because requests contain it, the schema's `required` does not list it, and \
             the property is nullable; `required = [{path:?}]` changes that"
        )
    } else if !field.is_required() {
        format!(
            "optional, because the schema's `required` does not list it; `required = [{path:?}]` changes that"
        )
    } else if nullable {
        format!("an `Option`, because of `nullable: true`; `required = [{path:?}]` changes that")
    } else {
        match required.iter().find(|entry| entry.text == path) {
            Some(entry) => format!("always present, from the settings, {}", at(&entry.place)),
            None => "always present, because the schema's `required` lists it".to_owned(),
        }
    }
}

/// How a caller gives the values of a family.
pub(super) fn numbered(numbered: &Numbered) -> String {
    let names = numbered.names("{n}").join("` and `");
    let Numbered { before: _, after: _, first, last } = numbered;
    let given = match numbered.entries() {
        Entries::Single { .. } => "a setter that accepts the number and the value",
        Entries::Pairs { .. } => "a setter that accepts pairs and numbers them",
    };
    format!("{given}: `{names}` with numbers from {first} to {last} are one family of equal parameters")
}

/// Whether the result is a paged list, and the reason.
pub(super) fn paged(operation: &Operation) -> String {
    let Output::Page { key, page_size, next, item: _, envelope: _ } = &operation.output else {
        return if operation.method == Method::Get {
            "no, because the response is not an object with exactly one array and a reference to the next page".to_owned()
        } else {
            "no, because only responses to GET are".to_owned()
        };
    };
    let most = page_size
        .as_ref()
        .map_or_else(String::new, |PageSize { max, parameter }| format!("; `{parameter}` is at most {max}"));
    let means = next.means();
    format!(
        "yes, because `{key}` is the only array of the response, and the client requests the next page with {means}{most}"
    )
}

/// The line of a setting.
fn at(place: &Place) -> String {
    let line = place.position.map_or_else(String::new, |position| format!(":{}", position.line));
    format!("{}{line}", place.source)
}

/// The setting that would change an item.
pub(super) fn setting(module: &Module, table: &str, path: &str) -> String {
    format!("[documents.{}.{table}] {path:?} = \"…\"", module.name)
}
