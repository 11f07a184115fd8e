//! Groups operations into resources: one noun, one file.
//!
//! The operationId determines the resource and the verb (`ListUserChannel` → `list` of `user_channel`). If it has
//! no known verb, the first tag is the resource, or a part of the path. The operationId is then the name of the
//! method, without the words of the resource if the rest is unique: `listPets` is `list` of `pets`. Without an
//! operationId, the method and the path determine both.

mod names;
mod path;
mod path_noun;
mod response_kind;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, Operation, PathItem, ReferenceOr};

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::ir::{Method, Reason};
use crate::name;
use crate::path_template::{PathTemplate, placeholders};
use names::{Names, VERBS, names, short_methods};

/// An operation of the document, before it is lowered.
#[derive(Debug)]
pub(crate) struct RawOperation<'a> {
    pub(crate) id: String,
    /// `list`, `create`, `fetch`, …
    pub(crate) verb: String,
    /// The reason for verb and noun.
    pub(crate) why: Reason,
    /// In snake case: `user_channel`.
    pub(crate) noun: String,
    /// The noun as the document spells it, in the singular or in the plural.
    pub(crate) spelled: String,
    pub(crate) method: Method,
    /// The key of the path in the document.
    pub(crate) path: &'a str,
    /// The path as requests contain it.
    pub(crate) template: PathTemplate,
    pub(crate) item: &'a PathItem,
    pub(crate) item_at: At,
    pub(crate) operation: &'a Operation,
    pub(crate) at: At,
}

impl RawOperation<'_> {
    /// The candidate for the name of an inline response type. Many operations share a tag and a part of a path.
    pub(crate) fn response_candidate(&self) -> String {
        match self.why {
            Reason::Tag | Reason::Path => name::join(&name::pascal(&self.id), "Response"),
            _ => name::pascal(&self.noun),
        }
    }
}

/// Groups the operations of a document by noun, in the order list, create, fetch, update, delete, others.
pub(crate) fn group<'a>(
    openapi: &'a OpenAPI,
    diagnostics: &Collector<'_>,
) -> BTreeMap<String, Vec<RawOperation<'a>>> {
    path::check(openapi, diagnostics);
    let paths_at = At::root().key("paths");
    let mut by_noun: BTreeMap<String, Vec<RawOperation<'a>>> = BTreeMap::new();
    for (path, item) in &openapi.paths.paths {
        let item_at = paths_at.key(path);
        let ReferenceOr::Item(item) = item else {
            diagnostics.add(
                Code::PathItemReference,
                &item_at.key("$ref"),
                "this reference leads to no path item of this document",
                "write the path item in place",
            );
            continue;
        };
        for raw in operations(openapi, (path, item), &item_at, diagnostics) {
            by_noun.entry(raw.noun.clone()).or_default().push(raw);
        }
    }
    join_plurals(&mut by_noun);
    for (noun, group) in &mut by_noun {
        shorten(openapi, noun, group);
        group.sort_by_key(|raw| (rank(&raw.verb), raw.id.clone()));
    }
    by_noun
}

/// Paths without operations. Published documents contain some.
pub(crate) fn empty_paths(openapi: &OpenAPI) -> Vec<String> {
    let empty = |item: &ReferenceOr<PathItem>| match item {
        ReferenceOr::Item(item) => item.iter().next().is_none(),
        ReferenceOr::Reference { .. } => false,
    };
    openapi.paths.paths.iter().filter(|(_, item)| empty(item)).map(|(path, _)| path.clone()).collect()
}

/// Joins a plural noun with its singular: `ListUsers` and `FetchUser` belong to one resource.
fn join_plurals(groups: &mut BTreeMap<String, Vec<RawOperation<'_>>>) {
    let nouns: Vec<String> = groups.keys().cloned().collect();
    for noun in nouns {
        let plural = name::plural(&noun);
        if plural == noun {
            continue;
        }
        let Some(raws) = groups.remove(&plural) else { continue };
        let singular = groups.entry(noun.clone()).or_default();
        singular.extend(raws.into_iter().map(|raw| RawOperation { noun: noun.clone(), ..raw }));
    }
}

