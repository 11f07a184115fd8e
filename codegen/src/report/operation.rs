//! Compares operations: their requests, their outputs and their names.

use super::log::{ChangedItem, Entry, Log};
use super::matching::Matched;
use super::output;
use super::pairs::{Owned, Pair, unnamed};
use super::rules::Rule;
use super::setting::Setting;
use super::verdict::{Direction, Subject, Verdict};
use super::{bounds, contract, input, path};
use crate::emit::signature;
use crate::ir::{Module, Operation, PathParam, Security};
use crate::path_template::placeholders;

/// Compares all operations of a module.
pub(super) fn compare(log: &mut Log, matched: &Matched<'_>, operations: Vec<Pair<'_, Owned<'_>>>) {
    credentials_of_document(log, matched, &operations);
    for pair in operations {
        one(log, matched, pair);
    }
}

/// Compares the credentials that the document describes for all operations without separate credentials.
fn credentials_of_document(log: &mut Log, matched: &Matched<'_>, operations: &[Pair<'_, Owned<'_>>]) {
    let mut pairs =
        operations.iter().filter_map(|(old, new)| Some((old.as_ref()?.operation, new.as_ref()?.operation)));
    let Some((old, new)) = pairs.find(|(old, new)| share_credentials(old, new)) else { return };
    let module = matched.after.module;
    let changed = ChangedItem {
        subject: Subject::Module,
        wire: module.name.clone(),
        rust: module.name.clone(),
        direction: Direction::Request,
        value: None,
        pointer: "/security".to_owned(),
    };
    credentials(log, &changed, old, new);
}

/// Whether an operation has the credentials of the document before and after.
fn share_credentials(old: &Operation, new: &Operation) -> bool {
    !old.contract.has_own_credentials && !new.contract.has_own_credentials
}

/// Compares the credentials of an operation.
fn credentials(log: &mut Log, changed: &ChangedItem, old: &Operation, new: &Operation) {
    security(log, changed, &old.security, &new.security);
    // Another kind of credentials is another change.
    if old.security == new.security {
        contract::credentials(log, changed, &old.contract, &new.contract);
    }
}

/// The item for an operation.
fn changed(module: &Module, Owned { resource, operation }: &Owned<'_>) -> ChangedItem {
    ChangedItem {
        subject: Subject::Operation,
        wire: operation.id.clone(),
        rust: format!("{}::{}::{}", module.name, resource.handle, operation.verb),
        direction: Direction::Request,
        value: None,
        pointer: operation.facts.at.to_string(),
    }
}

fn one(log: &mut Log, matched: &Matched<'_>, pair: Pair<'_, Owned<'_>>) {
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
            log.push(&changed(after, new), Entry::new(rule, None, Some(shown)).essence(""));
        }
        (Some(old), None) => {
            let dropped = left_out(after, &old.operation.id);
            let rule = if dropped { Rule::OperationLeftOut } else { Rule::OperationRemoved };
            let shown = signature::method(before, old.operation);
            log.push(&changed(before, old), Entry::new(rule, Some(shown), None).essence(""));
        }
        (None, None) => {}
    }
}

fn both(log: &mut Log, matched: &Matched<'_>, old: &Owned<'_>, new: &Owned<'_>) {
    let start = log.changes.len();
    let changed = changed(matched.after.module, new);
    names(log, matched, old, new, &changed);
    path_of(log, matched, old, new, &changed);
    let parents = (old.resource, new.resource);
    let (old, new) = (old.operation, new.operation);
    host(log, matched, old, new, &changed);
    log.differ(Rule::MethodChanged, &changed, old.method.name(), new.method.name());
    if !share_credentials(old, new) {
        credentials(log, &changed, old, new);
    }
    // The encoding is irrelevant for a request without a body.
    let has_body = |operation: &Operation| {
        operation.required.iter().chain(&operation.optional).any(|input| input.location.is_body())
    };
    let media_types = (old.body.media_types(), new.body.media_types());
    if has_body(old) && has_body(new) && without_charset(&media_types.0) != without_charset(&media_types.1) {
        log.differ(Rule::BodyChanged, &changed, &media_types.0, &media_types.1);
    }
    let response = ChangedItem { direction: Direction::Response, ..changed.clone() };
    output::compare(log, matched, (&changed, &response), old, new);
    contract::compare(log, (&changed, &response), old, new);
    documentation(log, &changed, old, new);
    path_values(log, old, new, &changed);
    input::compare(log, matched, old, new);
    // A changed accessor explains the changed arguments of the methods.
    let same_parents = parents.0.parents.len() == parents.1.parents.len();
    if same_parents && !log.explains_signature_since(start) {
        other_signatures(log, matched, old, new, &changed);
    }
}

