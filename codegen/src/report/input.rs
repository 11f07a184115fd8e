//! Compares the inputs of requests: parameters and the fields of bodies.

use super::bounds;
use super::log::{ChangedItem, Entry, Log, compare_signatures};
use super::matching::Matched;
use super::outlines;
use super::pairs::{self, Pair, RequestInput, part_name};
use super::rules::Rule;
use super::setting::Setting;
use super::verdict::{Direction, Subject, Verdict};
use super::wire::Relation;
use crate::emit::signature;
use crate::ir::{Input, Module, Numbered, Operation, Type};

/// An operation before and after, and the latter with the names from before.
#[derive(Clone, Copy)]
struct Operations<'o> {
    old: &'o Operation,
    new: &'o Operation,
    aligned: &'o Operation,
}

/// Compares the inputs of an operation.
pub(super) fn compare(log: &mut Log, matched: &Matched<'_>, old: &Operation, new: &Operation) {
    let aligned = matched.aligned_operation(&new.id).unwrap_or(new);
    let operations = Operations { old, new, aligned };
    let (before, after) = (pairs::inputs(old), pairs::inputs(new));
    let found = pairs::input_pairs(&before, &after);
    let found = pairs::renamed(found, |left, right| is_renamed(matched, operations, left, right));
    let is_reordered = new.arguments.is_none() && old.arguments.is_none() && reordered(old, new, &found);
    for pair in found {
        one(log, matched, operations, pair);
    }
    if is_reordered {
        let changed = ChangedItem {
            subject: Subject::Operation,
            wire: new.id.clone(),
            rust: path(matched.after.module, new, None),
            direction: Direction::Request,
            value: None,
            pointer: new.facts.at.to_string(),
        };
        let order = |operation: &Operation| {
            let names = operation.required.iter().map(|input| input.name.wire.as_str());
            names.collect::<Vec<_>>().join(" ")
        };
        let shown = |module: &Module, operation: &Operation| Some(signature::method(module, operation));
        let (before, after) = (matched.before.module, matched.after.module);
        let entry = Entry::new(Rule::ArgumentsReordered, shown(before, old), shown(after, new));
        log.push(&changed, entry.essence(order(new)));
    }
}

/// Whether two unmatched inputs are equal except for their names: they have the same type, part and presence, and
/// the same description or the same position.
fn is_renamed(
    matched: &Matched<'_>,
    Operations { old, new, .. }: Operations<'_>,
    left: &RequestInput<'_>,
    right: &RequestInput<'_>,
) -> bool {
    let (a, b) = (left.input, right.input);
    let describe = (matched.before.describe(&a.ty), matched.after.describe(&b.ty));
    let at = |operation: &Operation, input: &Input| {
        let inputs = operation.required.iter().chain(&operation.optional);
        inputs.into_iter().position(|other| std::ptr::eq(other, input))
    };
    let same_count = old.required.len() + old.optional.len() == new.required.len() + new.optional.len();
    let same_place = same_count && at(old, a) == at(new, b);
    left.required == right.required
        && part_name(a.location) == part_name(b.location)
        && describe.0 == describe.1
        && a.facts.bounds == b.facts.bounds
        && a.numbered.is_none()
        && b.numbered.is_none()
        && pairs::is_renaming((&a.name.wire, &a.doc), (&b.name.wire, &b.doc), same_place)
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

fn changed(module: &Module, operation: &Operation, given: &RequestInput<'_>) -> ChangedItem {
    let input = given.input;
    ChangedItem {
        subject: if input.location.is_body() { Subject::Body } else { Subject::Parameter },
        wire: format!("{}.{}", operation.id, input.name.wire),
        rust: path(module, operation, Some(given)),
        direction: Direction::Request,
        value: None,
        pointer: input.facts.at.to_string(),
    }
}

/// The signature of an input. If its operation gains or loses the struct of its arguments, the signature of the method
/// and the struct.
fn shown(module: &Module, (own, other): (&Operation, &Operation), given: &RequestInput<'_>) -> String {
    let signature = signature::input(module, own, given.input);
    match &own.arguments {
        Some(name) if given.required && other.arguments.is_none() => {
            format!("{}; {name} {{ {signature}, … }}", signature::method(module, own))
        }
        _ => signature,
    }
}

fn one(log: &mut Log, matched: &Matched<'_>, operations: Operations<'_>, pair: Pair<'_, RequestInput<'_>>) {
    let (before, after) = (matched.before.module, matched.after.module);
    let Operations { old, new, .. } = operations;
    // The method changes with an argument, or if the arguments become a struct or no longer are one.
    let changes_method = |given: &RequestInput<'_>, own: &Operation, other: &Operation| {
        given.required && (own.arguments.is_none() || other.arguments.is_none())
    };
    match pair {
        (Some(left), Some(right)) => both(log, matched, operations, left, right),
        (None, Some(given)) => {
            let rule = if given.required { Rule::RequiredAdded } else { Rule::OptionalAdded };
            let was = changes_method(given, new, old).then(|| signature::method(before, old));
            let essence =
                format!("{} {}", part_name(given.input.location), matched.after.describe(&given.input.ty));
            let entry = Entry::new(rule, was, Some(shown(after, (new, old), given)));
            log.push(&changed(after, new, given), entry.essence(essence));
        }
        (Some(given), None) => {
            let rule = if given.required { Rule::RequiredRemoved } else { Rule::OptionalRemoved };
            let is = changes_method(given, old, new).then(|| signature::method(after, new));
            let essence =
                format!("{} {}", part_name(given.input.location), matched.before.describe(&given.input.ty));
            let entry = Entry::new(rule, Some(shown(before, (old, new), given)), is);
            log.push(&changed(before, old, given), entry.essence(essence));
        }
        (None, None) => {}
    }
}

