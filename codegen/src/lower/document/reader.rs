//! Reads the schemas of an OpenAPI document: follows references, and records which components the operations
//! reach and which keywords have no effect.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use openapiv3::{OpenAPI, ReferenceOr, Schema};

use super::bounds::bounds;
use super::doc::{deprecation, doc};
use super::shape::{Choice, Node, Shape, View, view};
use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::document::reference;
use crate::ignored::Ignored;
use crate::ir::{Access, Bounds, Doc, Facts};
use crate::load::Document;
use crate::pointer::Pointer;

/// The maximum number of values that are read. A reference in `allOf`, in `parameters` or in `requestBody` repeats the
/// values of its target, so a small document can describe very many of them.
const MAX_VALUES: usize = 1_000_000;

/// The length of a description, in bytes, that needs as much memory as a value.
const TEXT_OF_A_VALUE: usize = 64;

/// The maximum nesting of arrays and maps whose bounds are read.
const MAX_DEPTH: usize = 8;
const ONLY_REQUIRED: &str = "it only lists required properties, and the server checks them";

/// The schemas of one document.
pub(crate) struct Reader<'a> {
    pub(crate) openapi: &'a OpenAPI,
    pub(crate) diagnostics: &'a Collector<'a>,
    /// The components that an operation reaches.
    reached: RefCell<BTreeSet<&'a str>>,
    /// The keywords without effect, with their positions.
    ignored: RefCell<BTreeSet<(Ignored, Pointer)>>,
    /// The number of values that may still be read. `None` after the error about too many of them.
    left: Cell<Option<usize>>,
}

/// A schema, with its position. References have been followed.
#[derive(Clone, Debug)]
pub(crate) struct Resolved<'a> {
    /// The name of the component, if the schema is one.
    pub(crate) component: Option<&'a str>,
    pub(crate) schema: &'a Schema,
    pub(crate) at: At,
}

/// The keywords of a value beside its type.
#[derive(Debug, Default)]
pub(crate) struct Described {
    pub(crate) doc: Doc,
    /// Whether the value is personal data.
    pub(crate) pii: bool,
    pub(crate) access: Access,
    pub(crate) facts: Facts,
    /// The example in JSON, if the run keeps examples.
    pub(crate) example: Option<String>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(openapi: &'a OpenAPI, diagnostics: &'a Collector<'a>) -> Self {
        let (reached, ignored) = (RefCell::default(), RefCell::default());
        Self { openapi, diagnostics, reached, ignored, left: Cell::new(Some(MAX_VALUES)) }
    }

    /// Counts values that are read at a position. Reports the first ones beyond the maximum.
    pub(crate) fn count(&self, values: usize, at: &At) {
        let Some(before) = self.left.get() else { return };
        self.left.set(before.checked_sub(values));
        if self.is_exhausted() {
            let message =
                format!("the document repeats values through references, more than {MAX_VALUES} times");
            let help = "divide the document, or refer to the large schema or parameter less often";
            self.diagnostics.add(Code::TooManyValues, at, message, help);
        }
    }

