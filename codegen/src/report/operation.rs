//! Compares operations: their requests, their outputs and their names.

use super::log::{Log, Thing};
use super::pairs::{self, MatchedTypes, Owned, Pair};
use super::rules::Rule;
use super::setting::Setting;
use super::verdict::{Direction, Subject};
use super::{input, path};
use crate::emit::signature;
use crate::ir::page_style::PageSize;
use crate::ir::{Module, Operation, Output, Security};
use crate::path_template::placeholders;

/// Compares all operations of a module. Operations match by operationId, or else by method and path.
pub(super) fn compare(log: &mut Log, matched: &MatchedTypes<'_>) {
    let (before, after) = (pairs::operations(matched.before.module), pairs::operations(matched.after.module));
    let found = pairs::by_key(&before, &after, |owned| owned.operation.id.clone());
    let method_and_path =
        |owned: &Owned<'_>| (owned.operation.method.name(), path::unnamed(&owned.operation.path));
    for pair in pairs::by_second_key(found, method_and_path) {
        one(log, matched, pair);
    }
}

/// The item for an operation.
fn thing(module: &Module, Owned { resource, operation }: &Owned<'_>) -> Thing {
    Thing {
        subject: Subject::Operation,
        wire: operation.id.clone(),
        rust: format!("{}::{}::{}", module.name, resource.handle, operation.verb),
        direction: Direction::Request,
        pointer: operation.facts.at.to_string(),
    }
}

fn one(log: &mut Log, matched: &MatchedTypes<'_>, pair: Pair<'_, Owned<'_>>) {
    let (before, after) = (matched.before.module, matched.after.module);
    // The server still has an operation that the settings omit.
    let left_out =
        |module: &Module, id: &str| module.coverage.omitted.iter().any(|operation| operation.id == id);
    match pair {
        (Some(old), Some(new)) => both(log, matched, old, new),
        (None, Some(new)) => {
            let kept = left_out(before, &new.operation.id);
            let rule = if kept { Rule::OperationKept } else { Rule::OperationAdded };
            let shown = signature::method(after, new.operation);
            log.add_as(rule, &thing(after, new), "", None, Some(shown));
        }
        (Some(old), None) => {
            let dropped = left_out(after, &old.operation.id);
            let rule = if dropped { Rule::OperationLeftOut } else { Rule::OperationRemoved };
            let shown = signature::method(before, old.operation);
            log.add_as(rule, &thing(before, old), "", Some(shown), None);
        }
        (None, None) => {}
    }
}

fn both(log: &mut Log, matched: &MatchedTypes<'_>, old: &Owned<'_>, new: &Owned<'_>) {
    let (before, after) = (matched.before.module, matched.after.module);
    let thing = thing(after, new);
    names(log, matched, old, new, &thing);
    let (old, new) = (old.operation, new.operation);
    log.differ(Rule::MethodChanged, &thing, old.method.name(), new.method.name());
    // A change of the module's host affects the other operations, and is reported once.
    let own_host = |operation: &Operation| operation.host.clone();
    if own_host(old).is_some() || own_host(new).is_some() {
        let host = |module: &Module, operation| own_host(operation).unwrap_or_else(|| module.host.clone());
        log.differ(Rule::HostChanged, &thing, &host(before, old), &host(after, new));
    }
    path_of(log, matched, old, new, &thing);
    security(log, &thing, &old.security, &new.security);
    // The encoding is irrelevant for a request without a body.
    let has_body = |operation: &Operation| {
        operation.required.iter().chain(&operation.optional).any(|input| input.location.is_body())
    };
    if has_body(old) && has_body(new) {
        log.differ(Rule::BodyChanged, &thing, &old.body.media_types(), &new.body.media_types());
    }
    let response = Thing { direction: Direction::Response, ..thing.clone() };
    if !matched.same_output(&old.output, &new.output) {
        let was = signature::output(before, &old.output);
        log.add(Rule::OutputChanged, &response, Some(was), Some(signature::output(after, &new.output)));
    }
    pages(log, &thing, &response, &old.output, &new.output);
    documentation(log, &thing, old, new);
    path_values(log, old, new, &thing);
    input::compare(log, matched, old, new);
}

/// Compares the path and its values.
fn path_of(log: &mut Log, matched: &MatchedTypes<'_>, old: &Operation, new: &Operation, thing: &Thing) {
    let was = signature::method(matched.before.module, old);
    let is = signature::method(matched.after.module, new);
    let values = (old.path_params.as_slice(), new.path_params.as_slice());
    let is_swapped = path::swapped(&placeholders(&old.path), &placeholders(&new.path));
    if is_swapped || !path::fit(matched, values.0, values.1) {
        let (was, is) = (format!("{was} {}", old.path), format!("{is} {}", new.path));
        return log.add(Rule::PathValuesChanged, thing, Some(was), Some(is));
    }
    if path::unnamed(&old.target()) != path::unnamed(&new.target()) {
        log.differ(Rule::PathChanged, thing, &old.target(), &new.target());
    }
    path::names_and_types(log, matched, thing, values, (&was, &is));
}