/// Gives operations a shorter method where it is unique in the resource.
fn shorten(openapi: &OpenAPI, noun: &str, raws: &mut [RawOperation<'_>]) {
    let short = raws.iter().map(|raw| match raw.why {
        Reason::Tag | Reason::Path => short_methods(openapi, raw, noun),
        _ => Vec::new(),
    });
    let short: Vec<Vec<String>> = short.collect();
    let mut users: BTreeMap<String, usize> = BTreeMap::new();
    for (raw, short) in raws.iter().zip(&short) {
        let candidates: BTreeSet<&String> = short.iter().chain([&raw.verb]).collect();
        for verb in candidates {
            *users.entry(verb.clone()).or_default() += 1;
        }
    }
    for (raw, short) in raws.iter_mut().zip(short) {
        let unique = short.into_iter().find(|short| users.get(short) == Some(&1));
        if let Some(short) = unique {
            raw.verb = short;
        }
    }
}

/// The name of the method that returns the handle of a resource. A noun of operationIds becomes plural, because they
/// contain the noun of one instance. Tags and paths keep their form.
pub(crate) fn accessor(noun: &str, raws: &[RawOperation<'_>]) -> String {
    let is_of_ids = raws.iter().any(|raw| matches!(raw.why, Reason::Verb(_)));
    let spelled = raws.first().map_or(noun, |raw| raw.spelled.as_str());
    if is_of_ids || raws.iter().any(|raw| raw.spelled != spelled) {
        name::plural(noun)
    } else {
        spelled.to_owned()
    }
}

fn rank(verb: &str) -> usize {
    VERBS.iter().position(|(_, known)| *known == verb).unwrap_or(VERBS.len())
}

fn operations<'a>(
    openapi: &OpenAPI,
    (path, item): (&'a str, &'a PathItem),
    item_at: &At,
    diagnostics: &Collector<'_>,
) -> Vec<RawOperation<'a>> {
    let PathItem {
        summary: _, // the description is more detailed
        description: _,
        get,
        put,
        post,
        delete,
        options,
        head,
        patch,
        trace,
        servers: _, // see `module`
        parameters: _,
        extensions: _, // for a command line
    } = item;
    for (method, operation) in [("options", options), ("trace", trace)] {
        if operation.is_some() {
            diagnostics.add(
                Code::UnsupportedMethod,
                &item_at.key(method),
                format!("the client has no operation for the method `{method}`"),
                "remove the operation, or allow `unsupported-method` in the settings",
            );
        }
    }
    let methods = [
        (Method::Get, "get", get),
        (Method::Put, "put", put),
        (Method::Post, "post", post),
        (Method::Delete, "delete", delete),
        (Method::Head, "head", head),
        (Method::Patch, "patch", patch),
    ];
    let found =
        methods.into_iter().filter_map(|(method, name, operation)| Some((method, name, operation.as_ref()?)));
    let raws = found.map(|(method, key, operation)| {
        let Names { id, verb, noun, why } = names(openapi, (path, item), key, operation);
        RawOperation {
            id,
            verb,
            spelled: noun.clone(),
            noun,
            why,
            method,
            path,
            template: PathTemplate::parse(path),
            item,
            item_at: item_at.clone(),
            operation,
            at: item_at.key(key),
        }
    });
    raws.collect()
}

/// The number of path values that a handle stores: those that the paths of all its operations begin with.
/// The last placeholder of an instance's path does not count.
pub(crate) fn parents<'p>(paths: impl IntoIterator<Item = &'p str>) -> usize {
    let own = |path: &'p str| {
        let mut names = placeholders(path);
        if path.trim_end_matches(".json").ends_with('}') {
            names.pop();
        }
        names
    };
    let mut common: Option<Vec<&str>> = None;
    for path in paths {
        let names = own(path);
        common = Some(match common {
            None => names,
            Some(common) => {
                common.into_iter().zip(names).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
            }
        });
    }
    common.map_or(0, |common| common.len())
}

#[cfg(test)]
mod tests {
    use super::{parents, placeholders};

    #[test]
    fn parents_of_paths() {
        let table: &[(&[&str], usize)] = &[
            (&["/v1/Channels", "/v1/Channels/{Sid}"], 0),
            (&["/S/{ServiceSid}/C/{ChannelSid}/I", "/S/{ServiceSid}/C/{ChannelSid}/I/{Sid}"], 2),
            (&["/S/{ServiceSid}/C/{Sid}"], 1),
            (&["/Calls/{CallSid}/Summary"], 1),
            (&["/A/{Sid}.json", "/A.json"], 0),
            (&["/A/{X}/B", "/B"], 0),
        ];
        for (paths, count) in table {
            assert_eq!(parents(paths.iter().copied()), *count, "{paths:?}");
        }
        assert_eq!(placeholders("/a/{B}/c/{D}.json"), ["B", "D"]);
    }
}