fn both(
    log: &mut Log,
    matched: &Matched<'_>,
    operations: Operations<'_>,
    left: &RequestInput<'_>,
    right: &RequestInput<'_>,
) {
    let (before, after) = (matched.before.module, matched.after.module);
    let Operations { old, new, .. } = operations;
    let changed = changed(after, new, right);
    let (a, b) = (left.input, right.input);
    let states = || (Some(shown(before, (old, new), left)), Some(shown(after, (new, old), right)));
    let name = |given: &Input| format!("{}.{}", old.id, given.name.wire);
    let essence = || {
        let part = part_name(a.location);
        format!("{part} {} {}", matched.before.describe(&a.ty), matched.after.describe(&b.ty))
    };
    let rust = verdict(matched, operations, left, right);
    if let Some(rule) = rule(matched, left, right, rust) {
        let (was, is) = states();
        log.push(&changed, Entry::new(rule, was, is).essence(essence()).rust(rust));
    }
    let is_argument = right.required && new.arguments.is_none();
    let rust_names = format!("{} {}", a.name.rust, b.name.rust);
    if !pairs::is_same_name(a, b) {
        let (was, is) = states();
        let is_renamed = a.name.rust != b.name.rust && !is_argument;
        let rust = if is_renamed { Verdict::Breaking } else { Verdict::Unchanged };
        let entry = Entry::new(Rule::ParameterSpelling, was, is).rust(rust);
        let entry = entry.essence(format!("{} {rust_names}", b.name.wire));
        let entry = entry.renamed_from(&name(a), &format!("{}.{}", new.id, b.name.wire));
        let setting = Setting::rename(&after.name, &changed.wire, &a.name.rust);
        log.push(&changed, if is_renamed { entry.keep_name(&b.name.why, setting) } else { entry });
    } else if a.name.rust != b.name.rust && left.required == right.required {
        let (was, is) = states();
        let rule = if is_argument { Rule::ArgumentRenamed } else { Rule::ParameterRenamed };
        let setting = Setting::rename(&after.name, &changed.wire, &a.name.rust);
        log.push(&changed, Entry::new(rule, was, is).essence(rust_names).keep_name(&b.name.why, setting));
    }
    log.differ(Rule::ParameterMoved, &changed, &part_name(a.location), &part_name(b.location));
    hidden(log, &changed, a.pii, b.pii);
    bounds::compare(log, &changed, (&a.facts.bounds, &a.ty), (&b.facts.bounds, &b.ty));
    outlines::compare(log, &changed, a.facts.json.as_ref(), b.facts.json.as_ref());
    numbers(log, &changed, a.numbered.as_ref(), b.numbered.as_ref());
    log.documentation(&changed, (&a.doc, a.facts.deprecated), (&b.doc, b.facts.deprecated));
}

