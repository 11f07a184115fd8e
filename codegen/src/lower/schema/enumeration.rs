//! Enums of strings and integers.

use crate::document::place::At;
use crate::ir::scalar::{Scalar, SchemaType};
use crate::ir::{Doc, Encoding, Origin, Type, TypeId, TypeKind, Variant};
use crate::lower::document::doc::{doc, share};
use crate::lower::document::reader::Resolved;
use crate::lower::names::candidates::component_candidates;
use crate::lower::schema::types::{Context, Types};

impl Types<'_> {
    /// The type of an enum with these values. A boolean that requests contain as a string is a boolean.
    pub(super) fn enumeration(
        &mut self,
        variants: Vec<Variant>,
        format: Option<&str>,
        description: Option<&str>,
        resolved: &Resolved<'_>,
        context: &Context<'_>,
    ) -> Type {
        if context.encoding == Encoding::Text && is_boolean(&variants) {
            return Type::Scalar(Scalar::of_schema(SchemaType::Boolean, None));
        }
        self.reader.count(variants.len(), &resolved.at);
        let doc = doc(description);
        // Published documents repeat the same two methods inline hundreds of times.
        let (origin, (candidates, noun)) = match (resolved.component, format) {
            (Some(component), _) => {
                (Origin::Component(component.to_owned()), component_candidates(component))
            }
            (None, Some("http-method")) => {
                let values = variants.iter().map(|variant| variant.name.wire.clone()).collect();
                let origin = Origin::Alike { format: "http-method".to_owned(), values };
                (origin, (vec!["HttpMethod".to_owned()], String::new()))
            }
            (None, _) => {
                let values = variants.iter().map(Variant::literal).collect();
                let alike = (context.candidate.clone(), values);
                return self.inline_enum(alike, doc, TypeKind::Enum(variants), &resolved.at, context);
            }
        };
        let kind = TypeKind::Enum(variants);
        if let Some((index, _, draft)) = self.drafts.get_full_mut(&origin) {
            share(&mut draft.doc, &doc);
            return Type::Named(TypeId(index));
        }
        self.enter(origin, candidates, noun, doc, kind, &resolved.at)
    }

    /// Enums with the same candidate and the same values are one type, so that a parameter that filters by a
    /// field has the type of the field.
    fn inline_enum(
        &mut self,
        alike: (String, Vec<String>),
        doc: Doc,
        kind: TypeKind,
        at: &At,
        context: &Context<'_>,
    ) -> Type {
        let place = at.pointer();
        let known = self.enums.get(place).or_else(|| self.alike.get(&alike)).copied();
        let Some(id) = known else {
            let (candidates, noun) = (vec![context.candidate.clone()], context.noun.to_owned());
            let ty = self.enter(Origin::Inline(place.clone()), candidates, noun, doc, kind, at);
            if let Type::Named(id) = ty {
                self.enums.insert(place.clone(), id);
                self.alike.insert(alike, id);
            }
            return ty;
        };
        self.enums.insert(place.clone(), id);
        if let Some((_, draft)) = self.drafts.get_index_mut(id.0) {
            share(&mut draft.doc, &doc);
            if let (TypeKind::Enum(known), TypeKind::Enum(others)) = (&mut draft.kind, &kind) {
                known.iter_mut().zip(others).for_each(|(known, other)| share(&mut known.doc, &other.doc));
            }
            if Origin::Inline(place.clone()) < draft.origin {
                draft.origin = Origin::Inline(place.clone());
                context.noun.clone_into(&mut draft.noun);
                draft.at = at.clone();
            }
        }
        Type::Named(id)
    }
}

fn is_boolean(values: &[Variant]) -> bool {
    let has = |text: &str| values.iter().any(|value| value.name.wire == text);
    values.len() == 2 && has("true") && has("false")
}
