//! Finds an item by any of its names, and explains it: its position in the document, its Rust name, the
//! reasons, and the settings that change it.

mod collect;
mod explanation;
mod features;
mod items;
mod reasons;

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostics;
use crate::nearest::nearest;

pub(crate) use collect::collect;
pub use explanation::Explanation;
pub(crate) use features::features;

/// The reason why a query has no result.
#[derive(Clone, Debug)]
pub enum ExplainError {
    /// The OpenAPI documents or the settings contain errors.
    Diagnostics(Diagnostics),
    /// No item has the name.
    UnknownName {
        /// A similar name.
        suggestion: Option<String>,
    },
}

impl From<Diagnostics> for ExplainError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Diagnostics(diagnostics)
    }
}

/// The items that a query matches. Compares the query with the whole name or path, then with its end, then
/// with its last word, then with the positions inside the item. The first comparison with a result counts.
pub(crate) fn find(things: &[Explanation], query: &str) -> Result<Vec<Explanation>, ExplainError> {
    let query = query.trim().trim_start_matches('#').trim_start_matches("crate::");
    let levels: [fn(&Explanation, &str) -> bool; 3] = [is_whole, is_end, is_last_word];
    for level in levels {
        let found: Vec<Explanation> = things.iter().filter(|thing| level(thing, query)).cloned().collect();
        if !found.is_empty() {
            return Ok(found);
        }
    }
    // Several items contain a position. The innermost one is the result.
    let around = || things.iter().filter(|thing| is_inside(thing, query));
    let deepest = around().map(|thing| thing.place.pointer.len()).max();
    if deepest.is_some() {
        return Ok(around().filter(|thing| Some(thing.place.pointer.len()) == deepest).cloned().collect());
    }
    let names: BTreeSet<&str> = things.iter().flat_map(names).collect();
    let words = names.iter().flat_map(|name| [*name, last_word(name)]);
    Err(ExplainError::UnknownName { suggestion: nearest(query, words).map(ToOwned::to_owned) })
}

fn names(thing: &Explanation) -> impl Iterator<Item = &str> {
    let own = [Some(thing.wire.as_str()), thing.rust.as_deref(), Some(thing.place.pointer.as_str())];
    own.into_iter().flatten().chain(thing.aliases.iter().map(String::as_str)).filter(|name| !name.is_empty())
}

/// Accepts `Invite.sid` for `Invite::sid`.
fn dotted(name: &str) -> String {
    name.replace("::", ".")
}

fn is_whole(thing: &Explanation, query: &str) -> bool {
    names(thing).any(|name| dotted(name) == dotted(query))
}

/// Whether a query is the end of a name: `Orders::create` of `shop_v2::Orders::create`, or `shop.order`
/// of a schema's name. A path may also begin with the name of the crate.
fn is_end(thing: &Explanation, query: &str) -> bool {
    let query = dotted(query);
    let ends = |whole: &str, end: &str| whole.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'));
    names(thing).any(|name| {
        let is_rust = name.contains("::");
        let name = dotted(name);
        ends(&name, &query) || (is_rust && ends(&query, &name))
    })
}

fn is_last_word(thing: &Explanation, query: &str) -> bool {
    names(thing).any(|name| last_word(name) == query)
}

fn last_word(name: &str) -> &str {
    if name.starts_with('/') { name } else { name.rsplit(['.', ':']).next().unwrap_or(name) }
}

fn is_inside(thing: &Explanation, query: &str) -> bool {
    let pointer = thing.place.pointer.as_str();
    let rest = query.strip_prefix(pointer).unwrap_or_default();
    !pointer.is_empty() && rest.starts_with('/')
}
