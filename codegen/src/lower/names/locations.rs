//! Names of inline types after their location: the operation or the component, and the properties down to the schema.

use openapiv3::{OpenAPI, Operation, Parameter, PathItem, ReferenceOr};

use crate::ir::Origin;
use crate::name;
use crate::pointer::unescape;

/// The locations of a document.
pub(crate) struct Locations<'a>(&'a OpenAPI);

/// The name of the operation, path or component that contains a location, the steps inside it, and its parameters.
type Head<'s, 'a> = (String, &'s [&'s str], &'a [ReferenceOr<Parameter>]);

impl<'a> Locations<'a> {
    pub(crate) fn of(openapi: &'a OpenAPI) -> Self {
        Self(openapi)
    }

    /// The name of an inline schema: `ListInvitesResponseOwner`. A component has its own name.
    pub(crate) fn name(&self, origin: &Origin) -> Option<String> {
        let Origin::Inline(pointer) = origin else { return None };
        let steps: Vec<String> = pointer.as_str().split('/').skip(1).map(unescape).collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let (head, mut rest, parameters) = self.head(&steps)?;
        let mut name = name::pascal(&head);
        while let [step, inner @ ..] = rest {
            let key = inner.first().copied().unwrap_or_default();
            let (word, length) = match *step {
                "parameters" => (parameter(parameters, key), 2),
                step => word(step, key),
            };
            if let Some(word) = word {
                name = name::join(&name, &name::pascal(&word));
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        Some(name)
    }

    /// The operation, path or component that contains a location.
    fn head<'s>(&self, steps: &'s [&'s str]) -> Option<Head<'s, 'a>> {
        match steps {
            ["paths", path, rest @ ..] => {
                let ReferenceOr::Item(item) = self.0.paths.paths.get(*path)? else { return None };
                match rest {
                    [method, inner @ ..] if operation(item, method).is_some() => {
                        let operation = operation(item, method)?;
                        let id = operation.operation_id.clone().unwrap_or_else(|| format!("{method}/{path}"));
                        Some((id, inner, &operation.parameters))
                    }
                    inner => Some(((*path).to_owned(), inner, &item.parameters)),
                }
            }
            ["components", _, name, inner @ ..] => Some(((*name).to_owned(), inner, &[])),
            _ => None,
        }
    }
}

fn operation<'a>(item: &'a PathItem, method: &str) -> Option<&'a Operation> {
    item.iter().find(|(name, _)| *name == method).map(|(_, operation)| operation)
}

/// The name of a parameter.
fn parameter(parameters: &[ReferenceOr<Parameter>], key: &str) -> Option<String> {
    match parameters.get(key.parse::<usize>().ok()?)? {
        ReferenceOr::Item(parameter) => Some(parameter.parameter_data_ref().name.clone()),
        ReferenceOr::Reference { reference } => reference.rsplit('/').next().map(ToOwned::to_owned),
    }
}

/// The word for a keyword and the key after it, and the number of these steps.
fn word(keyword: &str, key: &str) -> (Option<String>, usize) {
    match keyword {
        "content" => (None, 2),
        "schema" => (None, 1),
        "properties" | "headers" => (Some(key.to_owned()), 2),
        "responses" if key.starts_with('2') => (Some("response".to_owned()), 2),
        "responses" => (Some(format!("response_{key}")), 2),
        "requestBody" => (Some("request".to_owned()), 1),
        "items" => (Some("item".to_owned()), 1),
        "additionalProperties" => (Some("value".to_owned()), 1),
        // The parts of a composition have no names.
        "allOf" | "oneOf" | "anyOf" => {
            (key.parse::<usize>().ok().map(|index| format!("part_{}", index + 1)), 2)
        }
        other => (Some(other.to_owned()), 1),
    }
}
