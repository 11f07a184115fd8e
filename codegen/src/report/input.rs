//! Compares the inputs of requests: parameters and the fields of bodies.

use super::log::{Log, Thing};
use super::pairs::{self, MatchedTypes, Pair};
use super::rules::Rule;
use super::setting::Setting;
use super::verdict::{Direction, Subject};
use crate::emit::signature;
use crate::ir::{Bounds, Input, Location, Module, Numbered, Operation, Type};

/// An input, and whether it is required.
struct RequestInput<'a> {
    input: &'a Input,
    required: bool,
}

/// How callers pass a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Passed {
    /// As an argument of a method, which accepts `impl Into<…>`.
    Argument,
    /// As a field of the struct of the required arguments.
    StructField,
}

/// Compares the inputs of an operation.
pub(super) fn compare(log: &mut Log, matched: &MatchedTypes<'_>, old: &Operation, new: &Operation) {
    let (before, after) = (given(old), given(new));
    let key = |given: &RequestInput<'_>| (given.input.name.wire.clone(), given.input.location.is_body());
    let found = pairs::by_key(&before, &after, key);
    let found = pairs::by_second_key(found, |given| given.input.name.wire.clone());
    let found = pairs::by_second_key(found, |given| given.input.name.rust.clone());
    let is_reordered = new.arguments.is_none() && old.arguments.is_none() && reordered(old, new, &found);
    for pair in found {
        one(log, matched, (old, new), pair);
    }
    if is_reordered {
        let thing = Thing {
            subject: Subject::Operation,
            wire: new.id.clone(),
            rust: path(matched.after.module, new, None),
            direction: Direction::Request,
            pointer: new.facts.at.to_string(),
        };
        let order: Vec<&str> = new.required.iter().map(|input| input.name.wire.as_str()).collect();
        let shown = |module: &Module, operation: &Operation| Some(signature::method(module, operation));
        let (before, after) = (matched.before.module, matched.after.module);
        log.add_as(Rule::ArgumentsReordered, &thing, &order.join(" "), shown(before, old), shown(after, new));
    }
}

/// Whether the common arguments have another order.
fn reordered(old: &Operation, new: &Operation, found: &[Pair<'_, RequestInput<'_>>]) -> bool {
    let position = |operation: &Operation, given: Option<&RequestInput<'_>>| {
        let input = given?.input;
        operation.required.iter().position(|required| std::ptr::eq(required, input))
    };
    let places =
        found.iter().filter_map(|(left, right)| Some((position(new, *right)?, position(old, *left)?)));
    pairs::reordered(places)
}

fn given(operation: &Operation) -> Vec<RequestInput<'_>> {
    let required = operation.required.iter().map(|input| RequestInput { input, required: true });
    required.chain(operation.optional.iter().map(|input| RequestInput { input, required: false })).collect()
}

/// The Rust path of an input: `shop_v2::CreateOrder::coupon`. Without an input, the path of the method.
fn path(module: &Module, operation: &Operation, given: Option<&RequestInput<'_>>) -> String {
    let method = || {
        let mut resources = module.resources.iter();
        let owner =
            resources.find(|resource| resource.operations.iter().any(|other| other.id == operation.id));
        let handle = owner.map_or("", |resource| resource.handle.as_str());
        format!("{}::{handle}::{}", module.name, operation.verb)
    };
    let Some(RequestInput { input, required }) = given else { return method() };
    let name = &input.name.rust;
    match (required, &operation.arguments) {
        (false, _) => format!("{}::{}::{name}", module.name, operation.request),
        (true, Some(arguments)) => format!("{}::{arguments}::{name}", module.name),
        (true, None) => format!("{}({name})", method()),
    }
}

fn thing(module: &Module, operation: &Operation, given: &RequestInput<'_>) -> Thing {
    let input = given.input;
    Thing {
        subject: if input.location.is_body() { Subject::Body } else { Subject::Parameter },
        wire: format!("{}.{}", operation.id, input.name.wire),
        rust: path(module, operation, Some(given)),
        direction: Direction::Request,
        pointer: input.facts.at.to_string(),
    }
}

