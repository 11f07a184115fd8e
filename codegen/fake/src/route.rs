//! The paths of a document: which operations a path has, and which collection or resource it identifies.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::model;
use crate::table::{Document, Operation, Output, Type};

/// The characters that a segment of a path must not contain.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// Encodes a value for a segment of a path.
pub(crate) fn encoded(value: &str) -> String {
    utf8_percent_encode(value, SEGMENT).to_string()
}

/// The extension of the paths of some documents. It is not part of the path of a collection.
const EXTENSION: &str = ".json";

/// The effect of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Returns a page or all resources of a collection.
    List,
    /// Adds a resource to a collection.
    Create,
    /// Does something that no later request can read. Returns a resource.
    Perform,
    Fetch,
    Update,
    Delete,
    /// As `Fetch`, `Update` and `Delete`, for a resource without a collection.
    FetchSingle,
    UpdateSingle,
    DeleteSingle,
}

/// A part of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Placeholder(String),
}

/// A placeholder of a path, and the collection whose resources it identifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// The name of the placeholder.
    pub(crate) name: String,
    /// The template of the collection: the path before the placeholder.
    pub(crate) collection: String,
    /// The collection without the names of its placeholders, which differ between the paths of a document.
    pub(crate) shape: String,
}

/// A path of a document with its operations.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) template: String,
    /// The template without the extension and the names of its placeholders.
    pub(crate) shape: String,
    pub(crate) steps: Vec<Step>,
    segments: Vec<Vec<Part>>,
    /// The operations, by their indices in the table.
    pub(crate) operations: Vec<(usize, Action)>,
}

/// A document with its routes.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pub(crate) document: Document,
    /// The routes with the most literal segments come first.
    pub(crate) routes: Vec<Route>,
    /// The prefixes of the SIDs that a name can replace, by the shapes of their collections.
    names: BTreeMap<String, String>,
    /// The shapes of the collections that have an operation to create a resource.
    collections: BTreeSet<String>,
}

impl Api {
    pub(crate) fn new(document: Document) -> Self {
        let mut routes: Vec<Route> = Vec::new();
        for (index, operation) in document.operations.iter().enumerate() {
            let known = routes.iter_mut().find(|route| route.template == operation.path);
            match known {
                Some(route) => route.operations.push((index, Action::Fetch)),
                None => routes.push(Route::new(&operation.path, index)),
            }
        }
        for route in &mut routes {
            route.set_actions(&document.operations);
        }
        let is_read = |route: &&Route| route.operations.iter().any(|(_, action)| *action == Action::List);
        let instances = routes.iter().filter_map(Route::own_step).map(|step| step.shape.clone());
        let read: BTreeSet<String> =
            routes.iter().filter(is_read).map(|route| route.shape.clone()).chain(instances).collect();
        for route in routes.iter_mut().filter(|route| !read.contains(&route.shape)) {
            let creates = route.operations.iter_mut().filter(|(_, action)| *action == Action::Create);
            creates.for_each(|(_, action)| *action = Action::Perform);
        }
        routes.sort_by_key(|route| std::cmp::Reverse(route.literals()));
        let names = names(&document, &routes);
        let creates = |route: &&Route| route.operations.iter().any(|(_, action)| *action == Action::Create);
        let collections = routes.iter().filter(creates).map(|route| route.shape.clone()).collect();
        Self { document, routes, names, collections }
    }

    pub(crate) fn operation(&self, index: usize) -> Option<&Operation> {
        self.document.operations.get(index)
    }

    /// The route that matches a path, and the decoded values of its placeholders.
    pub(crate) fn find(&self, path: &str) -> Option<(&Route, Vec<(String, String)>)> {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        self.routes.iter().find_map(|route| Some((route, route.values(&segments)?)))
    }

    /// The route of the resources of a collection.
    pub(crate) fn instances(&self, collection: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.own_step().is_some_and(|step| step.shape == collection))
    }

    /// Whether an operation of the document creates the resources of a collection.
    pub(crate) fn creates(&self, collection: &str) -> bool {
        self.collections.contains(collection)
    }

    /// The type of the last placeholder of a path.
    pub(crate) fn key_type(&self, route: &Route) -> Option<&Type> {
        let (index, _) = route.operations.first()?;
        Some(&self.operation(*index)?.values.last()?.ty)
    }

    /// The prefix of the SIDs in a collection, if a request can address its resources with a name.
    pub(crate) fn named_prefix(&self, collection: &str) -> Option<&str> {
        self.names.get(collection).map(String::as_str)
    }
}