    /// Whether too many values were read. The run fails, so the rest need not be read.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.left.get().is_none()
    }

    /// The schema of a node, through any number of references.
    pub(crate) fn resolve(&self, node: impl Into<Node<'a>>, at: &At) -> Option<Resolved<'a>> {
        let resolved = self.find(node.into(), at).unwrap_or_else(|reference::ReferenceCycle| {
            reference::report_cycle(at, self.diagnostics);
            None
        })?;
        self.reached.borrow_mut().extend(resolved.component);
        Some(resolved)
    }

    /// The schema of a node, without recording that an operation reaches it. `resolve` reports cycles.
    pub(crate) fn peek(&self, node: impl Into<Node<'a>>, at: &At) -> Option<Resolved<'a>> {
        self.find(node.into(), at).ok().flatten()
    }

    fn find(&self, node: Node<'a>, at: &At) -> Result<Option<Resolved<'a>>, reference::ReferenceCycle> {
        let reference = match node {
            Node::Item(schema) => return Ok(Some(Resolved { component: None, schema, at: at.clone() })),
            Node::Reference(reference) => reference,
        };
        let table = self.openapi.components.as_ref().map(|components| &components.schemas);
        let found = reference::follow(table, "schemas", reference)?;
        Ok(found.map(|(name, schema)| Resolved {
            component: Some(name),
            schema,
            at: At::component("schemas", name),
        }))
    }

    /// The keywords beside the type of the value at `at`. The keywords of a reference are those of its
    /// target.
    pub(crate) fn described(&self, node: impl Into<Node<'a>>, at: &At) -> Described {
        let position = at.pointer().clone();
        // `resolve` reports cycles.
        let Ok(Some(Resolved { schema, .. })) = self.find(node.into(), at) else {
            return Described { facts: Facts { at: position, ..Facts::default() }, ..Described::default() };
        };
        let View { description, pii, deprecated, nullable, access, shape: _ } = view(schema);
        self.count(1 + description.map_or(0, str::len) / TEXT_OF_A_VALUE, at);
        let mut docs = doc(description);
        docs.push(deprecation(deprecated));
        let facts = Facts { at: position, deprecated, nullable, bounds: self.bounds(schema, 0), json: None };
        let example = schema.schema_data.example.as_ref().map(ToString::to_string);
        Described { doc: docs, pii, access, facts, example }
    }

    /// The bounds of a schema and of the values inside an array or a map.
    fn bounds(&self, schema: &'a Schema, depth: usize) -> Bounds {
        let inner = inside(schema).filter(|_| depth < MAX_DEPTH).and_then(|inner| {
            let Resolved { schema, .. } = self.peek(inner, &At::root())?;
            Some(Box::new(self.bounds(schema, depth + 1))).filter(|bounds| **bounds != Bounds::default())
        });
        Bounds { inner, ..bounds(schema) }
    }

    /// Whether a choice constrains the form of a value. A choice among lists of required properties does
    /// not: it has no effect.
    pub(crate) fn constrains(&self, choice: &Choice<'a>, at: &At) -> bool {
        let at = at.key(choice.keyword);
        let constrains = choice.members.iter().any(|member| self.schema_constrains(member, &at));
        if !constrains {
            self.ignore(choice.keyword, "schema", ONLY_REQUIRED, &at);
        }
        constrains
    }

    /// Whether a schema contains more than a list of required properties.
    pub(crate) fn schema_constrains(&self, schema: &'a ReferenceOr<Schema>, at: &At) -> bool {
        self.resolve(schema, at).is_none_or(|resolved| match view(resolved.schema).shape {
            Shape::Object { properties, required: _, additional_properties } => {
                !properties.is_empty() || additional_properties.is_some()
            }
            Shape::Any => false,
            _ => true,
        })
    }

    /// Records that a keyword has no effect. A keyword counts once, even if several references lead to it.
    pub(crate) fn ignore(&self, keyword: &str, object: &'static str, reason: &'static str, at: &At) {
        let ignored = Ignored { keyword: keyword.to_owned(), object, reason };
        self.ignored.borrow_mut().insert((ignored, at.place().clone()));
    }

    /// The keywords without effect, from `load` and from this reader, each with its number.
    pub(crate) fn all_ignored(&self, document: &Document) -> Vec<(Ignored, usize)> {
        let mut all = document.ignored.clone();
        for (ignored, _) in self.ignored.borrow().iter() {
            *all.entry(ignored.clone()).or_default() += 1;
        }
        all.into_iter().collect()
    }

    /// The component schemas that no operation reaches, sorted.
    pub(crate) fn unused(&self) -> Vec<String> {
        let reached = self.reached.borrow();
        let all = self.openapi.components.iter().flat_map(|components| components.schemas.keys());
        let mut unused: Vec<String> = all.filter(|name| !reached.contains(name.as_str())).cloned().collect();
        unused.sort();
        unused
    }
}

/// The schema of the items of an array, or of the values of a map.
fn inside(schema: &Schema) -> Option<Node<'_>> {
    match view(schema).shape {
        Shape::Array(items) => Some(items),
        Shape::Map(values) => values,
        _ => None,
    }
}

/// Whether a schema allows any JSON value.
pub(crate) fn is_free(schema: &Schema) -> bool {
    matches!(view(schema).shape, Shape::Any)
}

#[cfg(test)]
mod tests {
    use openapiv3::OpenAPI;

    use super::{At, Collector, MAX_VALUES, Reader};

    #[test]
    fn too_many_values_are_reported_once() {
        let (openapi, collector) = (OpenAPI::default(), Collector::new("a.yaml"));
        let reader = Reader::new(&openapi, &collector);
        reader.count(MAX_VALUES - 1, &At::root());
        reader.count(1, &At::root());
        assert!(!reader.is_exhausted(), "the maximum itself is accepted");
        for place in ["a", "b"] {
            reader.count(1, &At::root().key(place));
            assert!(reader.is_exhausted());
        }
        let found = collector.into_vec();
        assert_eq!(found.iter().map(|one| one.place.pointer.as_str()).collect::<Vec<_>>(), ["/a"]);
    }
}
