//! Which lists come in pages, told from the structure of the envelope.

use openapiv3::{ReferenceOr, Schema};

use super::resource::Raw;
use super::shape::{Properties, Shape, view};
use super::types::{Context, Types, bare};
use crate::ir::{Output, Type};
use crate::name;

/// Twilio's two published envelopes: one array beside `meta` with a `next_page_url`, or one array
/// beside a `next_page_uri`.
pub(crate) fn detect<'a>(
    raw: &Raw<'a>,
    schema: &'a ReferenceOr<Schema>,
    max_page_size: Option<u32>,
    context: &Context<'_>,
    types: &mut Types<'a>,
) -> Option<Output> {
    if raw.verb != "list" {
        return None;
    }
    let (_, item) = types.resolve(schema, context.at)?;
    let Shape::Object { properties, .. } = view(item).shape else { return None };
    if !has_next_link(properties) {
        return None;
    }
    let arrays: Vec<&String> =
        properties.iter().filter(|(_, schema)| is_array(schema)).map(|(key, _)| key).collect();
    let [key] = arrays[..] else { return None };
    let at = context.at.key("properties").key(key);
    let inner = Context { at: &at, wish: name::pascal(&raw.noun), ..context.clone() };
    let Type::List(item) = bare(&types.lower_property(properties, key, &inner)).clone() else { return None };
    Some(Output::Page { key: key.clone(), item: bare(&item).clone(), max_page_size })
}

fn has_next_link(properties: &Properties) -> bool {
    if properties.contains_key("next_page_uri") {
        return true;
    }
    let Some(ReferenceOr::Item(meta)) = properties.get("meta") else { return false };
    matches!(view(meta).shape, Shape::Object { properties, .. } if properties.contains_key("next_page_url"))
}

fn is_array(schema: &ReferenceOr<Box<Schema>>) -> bool {
    matches!(schema, ReferenceOr::Item(item) if matches!(view(item).shape, Shape::Array(_)))
}
