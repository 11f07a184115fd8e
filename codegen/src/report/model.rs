//! Compares types: models with their fields, enums with their values, and unions with their variants.

use super::log::{ChangedItem, Entry, Log, compare_signatures};
use super::matching::{self, Matched, Side};
use super::pairs::{self, Pair};
use super::property;
use super::rules::Rule;
use super::setting::Setting;
use super::verdict::{Direction, Subject, Verdict};
use super::wire::Relation;
use crate::emit::signature;
use crate::ir::{
    Construct, Encoding, Name, Origin, TypeDef, TypeId, TypeKind, UnionVariant, Variant, is_of_integers,
};

/// Compares the types of a module.
pub(super) fn compare(log: &mut Log, matched: &Matched<'_>) {
    for (old, new) in matched.types() {
        let old = old.and_then(|id| Seen::new(matched.before, id));
        let new = new.and_then(|id| Seen::new(matched.after, id));
        // A new use of a type does not affect the requests and responses of released clients.
        let direction = old.as_ref().map(|old| old.direction);
        let new = new.map(|new| Seen { direction: direction.unwrap_or(new.direction), ..new });
        match (old, new) {
            (Some(old), Some(new)) => both(log, matched, &old, &new),
            (None, Some(new)) => {
                log.add(Rule::TypeAdded, &new.changed(), None, Some(signature::definition(new.def)));
            }
            (Some(old), None) => {
                log.add(Rule::TypeRemoved, &old.changed(), Some(signature::definition(old.def)), None);
            }
            (None, None) => {}
        }
    }
}

/// A type of one side.
pub(super) struct Seen<'a> {
    pub(super) side: &'a Side<'a>,
    pub(super) id: TypeId,
    pub(super) def: &'a TypeDef,
    direction: Direction,
}

impl<'a> Seen<'a> {
    fn new(side: &'a Side<'a>, id: TypeId) -> Option<Self> {
        let def = side.def(id)?;
        let direction = match (def.sent, side.received.contains(&id)) {
            (true, true) => Direction::Both,
            (true, false) => Direction::Request,
            (false, _) => Direction::Response,
        };
        Some(Self { side, id, def, direction })
    }

    fn changed(&self) -> ChangedItem {
        ChangedItem {
            subject: Subject::Type,
            wire: self.side.name(self.id),
            rust: format!("{}::{}", self.side.module.name, self.def.rust),
            direction: self.direction,
            value: None,
            pointer: self.side.pointer(self.id).to_string(),
        }
    }

    /// The setting that keeps the previous name of the type, or of a part of it.
    pub(super) fn keeps(&self, part: Option<&str>, previous: &str) -> Setting {
        let origin = &self.def.origin;
        let key = part.map_or_else(|| origin.to_string(), |part| format!("{origin}.{part}"));
        Setting::rename(&self.side.module.name, &key, previous)
    }

    /// A part of the type.
    pub(super) fn part(&self, subject: Subject, wire: &str, rust: &str, pointer: String) -> ChangedItem {
        let whole = self.changed();
        let wire = format!("{}.{wire}", whole.wire);
        ChangedItem { subject, wire, rust: format!("{}::{rust}", whole.rust), pointer, ..whole }
    }
}

