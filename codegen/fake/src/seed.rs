//! Seeding: resources that a test adds without a request.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::act::{New, State};
use crate::engine::Engine;
use crate::inject::is_selected;
use crate::json_check;
use crate::locate;
use crate::model;
use crate::resource;
use crate::route::{Api, Route};
use crate::table::{Operation, Type};

/// The reason for which a resource cannot be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError(String);

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SeedError {}

/// The properties of a seed: a JSON value, or a reference to a model of a client.
pub trait Properties: sealed::Sealed {
    #[doc(hidden)]
    fn json(self) -> Result<Value, SeedError>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Value {}
    impl<T: serde::Serialize + ?Sized> Sealed for &T {}
}

/// A null is a value of the property.
impl Properties for Value {
    fn json(self) -> Result<Value, SeedError> {
        Ok(self)
    }
}

/// A `None` is not a value: the property gets the value of a new resource. The JSON of a model contains it as null.
impl<T: Serialize + ?Sized> Properties for &T {
    fn json(self) -> Result<Value, SeedError> {
        let mut value = serde_json::to_value(self)
            .map_err(|error| SeedError(format!("the properties have no form in JSON: {error}")))?;
        if let Value::Object(properties) = &mut value {
            properties.retain(|_, value| !value.is_null());
        }
        Ok(value)
    }
}

impl Engine {
    /// Adds a resource of the collection that an operation uses, and returns it with all properties. The documentation
    /// of `Server::insert` describes the arguments.
    ///
    /// # Errors
    ///
    /// Returns the same errors as `Server::insert`.
    pub fn insert(
        &mut self,
        operation: &str,
        path: &[&str],
        properties: impl Properties,
    ) -> Result<Value, SeedError> {
        let apis = Arc::clone(&self.apis);
        let (api, route, described) = find(&apis, operation)?;
        let of_route = route.operations.iter().filter_map(|(index, _)| api.operation(*index));
        let Some(ty) = std::iter::once(described).chain(of_route).find_map(model::of) else {
            return Err(SeedError(format!("`{operation}` returns no resource")));
        };
        let Value::Object(given) = properties.json()? else {
            return Err(SeedError("the properties must be an object".to_owned()));
        };
        check(api, ty, &given)?;
        let values = values(operation, route, path)?;
        let given: Vec<(String, Value)> = given.into_iter().collect();
        let created = self.add(api, route, Some(ty), &values, &given)?;
        let properties = model::properties(&api.document, ty, &model::names(&created));
        Ok(Value::Object(resource::project(&api.document, properties, &created, self.fill())))
    }

    /// Adds a resource to the store. Without a type, the resource has no properties, because no operation returns it.
    fn add(
        &mut self,
        api: &Api,
        route: &Route,
        ty: Option<&Type>,
        values: &[(String, String)],
        given: &[(String, Value)],
    ) -> Result<Map<String, Value>, SeedError> {
        let account_sid = self.credentials().account_sid.clone();
        let address = locate::address(api, &self.store, route, values, &account_sid);
        let base = self.base(&api.document);
        let new = New { api, route, ty, address: &address, base: &base, given, account_sid: &account_sid };
        let fill = self.fill();
        let mut state = State { store: &mut self.store, counter: &mut self.counter, fill };
        state.add(&new).map_err(|problem| SeedError(problem.message))
    }

    /// Adds the resources that the path of an operation names and that do not exist: the parents and the resource.
    /// Returns whether it added one.
    #[cfg(feature = "server")]
    pub(crate) fn insert_path(&mut self, module: &str, operation: &str, path: &[(String, String)]) -> bool {
        let apis = Arc::clone(&self.apis);
        let Ok((api, route, _)) = find(&apis, &format!("{module}.{operation}")) else { return false };
        let given: Vec<&str> = path.iter().map(|(_, value)| value.as_str()).collect();
        let mut is_added = false;
        for (index, step) in route.steps.iter().enumerate() {
            let Some(own) = api.instances(&step.shape) else { continue };
            let Ok(values) = values(operation, own, given.get(..=index).unwrap_or_default()) else {
                continue;
            };
            let mut of_route = own.operations.iter().filter_map(|(index, _)| api.operation(*index));
            let ty = of_route.find_map(model::of);
            is_added |= self.add(api, own, ty, &values, &[]).is_ok();
        }
        is_added
    }
}

/// The operation with an id.
fn find<'a>(apis: &'a [Api], id: &str) -> Result<(&'a Api, &'a Route, &'a Operation), SeedError> {
    let matches = |api: &Api, operation: &Operation| is_selected(id, &api.document.module, &operation.id);
    let operations = apis.iter().flat_map(|api| {
        api.document
            .operations
            .iter()
            .filter(move |operation| matches(api, operation))
            .map(move |operation| (api, operation))
    });
    let operations: Vec<(&Api, &Operation)> = operations.collect();
    match operations.as_slice() {
        [(api, operation)] => {
            let route = api.routes.iter().find(|route| route.template == operation.path);
            let route = route.ok_or_else(|| SeedError(format!("`{id}` has no path")))?;
            Ok((api, route, operation))
        }
        [] => Err(SeedError(format!("no operation has the id `{id}`"))),
        [(api, _), ..] => {
            let module = &api.document.module;
            Err(SeedError(format!("several documents have an operation `{id}`: use `{module}.{id}`")))
        }
    }
}

fn check(api: &Api, ty: &Type, given: &Map<String, Value>) -> Result<(), SeedError> {
    let properties = model::properties(&api.document, ty, &model::names(given));
    for (key, value) in given {
        let property = properties.iter().find(|property| property.name == *key);
        let Some(property) = property else {
            return Err(SeedError(format!("the resource has no property `{key}`")));
        };
        let is_null = value.is_null() && property.nullable;
        let checked = if is_null { Ok(()) } else { json_check::value(&api.document, &property.ty, value) };
        checked.map_err(|error| SeedError(format!("`{key}` {error}")))?;
    }
    Ok(())
}

/// The values of the placeholders. The last one of a resource can be absent.
fn values(id: &str, route: &Route, path: &[&str]) -> Result<Vec<(String, String)>, SeedError> {
    let (all, parents) = (route.steps.len(), route.parents().len());
    if path.len() != all && path.len() != parents {
        let names: Vec<&str> = route.steps.iter().map(|step| step.name.as_str()).collect();
        return Err(SeedError(format!("`{id}` has the path values {}", names.join(", "))));
    }
    let named = route.steps.iter().zip(path).map(|(step, value)| (step.name.clone(), (*value).to_owned()));
    Ok(named.collect())
}