/// The prefixes of the SIDs that a name can replace: a placeholder accepts any string, but the property of the
/// same name is a SID.
fn names(document: &Document, routes: &[Route]) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for route in routes {
        for operation in route.operations.iter().filter_map(|(index, _)| document.operations.get(*index)) {
            let Some(ty) = model::of(operation) else { continue };
            for value in operation.values.iter().filter(|value| value.ty == Type::Text) {
                let property = model::property(document.properties(ty), &value.name);
                let Some(Type::Sid(prefix)) = property.map(|property| property.ty.bare()) else { continue };
                let step = route.steps.iter().find(|step| step.name == value.name);
                names.extend(step.map(|step| (step.shape.clone(), prefix.clone())));
            }
        }
    }
    names
}

/// A path without the extension.
pub(crate) fn bare(path: &str) -> &str {
    path.strip_suffix(EXTENSION).unwrap_or(path)
}

impl Route {
    fn new(template: &str, operation: usize) -> Self {
        let segments: Vec<Vec<Part>> = template.split('/').skip(1).map(parts).collect();
        let (steps, shape) = steps(template);
        Self {
            template: template.to_owned(),
            shape,
            steps,
            segments,
            operations: vec![(operation, Action::Fetch)],
        }
    }

    fn set_actions(&mut self, operations: &[Operation]) {
        let is_instance = self.is_instance();
        let described = |(index, _): &(usize, Action)| operations.get(*index);
        let has_single = self
            .operations
            .iter()
            .filter_map(described)
            .any(|operation| operation.method == "GET" && !is_instance && !is_list(&operation.output));
        for (index, action) in &mut self.operations {
            let Some(Operation { method, output, .. }) = operations.get(*index) else { continue };
            *action = match (method.as_str(), is_instance) {
                ("GET" | "HEAD", _) if is_list(output) => Action::List,
                ("GET" | "HEAD", true) => Action::Fetch,
                ("GET" | "HEAD", false) => Action::FetchSingle,
                ("DELETE", true) => Action::Delete,
                ("DELETE", false) => Action::DeleteSingle,
                (_, true) => Action::Update,
                ("POST", false) if !has_single => Action::Create,
                (_, false) => Action::UpdateSingle,
            };
        }
    }

    /// Whether the path ends with a placeholder.
    pub(crate) fn is_instance(&self) -> bool {
        let last = self.segments.last();
        last.is_some_and(|parts| parts.iter().any(|part| matches!(part, Part::Placeholder(_))))
    }

    /// The placeholder at the end of the path.
    pub(crate) fn own_step(&self) -> Option<&Step> {
        self.steps.last().filter(|_| self.is_instance())
    }

    /// The placeholders before the end of the path.
    pub(crate) fn parents(&self) -> &[Step] {
        let own = usize::from(self.is_instance());
        self.steps.get(..self.steps.len().saturating_sub(own)).unwrap_or_default()
    }

    fn literals(&self) -> usize {
        self.segments.iter().filter(|parts| matches!(parts.as_slice(), [Part::Literal(_)])).count()
    }

    /// The decoded values of the placeholders, if the path matches.
    fn values(&self, segments: &[&str]) -> Option<Vec<(String, String)>> {
        if segments.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (parts, segment) in self.segments.iter().zip(segments) {
            match_segment(parts, segment, &mut values)?;
        }
        Some(values)
    }
}

/// A template without the extension and the names of its placeholders.
pub(crate) fn shape(template: &str) -> String {
    steps(template).1
}

/// Whether a path in the store is the collection of a template, whose last placeholder has this value.
pub(crate) fn is_below(path: &str, template: &str, key: &str) -> bool {
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let (path, template): (Vec<&str>, Vec<&str>) =
        (path.split('/').skip(1).collect(), template.split('/').skip(1).collect());
    let last = template.iter().rposition(|segment| segment.starts_with('{'));
    path.len() >= template.len()
        && template.iter().zip(&path).enumerate().all(|(index, (segment, value))| match last {
            Some(last) if index == last => *value == encoded(key),
            _ => segment.starts_with('{') || segment == value,
        })
}

