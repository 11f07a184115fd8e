//! Compares the outputs of operations, and the pages of lists.

use std::collections::BTreeSet;

use super::log::{ChangedItem, Entry, Log, compare_signatures};
use super::matching::Matched;
use super::rules::Rule;
use super::verdict::Verdict;
use super::wire::Relation;
use crate::emit::signature;
use crate::ir::page_style::PageSize;
use crate::ir::{Encoding, Operation, Output, Type, TypeKind};

/// Compares the outputs of an operation. `request` and `response` are the operation as an item of each direction.
pub(super) fn compare(
    log: &mut Log,
    matched: &Matched<'_>,
    (request, response): (&ChangedItem, &ChangedItem),
    old: &Operation,
    new: &Operation,
) {
    let aligned = matched.aligned_operation(&new.id).unwrap_or(new);
    let was = signature::output(matched.before.module, &old.output);
    let is = signature::output(&matched.aligned, &aligned.output);
    let rust = compare_signatures(std::slice::from_ref(&was), &[is]);
    let relation = relation(matched, &old.output, &new.output);
    let rule = match relation {
        Relation::Same if rust == Verdict::Unchanged => None,
        Relation::Same => Some(Rule::RustTypeChanged),
        Relation::Narrowed => Some(Rule::OutputNarrowed),
        Relation::Widened | Relation::Changed => Some(Rule::OutputChanged),
    };
    if let Some(rule) = rule {
        let is = signature::output(matched.after.module, &new.output);
        let essence =
            format!("{} {}", describe(matched, &old.output, true), describe(matched, &new.output, false));
        log.push(response, Entry::new(rule, Some(was), Some(is)).essence(essence).rust(rust));
    }
    if relation == Relation::Same {
        media_types(log, response, &old.contract.media_types, &new.contract.media_types);
    }
    pages(log, request, response, &old.output, &new.output);
}

/// Compares the media types of the responses. All media types of JSON have the same form.
fn media_types(log: &mut Log, response: &ChangedItem, old: &BTreeSet<String>, new: &BTreeSet<String>) {
    let is_json = |name: &String| name.ends_with("json");
    let rule = match () {
        () if old == new => return,
        () if new.is_superset(old) || old.iter().chain(new).all(is_json) => Rule::MediaTypeAdded,
        () => Rule::MediaTypeChanged,
    };
    let shown = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
    log.differ(rule, response, &shown(old), &shown(new));
}

/// How the values of the output changed. The client has no value to compare if it returns another kind of output.
fn relation(matched: &Matched<'_>, old: &Output, new: &Output) -> Relation {
    match (old, new) {
        (Output::Value(old), Output::Value(new))
        | (Output::Page { item: old, .. }, Output::Page { item: new, .. }) => {
            matched.relation(old, new, Encoding::Json)
        }
        // A body that the client did not read contains more than no body.
        (Output::Nothing, Output::Value(_) | Output::Text | Output::Bytes | Output::Page { .. }) => {
            Relation::Narrowed
        }
        // The pages of a list are the same objects that contain the list.
        (Output::Value(Type::Named(id)), Output::Page { key, item, .. })
            if envelope(matched.before.def(*id).map(|def| &def.kind), key)
                .is_some_and(|old| matched.relation(old, item, Encoding::Json) == Relation::Same) =>
        {
            Relation::Same
        }
        (Output::Page { key, item, .. }, Output::Value(Type::Named(id)))
            if envelope(matched.after.def(*id).map(|def| &def.kind), key)
                .is_some_and(|new| matched.relation(item, new, Encoding::Json) == Relation::Same) =>
        {
            Relation::Same
        }
        _ if old == new => Relation::Same,
        _ => Relation::Changed,
    }
}

/// The type of the items that an object contains under a key.
fn envelope<'t>(kind: Option<&'t TypeKind>, key: &str) -> Option<&'t Type> {
    let Some(TypeKind::Model(fields)) = kind else { return None };
    let field = fields.iter().find(|field| field.name.wire == key)?;
    match super::wire::bare(&field.ty) {
        Type::List(item) => Some(item),
        _ => None,
    }
}

/// An output by its names in the document.
fn describe(matched: &Matched<'_>, output: &Output, is_before: bool) -> String {
    let side = if is_before { matched.before } else { matched.after };
    match output {
        Output::Value(ty) => side.describe(ty),
        Output::Page { item, .. } => format!("page of {}", side.describe(item)),
        Output::Nothing => "nothing".to_owned(),
        Output::Text => "text".to_owned(),
        Output::Bytes => "bytes".to_owned(),
        Output::Location => "location".to_owned(),
    }
}

/// Compares pages: the key of the items is part of the response, the rest is part of the request.
fn pages(log: &mut Log, request: &ChangedItem, response: &ChangedItem, old: &Output, new: &Output) {
    let (
        Output::Page { key: old_key, page_size: old_size, next: old_next, item: _, envelope: _ },
        Output::Page { key: new_key, page_size: new_size, next: new_next, item: _, envelope: _ },
    ) = (old, new)
    else {
        return;
    };
    log.differ(Rule::PageKeyChanged, response, old_key, new_key);
    log.differ(Rule::PageNextChanged, response, &old_next.means(), &new_next.means());
    if let (Some(old), Some(new)) = (old_size, new_size) {
        log.differ(Rule::ParameterSpelling, request, &old.parameter, &new.parameter);
    }
    let max = |size: &Option<PageSize>| size.as_ref().map(|PageSize { max, parameter: _ }| *max);
    let (old_max, new_max) = (max(old_size), max(new_size));
    let most = |max: Option<u32>| max.map(|max| format!("at most {max} per page"));
    let rule = match (old_max, new_max) {
        (Some(old), Some(new)) if new < old => Rule::PageSizeLowered,
        (Some(old), Some(new)) if new > old => Rule::PageSizeRaised,
        (None, Some(_)) => Rule::PageSizeAdded,
        (Some(_), None) => Rule::PageSizeRemoved,
        _ => return,
    };
    log.add(rule, request, most(old_max), most(new_max));
}
