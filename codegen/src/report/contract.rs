//! Compares the parts of an operation that the client does not read: statuses, headers, error responses, the
//! requirement of a body, and alternative credentials.

use std::collections::BTreeSet;

use super::bounds;
use super::log::{ChangedItem, Entry, Log};
use super::outlines;
use super::rules::Rule;
use crate::ir::{Contract, Credentials, Encoding, Location, Operation, ResponseHeader};

/// Compares the contracts of an operation. `request` and `response` are the operation as an item of each direction.
pub(super) fn compare(
    log: &mut Log,
    (request, response): (&ChangedItem, &ChangedItem),
    old: &Operation,
    new: &Operation,
) {
    let (was, is) = (&old.contract, &new.contract);
    let listed = |statuses: &BTreeSet<String>| statuses.iter().cloned().collect::<Vec<_>>().join(", ");
    log.differ(Rule::StatusChanged, response, &listed(&was.statuses), &listed(&is.statuses));
    headers(log, response, was, is);
    failures(log, response, was, is);
    body(log, request, old, new);
}

fn headers(log: &mut Log, response: &ChangedItem, old: &Contract, new: &Contract) {
    let names: BTreeSet<&String> = old.headers.keys().chain(new.headers.keys()).collect();
    for name in names {
        let shown = |header: &ResponseHeader| Some(format!("{}: {}", header.name, header.value));
        let changed = |header: &ResponseHeader| ChangedItem {
            wire: format!("{}.{}", response.wire, header.name),
            ..response.clone()
        };
        match (old.headers.get(name), new.headers.get(name)) {
            (None, Some(new)) => log.add(Rule::HeaderAdded, &changed(new), None, shown(new)),
            (Some(old), None) => log.add(Rule::HeaderRemoved, &changed(old), shown(old), None),
            (Some(old), Some(new)) => {
                if old.value != new.value {
                    let relation = outlines::relation(&old.value, &new.value, Encoding::Text);
                    let entry = Entry::new(Rule::HeaderChanged, shown(old), shown(new));
                    log.push(&changed(new), entry.relation(relation));
                }
                if old.is_required != new.is_required {
                    let rule =
                        if new.is_required { Rule::HeaderNowRequired } else { Rule::HeaderNowOptional };
                    let required = |is: bool| Some(format!("required: {is}"));
                    log.add(rule, &changed(new), required(old.is_required), required(new.is_required));
                }
            }
            (None, None) => {}
        }
    }
}

fn failures(log: &mut Log, response: &ChangedItem, old: &Contract, new: &Contract) {
    let statuses: BTreeSet<&String> = old.failures.keys().chain(new.failures.keys()).collect();
    for status in statuses {
        let (was, is) = (old.failures.get(status), new.failures.get(status));
        if was != is {
            let shown = |content: Option<&String>| content.map(|content| format!("{status}: {content}"));
            log.add(Rule::ErrorResponseChanged, response, shown(was), shown(is));
        }
    }
}

/// Compares the requirement of a body. A body that is one value is an argument or a setter, which is compared as such.
fn body(log: &mut Log, request: &ChangedItem, old: &Operation, new: &Operation) {
    let is_whole = |operation: &Operation| {
        let mut inputs = operation.required.iter().chain(&operation.optional);
        inputs.any(|input| matches!(input.location, Location::Json | Location::Raw))
    };
    let (Some(was), Some(is)) = (&old.contract.body, &new.contract.body) else { return };
    if is_whole(old) || is_whole(new) {
        return;
    }
    let shown = |name: &str, is: bool| Some(format!("{name}: {is}"));
    // A body with a required value is required in any case.
    let is_needed = |operation: &Operation| {
        let mut inputs = operation.required.iter();
        inputs.any(|input| input.location.is_body())
    };
    if was.is_required != is.is_required && !is_needed(old) && !is_needed(new) {
        let rule = if is.is_required { Rule::BodyNowRequired } else { Rule::BodyNowOptional };
        let states = (shown("body required", was.is_required), shown("body required", is.is_required));
        log.push(request, Entry::new(rule, states.0, states.1));
    }
    let (old_bounds, new_bounds) = (&was.bounds, &is.bounds);
    if was.is_closed != is.is_closed {
        let rule = if is.is_closed { Rule::PropertiesRejected } else { Rule::PropertiesAccepted };
        let (was, is) = (!was.is_closed, !is.is_closed);
        log.add(rule, request, shown("additionalProperties", was), shown("additionalProperties", is));
    }
    bounds::nested(log, request, old_bounds, new_bounds, "body ");
}

/// Compares the alternative credentials.
pub(super) fn credentials(log: &mut Log, request: &ChangedItem, old: &Contract, new: &Contract) {
    let (was, is) = (&old.credentials, &new.credentials);
    if was == is || was.is_empty() || is.is_empty() {
        return;
    }
    // A caller is accepted if its credentials include those of one alternative.
    let accepted = |credentials: &Credentials, alternatives: &BTreeSet<Credentials>| {
        alternatives.iter().any(|alternative| credentials.include(alternative))
    };
    let is_reduced = was.iter().any(|credentials| !accepted(credentials, is));
    let rule = if is_reduced { Rule::CredentialsRemoved } else { Rule::CredentialsAdded };
    log.add(rule, request, Some(shown(was)), Some(shown(is)));
}

fn shown(alternatives: &BTreeSet<Credentials>) -> String {
    let one = |credentials: &Credentials| {
        let schemes = credentials.0.iter().map(|(scheme, scopes)| {
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            if scopes.is_empty() { scheme.clone() } else { format!("{scheme} ({})", scopes.join(", ")) }
        });
        let schemes: Vec<String> = schemes.collect();
        if schemes.is_empty() { "no credentials".to_owned() } else { schemes.join(" with ") }
    };
    alternatives.iter().map(one).collect::<Vec<_>>().join(", or ")
}