/// The placeholders of a template, and its shape.
fn steps(template: &str) -> (Vec<Step>, String) {
    let mut steps = Vec::new();
    let (mut collection, mut shape) = (String::new(), String::new());
    for segment in template.split('/').skip(1) {
        for part in parts(segment) {
            if let Part::Placeholder(name) = part {
                steps.push(Step { name, collection: collection.clone(), shape: shape.clone() });
            }
        }
        collection.extend(["/", segment]);
        let is_placeholder = segment.contains('{');
        shape.extend(["/", if is_placeholder { "{}" } else { bare(segment) }]);
    }
    (steps, shape)
}

fn is_list(output: &Output) -> bool {
    match output {
        Output::Page(_) => true,
        Output::Value(ty) => matches!(ty.bare(), Type::List(_)),
        _ => false,
    }
}

/// Splits a segment of a template into literals and placeholders.
fn parts(segment: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !before.is_empty() {
            parts.push(Part::Literal(before.to_owned()));
        }
        parts.push(Part::Placeholder(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(Part::Literal(rest.to_owned()));
    }
    parts
}

/// Matches a segment, and adds the decoded values of its placeholders. A value is not empty.
fn match_segment(parts: &[Part], segment: &str, values: &mut Vec<(String, String)>) -> Option<()> {
    let mut rest = segment;
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Literal(text) => rest = rest.strip_prefix(text.as_str())?,
            Part::Placeholder(name) => {
                let end = match parts.get(index + 1) {
                    Some(Part::Literal(text)) if index + 2 == parts.len() => {
                        rest.strip_suffix(text.as_str())?.len()
                    }
                    Some(Part::Literal(text)) => rest.find(text.as_str())?,
                    Some(Part::Placeholder(_)) => rest.chars().next().map_or(0, char::len_utf8),
                    None => rest.len(),
                };
                let (value, after) = rest.split_at_checked(end)?;
                let decoded = percent_decode_str(value).decode_utf8_lossy().into_owned();
                if decoded.is_empty() {
                    return None;
                }
                values.push((name.clone(), decoded));
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(())
}

/// Fills the placeholders of a template.
pub(crate) fn fill(template: &str, values: &[(String, String)]) -> String {
    let mut path = template.to_owned();
    for (name, value) in values {
        path = path.replacen(&format!("{{{name}}}"), &encoded(value), 1);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(template: &str, path: &str) -> Option<Vec<String>> {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let values = Route::new(template, 0).values(&segments)?;
        Some(values.into_iter().map(|(_, value)| value).collect())
    }

    #[test]
    fn templates_match_paths() {
        for (template, path, expected) in [
            ("/A", "/A", Some(vec![])),
            ("/A", "/A/", None),
            ("/A/{x}", "/A/1", Some(vec!["1"])),
            ("/A/{x}", "/A/", None),
            ("/A/{x}.json", "/A/1.json", Some(vec!["1"])),
            ("/A/{x}.json", "/A/1.json.json", Some(vec!["1.json"])),
            ("/A/{x}.json", "/A/1", None),
            ("/A/{x}/B/{y}", "/A/a%2Fb/B/%40", Some(vec!["a/b", "@"])),
            ("/A/{x}:{y}", "/A/1:2", Some(vec!["1", "2"])),
            ("/A/{x}", "/B/1", None),
        ] {
            let expected = expected.map(|values| values.into_iter().map(str::to_owned).collect());
            assert_eq!(matched(template, path), expected, "{template} {path}");
        }
    }

    #[test]
    fn placeholders_identify_resources_of_collections() {
        let route = Route::new("/v1/A/{a}/B/C/{c}/D.json", 0);
        let parents: Vec<&str> = route.parents().iter().map(|step| step.collection.as_str()).collect();
        assert_eq!(parents, ["/v1/A", "/v1/A/{a}/B/C"]);
        assert_eq!(route.shape, "/v1/A/{}/B/C/{}/D");
        assert!(!route.is_instance());
        let route = Route::new("/A/{a}/B/{b}.json", 0);
        assert_eq!(route.own_step().map(|step| step.shape.as_str()), Some("/A/{}/B"));
        assert_eq!(route.parents().len(), 1);
    }
}
