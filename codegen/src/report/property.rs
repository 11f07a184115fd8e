//! Compares the properties of models.

use super::bounds;
use super::input::hidden;
use super::log::{ChangedItem, Entry, Log, compare_signatures};
use super::matching::Matched;
use super::model::Seen;
use super::outlines;
use super::pairs;
use super::rules::Rule;
use super::verdict::{Direction, Subject, Verdict};
use super::wire::{Relation, bare};
use crate::emit::signature;
use crate::ir::{Access, Construct, Encoding, Field, FieldRole, Type};

/// A property before and after.
#[derive(Clone, Copy)]
struct Property<'f> {
    old: &'f Field,
    new: &'f Field,
    /// The verdict for the field and its setter.
    rust: Verdict,
}

/// Compares the fields of a model.
pub(super) fn compare(
    log: &mut Log,
    matched: &Matched<'_>,
    (old, new): (&Seen<'_>, &Seen<'_>),
    before: &[Field],
    after: &[Field],
) {
    let found = pairs::by_key(before, after, |field| field.name.wire.clone());
    let found = pairs::by_second_key(found, |field| field.name.rust.clone());
    let place = |fields: &[Field], field: &Field| fields.iter().position(|other| std::ptr::eq(other, field));
    let found = pairs::renamed(found, |left, right| {
        let same_place = before.len() == after.len() && place(before, left) == place(after, right);
        let describe = (old.side.describe(&left.ty), new.side.describe(&right.ty));
        left.is_required() == right.is_required()
            && left.access == right.access
            && describe.0 == describe.1
            && left.facts.bounds == right.facts.bounds
            && pairs::is_renaming((&left.name.wire, &left.doc), (&right.name.wire, &right.doc), same_place)
    });
    let is_closed = old.def.construct() == Construct::Literal;
    let part = |seen: &Seen<'_>, field: &Field| {
        seen.part(Subject::Property, &field.name.wire, &field.name.rust, field.facts.at.to_string())
    };
    for pair in found {
        match pair {
            (None, Some(field)) => {
                let rule = match () {
                    () if new.def.sent && field.is_required() => Rule::RequiredPropertyAdded,
                    () if is_closed => Rule::PropertyAddedToClosed,
                    () => Rule::PropertyAdded,
                };
                let entry = Entry::new(rule, None, Some(signature::field(new.side.module, new.def, field)));
                log.push(&part(new, field), entry.essence(new.side.describe(bare(&field.ty))));
            }
            (Some(field), None) => {
                let entry = Entry::new(
                    Rule::PropertyRemoved,
                    Some(signature::field(old.side.module, old.def, field)),
                    None,
                );
                let entry = entry.essence(old.side.describe(bare(&field.ty)));
                let is_additional = field.role == FieldRole::Additional;
                // The server accepts additional properties as before, but no longer promises their type.
                let entry = if is_additional { entry.relation(Relation::Widened) } else { entry };
                log.push(&part(old, field), entry);
            }
            (Some(before), Some(after)) => {
                both(log, matched, (old, new), &part(new, after), (before, after));
            }
            (None, None) => {}
        }
    }
}

fn both(
    log: &mut Log,
    matched: &Matched<'_>,
    (seen, new_seen): (&Seen<'_>, &Seen<'_>),
    changed: &ChangedItem,
    (old, new): (&Field, &Field),
) {
    let rust = signatures(matched, (seen, new_seen), (old, new));
    let (was, is) = (
        signature::field(seen.side.module, seen.def, old),
        signature::field(new_seen.side.module, new_seen.def, new),
    );
    let entry = |rule| Entry::new(rule, Some(was.clone()), Some(is.clone()));
    let start = log.changes.len();
    let rule = match matched.relation(bare(&old.ty), bare(&new.ty), Encoding::Json) {
        Relation::Same => None,
        Relation::Narrowed => Some(Rule::PropertyTypeNarrowed),
        Relation::Widened => Some(Rule::PropertyTypeWidened),
        Relation::Changed => Some(Rule::PropertyTypeChanged),
    };
    if let Some(rule) = rule {
        let (was, is) = (seen.side.describe(bare(&old.ty)), new_seen.side.describe(bare(&new.ty)));
        log.push(changed, entry(rule).essence(format!("{was} → {is}")).rust(rust));
    }
    // The entry of the type already states that the field has another type.
    let rust_of_presence = match rule {
        Some(_) if is_option(old) == is_option(new) => Verdict::Unchanged,
        _ => rust,
    };
    let property = Property { old, new, rust: rust_of_presence };
    if old.access != new.access {
        access(log, changed, property);
    } else if let Some(rule) = presence(changed, property) {
        let is_argument = matches!(rule, Rule::PropertyNowRequired | Rule::PropertyNowOptional);
        let entry = entry(rule).essence("");
        log.push(changed, if is_argument { entry } else { entry.rust(rust_of_presence) });
    } else if old.facts.nullable != new.facts.nullable && old.is_required() == new.is_required() {
        let shown = |nullable: bool| Some(format!("nullable: {nullable}"));
        let rule = if new.facts.nullable { Rule::PropertyNull } else { Rule::PropertyNotNull };
        let entry = Entry::new(rule, shown(old.facts.nullable), shown(new.facts.nullable));
        let entry = match rust_of_presence {
            // The essence remains, so that the fingerprint does not depend on the reason for the other signature.
            Verdict::Breaking => Entry { before: Some(was.clone()), after: Some(is.clone()), ..entry },
            _ => entry,
        };
        log.push(changed, entry.rust(rust_of_presence));
    }
    if rust == Verdict::Breaking && !log.explains_signature_since(start) {
        log.push(changed, entry(Rule::RustTypeChanged).essence(""));
    }
    names(log, (seen, new_seen), changed, (old, new), entry(Rule::PropertyRenamed));
    hidden(log, changed, old.pii, new.pii);
    outlines::compare(log, changed, old.facts.json.as_ref(), new.facts.json.as_ref());
    bounds::compare(log, changed, (&old.facts.bounds, &old.ty), (&new.facts.bounds, &new.ty));
    log.documentation(changed, (&old.doc, old.facts.deprecated), (&new.doc, new.facts.deprecated));
}

