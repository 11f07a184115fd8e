//! Detects paged lists from the structure of their response.
//!
//! A page is an object with exactly one array beside a way to the next page:
//!
//! - `meta.next_page_url`, or the 2010 API's `next_page_uri`: a URL;
//! - `next_token` (in `meta` or beside the array), if the operation has a parameter for a token;
//! - `has_next`, if the operation has a parameter for the number of a page.

use openapiv3::{ReferenceOr, Schema};

use self::page_keys::{HAS_NEXT, META, NEXT_LINKS, NEXT_TOKENS};
use crate::document::place::At;
use crate::ir::{Location, Method, Next, Output, Type};
use crate::lower::document::shape::{Node, Shape, view};
use crate::lower::operation::inputs::Inputs;
use crate::lower::resource::Raw;
use crate::lower::schema::all_of::{Object, object};
use crate::lower::schema::types::{Context, Types, bare};
use crate::name;

/// The keys that the client reads in a response, so that a detected list is one that it continues.
#[path = "../../../runtime/src/list/page_keys.rs"]
mod page_keys;

const TOKEN_PARAMETERS: &[&str] = &["PageToken", "Token", "NextToken", "pageToken", "page_token", "token"];
const NUMBER_PARAMETERS: &[&str] = &["Page", "page"];
/// The parameters for the number of items per page, the preferred one first.
pub(crate) const SIZE_PARAMETERS: &[&str] = &["PageSize", "Size", "pageSize", "page_size"];

/// The output of a paged list, or `None` if the response is not a page.
pub(crate) fn detect<'a>(
    raw: &Raw<'a>,
    schema: &'a ReferenceOr<Schema>,
    inputs: &Inputs,
    context: &Context<'_>,
    types: &mut Types<'a>,
) -> Option<Output> {
    if raw.method != Method::Get {
        return None;
    }
    let envelope = object(schema.into(), context.at, &types.reader)?;
    let next = next(&envelope, inputs, types)?;
    let mut arrays = envelope.properties.iter().filter(|property| is_array(property.node, types));
    let (Some(array), None) = (arrays.next(), arrays.next()) else { return None };
    let inner = Context { at: &array.at, candidate: name::pascal(&raw.noun), ..context.clone() };
    let Type::List(item) = bare(&types.lower(array.node, &inner)).clone() else { return None };
    let max_page_size = inputs.page_size.as_ref().map(|(_, max)| *max);
    Some(Output::Page { key: array.wire.to_owned(), item: *item, max_page_size, next })
}

fn next<'a>(envelope: &Object<'a>, inputs: &Inputs, types: &Types<'a>) -> Option<Next> {
    let meta = envelope.properties.iter().find(|property| property.wire == META);
    let meta = meta.and_then(|meta| object(meta.node, &meta.at, &types.reader));
    let has_key = |names: &[&str]| {
        let all = envelope.properties.iter().chain(meta.iter().flat_map(|meta| &meta.properties));
        all.into_iter().any(|property| names.contains(&property.wire))
    };
    let takes = |names: &[&str]| {
        let query = |name: &&&str| {
            let all = inputs.optional.iter().chain(&inputs.required);
            all.into_iter().any(|input| input.location == Location::Query && input.name.wire == **name)
        };
        names.iter().find(query).map(|name| (*name).to_owned())
    };
    if has_key(NEXT_LINKS) {
        return Some(Next::Link);
    }
    if has_key(NEXT_TOKENS)
        && let Some(parameter) = takes(TOKEN_PARAMETERS)
    {
        let size = inputs.page_size.as_ref().map(|(name, _)| name.clone());
        return Some(Next::Token { parameter, size });
    }
    let number = has_key(HAS_NEXT).then(|| takes(NUMBER_PARAMETERS)).flatten();
    number.map(|parameter| Next::Number { parameter })
}

fn is_array<'a>(node: Node<'a>, types: &Types<'a>) -> bool {
    let resolved = types.reader.resolve(node, &At::root());
    resolved.is_some_and(|resolved| matches!(view(resolved.schema).shape, Shape::Array(_)))
}