/// Compares the documentation and the deprecation of the operation.
fn documentation(log: &mut Log, thing: &Thing, old: &Operation, new: &Operation) {
    let deprecated = |operation: &Operation| operation.facts.deprecated;
    let shown = |is: bool| Some(if is { "deprecated" } else { "not deprecated" }.to_owned());
    match (deprecated(old), deprecated(new)) {
        (false, true) => log.add(Rule::OperationDeprecated, thing, shown(false), shown(true)),
        (true, false) => log.add(Rule::OperationRevived, thing, shown(true), shown(false)),
        _ => log.differ(Rule::Documentation, thing, &old.doc.line(), &new.doc.line()),
    }
}

/// Compares the bounds and the documentation of the values in the path.
fn path_values(log: &mut Log, old: &Operation, new: &Operation, thing: &Thing) {
    for (old, new) in old.path_params.iter().zip(&new.path_params) {
        let value = path::value(thing, new);
        input::bounds(log, &value, &old.facts.bounds, &new.facts.bounds);
        log.documentation(&value, (&old.doc, old.facts.deprecated), (&new.doc, new.facts.deprecated));
    }
}

/// Compares the names, which depend on the document and the settings.
fn names(log: &mut Log, matched: &MatchedTypes<'_>, old: &Owned<'_>, new: &Owned<'_>, thing: &Thing) {
    // A renamed handle is reported once, not for each of its methods.
    let names = |owned: &Owned<'_>| {
        let Operation { verb, request, arguments, .. } = owned.operation;
        (owned.resource.file.clone(), verb.clone(), request.clone(), arguments.is_some())
    };
    let (was, is) = (names(old), names(new));
    let shown = |module: &Module, owned: &Owned<'_>| {
        format!("{}: {}", owned.resource.handle, signature::method(module, owned.operation))
    };
    // A request whose arguments become a struct has another name; the new argument reports this.
    let renamed = (&was.0, &was.1) != (&is.0, &is.1) || (was.2 != is.2 && was.3 == is.3);
    if renamed {
        let (was, is) = (shown(matched.before.module, old), shown(matched.after.module, new));
        let ids = (&old.operation.id, &new.operation.id);
        let wire = if ids.0 == ids.1 { ids.0.clone() } else { format!("{} → {}", ids.0, ids.1) };
        log.add_as(
            Rule::OperationRenamed,
            &Thing { wire, ..thing.clone() },
            &new.operation.verb,
            Some(was),
            Some(is),
        );
        let (before, after) = (&old.operation.verb, &new.operation.verb);
        if before != after {
            let setting = Setting::rename(&matched.after.module.name, &new.operation.id, before);
            log.keep_name(&new.operation.why, setting);
        }
    } else {
        log.differ(Rule::OperationIdChanged, thing, &old.operation.id, &new.operation.id);
    }
}

fn security(log: &mut Log, thing: &Thing, old: &Security, new: &Security) {
    let shown = |security: &Security| match security {
        Security::Any => "the credentials of the client".to_owned(),
        Security::None => "no credentials".to_owned(),
        Security::Bearer(None) => "a bearer token".to_owned(),
        Security::Bearer(Some(url)) => format!("a bearer token from {url}"),
        Security::Key(location, name) => format!("the key `{name}` in the {}", location.name()),
        Security::Unsupported(scheme) => {
            format!("`{scheme}` authentication, which the client does not support")
        }
    };
    let rule = match (old, new) {
        (Security::None, _) => Rule::CredentialsRequired,
        (_, Security::None) => Rule::CredentialsNotRequired,
        _ => Rule::CredentialsChanged,
    };
    log.differ(rule, thing, &shown(old), &shown(new));
}

/// Compares pages: the key of the items is part of the response, the rest is part of the request.
fn pages(log: &mut Log, request: &Thing, response: &Thing, old: &Output, new: &Output) {
    let (
        Output::Page { key: old_key, page_size: old_size, next: old_next, item: _ },
        Output::Page { key: new_key, page_size: new_size, next: new_next, item: _ },
    ) = (old, new)
    else {
        return;
    };
    log.differ(Rule::PageKeyChanged, response, old_key, new_key);
    log.differ(Rule::PageNextChanged, request, &old_next.means(), &new_next.means());
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