fn both(log: &mut Log, matched: &Matched<'_>, old: &Seen<'_>, new: &Seen<'_>) {
    let start = log.changes.len();
    let changed = new.changed();
    let (was, is) = (signature::definition(old.def), signature::definition(new.def));
    let is_same_kind = match (&old.def.kind, &new.def.kind) {
        (TypeKind::Model(before), TypeKind::Model(after)) => {
            property::compare(log, matched, (old, new), before, after);
            true
        }
        (TypeKind::Enum(before), TypeKind::Enum(after))
            if is_of_integers(before) == is_of_integers(after) =>
        {
            let found = pairs::by_key(before, after, |value| value.name.wire.clone());
            let found = pairs::by_second_key(found, |value| value.name.rust.clone());
            values(log, new, old, found);
            true
        }
        (
            TypeKind::Union { discriminator: was, variants: before },
            TypeKind::Union { discriminator: is, variants: after },
        ) => {
            let shown = |property: &Option<String>| property.clone().unwrap_or_else(|| "none".to_owned());
            log.differ(Rule::DiscriminatorChanged, &changed, &shown(was), &shown(is));
            for pair in matching::variants((old.side, new.side), before, after) {
                union_variant(log, matched, (old, new), pair);
            }
            true
        }
        _ => false,
    };
    if !is_same_kind {
        let relation = matched.relation_of_definitions(old.def, new.def);
        let entry = Entry::new(Rule::TypeKindChanged, Some(was), Some(is)).essence("");
        return log.push(&changed, entry.relation(relation));
    }
    names(log, old, new, &changed);
    order(log, old, new, &changed);
    let is_model = matches!(new.def.kind, TypeKind::Model(_));
    match (old.def.sent, new.def.sent) {
        (false, true) if is_model => {
            log.push(&changed, Entry::new(Rule::TypeConstructible, None, Some(is)).essence(""));
        }
        (true, false) if is_model => {
            log.push(&changed, Entry::new(Rule::TypeNotConstructible, Some(was), None).essence(""));
        }
        _ => {}
    }
    if old.def.is_closed != new.def.is_closed {
        let rule = if new.def.is_closed { Rule::PropertiesRejected } else { Rule::PropertiesAccepted };
        let shown = |def: &TypeDef| Some(format!("additionalProperties: {}", !def.is_closed));
        log.add(rule, &changed, shown(old.def), shown(new.def));
    }
    if !log.explains_signature_since(start) {
        other_signatures(log, matched, old, new, &changed);
    }
    log.differ(Rule::Documentation, &changed, &old.def.doc.line(), &new.def.doc.line());
}

/// Compares the names of a type in Rust and in the document.
fn names(log: &mut Log, old: &Seen<'_>, new: &Seen<'_>, changed: &ChangedItem) {
    let name = old.side.name(old.id);
    if old.def.rust != new.def.rust {
        let (was, is) = (signature::definition(old.def), signature::definition(new.def));
        let entry = Entry::new(Rule::TypeRenamed, Some(was), Some(is))
            .essence(format!("{} {}", old.def.rust, new.def.rust))
            .renamed_from(&name, &changed.wire);
        let is_component = matches!(new.def.origin, Origin::Component(_));
        let keep = |entry: Entry| entry.keep_name(&new.def.why, new.keeps(None, &old.def.rust));
        log.push(changed, if is_component { keep(entry) } else { entry });
    } else if name != changed.wire {
        log.add(Rule::ComponentRenamed, changed, Some(name), Some(changed.wire.clone()));
    }
}

/// Reports a changed signature that no other rule explains.
fn other_signatures(
    log: &mut Log,
    matched: &Matched<'_>,
    old: &Seen<'_>,
    new: &Seen<'_>,
    changed: &ChangedItem,
) {
    let Some(aligned) = matched.aligned.types.get(new.id.0) else { return };
    let before = signature::type_items(old.side.module, old.def);
    let after = signature::type_items(&matched.aligned, aligned);
    let Some(lost) = before.iter().find(|item| !after.contains(item)) else { return };
    let is = after.iter().find(|item| !before.contains(item));
    let entry = Entry::new(Rule::SignatureChanged, Some(lost.clone()), is.cloned()).essence("");
    log.push(changed, entry);
}

/// Compares the order of the required fields, which are the arguments of `new`.
fn order(log: &mut Log, old: &Seen<'_>, new: &Seen<'_>, changed: &ChangedItem) {
    let needed = |seen: &Seen<'_>| -> Vec<String> {
        let TypeKind::Model(fields) = &seen.def.kind else { return Vec::new() };
        fields.iter().filter(|field| field.is_required()).map(|field| field.name.rust.clone()).collect()
    };
    let (was, is) = (needed(old), needed(new));
    let has_new = |seen: &Seen<'_>| seen.def.construct() == Construct::New;
    let places = is
        .iter()
        .enumerate()
        .filter_map(|(at, name)| was.iter().position(|other| other == name).map(|before| (at, before)));
    if has_new(old) && has_new(new) && pairs::reordered(places) {
        let changed = ChangedItem { rust: format!("{}::new", changed.rust), ..changed.clone() };
        let shown = |names: &[String]| Some(format!("pub fn new({})", names.join(", ")));
        log.add(Rule::ArgumentsReordered, &changed, shown(&was), shown(&is));
    }
}

