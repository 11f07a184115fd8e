//! Finds the operation of a request, and the collection or resource that it addresses.

use crate::message::{Problem, Request};
use crate::route::{self, Action, Api, Route, Step};
use crate::sid;
use crate::store::Store;
use crate::table::{Operation, Rule};

/// The operation of a request.
pub(crate) struct Located<'a> {
    pub(crate) api: &'a Api,
    pub(crate) route: &'a Route,
    pub(crate) operation: &'a Operation,
    pub(crate) action: Action,
    /// The decoded values of the placeholders.
    pub(crate) values: Vec<(String, String)>,
    /// The scheme, the host and the prefix of the paths: `http://127.0.0.1:4010/chat_v2`.
    pub(crate) base: String,
    /// The path without the prefix.
    pub(crate) path: &'a str,
}

/// Finds the operation of a request.
///
/// The module or the host of a document can be the first segment of the path, and the host can be in the header
/// `Host`. Otherwise the first document with the path applies.
pub(crate) fn locate<'a>(apis: &'a [Api], request: &'a Request) -> Result<Located<'a>, Problem> {
    let host = request.header("host").unwrap_or("localhost");
    let path = request.path();
    let first = path.split('/').nth(1).unwrap_or_default();
    let is_named = |api: &&Api| {
        !first.is_empty() && (api.document.module == first || hosts(api).any(|host| host == first))
    };
    let named: Vec<&Api> = apis.iter().filter(is_named).collect();
    let own = host.split(':').next().unwrap_or_default();
    let of_host = || apis.iter().filter(|api| hosts(api).any(|host| host == own)).collect();
    let (candidates, prefix): (Vec<&Api>, &str) = if named.is_empty() {
        let of_host: Vec<&Api> = of_host();
        (if of_host.is_empty() { apis.iter().collect() } else { of_host }, "")
    } else {
        (named, first)
    };
    let rest = if prefix.is_empty() { path } else { path.get(prefix.len() + 1..).unwrap_or_default() };
    let base = format!("http://{host}{}{prefix}", if prefix.is_empty() { "" } else { "/" });
    let mut has_path = false;
    for api in candidates {
        let Some((route, values)) = api.find(rest) else { continue };
        has_path = true;
        let operations =
            route.operations.iter().filter_map(|(index, action)| Some((api.operation(*index)?, *action)));
        // Operations with the same path differ in their fixed query parameters.
        let query = request.query();
        let operations = operations.filter(|(operation, _)| {
            operation.method == request.method && operation.query.iter().all(|pair| query.contains(pair))
        });
        if let Some((operation, action)) = operations.max_by_key(|(operation, _)| operation.query.len()) {
            return Ok(Located { api, route, operation, action, values, base, path: rest });
        }
    }
    Err(if has_path { Problem::method(&request.method, path) } else { Problem::not_found(path) })
}

/// The hosts of a document without their ports.
fn hosts(api: &Api) -> impl Iterator<Item = &str> {
    let servers = api.document.operations.iter().filter_map(|operation| operation.server.as_ref());
    std::iter::once(&api.document.server).chain(servers).map(|server| {
        let server = server.split("://").nth(1).unwrap_or_default();
        server.split([':', '/']).next().unwrap_or_default()
    })
}

/// A collection or a resource.
#[derive(Clone, Debug, Default)]
pub(crate) struct Address {
    /// The path of a collection, or of a resource without a collection.
    pub(crate) path: String,
    /// The key in the collection.
    pub(crate) key: Option<String>,
    /// The values of the placeholders, in which SIDs replace names.
    pub(crate) values: Vec<(String, String)>,
    /// The first of the parents that does not exist.
    pub(crate) missing_parent: bool,
}

/// The address of a path with these values. The path of a resource can lack its last value.
pub(crate) fn address(
    api: &Api,
    store: &Store,
    route: &Route,
    values: &[(String, String)],
    account_sid: &str,
) -> Address {
    let mut address = Address::default();
    let parents = route.parents().len();
    for (index, (step, (name, value))) in route.steps.iter().zip(values).enumerate() {
        let collection = stored(api, &step.collection, &address.values);
        let key = resolve(api, store, step, &collection, value);
        let must_exist = index < parents && api.creates(&step.shape) && key != account_sid;
        address.missing_parent |= must_exist && store.get(&collection, &key).is_none();
        address.values.push((name.clone(), key));
    }
    match route.own_step() {
        Some(step) => {
            address.path = stored(api, &step.collection, &address.values);
            address.key = address.values.get(parents).map(|(_, key)| key.clone());
        }
        None => address.path = stored(api, &route.template, &address.values),
    }
    address
}

/// The path of a collection in the store.
pub(crate) fn stored(api: &Api, template: &str, values: &[(String, String)]) -> String {
    format!("{}{}", api.document.server, route::fill(route::bare(template), values))
}

/// The key of the resource that a value identifies. A value can be a name.
fn resolve(api: &Api, store: &Store, step: &Step, collection: &str, value: &str) -> String {
    if store.get(collection, value).is_some() {
        return value.to_owned();
    }
    let aliases = api.document.rules.iter().filter_map(|rule| match rule {
        Rule::Alias { path, property } if route::shape(path) == step.shape => Some(property),
        _ => None,
    });
    let mut items = aliases.filter_map(|property| store.collection(collection)?.find(property, value));
    if let Some(item) = items.next() {
        return item.key.to_string();
    }
    match api.named_prefix(&step.shape) {
        Some(prefix) if !sid::is_sid(value, prefix) => sid::of_name(prefix, value),
        _ => value.to_owned(),
    }
}
