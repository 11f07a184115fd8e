//! The effects of the operations on the state.

use serde_json::{Map, Value};

use crate::convert;
use crate::links::Links;
use crate::list;
use crate::locate::{self, Address, Located};
use crate::message::{Problem, Request, Response};
use crate::model::{self, Fill};
use crate::resource::{self, Key, Sources};
use crate::route::{self, Action, Api, Route};
use crate::sid::{self, Counter};
use crate::store::{Single, Store};
use crate::table::{Output, Page, Property, Rule, Type};
use crate::validate::Given;

/// The state that an operation changes.
pub(crate) struct State<'a> {
    pub(crate) store: &'a mut Store,
    pub(crate) counter: &'a mut Counter,
    pub(crate) fill: Fill,
}

/// A resource that is being created.
pub(crate) struct New<'a> {
    pub(crate) api: &'a Api,
    /// The route of the new resource or of its collection.
    pub(crate) route: &'a Route,
    pub(crate) ty: Option<&'a Type>,
    pub(crate) address: &'a Address,
    pub(crate) base: &'a str,
    pub(crate) given: &'a [(String, Value)],
    pub(crate) account_sid: &'a str,
}

/// The named type of a body.
fn index(ty: Option<&Type>) -> Option<usize> {
    match ty.map(Type::bare) {
        Some(Type::Named(index)) => Some(*index),
        _ => None,
    }
}