/// Media types without the charset UTF-8, which every client uses. The case of letters has no meaning.
fn without_charset(media_types: &str) -> String {
    media_types.to_ascii_lowercase().replace(' ', "").replace(";charset=utf-8", "")
}

/// Compares the hosts of operations with their own servers. A change of the module's host affects the other operations,
/// and is reported once.
fn host(log: &mut Log, matched: &Matched<'_>, old: &Operation, new: &Operation, changed: &ChangedItem) {
    if old.host.is_none() && new.host.is_none() {
        return;
    }
    let host = |module: &Module, operation: &Operation| {
        operation.host.clone().unwrap_or_else(|| module.host.clone())
    };
    let (was, is) = (host(matched.before.module, old), host(matched.after.module, new));
    log.differ(Rule::HostChanged, changed, &was, &is);
}

/// Reports a changed signature that no other rule explains.
fn other_signatures(
    log: &mut Log,
    matched: &Matched<'_>,
    old: &Operation,
    new: &Operation,
    changed: &ChangedItem,
) {
    let Some(aligned) = matched.aligned_operation(&new.id) else { return };
    let before = signature::operation_items(matched.before.module, old);
    let after = signature::operation_items(&matched.aligned, aligned);
    let Some(lost) = before.iter().find(|item| !after.contains(item)) else { return };
    let is = after.iter().find(|item| !before.contains(item));
    let entry = Entry::new(Rule::SignatureChanged, Some(lost.clone()), is.cloned()).essence("");
    log.push(changed, entry);
}

/// All values of the path of an operation.
fn all_values(Owned { resource, operation }: &Owned<'_>) -> Vec<PathParam> {
    resource.parents.iter().chain(&operation.path_params).cloned().collect()
}

/// Compares the path and its values. The handle stores the first values, which are compared with the resource unless
/// their number changed.
fn path_of(log: &mut Log, matched: &Matched<'_>, old: &Owned<'_>, new: &Owned<'_>, changed: &ChangedItem) {
    let was = signature::method(matched.before.module, old.operation);
    let is = signature::method(matched.after.module, new.operation);
    let (before, after) = (&old.operation.target(), &new.operation.target());
    let (names, new_names) = (placeholders(before), placeholders(after));
    let is_same_handle = old.resource.parents.len() == new.resource.parents.len();
    let values = if is_same_handle {
        (old.operation.path_params.clone(), new.operation.path_params.clone())
    } else {
        (all_values(old), all_values(new))
    };
    let is_other = names.len() != new_names.len() || path::swapped(&names, &new_names);
    if is_other || !path::fit(matched, &values.0, &values.1) {
        let types = (path::described(matched.before, &values.0), path::described(matched.after, &values.1));
        let accessor = |module: &Module, owned: &Owned<'_>, method: String, path: &str| {
            let accessor = signature::accessor(module, owned.resource);
            if is_same_handle { format!("{method} {path}") } else { format!("{accessor}; {method} {path}") }
        };
        let was = accessor(matched.before.module, old, was, before);
        let is = accessor(matched.after.module, new, is, after);
        let entry = Entry::new(Rule::PathValuesChanged, Some(was), Some(is));
        return log.push(changed, entry.essence(format!("{before} {} {after} {}", types.0, types.1)));
    }
    if unnamed(before) != unnamed(after) {
        log.differ(Rule::PathChanged, changed, before, after);
    }
    if is_same_handle {
        path::names_and_types(log, matched, changed, (&values.0, &values.1), (&was, &is));
    }
}