fn one(
    log: &mut Log,
    matched: &MatchedTypes<'_>,
    (old, new): (&Operation, &Operation),
    pair: Pair<'_, RequestInput<'_>>,
) {
    let (before, after) = (matched.before.module, matched.after.module);
    let was = |given: &RequestInput<'_>| signature::input(before, old, given.input);
    let is = |given: &RequestInput<'_>| signature::input(after, new, given.input);
    match pair {
        (Some(left), Some(right)) => both(log, matched, (old, new), left, right),
        (None, Some(given)) => {
            let rule = if given.required { Rule::RequiredAdded } else { Rule::OptionalAdded };
            // If the arguments become a struct, the signature of the method changes too.
            let becomes = given.required && new.arguments.is_some() && old.arguments.is_none();
            let was = (given.required && (becomes || new.arguments.is_none()))
                .then(|| signature::method(before, old));
            let is = match &new.arguments {
                Some(name) if becomes => {
                    format!("{}; {name} {{ {}, … }}", signature::method(after, new), is(given))
                }
                _ => is(given),
            };
            let essence = signature::held(after, &given.input.ty);
            log.add_as(rule, &thing(after, new, given), &essence, was, Some(is));
        }
        (Some(given), None) => {
            let rule = if given.required { Rule::RequiredRemoved } else { Rule::OptionalRemoved };
            let after = given.required.then(|| signature::method(after, new));
            let essence = signature::held(matched.before.module, &given.input.ty);
            log.add_as(rule, &thing(before, old, given), &essence, Some(was(given)), after);
        }
        (None, None) => {}
    }
}

fn both(
    log: &mut Log,
    matched: &MatchedTypes<'_>,
    (old, new): (&Operation, &Operation),
    left: &RequestInput<'_>,
    right: &RequestInput<'_>,
) {
    let (before, after) = (matched.before.module, matched.after.module);
    let thing = thing(after, new, right);
    let was = || Some(signature::input(before, old, left.input));
    let is = || Some(signature::input(after, new, right.input));
    let (a, b) = (left.input, right.input);
    let is_field = right.required && new.arguments.is_some();
    let passed = if is_field { Passed::StructField } else { Passed::Argument };
    let rule = match (left.required, right.required) {
        (false, true) => Some(Rule::NowRequired),
        (true, false) => Some(Rule::NowOptional),
        // A setter of single inputs and one of a family have different arguments.
        _ if kind(a) != kind(b) => Some(Rule::ParameterTypeChanged),
        _ if matched.same(&a.ty, &b.ty) => None,
        _ => Some(retyped(matched, &a.ty, &b.ty, passed)),
    };
    let essence = || {
        let (was, is) = (signature::held(before, &a.ty), signature::held(after, &b.ty));
        format!("{was} {} {is} {}", a.name.rust, b.name.rust)
    };
    if let Some(rule) = rule {
        log.add_as(rule, &thing, &essence(), was(), is());
    } else if a.name.rust != b.name.rust {
        let is_argument = right.required && new.arguments.is_none();
        let rule = if is_argument { Rule::ArgumentRenamed } else { Rule::ParameterRenamed };
        log.add_as(rule, &thing, &essence(), was(), is());
        log.keep_name(&b.name.why, Setting::rename(&after.name, &thing.wire, &a.name.rust));
    }
    log.differ(Rule::ParameterSpelling, &thing, &a.name.wire, &b.name.wire);
    log.differ(Rule::ParameterMoved, &thing, &describe_location(a.location), &describe_location(b.location));
    hidden(log, &thing, a.pii, b.pii);
    bounds(log, &thing, &a.facts.bounds, &b.facts.bounds);
    numbers(log, &thing, a.numbered.as_ref(), b.numbered.as_ref());
    log.documentation(&thing, (&a.doc, a.facts.deprecated), (&b.doc, b.facts.deprecated));
}

/// The number of values that a caller gives at once, if the input is a family.
fn kind(input: &Input) -> Option<usize> {
    input.numbered.as_ref().map(|numbered| numbered.after.len())
}

/// Compares the numbers of a family.
fn numbers(log: &mut Log, thing: &Thing, old: Option<&Numbered>, new: Option<&Numbered>) {
    let (Some(old), Some(new)) = (old, new) else { return };
    if (old.first, old.last) == (new.first, new.last) {
        return;
    }
    let is_loosened = new.first <= old.first && new.last >= old.last;
    // Pairs get their numbers from the first one on, so another first number changes what is sent.
    let is_moved = new.after.len() > 1 && new.first != old.first;
    let rule =
        if is_loosened && !is_moved { Rule::RequestBoundLoosened } else { Rule::RequestBoundTightened };
    let shown = |own: &Numbered| Some(format!("numbers: {} to {}", own.first, own.last));
    log.add(rule, thing, shown(old), shown(new));
}

