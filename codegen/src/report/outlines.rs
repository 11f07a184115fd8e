//! Compares the outlines of schemas: of values that the client passes as any JSON, and of response headers.

use super::log::{ChangedItem, Entry, Log};
use super::rules::Rule;
use super::wire::{Order, Relation};
use crate::ir::{Encoding, Outline, OutlineProperty};

/// Compares the schemas of a value that is any JSON for the client, before and after.
pub(super) fn compare(log: &mut Log, changed: &ChangedItem, old: Option<&Outline>, new: Option<&Outline>) {
    let (Some(old), Some(new)) = (old, new) else { return };
    if old == new {
        return;
    }
    let relation = relation(old, new, Encoding::Json);
    let entry = Entry::new(Rule::JsonSchemaChanged, Some(old.to_string()), Some(new.to_string()));
    log.push(changed, entry.relation(relation));
}

/// How the values that a schema allows changed.
pub(super) fn relation(old: &Outline, new: &Outline, encoding: Encoding) -> Relation {
    let narrowed = !fits(old, new, encoding, Order::BeforeInAfter);
    let widened = !fits(new, old, encoding, Order::AfterInBefore);
    Relation::new(narrowed, widened)
}

/// How the values changed if only one of two strings is written in JSON.
pub(super) fn relation_to_text(old: Option<&Outline>, new: Option<&Outline>) -> Relation {
    match (old, new) {
        (None, Some(new)) if !is_free(new) => Relation::Narrowed,
        (Some(old), None) if !is_free(old) => Relation::Widened,
        _ => Relation::Same,
    }
}

/// Whether a schema allows any values.
fn is_free(outline: &Outline) -> bool {
    match outline {
        Outline::Array(items) => is_free(items),
        other => *other == Outline::Any,
    }
}

/// Whether every value of a schema of one side is a value of a schema of the other side.
fn fits(small: &Outline, great: &Outline, encoding: Encoding, order: Order) -> bool {
    let inside = |small: &Outline, great: &Outline| fits(small, great, encoding, order);
    match (small, great) {
        (_, Outline::Any | Outline::Deep)
        | (Outline::Deep, _)
        | (Outline::Text(_) | Outline::Enum(_), Outline::Text(None))
        | (Outline::Integer(_), Outline::Integer(None) | Outline::Number) => true,
        // A response of any JSON contains no less than an object without documented properties.
        (Outline::Any, Outline::Map(great)) if **great == Outline::Any => order == Order::AfterInBefore,
        (Outline::Nullable(small), Outline::Nullable(great)) => inside(small, great),
        (Outline::Nullable(_), _) => false,
        (small, Outline::Nullable(great)) => inside(small, great),
        (Outline::One(small), great) => small.iter().all(|small| inside(small, great)),
        (small, Outline::One(great)) => great.iter().any(|great| inside(small, great)),
        (small, Outline::All(great)) => great.iter().all(|great| inside(small, great)),
        (Outline::All(small), great) => small.iter().any(|small| inside(small, great)),
        (Outline::Enum(small), Outline::Enum(great)) => {
            let has_all =
                |some: &[String], others: &[String]| others.iter().all(|other| some.contains(other));
            has_all(great, small) || (order == Order::AfterInBefore && has_all(small, great))
        }
        (Outline::Integer(_) | Outline::Number | Outline::Bool, Outline::Text(None)) => {
            encoding == Encoding::Text
        }
        (Outline::Integer(None), Outline::Integer(Some(format))) => format == "int64",
        (Outline::Integer(Some(small)), Outline::Integer(Some(great))) => {
            small == great || (small == "int32" && great == "int64")
        }
        (Outline::Array(small), Outline::Array(great)) | (Outline::Map(small), Outline::Map(great)) => {
            inside(small, great)
        }
        (Outline::Object(properties), Outline::Map(great)) => {
            properties.iter().all(|property| inside(&property.value, great))
        }
        (Outline::Object(small), Outline::Object(great)) => {
            // A property that is gone is no longer read or sent, whether it was required or not.
            let (before, after) = if order == Order::BeforeInAfter { (small, great) } else { (great, small) };
            let is_kept = before.iter().all(|property| named(after, &property.name).is_some());
            is_kept
                && great.iter().all(|great| match named(small, &great.name) {
                    Some(own) => (own.is_required || !great.is_required) && inside(&own.value, &great.value),
                    None => !great.is_required,
                })
        }
        (small, great) => small == great,
    }
}

fn named<'o>(properties: &'o [OutlineProperty], name: &str) -> Option<&'o OutlineProperty> {
    properties.iter().find(|property| property.name == name)
}
