//! From any name of a thing to the others: where it stands in the document, what it is in Rust, why
//! it is so, and which setting would change it.

mod collect;
mod reasons;

use std::collections::BTreeSet;
use std::fmt;

use crate::diagnostic::{Diagnostics, Place, Position};
use crate::invisible::plain;
use crate::nearest::nearest;

pub(crate) use collect::collect;

/// One thing of the documents, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What it is: `operation`, `property`, …
    pub kind: &'static str,
    /// The name in the document, as `codegen.toml` would write it.
    pub wire: String,
    /// The path in Rust, without the crate; none for what is not generated.
    pub rust: Option<String>,
    /// How it reads in Rust.
    pub signature: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// What else there is to say, with a word for each.
    pub facts: Vec<(&'static str, String)>,
    /// The names that it is found by, beside these.
    aliases: Vec<String>,
}

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

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, wire, rust, signature, place, facts, aliases: _ } = self;
        writeln!(f, "{kind} {}", plain(wire))?;
        let mut line = |word: &str, text: &str| writeln!(f, "  {word:<9} {}", plain(text));
        line("rust", rust.as_deref().unwrap_or("not generated"))?;
        if let Some(signature) = signature {
            line("", signature)?;
        }
        let Place { source, pointer, position, .. } = place;
        let position =
            position.map_or_else(String::new, |Position { line, column }| format!(":{line}:{column}"));
        line("document", &format!("{source}{position}"))?;
        if !pointer.is_empty() {
            line("", &format!("#{pointer}"))?;
        }
        for (word, text) in facts {
            line(word, text)?;
        }
        Ok(())
    }
}

/// The things that a query means, by the first of these that finds any: the whole name or path, the
/// end of it, the last word of it, a place inside of the thing.
pub(crate) fn find(things: &[Explanation], query: &str) -> Result<Vec<Explanation>, ExplainError> {
    let query = query.trim().trim_start_matches('#').trim_start_matches("crate::");
    let levels: [fn(&Explanation, &str) -> bool; 3] = [is_whole, is_end, is_last_word];
    for level in levels {
        let found: Vec<Explanation> = things.iter().filter(|thing| level(thing, query)).cloned().collect();
        if !found.is_empty() {
            return Ok(found);
        }
    }
    // Of the things around a place the smallest is meant.
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

/// `Invite.sid` is how many people write `Invite::sid`.
fn dotted(name: &str) -> String {
    name.replace("::", ".")
}

fn is_whole(thing: &Explanation, query: &str) -> bool {
    names(thing).any(|name| dotted(name) == dotted(query))
}

/// `Invites::create` of `chat_v2::Invites::create`, `channel.invite` of a schema's name, and a path
/// that begins with the name of the crate.
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