/// Compares the documentation and the deprecation of the operation.
fn documentation(log: &mut Log, changed: &ChangedItem, old: &Operation, new: &Operation) {
    let deprecated = |operation: &Operation| operation.facts.deprecated;
    let shown = |is: bool| Some(if is { "deprecated" } else { "not deprecated" }.to_owned());
    match (deprecated(old), deprecated(new)) {
        (false, true) => log.add(Rule::OperationDeprecated, changed, shown(false), shown(true)),
        (true, false) => log.add(Rule::OperationRevived, changed, shown(true), shown(false)),
        _ => log.differ(Rule::Documentation, changed, &old.doc.line(), &new.doc.line()),
    }
}

/// Compares the bounds and the documentation of the values in the path. If the path contains another number of values,
/// those with the same name match.
fn path_values(log: &mut Log, old: &Operation, new: &Operation, changed: &ChangedItem) {
    let (before, after) = (&old.path_params, &new.path_params);
    for (index, new) in after.iter().enumerate() {
        let twin = if before.len() == after.len() {
            before.get(index)
        } else {
            before.iter().find(|old| old.name.wire == new.name.wire)
        };
        let Some(old) = twin else { continue };
        let value = path::value(changed, new);
        bounds::compare(log, &value, (&old.facts.bounds, &old.ty), (&new.facts.bounds, &new.ty));
        log.documentation(&value, (&old.doc, old.facts.deprecated), (&new.doc, new.facts.deprecated));
    }
}

/// Compares the names, which depend on the document and the settings.
fn names(log: &mut Log, matched: &Matched<'_>, old: &Owned<'_>, new: &Owned<'_>, changed: &ChangedItem) {
    let Operation { verb, request, id, .. } = old.operation;
    let Operation { verb: new_verb, request: new_request, .. } = new.operation;
    // A renamed handle is reported once, not for each of its methods.
    let is_moved = old.resource.handle != new.resource.handle && !is_renamed_handle(matched, old, new);
    let is_renamed = is_moved || verb != new_verb || request != new_request;
    if !is_renamed {
        return log.differ(Rule::OperationIdChanged, changed, id, &new.operation.id);
    }
    let shown = |module: &Module, owned: &Owned<'_>| {
        format!("{}: {}", owned.resource.handle, signature::method(module, owned.operation))
    };
    let (was, is) = (shown(matched.before.module, old), shown(matched.after.module, new));
    let entry = Entry::new(Rule::OperationRenamed, Some(was), Some(is))
        .essence(format!("{verb} {request} {new_verb} {new_request}"))
        .rust(Verdict::Breaking)
        .renamed_from(id, &new.operation.id);
    let setting = Setting::rename(&matched.after.module.name, &new.operation.id, verb);
    let entry = if verb == new_verb { entry } else { entry.keep_name(&new.operation.why, setting) };
    log.push(changed, entry);
}

/// Whether the handle of an operation has another name, and all of its operations are still together.
fn is_renamed_handle(matched: &Matched<'_>, old: &Owned<'_>, new: &Owned<'_>) -> bool {
    let exists = |module: &Module, handle: &str| module.resources.iter().any(|other| other.handle == handle);
    !exists(matched.after.module, &old.resource.handle)
        && !exists(matched.before.module, &new.resource.handle)
}

fn security(log: &mut Log, changed: &ChangedItem, old: &Security, new: &Security) {
    let kind = |security: &Security| match security.sent() {
        Security::Any => "the credentials of the client".to_owned(),
        Security::None | Security::Optional(_) => "no credentials".to_owned(),
        Security::Bearer(None) => "a bearer token".to_owned(),
        Security::Bearer(Some(url)) => format!("a bearer token from {url}"),
        Security::Key(location, name) => format!("the key `{name}` in the {}", location.name()),
        Security::Unsupported(scheme) => {
            format!("`{scheme}` authentication, which the client does not support")
        }
    };
    let shown = |security: &Security| {
        let optional = if security.is_optional() { "optionally " } else { "" };
        format!("{optional}{}", kind(security))
    };
    let rule = match (old, new) {
        (Security::None, Security::Optional(_)) => Rule::CredentialsOptional,
        (old, Security::Optional(new)) if *old == **new => Rule::CredentialsOptional,
        (Security::Optional(old), new) if **old == *new => Rule::CredentialsRequired,
        (Security::None, _) => Rule::CredentialsRequired,
        (_, Security::None) => Rule::CredentialsNotRequired,
        _ => Rule::CredentialsChanged,
    };
    log.differ(rule, changed, &shown(old), &shown(new));
}
