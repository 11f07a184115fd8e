//! References: what stands under `components`, found by name. Nothing else is ever followed.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr, Schema};

use super::place::{At, Faults};
use super::shape::Node;
use crate::diagnostic::Code;

/// How many references in a row are followed.
const LIMIT: usize = 64;

/// A schema that was found.
#[derive(Clone, Debug)]
pub(crate) struct Met<'a> {
    /// The component that it is, if it is one.
    pub(crate) component: Option<&'a str>,
    pub(crate) schema: &'a Schema,
    /// Where it stands.
    pub(crate) at: At,
}

/// The schema that a node means.
pub(crate) fn schema<'a>(
    openapi: &'a OpenAPI,
    faults: &Faults<'_>,
    node: Node<'a>,
    at: &At,
) -> Option<Met<'a>> {
    match node {
        Node::Item(schema) => Some(Met { component: None, schema, at: at.clone() }),
        Node::Reference(reference) => {
            let table = openapi.components.as_ref().map(|components| &components.schemas);
            let (name, schema) = follow(table, "schemas", reference, at, faults)?;
            Some(Met { component: Some(name), schema, at: At::component("schemas", name) })
        }
    }
}

/// What a place holds, in itself or by a reference to a component of the given kind.
pub(crate) fn component<'a, T>(
    table: Option<&'a IndexMap<String, ReferenceOr<T>>>,
    kind: &'static str,
    item: &'a ReferenceOr<T>,
    at: &At,
    faults: &Faults<'_>,
) -> Option<(&'a T, At)> {
    match item {
        ReferenceOr::Item(item) => Some((item, at.clone())),
        ReferenceOr::Reference { reference } => {
            let (name, item) = follow(table, kind, reference, at, faults)?;
            Some((item, At::component(kind, name)))
        }
    }
}

fn follow<'a, T>(
    table: Option<&'a IndexMap<String, ReferenceOr<T>>>,
    kind: &str,
    reference: &'a str,
    at: &At,
    faults: &Faults<'_>,
) -> Option<(&'a str, &'a T)> {
    let prefix = format!("#/components/{kind}/");
    let mut reference = reference;
    for _ in 0..LIMIT {
        // That a reference leads to nothing, or elsewhere, was seen when the document was read.
        let name = reference.strip_prefix(&prefix)?;
        match table.and_then(|table| table.get(name))? {
            ReferenceOr::Item(item) => return Some((name, item)),
            ReferenceOr::Reference { reference: next } => reference = next,
        }
    }
    faults.add(
        Code::ReferenceCircle,
        &at.key("$ref"),
        "this reference leads back to itself",
        "let the chain of references end in what is wanted",
    );
    None
}