impl State<'_> {
    /// Performs the operation.
    pub(crate) fn act(
        &mut self,
        located: &Located<'_>,
        address: &Address,
        given: &Given,
        request: &Request,
        account_sid: &str,
    ) -> Result<Response, Problem> {
        let Located { api, route, operation, action, base, path, .. } = located;
        let missing = || Problem::not_found(path);
        let ty = model::of(operation);
        let new = New { api, route, ty, address, base, given: &given.body, account_sid };
        let key = address.key.as_deref().unwrap_or_default();
        let body = match action {
            Action::List => return self.list(located, address, given, request),
            Action::Create => self.create(&new)?,
            Action::Perform => self.perform(&new),
            Action::Fetch => {
                let item = self.store.get(&address.path, key).ok_or_else(missing)?;
                if item.model.is_some()
                    && item.model == index(ty)
                    && matches!(operation.output, Output::Value(_))
                {
                    return Ok(Response::json(operation.status, item.body.as_bytes()));
                }
                resource::parse(&item.body)
            }
            Action::Update => {
                let item = self.store.get(&address.path, key).ok_or_else(missing)?;
                let (mut object, model) = (resource::parse(&item.body), item.model);
                self.change(api, ty, model, &mut object, given);
                self.store.put(&address.path, key, &object, model.or(index(ty)));
                object
            }
            Action::Delete => {
                let body = self.store.remove(&address.path, key).ok_or_else(missing)?;
                self.store.remove_below(&format!("{}/{}/", address.path, route::encoded(key)));
                self.cascade(api, route, address);
                resource::parse(&body)
            }
            Action::FetchSingle => self.single(&new).ok_or_else(missing)?,
            Action::UpdateSingle => {
                self.revive(&address.path);
                let mut object = self.single(&new).ok_or_else(missing)?;
                self.change(api, ty, None, &mut object, given);
                self.store.set_single(&address.path, resource::text(&object));
                object
            }
            Action::DeleteSingle => {
                let object = self.single(&new).ok_or_else(missing)?;
                self.store.delete_single(&address.path);
                object
            }
        };
        Ok(self.respond(located, &body))
    }

    /// Changes a resource. The type that it was created with has the properties, or else the type of the response.
    fn change(
        &self,
        api: &Api,
        ty: Option<&Type>,
        model: Option<usize>,
        object: &mut Map<String, Value>,
        given: &Given,
    ) {
        let stored = model.map(Type::Named);
        for ty in stored.as_ref().into_iter().chain(ty) {
            let properties = model::properties(&api.document, ty, &model::given_names(&given.body));
            resource::update(&api.document, properties, object, &given.body, self.fill.now);
        }
    }

    /// Adds a resource, to its collection or without one.
    pub(crate) fn add(&mut self, new: &New<'_>) -> Result<Map<String, Value>, Problem> {
        let has_single = |(_, action): &(usize, Action)| *action == Action::FetchSingle;
        if !new.route.operations.iter().any(has_single) {
            return self.create(new);
        }
        self.store.forget_single(&new.address.path);
        Ok(self.single(new).unwrap_or_default())
    }

    /// A resource without a collection. Creates it unless it was deleted.
    fn single(&mut self, new: &New<'_>) -> Option<Map<String, Value>> {
        let New { api, route, ty, address, base, given, .. } = *new;
        match self.store.single(&address.path) {
            Single::Exists(body) => return Some(resource::parse(body)),
            Single::Deleted => return None,
            Single::New => {}
        }
        let properties = ty.map_or(&[] as &[Property], |ty| {
            model::properties(&api.document, ty, &model::given_names(given))
        });
        let mut object = self.object(new, properties, None);
        let links = Links { api, base, route, values: &address.values };
        resource::link(&mut object, properties, given, &links);
        self.store.set_single(&address.path, resource::text(&object));
        Some(object)
    }

    /// An update creates a deleted resource again.
    fn revive(&mut self, path: &str) {
        if self.store.single(path) == Single::Deleted {
            self.store.set_single(path, "{}".to_owned());
        }
    }

    /// A resource that is not stored: the one above it, if both have the same type, or else a new one.
    fn perform(&mut self, new: &New<'_>) -> Map<String, Value> {
        let New { api, route, ty, address, given, .. } = *new;
        let properties = ty.map_or(&[] as &[Property], |ty| {
            model::properties(&api.document, ty, &model::given_names(given))
        });
        let above = route.parents().last().zip(address.values.last()).and_then(|(step, (_, key))| {
            let path = locate::stored(api, &step.collection, &address.values);
            self.store.get(&path, key).filter(|item| item.model.is_some() && item.model == index(ty))
        });
        if let Some(item) = above {
            let mut object = resource::parse(&item.body);
            resource::update(&api.document, properties, &mut object, given, self.fill.now);
            return object;
        }
        self.object(new, properties, None)
    }

    fn object(
        &mut self,
        new: &New<'_>,
        properties: &[Property],
        key: Option<&Key<'_>>,
    ) -> Map<String, Value> {
        if properties.is_empty() {
            return new.given.iter().cloned().collect();
        }
        let sources = self.sources(new);
        resource::create(&new.api.document, properties, key, &sources, self.counter)
    }

    fn sources<'n>(&self, new: &New<'n>) -> Sources<'n> {
        let New { address, given, account_sid, .. } = *new;
        Sources { given, path: &address.values, account_sid, fill: self.fill }
    }

    /// Adds a resource to a collection.
    pub(crate) fn create(&mut self, new: &New<'_>) -> Result<Map<String, Value>, Problem> {
        let New { api, route, ty, address, base, given, .. } = *new;
        let shape = route.own_step().map_or(route.shape.as_str(), |step| &step.shape);
        let instances = api.instances(shape);
        let placeholder = instances.and_then(Route::own_step).map_or("Sid", |step| &step.name);
        let properties = ty.map_or(&[] as &[Property], |ty| {
            model::properties(&api.document, ty, &model::given_names(given))
        });
        let placeholder_type = instances.and_then(|route| api.key_type(route)).unwrap_or(&Type::Text);
        let key = model::key_property(properties, placeholder)
            .map(|property| Key { property, placeholder: placeholder_type });
        let mut object = self.object(new, properties, key.as_ref());
        if let Some(found) = &key
            && address.key.is_none()
            && !found.is_given(&api.document, &self.sources(new))
        {
            self.skip_used(&address.path, found, &mut object);
        }
        let of_property = key.and_then(|key| object.get(&key.property.name)).filter(|value| !value.is_null());
        let key = match (&address.key, of_property) {
            (Some(key), _) => key.clone(),
            (None, Some(value)) => convert::text_of(value),
            (None, None) => self.counter.next(""),
        };
        self.check_unique(api, shape, &address.path, &key, &object)?;
        let mut values = address.values.clone();
        if address.key.is_none() {
            values.push((placeholder.to_owned(), key.clone()));
        }
        let links = Links { api, base, route: instances.unwrap_or(route), values: &values };
        resource::link(&mut object, properties, given, &links);
        self.store.put(&address.path, &key, &object, index(ty));
        Ok(object)
    }

    /// Replaces a new key that a test has already used for a resource.
    fn skip_used(&mut self, path: &str, key: &Key<'_>, object: &mut Map<String, Value>) {
        let is_used = |store: &Store, value: &Value| store.get(path, &convert::text_of(value)).is_some();
        while object.get(&key.property.name).is_some_and(|value| is_used(self.store, value)) {
            let Some(next) = key.next(self.counter) else { return };
            object.insert(key.property.name.clone(), next);
        }
    }

    /// Rejects a second resource with the same key, or with the same value of a unique property.
    fn check_unique(
        &self,
        api: &Api,
        shape: &str,
        path: &str,
        key: &str,
        object: &Map<String, Value>,
    ) -> Result<(), Problem> {
        let Some(collection) = self.store.collection(path) else { return Ok(()) };
        if collection.get(key).is_some() {
            return Err(Problem::conflict(CONFLICT, format!("The resource `{key}` already exists")));
        }
        for rule in &api.document.rules {
            let Rule::Unique { path, property, code } = rule else { continue };
            let Some(value) = object.get(property).filter(|value| !value.is_null()) else { continue };
            let text = convert::text_of(value);
            if route::shape(path) == shape && collection.find(property, &text).is_some() {
                let message = format!("A resource with this `{property}` already exists");
                return Err(Problem::conflict(*code, message));
            }
        }
        Ok(())
    }

    /// Deletes the collections of a deleted resource: those whose paths contain its SID, in all documents, and
    /// those of the rules of the document.
    fn cascade(&mut self, api: &Api, route: &Route, address: &Address) {
        let key = address.key.as_deref().unwrap_or_default();
        if sid::is_sid(key, sid::ANY) {
            self.store.remove_below_segment(key);
        }
        for rule in &api.document.rules {
            let Rule::Cascade { path, deletes } = rule else { continue };
            if route::shape(path) == route.shape {
                self.store.remove_collections(|path| route::is_below(path, deletes, key));
            }
        }
    }

    fn list(
        &mut self,
        located: &Located<'_>,
        address: &Address,
        given: &Given,
        request: &Request,
    ) -> Result<Response, Problem> {
        let Located { api, operation, base, path, .. } = located;
        let ty = model::of(operation);
        let properties = ty.map_or(&[] as &[Property], |ty| api.document.properties(ty));
        let path_of_list = match &address.key {
            Some(key) => format!("{}/{}", address.path, route::encoded(key)),
            None => address.path.clone(),
        };
        let items = self.store.collection(&path_of_list);
        let entries =
            items.into_iter().flat_map(|items| items.iter().map(|(serial, item)| (serial, &*item.body)));
        let entries = list::select(properties, given, entries.collect());
        let fill = self.fill;
        let read = |body: &str| {
            resource::conform(&api.document, ty.unwrap_or(&Type::Json), resource::parse(body), fill)
        };
        let value = match &operation.output {
            Output::Page(page) => {
                let url = list::Url { base, path, query: other_query(request, page) };
                list::page(page, given, &entries, &url, read)?
            }
            _ => Value::Array(entries.iter().map(|(_, body)| read(body)).collect()),
        };
        Ok(Response::json(operation.status, value.to_string()))
    }

    /// The response with a resource.
    fn respond(&self, located: &Located<'_>, object: &Map<String, Value>) -> Response {
        let Located { api, operation, base, path, .. } = located;
        let status = operation.status;
        match &operation.output {
            Output::Nothing | Output::Page(_) => Response::empty(status),
            Output::Value(ty) => {
                let value = resource::conform(&api.document, ty, object.clone(), self.fill);
                Response::json(status, value.to_string())
            }
            Output::Text => Response::new(status, "text/plain", "fake"),
            Output::Bytes => Response::new(status, "application/octet-stream", "fake"),
            Output::Location => Response::empty(status).with("location", format!("{base}{path}")),
        }
    }
}

/// The code of a conflict without a rule.
const CONFLICT: u32 = 20409;

/// The query parameters that do not select a page.
fn other_query(request: &Request, page: &Page) -> Vec<(String, String)> {
    let paging = crate::validate::paging(page);
    request.query().into_iter().filter(|(name, _)| !paging.contains(&name.as_str())).collect()
}
