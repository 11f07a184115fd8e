//! The keys of paths: a missing slash, and the templates of web frameworks.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::super::cursor::Cursor;
use super::super::keywords::Kind;
use super::super::selection::is_method;
use super::super::spelling;
use super::Coercion;
use crate::path_template::placeholders;

impl Coercion<'_> {
    /// Converts path items, and corrects their keys.
    pub(super) fn paths(&mut self, entries: &mut Map<String, Value>) {
        for (key, value) in entries.iter_mut().filter(|(key, _)| !key.starts_with("x-")) {
            self.below(key, |coercion| coercion.object(Kind::PathItem, value));
        }
        let (mut renamed, mut taken) = (Vec::new(), BTreeSet::new());
        for (key, value) in entries.iter() {
            let Some(path) = self.corrected(key, value) else { continue };
            if entries.contains_key(&path) || !taken.insert(path.clone()) {
                continue;
            }
            let rule = if key.starts_with('/') {
                "a path template must have placeholders such as `{id}`"
            } else {
                "a path must begin with `/`"
            };
            let (written, path_shown) = (key.escape_debug(), path.escape_debug());
            let message = format!("{rule}; `{written}` is read as `{path_shown}`");
            let help = format!("write `{path_shown}`");
            self.below(key, |coercion| coercion.report(message, help));
            renamed.push((key.clone(), path));
        }
        self.rename(entries, &renamed);
    }

    /// The path that a key means, if it is not a path or its placeholders are not those of OpenAPI.
    fn corrected(&self, key: &str, item: &Value) -> Option<String> {
        let path = if key.starts_with('/') { key.to_owned() } else { with_slash(key, item)? };
        let path = if path.contains([':', '*', '+', '?', ' ']) {
            template(&path, &self.declared_in(item))
        } else {
            path
        };
        (path != key).then_some(path)
    }

    /// The names of the path parameters that a path item and its operations declare.
    fn declared_in<'v>(&'v self, item: &'v Value) -> BTreeSet<&'v str> {
        let entries = item.as_object();
        let operations =
            entries.into_iter().flat_map(Map::values).filter_map(|value| value.get("parameters"));
        let lists = operations.chain(item.get("parameters")).filter_map(Value::as_array);
        lists.flatten().filter_map(|parameter| self.path_parameter(parameter)).collect()
    }

    /// The name of a path parameter, or of the component that a reference names.
    fn path_parameter<'v>(&'v self, parameter: &'v Value) -> Option<&'v str> {
        let Some(reference) = parameter.get("$ref") else { return path_parameter(parameter) };
        let name = reference.as_str()?.strip_prefix("#/components/parameters/")?;
        self.path_parameters.get(name).map(String::as_str)
    }
}

/// The names of the path parameters among the components, by the name of the component.
pub(super) fn path_parameters(document: &Value) -> BTreeMap<String, String> {
    let parameters = document.get("components").and_then(|components| components.get("parameters"));
    let parameters = parameters.and_then(Value::as_object).into_iter().flatten();
    parameters.filter_map(|(name, found)| Some((name.clone(), path_parameter(found)?.to_owned()))).collect()
}

fn path_parameter(parameter: &Value) -> Option<&str> {
    let location = parameter.get("in")?.as_str()?;
    location.trim().eq_ignore_ascii_case("path").then_some(())?;
    parameter.get("name")?.as_str()
}

/// Adds the slash to the key of a path item. A URL is not a path.
fn with_slash(key: &str, item: &Value) -> Option<String> {
    let is_path_item = match item {
        Value::Null => true,
        Value::Object(entries) => {
            entries.is_empty() || entries.keys().any(|key| key == "$ref" || is_method(key))
        }
        _ => false,
    };
    let is_path = is_path_item && !key.starts_with("x-") && key != spelling::MERGE && !key.contains("://");
    is_path.then(|| format!("/{key}"))
}

/// Converts the placeholders `:id`, `{id*}`, `{+id}` and `{id:pattern}` to `{id}`, if a parameter has this name.
fn template(path: &str, declared: &BTreeSet<&str>) -> String {
    let mut converted = String::with_capacity(path.len());
    // A placeholder in the form of OpenAPI has precedence.
    let mut used: BTreeSet<&str> = placeholders(path).into_iter().collect();
    let mut rest = path;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '{' => rest.find('}').map_or(1, |end| end + 1),
            ':' if converted.ends_with('/') => rest.find('/').unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (part, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        match name(part, declared).filter(|name| used.insert(*name)) {
            Some(name) => converted.extend(["{", name, "}"]),
            None => converted.push_str(part),
        }
        rest = after;
    }
    converted
}

/// The declared parameter that a part of a path names in another form.
fn name<'d>(part: &str, declared: &BTreeSet<&'d str>) -> Option<&'d str> {
    let inside = match part.strip_prefix('{') {
        Some(inside) => inside.strip_suffix('}')?,
        None => part.strip_prefix(':')?,
    };
    if part.starts_with('{') && declared.contains(inside) {
        return None;
    }
    let (name, _) = inside.split_once(':').unwrap_or((inside, ""));
    let name = name.trim_start_matches(['+', '*']).trim_end_matches(['*', '+', '?', '.']).trim();
    declared.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_of_web_frameworks() {
        for (path, wanted) in [
            ("/b/:id", "/b/{id}"),
            ("/b/:id/c/:name", "/b/{id}/c/{name}"),
            ("/b/{id*}", "/b/{id}"),
            ("/b/{+id}/c", "/b/{id}/c"),
            ("/b/{id:[0-9]+}", "/b/{id}"),
            ("/b/{ id }", "/b/{id}"),
            ("/b/:other", "/b/:other"),
            ("/b/{other*}", "/b/{other*}"),
            ("/b/{id}:cancel", "/b/{id}:cancel"),
            ("/b/{id}/:id", "/b/{id}/:id"),
            ("/b/:id/:id", "/b/{id}/:id"),
            ("/b/:id?x={name}", "/b/:id?x={name}"),
            ("/b/{id", "/b/{id"),
        ] {
            let declared = ["id", "name"].into_iter().collect();
            assert_eq!(template(path, &declared), wanted, "{path}");
        }
    }
}