/// The rule for another type of an input.
pub(super) fn retyped(matched: &MatchedTypes<'_>, old: &Type, new: &Type, passed: Passed) -> Rule {
    let is_enum = |ty: &Type| matches!(ty, Type::Named(_));
    match (old, new) {
        (old, Type::Nullable(inner)) if matched.same(old, inner) && passed == Passed::StructField => {
            Rule::ArgumentNullable
        }
        (old, Type::Nullable(inner)) if matched.same(old, inner) => Rule::ParameterNullable,
        (Type::Nullable(inner), new) if matched.same(inner, new) => Rule::ParameterNotNullable,
        (Type::Scalar(old), Type::Scalar(new)) if old.row().widens_to.contains(new) => {
            Rule::ParameterTypeWidened
        }
        (Type::Sid(_), &Type::TEXT) | (_, &Type::JSON) => Rule::ParameterTypeWidened,
        (old, &Type::TEXT) if is_enum(old) => Rule::ParameterTypeWidened,
        _ => Rule::ParameterTypeChanged,
    }
}

fn describe_location(location: Location) -> String {
    let words = match location {
        Location::QueryStyled(style) => return format!("in the query, {}", style.words()),
        Location::HeaderStyled(style) => return format!("in a header, {}", style.words()),
        Location::Cookie(_) => "in a cookie",
        Location::Query => "in the query",
        Location::Header => "in a header",
        Location::Joined(_) => "in the query, as one joined string",
        Location::Prefixed => "in the query, one key per entry",
        // The comparison of the operation reports a change of the encoding.
        Location::Form | Location::JsonField => "in the body",
        Location::FormJoined(_) => "in the body, as one joined string",
        Location::FormDeep => "in the body, one key per entry",
        Location::JsonPart => "in the body, as a part of JSON",
        Location::File => "in the body, as a file",
        Location::Files => "in the body, as files",
        Location::Json | Location::Raw => "as the body",
    };
    words.to_owned()
}

/// Compares whether `Debug` hides a value.
pub(super) fn hidden(log: &mut Log, thing: &Thing, old: bool, new: bool) {
    let shown =
        |pii: bool| Some(if pii { "personal data or a secret" } else { "not personal data" }.to_owned());
    match (old, new) {
        (false, true) => log.add(Rule::PersonalDataHidden, thing, shown(old), shown(new)),
        (true, false) => log.add(Rule::PersonalDataShown, thing, shown(old), shown(new)),
        _ => {}
    }
}

/// Compares the bounds of a value.
pub(super) fn bounds(log: &mut Log, thing: &Thing, old: &Bounds, new: &Bounds) {
    let is_sent = thing.direction != Direction::Response;
    let mut limits: Vec<_> = old.limits.keys().chain(new.limits.keys()).collect();
    limits.sort_unstable();
    limits.dedup();
    for limit in limits {
        let (was, is) = (old.limits.get(limit), new.limits.get(limit));
        if was == is {
            continue;
        }
        let tightened = match (was, is) {
            (None, _) => true,
            (_, None) => false,
            (Some(was), Some(is)) => (is > was) == limit.is_lower(),
        };
        let rule = match (is_sent, tightened) {
            (true, true) => Rule::RequestBoundTightened,
            (true, false) => Rule::RequestBoundLoosened,
            (false, _) => Rule::ResponseBoundChanged,
        };
        let shown = |bound: Option<&f64>| bound.map(|bound| format!("{}: {bound}", limit.name()));
        log.add(rule, thing, shown(was), shown(is));
    }
    if old.pattern != new.pattern {
        let rule = if is_sent { Rule::RequestPatternChanged } else { Rule::ResponseBoundChanged };
        let shown = |pattern: &Option<String>| pattern.as_ref().map(|pattern| format!("pattern: {pattern}"));
        log.add(rule, thing, shown(&old.pattern), shown(&new.pattern));
    }
}