/// The verdict for a field and its setter.
fn signatures(
    matched: &Matched<'_>,
    (seen, new_seen): (&Seen<'_>, &Seen<'_>),
    (old, new): (&Field, &Field),
) -> Verdict {
    let mut renamed = new.clone();
    renamed.name.rust.clone_from(&old.name.rust);
    let aligned = matched.aligned.types.get(new_seen.id.0).unwrap_or(new_seen.def);
    let before = signature::field_items(seen.side.module, seen.def, old);
    let after = signature::field_items(&matched.aligned, aligned, &renamed);
    if seen.def.construct() == new_seen.def.construct() {
        return compare_signatures(&before, &after);
    }
    // Whether callers can construct the type is another change.
    let field = |items: &[String]| items.first().cloned();
    compare_signatures(field(&before).as_slice(), field(&after).as_slice())
}

/// Whether the field of a property is an `Option`.
fn is_option(field: &Field) -> bool {
    matches!(field.ty, Type::Nullable(_))
}

/// Compares the names of a property in Rust and in JSON.
fn names(
    log: &mut Log,
    (seen, new_seen): (&Seen<'_>, &Seen<'_>),
    changed: &ChangedItem,
    (old, new): (&Field, &Field),
    entry: Entry,
) {
    let is_renamed = old.name.rust != new.name.rust;
    let setting = || new_seen.keeps(Some(&new.name.wire), &old.name.rust);
    if old.name.wire != new.name.wire {
        let name = format!("{}.{}", seen.side.name(seen.id), old.name.wire);
        let rust = if is_renamed { Verdict::Breaking } else { Verdict::Unchanged };
        let entry = Entry { rule: Rule::PropertySpelling, ..entry };
        let essence = format!("{} {} {}", new.name.wire, old.name.rust, new.name.rust);
        let entry = entry.essence(essence).rust(rust).renamed_from(&name, &changed.wire);
        log.push(changed, if is_renamed { entry.keep_name(&new.name.why, setting()) } else { entry });
    } else if is_renamed {
        let entry = entry.essence(format!("{} {}", old.name.rust, new.name.rust));
        log.push(changed, entry.keep_name(&new.name.why, setting()));
    }
}

/// The rule for a property that must now be there or may be absent.
fn presence(changed: &ChangedItem, Property { old, new, .. }: Property<'_>) -> Option<Rule> {
    let is_sent = changed.direction != Direction::Response;
    match (old.is_required(), new.is_required()) {
        (false, true) if is_sent => Some(Rule::PropertyNowRequired),
        (true, false) if is_sent => Some(Rule::PropertyNowOptional),
        (false, true) => Some(Rule::PropertyNeverAbsent),
        (true, false) => Some(Rule::PropertyMayBeAbsent),
        (true, true) => match (old.facts.nullable, new.facts.nullable) {
            (false, true) if changed.direction == Direction::Request => Some(Rule::ArgumentNullable),
            (false, true) => Some(Rule::PropertyMayBeAbsent),
            (true, false) if !is_sent => Some(Rule::PropertyNeverAbsent),
            _ => None,
        },
        (false, false) => None,
    }
}

/// Compares the directions in which a property is sent.
fn access(log: &mut Log, changed: &ChangedItem, Property { old, new, rust }: Property<'_>) {
    let shown = |access: Access| {
        Some(match access {
            Access::ReadWrite => "in both directions".to_owned(),
            Access::ReadOnly => "readOnly: true".to_owned(),
            Access::WriteOnly => "writeOnly: true".to_owned(),
        })
    };
    let direction = changed.direction;
    let rule = match new.access {
        Access::ReadOnly if direction.includes(Direction::Request) => Rule::PropertyReadOnly,
        Access::WriteOnly if direction.includes(Direction::Response) => Rule::PropertyWriteOnly,
        _ => Rule::PropertyBothWays,
    };
    log.push(changed, Entry::new(rule, shown(old.access), shown(new.access)).rust(rust));
}
