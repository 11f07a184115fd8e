//! Compares types: models with their fields, enums with their values, and unions with their variants.

use super::input;
use super::log::{Log, Thing};
use super::pairs::{self, MatchedTypes, Pair, Side};
use super::rules::Rule;
use super::setting::Setting;
use super::verdict::{Direction, Subject};
use crate::emit::signature;
use crate::ir::{Construct, Field, Origin, Type, TypeDef, TypeId, TypeKind, UnionVariant, Variant};

/// Compares the types of a module.
pub(super) fn compare(log: &mut Log, matched: &MatchedTypes<'_>) {
    for (old, new) in matched.pairs() {
        let old = old.and_then(|id| Some(Seen { side: matched.before, id, def: matched.before.def(id)? }));
        let new = new.and_then(|id| Some(Seen { side: matched.after, id, def: matched.after.def(id)? }));
        match (old, new) {
            (Some(old), Some(new)) => both(log, matched, &old, &new),
            (None, Some(new)) => {
                log.add(Rule::TypeAdded, &new.thing(), None, Some(signature::definition(new.def)));
            }
            (Some(old), None) => {
                log.add(Rule::TypeRemoved, &old.thing(), Some(signature::definition(old.def)), None);
            }
            (None, None) => {}
        }
    }
}

/// A type of one side.
struct Seen<'a> {
    side: &'a Side<'a>,
    id: TypeId,
    def: &'a TypeDef,
}

impl Seen<'_> {
    fn thing(&self) -> Thing {
        let TypeDef { origin, rust, .. } = self.def;
        Thing {
            subject: Subject::Type,
            wire: origin.to_string(),
            rust: format!("{}::{rust}", self.side.module.name),
            direction: self.direction(),
            pointer: self.def.origin.pointer().to_string(),
        }
    }

    fn direction(&self) -> Direction {
        match (self.def.sent, self.side.received.contains(&self.id)) {
            (true, true) => Direction::Both,
            (true, false) => Direction::Request,
            (false, _) => Direction::Response,
        }
    }

    /// The setting that keeps the previous name of the type or of a part of it.
    fn keeps(&self, thing: &Thing, previous: &str) -> Setting {
        Setting::rename(&self.side.module.name, &thing.wire, previous)
    }

    /// A part of the type.
    fn part(&self, subject: Subject, wire: &str, rust: &str, pointer: String) -> Thing {
        let whole = self.thing();
        let wire = format!("{}.{wire}", whole.wire);
        Thing { subject, wire, rust: format!("{}::{rust}", whole.rust), pointer, ..whole }
    }
}

fn both(log: &mut Log, matched: &MatchedTypes<'_>, old: &Seen<'_>, new: &Seen<'_>) {
    let thing = new.thing();
    let (was, is) = (signature::definition(old.def), signature::definition(new.def));
    match (&old.def.kind, &new.def.kind) {
        (TypeKind::Model(before), TypeKind::Model(after)) => {
            let found = pairs::by_key(before, after, |field| field.name.wire.clone());
            let found = pairs::by_second_key(found, |field| field.name.rust.clone());
            fields(log, matched, (old, new), found);
        }
        (TypeKind::Enum(before), TypeKind::Enum(after)) => {
            let found = pairs::by_key(before, after, |value| value.name.wire.clone());
            let found = pairs::by_second_key(found, |value| value.name.rust.clone());
            values(log, new, old, found);
        }
        (
            TypeKind::Union { discriminator: was, variants: before },
            TypeKind::Union { discriminator: is, variants: after },
        ) => {
            let shown = |property: &Option<String>| property.clone().unwrap_or_else(|| "none".to_owned());
            log.differ(Rule::DiscriminatorChanged, &thing, &shown(was), &shown(is));
            for pair in pairs::by_key(before, after, |variant| variant.rust.clone()) {
                union_variant(log, matched, (old, new), pair);
            }
        }
        _ => return log.add(Rule::TypeKindChanged, &thing, Some(was), Some(is)),
    }
    log.differ(Rule::TypeRenamed, &thing, &was, &is);
    if was != is && matches!(new.def.origin, Origin::Component(_)) {
        log.keep_name(&new.def.why, new.keeps(&thing, &old.def.rust));
    }
    order(log, old, new, &thing);
    let is_model = matches!(new.def.kind, TypeKind::Model(_));
    match (old.def.sent, new.def.sent) {
        (false, true) if is_model => log.add(Rule::TypeConstructible, &thing, None, Some(is)),
        (true, false) if is_model => log.add(Rule::TypeNotConstructible, &thing, Some(was), None),
        _ => {}
    }
    log.differ(Rule::Documentation, &thing, &old.def.doc.line(), &new.def.doc.line());
}

/// Compares the order of the required fields, which are the arguments of `new`.
fn order(log: &mut Log, old: &Seen<'_>, new: &Seen<'_>, thing: &Thing) {
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
        let thing = Thing { rust: format!("{}::new", thing.rust), ..thing.clone() };
        let shown = |names: &[String]| Some(format!("pub fn new({})", names.join(", ")));
        log.add(Rule::ArgumentsReordered, &thing, shown(&was), shown(&is));
    }
}

