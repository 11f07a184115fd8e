//! Groups operations into resources: one noun, one file.
//!
//! The operationId determines the resource and the verb (`ListUserChannel` → `list` of `user_channel`). An
//! operationId without a known verb is the method name itself, and the tag is the resource. Without an
//! operationId, the method and the path determine both.

mod path;

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, Operation, PathItem, ReferenceOr};

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::ir::{Method, Reason};
use crate::name;
use crate::operation_id::{is_name, operation_id};
use crate::path_template::{PathTemplate, placeholders};

/// An operation of the document, before it is lowered.
#[derive(Debug)]
pub(crate) struct Raw<'a> {
    pub(crate) id: String,
    /// `list`, `create`, `fetch`, …
    pub(crate) verb: String,
    /// The reason for verb and noun.
    pub(crate) why: Reason,
    /// In snake case: `user_channel`.
    pub(crate) noun: String,
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

impl Raw<'_> {
    /// The candidate for the name of an inline response type. If the verb is the whole operationId, the noun
    /// is a tag, which many operations share.
    pub(crate) fn response_candidate(&self) -> String {
        let is_by_tag = self.operation.operation_id.is_some() && self.verb == name::snake(&self.id);
        if is_by_tag { name::join(&name::pascal(&self.id), "Response") } else { name::pascal(&self.noun) }
    }
}

const VERBS: &[(&str, &str)] = &[
    ("List", "list"),
    ("Create", "create"),
    ("Fetch", "fetch"),
    ("Update", "update"),
    ("Delete", "delete"),
    ("Patch", "patch"),
];

/// Groups the operations of a document by noun, in the order list, create, fetch, update, delete, others.
pub(crate) fn group<'a>(openapi: &'a OpenAPI, diagnostics: &Collector<'_>) -> BTreeMap<String, Vec<Raw<'a>>> {
    path::check(openapi, diagnostics);
    let paths_at = At::root().key("paths");
    let mut ids: BTreeMap<String, At> = BTreeMap::new();
    let mut by_noun: BTreeMap<String, Vec<Raw<'a>>> = BTreeMap::new();
    for (path, item) in &openapi.paths.paths {
        let item_at = paths_at.key(path);
        let ReferenceOr::Item(item) = item else {
            diagnostics.add(
                Code::PathItemReference,
                &item_at.key("$ref"),
                "a reference to a path item is not supported",
                "write the path item in place",
            );
            continue;
        };
        for raw in operations(path, item, &item_at, diagnostics) {
            let first = ids.entry(raw.id.clone()).or_insert_with(|| raw.at.clone()).clone();
            if first.pointer() != raw.at.pointer() {
                let message = format!("duplicate operationId `{}`", raw.id);
                let first = first.key("operationId");
                let other = (&first, "first used here");
                let at = raw.at.key("operationId");
                diagnostics.add_with(
                    Code::DuplicateOperationId,
                    &at,
                    message,
                    "rename one of the two",
                    other,
                );
            }
            by_noun.entry(raw.noun.clone()).or_default().push(raw);
        }
    }
    join_plurals(&mut by_noun);
    for group in by_noun.values_mut() {
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
fn join_plurals(groups: &mut BTreeMap<String, Vec<Raw<'_>>>) {
    let nouns: Vec<String> = groups.keys().cloned().collect();
    for noun in nouns {
        let plural = name::plural(&noun);
        if plural == noun {
            continue;
        }
        let Some(raws) = groups.remove(&plural) else { continue };
        let singular = groups.entry(noun.clone()).or_default();
        singular.extend(raws.into_iter().map(|raw| Raw { noun: noun.clone(), ..raw }));
    }
}

fn rank(verb: &str) -> usize {
    VERBS.iter().position(|(_, known)| *known == verb).unwrap_or(VERBS.len())
}

fn operations<'a>(
    path: &'a str,
    item: &'a PathItem,
    item_at: &At,
    diagnostics: &Collector<'_>,
) -> Vec<Raw<'a>> {
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
        let (id, verb, noun, why) = names(path, key, operation);
        Raw {
            id,
            verb,
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

/// The operation's id, verb and noun, and the reason for them.
fn names(path: &str, method: &str, operation: &Operation) -> (String, String, String, Reason) {
    let Some(id) = operation.operation_id.clone().filter(|id| is_name(id)) else {
        let literals: Vec<&str> = path.split('/').filter(|part| !part.starts_with('{')).collect();
        let noun = name::noun(&literals.join("_"));
        let last = if path.ends_with('}') { "_one" } else { "" };
        return (
            operation_id(None, method, path),
            format!("{method}{last}"),
            nonempty(noun),
            Reason::MethodAndPath,
        );
    };
    for (prefix, verb) in VERBS {
        if let Some(noun) =
            id.strip_prefix(prefix).filter(|noun| noun.starts_with(|c: char| c.is_ascii_uppercase()))
        {
            let noun = name::noun(noun);
            return (id, (*verb).to_owned(), noun, Reason::Verb(prefix));
        }
    }
    let tag = operation.tags.first().map_or("", String::as_str);
    let verb = name::snake(&id);
    (id, verb, nonempty(name::noun(tag)), Reason::Tag)
}

fn nonempty(noun: String) -> String {
    if noun.is_empty() { "operation".to_owned() } else { noun }
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