fn values(log: &mut Log, new: &Seen<'_>, old: &Seen<'_>, pairs: Vec<Pair<'_, Variant>>) {
    let part = |seen: &Seen<'_>, value: &Variant| {
        let Name { wire, rust, .. } = &value.name;
        let part = seen.part(Subject::Value, wire, rust, seen.side.pointer(seen.id).to_string());
        ChangedItem { value: Some(wire.clone()), ..part }
    };
    let shown = |value: &Variant| Some(format!("{} = {:?}", value.name.rust, value.name.wire));
    let is_sent = new.direction != Direction::Response;
    for pair in pairs {
        match pair {
            (None, Some(value)) => {
                let rule = if is_sent { Rule::ValueAddedRequest } else { Rule::ValueAddedResponse };
                log.add(rule, &part(new, value), None, shown(value));
            }
            (Some(value), None) => {
                let rule = if is_sent { Rule::ValueRemovedRequest } else { Rule::ValueRemovedResponse };
                log.add(rule, &part(old, value), shown(value), None);
            }
            (Some(before), Some(after)) if before.name.rust != after.name.rust => {
                let setting = new.keeps(Some(&after.name.wire), &before.name.rust);
                let entry = Entry::new(Rule::ValueRenamed, shown(before), shown(after));
                log.push(&part(new, after), entry.keep_name(&after.name.why, setting));
            }
            (Some(before), Some(after)) if before.name.wire != after.name.wire => {
                log.add(Rule::ValueSpelling, &part(new, after), shown(before), shown(after));
            }
            _ => {}
        }
    }
}

fn union_variant(
    log: &mut Log,
    matched: &Matched<'_>,
    (old, new): (&Seen<'_>, &Seen<'_>),
    pair: Pair<'_, UnionVariant>,
) {
    let part = |seen: &Seen<'_>, variant: &UnionVariant| {
        let name = &variant.rust;
        seen.part(Subject::Value, name, name, seen.side.pointer(seen.id).to_string())
    };
    let shown = |seen: &Seen<'_>, variant: &UnionVariant| {
        let selectors = match variant.selectors.as_slice() {
            [] => String::new(),
            selectors => format!(" = {selectors:?}"),
        };
        Some(format!("{}({}){selectors}", variant.rust, signature::held(seen.side.module, &variant.ty)))
    };
    let rust = |before: &UnionVariant, after: &UnionVariant| {
        let was = signature::held(old.side.module, &before.ty);
        compare_signatures(&[was], &[signature::held(&matched.aligned, &after.ty)])
    };
    let describe = |seen: &Seen<'_>, variant: &UnionVariant| seen.side.describe(&variant.ty);
    match pair {
        (None, Some(variant)) => log.add(Rule::VariantAdded, &part(new, variant), None, shown(new, variant)),
        (Some(variant), None) => {
            log.add(Rule::VariantRemoved, &part(old, variant), shown(old, variant), None);
        }
        (Some(before), Some(after)) => {
            let entry = |rule| Entry::new(rule, shown(old, before), shown(new, after));
            let relation = matched.relation(&before.ty, &after.ty, Encoding::Json);
            let rust = rust(before, after);
            if relation != Relation::Same || rust != Verdict::Unchanged {
                let rule =
                    if relation == Relation::Same { Rule::RustTypeChanged } else { Rule::VariantChanged };
                let essence = format!("{} {}", describe(old, before), describe(new, after));
                log.push(&part(new, after), entry(rule).essence(essence).relation(relation).rust(rust));
            }
            // A renamed type is reported once, not also for the variants that have its name.
            if before.rust != after.rust && !matched.is_renamed(&before.ty, &after.ty) {
                let essence = format!("{} {}", before.rust, after.rust);
                let name = part(old, before).wire;
                let changed = part(new, after);
                log.push(
                    &changed,
                    entry(Rule::VariantRenamed).essence(essence).renamed_from(&name, &changed.wire),
                );
            }
            if before.selectors != after.selectors {
                let essence = format!("{:?} {:?}", before.selectors, after.selectors);
                let entry = entry(Rule::VariantDiscriminatorChanged).essence(essence);
                log.push(&part(new, after), selected(entry, before, after));
            }
        }
        (None, None) => {}
    }
}

/// Sets the effect of other values of the discriminator. As for an enum, a further value is compatible.
fn selected(entry: Entry, before: &UnionVariant, after: &UnionVariant) -> Entry {
    let has_all = |some: &UnionVariant, others: &UnionVariant| {
        others.selectors.iter().all(|selector| some.selectors.contains(selector))
    };
    if has_all(after, before) {
        Entry { wire: Some(Verdict::Compatible), ..entry }
    } else if has_all(before, after) {
        entry.relation(Relation::Narrowed)
    } else {
        entry
    }
}
