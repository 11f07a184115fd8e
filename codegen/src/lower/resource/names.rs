//! The resource and the method of an operation.

use openapiv3::{OpenAPI, Operation, PathItem};

use super::RawOperation;
use super::path_noun::{self, PathWords};
use super::response_kind::{ResponseKind, response_kind};
use crate::ir::Reason;
use crate::name;
use crate::operation_id::{is_name, operation_id};

/// The id, the method and the resource of an operation.
pub(super) struct Names {
    pub(super) id: String,
    pub(super) verb: String,
    pub(super) noun: String,
    pub(super) why: Reason,
}

/// The verbs of operationIds, and the methods of each, in the order of the methods of a handle.
pub(super) const VERBS: &[(&str, &str)] = &[
    ("List", "list"),
    ("Create", "create"),
    ("Fetch", "fetch"),
    ("Update", "update"),
    ("Delete", "delete"),
    ("Patch", "patch"),
];

/// The noun of an operation without a tag, whose path names no resource.
const NO_RESOURCE: &str = "operation";

pub(super) fn names(
    openapi: &OpenAPI,
    (path, item): (&str, &PathItem),
    method: &str,
    operation: &Operation,
) -> Names {
    let Some(id) = operation.operation_id.clone().filter(|id| is_name(id)) else {
        return Names {
            id: operation_id(None, method, path),
            verb: by_method(openapi, (path, item), method, operation),
            noun: path_noun::whole(path).unwrap_or_else(|| NO_RESOURCE.to_owned()),
            why: Reason::MethodAndPath,
        };
    };
    let is_made_of_path =
        is_method_and_path(&id, method, path) && PathWords::of(path).end_is_in(&name::words(&id));
    for (prefix, verb) in VERBS.iter().filter(|_| !is_made_of_path) {
        if let Some(noun) = id.strip_prefix(prefix).filter(|noun| noun.starts_with(name::is_upper)) {
            let noun = name::noun(noun);
            return Names { id, verb: (*verb).to_owned(), noun, why: Reason::Verb(prefix) };
        }
    }
    let verb = name::snake(&id);
    let tag = operation.tags.first().map(|tag| name::noun(tag)).filter(|noun| !noun.is_empty());
    let (noun, why) = match tag {
        Some(noun) => (noun, Reason::Tag),
        None => (path_noun::of_operation(path, &id).unwrap_or_else(|| NO_RESOURCE.to_owned()), Reason::Path),
    };
    Names { id, verb, noun, why }
}

/// The method of an operation without an operationId. A path that ends with a placeholder is the path of an
/// instance. `POST` of an instance that also has `PUT` or `PATCH` creates it.
fn by_method(
    openapi: &OpenAPI,
    (path, item): (&str, &PathItem),
    method: &str,
    operation: &Operation,
) -> String {
    let words = PathWords::of(path);
    let is_plural = words.last_literal().is_some_and(name::is_plural);
    let verb = match method {
        "get" if words.is_instance() => "fetch",
        "get" => match (response_kind(openapi, operation), is_plural) {
            (ResponseKind::List, _) | (ResponseKind::Unknown, true) => "list",
            (ResponseKind::Unknown, false) | (ResponseKind::Value, _) => "fetch",
        },
        "post" if words.is_instance() && item.put.is_none() && item.patch.is_none() => "update",
        "post" => "create",
        "put" => "update",
        other => other,
    };
    let is_of_all = !words.is_instance() && is_plural && !matches!(method, "get" | "post");
    if is_of_all { format!("{verb}_all") } else { verb.to_owned() }
}