/// The rule for another type or presence of an input. `rust` is the verdict for its signature.
fn rule(
    matched: &Matched<'_>,
    left: &RequestInput<'_>,
    right: &RequestInput<'_>,
    rust: Verdict,
) -> Option<Rule> {
    let (a, b) = (left.input, right.input);
    let relation = match matched.relation(&a.ty, &b.ty, b.location.encoding()) {
        Relation::Same => outlines::relation_to_text(a.facts.json.as_ref(), b.facts.json.as_ref()),
        other => other,
    };
    let same_inside =
        |old: &Type, new: &Type| matched.relation(old, new, b.location.encoding()) == Relation::Same;
    match (left.required, right.required) {
        (false, true) => return Some(Rule::NowRequired),
        (true, false) => return Some(Rule::NowOptional),
        _ => {}
    }
    // A setter of single inputs and one of a family have different arguments.
    if kind(a) != kind(b) {
        return Some(Rule::ParameterTypeChanged);
    }
    match (&a.ty, &b.ty, relation) {
        (_, _, Relation::Same) => (rust != Verdict::Unchanged).then_some(Rule::RustTypeChanged),
        (old, Type::Nullable(new), Relation::Widened) if same_inside(old, new) => {
            Some(if rust == Verdict::Breaking { Rule::ArgumentNullable } else { Rule::ParameterNullable })
        }
        (Type::Nullable(old), new, Relation::Narrowed) if same_inside(old, new) => {
            Some(Rule::ParameterNotNullable)
        }
        (_, _, Relation::Widened) => Some(Rule::ParameterTypeWidened),
        (_, _, Relation::Narrowed | Relation::Changed) => Some(Rule::ParameterTypeChanged),
    }
}

/// The verdict for the callers that give an input.
fn verdict(
    matched: &Matched<'_>,
    Operations { old, new, aligned }: Operations<'_>,
    left: &RequestInput<'_>,
    right: &RequestInput<'_>,
) -> Verdict {
    if left.required != right.required {
        return Verdict::Breaking;
    }
    let (before, after) = (matched.before.module, &matched.aligned);
    let (a, b) = (left.input, right.input);
    if left.required && (old.arguments.is_some() || new.arguments.is_some()) {
        let (was, is) = (signature::held(before, &a.ty), signature::held(after, &b.ty));
        return compare_signatures(&[was], &[is]);
    }
    let (was, is) = if left.required || kind(a) == kind(b) {
        (signature::argument(before, &a.ty), signature::argument(after, &b.ty))
    } else {
        (signature::input(before, old, a), signature::input(after, aligned, b))
    };
    if was == is {
        Verdict::Unchanged
    } else if is == format!("impl Into<Option<{was}>>") {
        // Every value converts into an `Option` of its type.
        Verdict::Compatible
    } else {
        Verdict::Breaking
    }
}

/// The number of values that a caller gives at once, if the input is a family.
fn kind(input: &Input) -> Option<usize> {
    input.numbered.as_ref().map(|numbered| numbered.after.len())
}

/// Compares the numbers of a family.
fn numbers(log: &mut Log, changed: &ChangedItem, old: Option<&Numbered>, new: Option<&Numbered>) {
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
    log.add(rule, changed, shown(old), shown(new));
}

/// Compares whether `Debug` hides a value.
pub(super) fn hidden(log: &mut Log, changed: &ChangedItem, old: bool, new: bool) {
    let shown =
        |pii: bool| Some(if pii { "personal data or a secret" } else { "not personal data" }.to_owned());
    match (old, new) {
        (false, true) => log.add(Rule::PersonalDataHidden, changed, shown(old), shown(new)),
        (true, false) => log.add(Rule::PersonalDataShown, changed, shown(old), shown(new)),
        _ => {}
    }
}
