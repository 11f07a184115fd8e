//! Detects paged lists from the structure of their response.
//!
//! A page is an object with exactly one array, and with the keys of a style in the table
//! `ir::page_style`. The operation takes the query parameters of the style.

use openapiv3::{ReferenceOr, Schema};

use crate::document::place::At;
use crate::ir::page_style::{Continuation, Envelope, EnvelopeKey, META, Names, PageSize, PageStyle};
use crate::ir::{Method, Output, Type};
use crate::lower::document::shape::{Node, Shape, view};
use crate::lower::operation::inputs::Inputs;
use crate::lower::resource::RawOperation;
use crate::lower::schema::all_of::{Object, Property, object};
use crate::lower::schema::types::{Context, Types, bare};
use crate::name;

/// The output of a paged list, or `None` if the response is not a page.
pub(crate) fn detect<'a>(
    raw: &RawOperation<'a>,
    schema: &'a ReferenceOr<Schema>,
    inputs: &Inputs,
    context: &Context<'_>,
    types: &mut Types<'a>,
) -> Option<Output> {
    if raw.method != Method::Get {
        return None;
    }
    let envelope = object(schema.into(), context.at, &types.reader)?;
    let meta = envelope.properties.iter().find(|property| property.wire == META);
    let meta = meta.and_then(|meta| object(meta.node, &meta.at, &types.reader));
    let (next, page_size) = continuation(&envelope, meta.as_ref(), inputs, types)?;
    let mut arrays = envelope.properties.iter().filter(|property| is_array(property.node, types));
    let (Some(array), None) = (arrays.next(), arrays.next()) else { return None };
    let inner = Context { at: &array.at, candidate: name::pascal(&raw.noun), ..context.clone() };
    let Type::List(item) = bare(&types.lower(array.node, &inner)).clone() else { return None };
    let beside = |property: &&Property<'_>| property.wire != META && property.wire != array.wire;
    let envelope = Envelope {
        beside: keys(envelope.properties.iter().filter(beside), types),
        meta: keys(meta.iter().flat_map(|meta| &meta.properties), types),
    };
    Some(Output::Page { key: array.wire.to_owned(), item: *item, page_size, next, envelope })
}

/// The keys of some properties.
fn keys<'o, 'a: 'o>(
    properties: impl Iterator<Item = &'o Property<'a>>,
    types: &Types<'a>,
) -> Vec<EnvelopeKey> {
    let key = |property: &Property<'a>| {
        let resolved = types.reader.resolve(property.node, &At::root());
        let nullable = resolved.is_some_and(|resolved| view(resolved.schema).nullable);
        EnvelopeKey { name: property.wire.to_owned(), nullable }
    };
    properties.map(key).collect()
}

/// How the next page is requested: in the first style that the response and the operation have.
fn continuation<'a>(
    envelope: &Object<'a>,
    meta: Option<&Object<'a>>,
    inputs: &Inputs,
    types: &Types<'a>,
) -> Option<(Continuation, Option<PageSize>)> {
    let keys = || envelope.properties.iter().chain(meta.into_iter().flat_map(|meta| &meta.properties));
    let has_key = |names: Names| match names {
        Names::Any(names) => keys().any(|key| names.contains(&key.wire)),
        Names::Integers(names) => keys().any(|key| names.contains(&key.wire) && is_integer(key.node, types)),
    };
    let parameter = |names: Names| match names {
        Names::Any(names) => names.iter().find(|name| inputs.takes(name)).copied(),
        Names::Integers(names) => names.iter().find(|name| inputs.integers.contains_key(**name)).copied(),
    };
    PageStyle::ALL.iter().find_map(|style| {
        let row = style.row();
        if !has_key(row.keys) {
            return None;
        }
        let parameter = match row.parameter {
            Some(names) => Some(parameter(names)?.to_owned()),
            None => None,
        };
        let page_size = page_size(row.size_parameters, inputs);
        if row.needs_size && page_size.is_none() {
            return None;
        }
        Some((Continuation { style: *style, parameter }, page_size))
    })
}

/// The maximum page size of Twilio's lists, for parameters without `maximum`.
const MAX_PAGE_SIZE: i64 = 1000;

/// The query parameter for the page size, and its maximum.
fn page_size(names: &[&str], inputs: &Inputs) -> Option<PageSize> {
    names.iter().find_map(|name| {
        let maximum = inputs.integers.get(*name)?.unwrap_or(MAX_PAGE_SIZE);
        let max = u32::try_from(maximum).ok().filter(|max| *max > 0)?;
        Some(PageSize { parameter: (*name).to_owned(), max })
    })
}

fn is_integer<'a>(node: Node<'a>, types: &Types<'a>) -> bool {
    let resolved = types.reader.resolve(node, &At::root());
    resolved.is_some_and(|resolved| matches!(view(resolved.schema).shape, Shape::Integer { .. }))
}

fn is_array<'a>(node: Node<'a>, types: &Types<'a>) -> bool {
    let resolved = types.reader.resolve(node, &At::root());
    resolved.is_some_and(|resolved| matches!(view(resolved.schema).shape, Shape::Array(_)))
}