/// The shorter candidates for the method of an operation whose resource results from a tag or from the path, the best
/// one first.
pub(super) fn short_methods(openapi: &OpenAPI, raw: &RawOperation<'_>, noun: &str) -> Vec<String> {
    let (id, path, method) = (raw.id.as_str(), raw.path, raw.method.name().to_ascii_lowercase());
    let of_path = (is_method_and_path(id, &method, path) && PathWords::of(path).ends_with(noun))
        .then(|| by_method(openapi, (path, raw.item), &method, raw.operation));
    // `get_account` of one account keeps its verb.
    let of_path = of_path.filter(|verb| verb != "fetch" || PathWords::of(path).is_instance());
    let plain = without_path(id, &method, path);
    let rest = without_resource(plain.as_deref().unwrap_or(id), noun, path);
    of_path.into_iter().chain(rest).chain(plain.map(|plain| name::snake(&plain))).collect()
}

/// Whether an operationId only repeats the method and the path: `patch_users_id`.
fn is_method_and_path(id: &str, method: &str, path: &str) -> bool {
    let words = name::words(id);
    words.split_first().is_some_and(|(first, rest)| first == method && PathWords::of(path).are(rest))
}

/// The operationId without the path and the method at its end: `read_user_users__id__get` → `read_user`.
fn without_path(id: &str, method: &str, path: &str) -> Option<String> {
    let mut end = name::words(path);
    end.push(method.to_owned());
    let words = name::words(id);
    words.strip_suffix(end.as_slice()).filter(|rest| !rest.is_empty()).map(|rest| rest.join("_"))
}

/// The operationId without the words of the resource: `pets_list`, `list_pets` and `list` are methods of `pets`.
/// `None` if no method remains.
fn without_resource(id: &str, noun: &str, path: &str) -> Option<String> {
    let (words, noun) = (name::words(id), name::words(noun));
    let rest = without_prefix(&words, &noun)
        .or_else(|| without_parent(id, &noun))
        .or_else(|| without_object(&words, &noun, path))
        .or_else(|| without_both(&words, &noun))?;
    let verb = name::snake(&rest);
    let is_escaped = rest.starts_with(char::is_numeric) || verb.ends_with('_');
    (!is_escaped && verb != "new").then_some(verb)
}

/// `pets_list` → `list`. Words may be joined: `usergroups_list` of `user_groups`.
fn without_prefix(words: &[String], noun: &[String]) -> Option<String> {
    let noun = name::singular(&noun.concat());
    let is_noun =
        |length: &usize| words.get(..*length).is_some_and(|words| name::singular(&words.concat()) == noun);
    let length = (1..words.len()).rev().find(is_noun)?;
    Some(words.get(length..)?.join("_"))
}

/// `shop.pets.photos.list` of `pets` → `photos_list`.
fn without_parent(id: &str, noun: &[String]) -> Option<String> {
    let mut parts = id.split(['.', '/']);
    let (_, resource) = (parts.next()?, parts.next()?);
    let is_noun = name::singular(&name::words(resource).concat()) == name::singular(&noun.concat());
    let rest: Vec<&str> = parts.collect();
    (is_noun && !rest.is_empty()).then(|| rest.join("_"))
}

/// `create_pet` and `create_a_pet` → `create`, `find_pet_by_tag` → `find_by_tag`. Only `list` has an object in the
/// plural: `delete_pets` is another operation than `delete_pet`.
fn without_object(words: &[String], noun: &[String], path: &str) -> Option<String> {
    let (verb, object) = words.split_first()?;
    // `user_order` of `/user/orders` does not begin with a verb.
    if PathWords::of(path).begin_with(verb) {
        return None;
    }
    let object = match object {
        [article, rest @ ..] if matches!(article.as_str(), "a" | "an" | "the") => rest,
        other => other,
    };
    let end = object.iter().position(|word| word == "by").unwrap_or(object.len());
    let (object, rest) = object.split_at_checked(end)?;
    let is_of_noun =
        (0..noun.len()).any(|start| is_object(verb, object, noun.get(start..).unwrap_or_default()));
    let ends = rest.is_empty() || rest.len() > 1;
    (is_of_noun && ends).then(|| [std::slice::from_ref(verb), rest].concat().join("_"))
}