fn fields(
    log: &mut Log,
    matched: &MatchedTypes<'_>,
    (old, new): (&Seen<'_>, &Seen<'_>),
    pairs: Vec<Pair<'_, Field>>,
) {
    let is_closed = old.def.construct() == Construct::Literal;
    let part = |seen: &Seen<'_>, field: &Field| {
        seen.part(Subject::Property, &field.name.wire, &field.name.rust, field.facts.at.to_string())
    };
    for pair in pairs {
        match pair {
            (None, Some(field)) => {
                let rule = match () {
                    () if new.def.sent && field.is_required() => Rule::RequiredPropertyAdded,
                    () if is_closed => Rule::PropertyAddedToClosed,
                    () => Rule::PropertyAdded,
                };
                log.add(rule, &part(new, field), None, Some(signature::field(new.side.module, field)));
            }
            (Some(field), None) => {
                let was = signature::field(old.side.module, field);
                log.add(Rule::PropertyRemoved, &part(old, field), Some(was), None);
            }
            (Some(before), Some(after)) => {
                let was = signature::field(old.side.module, before);
                let is = signature::field(new.side.module, after);
                property(log, matched, &part(new, after), (before, was), (after, is));
            }
            (None, None) => {}
        }
    }
}

fn property(
    log: &mut Log,
    matched: &MatchedTypes<'_>,
    thing: &Thing,
    (old, was): (&Field, String),
    (new, is): (&Field, String),
) {
    let is_sent = thing.direction != Direction::Response;
    let rule = match (&old.ty, &new.ty) {
        _ if is_sent && !old.is_required() && new.is_required() => Some(Rule::PropertyNowRequired),
        _ if is_sent && old.is_required() && !new.is_required() => Some(Rule::PropertyNowOptional),
        (before, after) if matched.same(before, after) => None,
        (before, Type::Nullable(after)) if matched.same(before, after) => Some(Rule::PropertyMayBeAbsent),
        (Type::Nullable(before), after) if matched.same(before, after) => Some(Rule::PropertyNeverAbsent),
        _ => Some(Rule::PropertyTypeChanged),
    };
    if let Some(rule) = rule {
        log.add(rule, thing, Some(was), Some(is));
    } else if old.name.rust != new.name.rust {
        log.add(Rule::PropertyRenamed, thing, Some(was), Some(is));
        let setting = Setting::rename(&matched.after.module.name, &thing.wire, &old.name.rust);
        log.keep_name(&new.name.why, setting);
    } else if old.facts.nullable != new.facts.nullable {
        let shown = |nullable: bool| Some(format!("nullable: {nullable}"));
        let rule = if new.facts.nullable { Rule::PropertyNull } else { Rule::PropertyNotNull };
        log.add(rule, thing, shown(old.facts.nullable), shown(new.facts.nullable));
    }
    log.differ(Rule::PropertySpelling, thing, &old.name.wire, &new.name.wire);
    input::hidden(log, thing, old.pii, new.pii);
    input::bounds(log, thing, &old.facts.bounds, &new.facts.bounds);
    log.documentation(thing, (&old.doc, old.facts.deprecated), (&new.doc, new.facts.deprecated));
}

fn values(log: &mut Log, new: &Seen<'_>, old: &Seen<'_>, pairs: Vec<Pair<'_, Variant>>) {
    let part = |seen: &Seen<'_>, value: &Variant| {
        seen.part(Subject::Value, &value.name.wire, &value.name.rust, seen.def.origin.pointer().to_string())
    };
    let shown = |value: &Variant| Some(format!("{} = {:?}", value.name.rust, value.name.wire));
    let is_sent = new.direction() != Direction::Response;
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
                let thing = part(new, after);
                log.add(Rule::ValueRenamed, &thing, shown(before), shown(after));
                log.keep_name(&after.name.why, new.keeps(&thing, &before.name.rust));
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
    matched: &MatchedTypes<'_>,
    (old, new): (&Seen<'_>, &Seen<'_>),
    pair: Pair<'_, UnionVariant>,
) {
    let part = |seen: &Seen<'_>, variant: &UnionVariant| {
        let name = &variant.rust;
        seen.part(Subject::Value, name, name, seen.def.origin.pointer().to_string())
    };
    let shown = |seen: &Seen<'_>, variant: &UnionVariant| {
        let selectors = match variant.selectors.as_slice() {
            [] => String::new(),
            selectors => format!(" = {selectors:?}"),
        };
        Some(format!("{}({}){selectors}", variant.rust, signature::held(seen.side.module, &variant.ty)))
    };
    match pair {
        (None, Some(variant)) => log.add(Rule::VariantAdded, &part(new, variant), None, shown(new, variant)),
        (Some(variant), None) => {
            log.add(Rule::VariantRemoved, &part(old, variant), shown(old, variant), None);
        }
        (Some(before), Some(after)) if !matched.same(&before.ty, &after.ty) => {
            log.add(Rule::VariantChanged, &part(new, after), shown(old, before), shown(new, after));
        }
        (Some(before), Some(after)) if before.selectors != after.selectors => {
            log.add(
                Rule::VariantDiscriminatorChanged,
                &part(new, after),
                shown(old, before),
                shown(new, after),
            );
        }
        _ => {}
    }
}
