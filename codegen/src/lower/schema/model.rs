//! Lowers objects to models. A model is entered into the table first, and its fields are lowered later.

use crate::ir::{Access, Doc, Encoding, Facts, Field, FieldRole, Type, TypeId, TypeKind};
use crate::lower::document::doc::doc;
use crate::lower::document::reader::Described;
use crate::lower::document::reader::Resolved;
use crate::lower::document::shape::is_closed;
use crate::lower::names::candidates::component_candidates;
use crate::lower::names::values;
use crate::lower::schema::all_of::Object;
use crate::lower::schema::types::{Context, Types, bare, nullable_once};
use crate::name;

/// A model whose fields are not lowered yet.
pub(super) struct Pending<'a> {
    index: usize,
    object: Object<'a>,
    component: Option<&'a str>,
    candidate: String,
    noun: String,
}

impl<'a> Types<'a> {
    /// The type of an object. Its fields are lowered later, by [`finish`](Self::finish).
    pub(super) fn model(
        &mut self,
        object: Object<'a>,
        description: Option<&str>,
        resolved: &Resolved<'a>,
        context: &Context<'_>,
    ) -> Type {
        if object.properties.is_empty() && object.additional_properties.is_none() {
            // The names of required properties do not describe a type.
            object.check_required(self.reader.diagnostics);
            return Type::JSON;
        }
        let (origin, known) = self.known(resolved);
        if let Some(known) = known {
            return known;
        }
        let (candidates, noun) = Self::candidates(resolved, context);
        // The types of the properties keep their names if another schema begins to extend the schema.
        let split = resolved.component.and_then(|component| self.bases.get(component));
        let owner = split.map(|name| component_candidates(name).0);
        let candidate = owner.as_ref().unwrap_or(&candidates).first().cloned().unwrap_or_default();
        let empty = TypeKind::Model(Vec::new());
        let ty = self.enter(origin, candidates, noun.clone(), doc(description), empty, &resolved.at);
        if let Type::Named(TypeId(index)) = ty {
            self.close(index, is_closed(resolved.schema));
            self.pending.push_back(Pending { index, object, component: resolved.component, candidate, noun });
        }
        ty
    }

    fn close(&mut self, index: usize, is_closed: bool) {
        if let Some((_, draft)) = self.drafts.get_index_mut(index) {
            draft.is_closed = is_closed;
        }
    }

    /// Lowers the fields of all entered models, including the models that these fields enter.
    pub(crate) fn finish(&mut self) {
        while let Some(Pending { index, object, component, candidate, noun }) = self.pending.pop_front() {
            if self.reader.is_exhausted() {
                return; // the run fails
            }
            object.check_required(self.reader.diagnostics);
            let fields = self.fields(&object, component, &candidate, &noun);
            self.fill(&Type::Named(TypeId(index)), TypeKind::Model(fields));
        }
    }

    fn fields(
        &mut self,
        object: &Object<'a>,
        component: Option<&str>,
        candidate: &str,
        noun: &str,
    ) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for property in &object.properties {
            let candidate = name::join(candidate, &name::pascal(property.wire));
            let (at, wire) = (&property.at, property.wire);
            let context = Context { at, candidate, noun, wire, encoding: Encoding::Json };
            let ty = self.property(property, &context);
            if let (Type::Sid(prefix), "sid", Some(component)) = (bare(&ty), wire, component) {
                self.evidence.owner(prefix, component);
            }
            let Described { doc, pii, access, facts, example } = self.reader.described_property(property);
            // A choice is nullable if one of its members is, and `allOf` of one schema if that schema is.
            let nullable = facts.nullable || matches!(ty, Type::Nullable(_));
            let (role, ty) = if object.requires(wire) {
                (FieldRole::Required, ty)
            } else {
                (FieldRole::Optional, nullable_once(ty))
            };
            let facts = Facts { json: self.unread(&ty, property.node), nullable, ..facts };
            let name = values::snake(wire);
            fields.push(Field { name, doc, ty, pii, role, access, facts, example });
        }
        if let Some((node, at)) = &object.additional_properties {
            let candidate = name::join(candidate, "Value");
            let context = Context { at, candidate, noun, wire: "", encoding: Encoding::Json };
            let ty = Type::Map(Box::new(self.lower(*node, &context)));
            let name = values::snake("additional_properties");
            let doc = Doc::sentence("All properties without a field.".to_owned());
            let facts = Facts { at: at.pointer().clone(), ..Facts::default() };
            let (pii, role, access) = (false, FieldRole::Additional, Access::ReadWrite);
            fields.push(Field { name, doc, ty, pii, role, access, facts, example: None });
        }
        fields
    }
}