/// `domain_list_records` of `domain_records` → `list`.
fn without_both(words: &[String], noun: &[String]) -> Option<String> {
    let cut = (1..noun.len()).find(|cut| {
        let (Some(verb), Some(head)) = (words.get(*cut), words.get(..*cut)) else { return false };
        let (before, after) = noun.split_at_checked(*cut).unwrap_or_default();
        let object = words.get(cut + 1..).unwrap_or_default();
        name::singular(&head.concat()) == name::singular(&before.concat()) && is_object(verb, object, after)
    })?;
    words.get(cut).cloned()
}

fn is_object(verb: &str, object: &[String], noun: &[String]) -> bool {
    let (object, one) = (object.concat(), name::singular(&noun.concat()));
    object == one || (verb == "list" && name::singular(&object) == one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_without_the_resource() {
        let table = [
            ("issues/create", "issues", Some("create")),
            ("issues_create", "issues", Some("create")),
            ("issues-create", "issues", Some("create")),
            ("issuesCreate", "issues", Some("create")),
            ("issues.create", "issue", Some("create")),
            ("code-scanning/list-alerts", "code_scanning", Some("list_alerts")),
            ("usergroups_list", "user_groups", Some("list")),
            ("createIssue", "issues", Some("create")),
            ("get-an-album", "albums", Some("get")),
            ("list_all_issues", "issues", None),
            ("listIssues", "issues", Some("list")),
            ("listIssue", "issues", Some("list")),
            ("getIssues", "issues", None),
            ("deleteIssues", "issues", None),
            ("getIssueById", "issues", Some("get_by_id")),
            ("getIssueBy", "issues", None),
            ("getSettings", "settings", None),
            ("listSettings", "settings", Some("list")),
            ("getStatus", "status", Some("get")),
            ("addAttachment", "issue_attachments", Some("add")),
            ("issues", "issues", None),
            ("pets_move", "pets", None),
            ("pets_new", "pets", None),
            ("newPet", "pets", None),
            ("pets_2fa", "pets", None),
            ("petsitters_list", "pets", None),
            ("shop.pets.photos.list", "pets", Some("photos_list")),
            ("shop.pets.list", "pets", Some("list")),
            ("shop.pets", "pets", None),
            ("volumes_list", "block_storage", None),
            ("userOrder", "orders", None),
            ("domains_list_records", "domain_records", Some("list")),
            ("domains_create_record", "domain_records", Some("create")),
            ("domains_delete_records", "domain_records", None),
            ("orderOrder", "orders", Some("order")),
        ];
        for (id, noun, short) in table {
            assert_eq!(without_resource(id, noun, "/user/{id}/order").as_deref(), short, "{id} of {noun}");
        }
    }

    #[test]
    fn ids_of_method_and_path() {
        let table = [
            ("patch_users_id", "patch", "/users/{user_id}", true),
            ("PatchUsersUserId", "patch", "/v1/users/{userId}", true),
            ("getUsers", "get", "/api/users", true),
            ("delete_users_id_hooks_id", "delete", "/users/{user}/hooks/{hook}", true),
            ("delete_users_hooks", "delete", "/users/{user}/hooks/{hook}", true),
            ("getUser", "get", "/users/{id}", false),
            ("patchUsersIdHooks", "patch", "/users/{id}", false),
            ("fetchUsersId", "get", "/users/{id}", false),
        ];
        for (id, method, path, expected) in table {
            assert_eq!(is_method_and_path(id, method, path), expected, "{id} {path}");
        }
        let table = [
            ("read_user_v1_users__user_id__get", "/v1/users/{user_id}", Some("read_user")),
            ("v1_users_get", "/v1/users", None),
            ("read_users_get", "/v1/users", None),
        ];
        for (id, path, rest) in table {
            assert_eq!(without_path(id, "get", path).as_deref(), rest, "{id}");
        }
    }
}
