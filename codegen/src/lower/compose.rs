//! Schemas made of other schemas: `allOf`, `oneOf` and `anyOf`.

use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::place::{At, Faults};
use super::reference::Met;
use super::shape::{Node, Properties, Shape, view};
use super::types::{Context, Types, bare};
use super::wishes::component_wishes;
use crate::diagnostic::Code;
use crate::ir::{Member, Type, TypeKind};
use crate::name;
use crate::nearest::nearest;

/// How deep `allOf` may stand in `allOf`.
const LIMIT: usize = 64;

/// An object's properties, from one schema or from several.
#[derive(Debug)]
pub(crate) struct Object<'a> {
    pub(crate) properties: Vec<Property<'a>>,
    required: Vec<(&'a str, At)>,
    /// What every other property is, where the document says it.
    pub(crate) rest: Option<(Node<'a>, At)>,
}

/// One property.
#[derive(Debug)]
pub(crate) struct Property<'a> {
    pub(crate) wire: &'a str,
    pub(crate) node: Node<'a>,
    pub(crate) at: At,
}

/// What `allOf` comes to.
pub(crate) enum Merged<'a> {
    Object(Object<'a>),
    /// All but one of the schemas say nothing: it is that one.
    One(Node<'a>, At),
    Any,
}

/// One of the schemas that `allOf` joins.
#[derive(Debug)]
enum Part<'a> {
    Object(Object<'a>),
    /// Something that is no object, or the only one that says anything.
    Other(Node<'a>, At),
}

impl<'a> Object<'a> {
    fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.required.is_empty() && self.rest.is_none()
    }

    pub(crate) fn new(
        properties: &'a Properties,
        required: &'a [String],
        rest: Option<Node<'a>>,
        at: &At,
    ) -> Self {
        let parent = at.key("properties");
        let properties = properties
            .iter()
            .map(|(wire, schema)| Property { wire, node: schema.into(), at: parent.key(wire) })
            .collect();
        let parent = at.key("required");
        let required = required.iter().enumerate();
        Self {
            properties,
            required: required.map(|(index, name)| (name.as_str(), parent.index(index))).collect(),
            rest: rest.map(|rest| (rest, at.key("additionalProperties"))),
        }
    }

    /// Whether a property must be there.
    pub(crate) fn requires(&self, wire: &str) -> bool {
        self.required.iter().any(|(name, _)| *name == wire)
    }

    /// Adds what another schema says of the same object.
    fn absorb(&mut self, other: Self, faults: &Faults<'_>) {
        for property in other.properties {
            match self.properties.iter_mut().find(|own| own.wire == property.wire) {
                None => self.properties.push(property),
                Some(own) if same(own.node, property.node) => {}
                // The more special schema of the two comes last, by custom.
                Some(own) if is_refinement(own.node, property.node) => own.node = property.node,
                Some(own) => {
                    let message = format!("`{}` is described in two ways", property.wire);
                    let help = "let both say the same";
                    let other = (&own.at, "it is described otherwise here");
                    faults.add_with(Code::PropertyInTwoWays, &property.at, message, help, other);
                }
            }
        }
        self.required.extend(other.required);
        self.rest = self.rest.take().or(other.rest);
    }

    /// Every required name must be a property.
    pub(crate) fn check_required(&self, faults: &Faults<'_>) {
        let wires = || self.properties.iter().map(|property| property.wire);
        for (name, at) in self.required.iter().filter(|(name, _)| !wires().any(|wire| wire == *name)) {
            let message = format!("`required` names `{name}`, which is not a property");
            let help = match nearest(name, wires()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add `{name}` to `properties`, or take it out of `required`"),
            };
            faults.add(Code::RequiredIsNoProperty, at, message, help);
        }
    }
}

/// Whether two schemas say the same of a value; what they tell the reader does not count.
fn same(one: Node<'_>, other: Node<'_>) -> bool {
    match (one, other) {
        (Node::Reference(one), Node::Reference(other)) => one == other,
        (Node::Item(one), Node::Item(other)) => one.schema_kind == other.schema_kind,
        _ => false,
    }
}

/// Whether the second schema only narrows the first: the same type, with values listed or a format
/// given.
fn is_refinement(one: Node<'_>, other: Node<'_>) -> bool {
    let (Node::Item(one), Node::Item(other)) = (one, other) else { return false };
    matches!(
        (view(one).shape, view(other).shape),
        (Shape::Text { .. }, Shape::Text { .. } | Shape::Enum { .. })
            | (Shape::Integer { .. } | Shape::Number, Shape::Integer { .. })
            | (Shape::Any, _)
    )
}

impl<'a> Types<'a> {
    /// Puts the members of an `allOf` together.
    pub(super) fn merge(
        &self,
        members: &'a [ReferenceOr<Schema>],
        own: Option<Object<'a>>,
        at: &At,
    ) -> Merged<'a> {
        let mut parts = Vec::new();
        self.collect(members, at, LIMIT, &mut parts);
        parts.extend(own.map(Part::Object));
        parts.retain(|part| !matches!(part, Part::Object(object) if object.is_empty()));
        if let [Part::Other(node, at)] = parts.as_slice() {
            return Merged::One(*node, at.clone());
        }
        let mut parts = parts.into_iter().map(|part| self.opened(part));
        let mut object = match parts.next() {
            None => return Merged::Any,
            Some(Part::Object(first)) => first,
            Some(Part::Other(_, at)) => {
                self.no_object(&at);
                return Merged::Any;
            }
        };
        for part in parts {
            match part {
                Part::Object(other) => object.absorb(other, self.faults),
                Part::Other(_, at) => self.no_object(&at),
            }
        }
        Merged::Object(object)
    }

    /// A lone reference beside properties of the schema's own is one object of two after all.
    fn opened(&self, part: Part<'a>) -> Part<'a> {
        let Part::Other(node, at) = &part else { return part };
        let Some(met) = self.resolve(*node, at) else { return part };
        match view(met.schema).shape {
            Shape::Object { properties, required, rest } => {
                Part::Object(Object::new(properties, required, rest, &met.at))
            }
            Shape::All { members, properties, required } => {
                let own = properties.map(|own| Object::new(own, required, None, &met.at));
                match self.merge(members, own, &met.at) {
                    Merged::Object(object) => Part::Object(object),
                    Merged::One(..) | Merged::Any => part,
                }
            }
            _ => part,
        }
    }

    fn no_object(&self, at: &At) {
        let message = "a value cannot be this and the other schemas of `allOf` at once";
        self.faults.add(Code::AllOfNotTogether, at, message, "join objects only");
    }

    /// The members that say something, those of an `allOf` inside included. A reference that
    /// stands alone stays one, so that its type keeps its name.
    fn collect(&self, members: &'a [ReferenceOr<Schema>], at: &At, depth: usize, parts: &mut Vec<Part<'a>>) {
        let Some(depth) = depth.checked_sub(1) else {
            self.faults.add(Code::AllOfCircle, at, "`allOf` leads back to itself", "take the circle out");
            return;
        };
        let alone = self.speaking(members, at).len() == 1;
        for (node, at) in self.speaking(members, at) {
            let Some(met) = self.resolve(node, &at) else { continue };
            match view(met.schema).shape {
                _ if alone && met.component.is_some() => parts.push(Part::Other(node, at)),
                Shape::Object { properties, required, rest } => {
                    parts.push(Part::Object(Object::new(properties, required, rest, &met.at)));
                }
                Shape::Map(Some(rest)) => {
                    let rest = Some((rest, met.at.key("additionalProperties")));
                    parts.push(Part::Object(Object { properties: Vec::new(), required: Vec::new(), rest }));
                }
                Shape::All { members: inner, properties, required } => {
                    self.collect(inner, &met.at, depth, parts);
                    let own = properties.map(|own| Object::new(own, required, None, &met.at));
                    parts.extend(own.map(Part::Object));
                }
                _ => parts.push(Part::Other(node, at)),
            }
        }
    }

    /// The members that are more than a description.
    fn speaking(&self, members: &'a [ReferenceOr<Schema>], at: &At) -> Vec<(Node<'a>, At)> {
        let places = members
            .iter()
            .enumerate()
            .map(|(index, member)| (Node::from(member), at.key("allOf").index(index)));
        let speaking = places.filter(|(node, at)| {
            self.resolve(*node, at).is_none_or(|met| !matches!(view(met.schema).shape, Shape::Any))
        });
        speaking.collect()
    }

    /// One of several types.
    pub(super) fn union(
        &mut self,
        members: &'a [ReferenceOr<Schema>],
        tag: Option<&'a Discriminator>,
        description: Option<&str>,
        met: &Met<'a>,
        context: &Context<'_>,
    ) -> Type {
        let (key, known) = self.known(met);
        if let Some(known) = known {
            return known;
        }
        if let [only] = members {
            let at = met.at.key("oneOf").index(0);
            return self.lower(only, &Context { at: &at, ..context.clone() });
        }
        let texts = members.iter().all(|member| {
            let met = self.resolve(member, &met.at);
            met.is_some_and(|met| matches!(view(met.schema).shape, Shape::Text { .. } | Shape::Enum { .. }))
        });
        if texts {
            return Type::Text; // a text is a text, whichever of them it is
        }
        let (wishes, noun) = Self::wishes(met, context);
        let wish = wishes.first().cloned().unwrap_or_default();
        let empty = TypeKind::Union { tag: None, members: Vec::new() };
        let ty = self.enter(key, wishes, noun, super::doc::doc(description), empty, &met.at);
        let mut lowered: Vec<Member> = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let at = met.at.key("oneOf").index(index);
            let wish = format!("{wish}{}", index + 1);
            let inner = self.lower(member, &Context { at: &at, wish, ..context.clone() });
            let inner = bare(&inner).clone();
            let rust = variant(member, &inner);
            // Models differ much in size; on the heap all variants are alike.
            let boxed = matches!(inner, Type::Named(_)) && !self.is_enum(&inner);
            let inner = if boxed { Type::Boxed(Box::new(inner)) } else { inner };
            lowered.push(Member { rust, ty: inner, tags: tags(member, tag) });
        }
        name::distinct(lowered.iter_mut().map(|member| &mut member.rust), "");
        let tag = tag.map(|tag| tag.property_name.clone());
        self.fill(&ty, TypeKind::Union { tag, members: lowered });
        ty
    }
}

/// What a member of a union is called: after its component, or after what it is.
fn variant(member: &ReferenceOr<Schema>, ty: &Type) -> String {
    let kind = match ty {
        Type::Text | Type::Sid(_) => "Text",
        Type::Bool => "Bool",
        Type::Int32 | Type::Int64 => "Integer",
        Type::Number => "Number",
        Type::Timestamp | Type::MailTimestamp => "Timestamp",
        Type::Date => "Date",
        Type::List(_) => "List",
        Type::Map(_) => "Map",
        Type::Json => "Any",
        Type::Named(_) | Type::Nullable(_) | Type::Boxed(_) => "Object",
    };
    let rust = match (member, ty) {
        (ReferenceOr::Reference { reference }, Type::Named(_)) => {
            let component = reference.rsplit('/').next().unwrap_or_default();
            component_wishes(component).0.first().cloned().unwrap_or_default()
        }
        _ => kind.to_owned(),
    };
    if rust == super::UNRECOGNIZED { format!("{rust}_") } else { rust }
}

/// The values of the tag that mean a member: those mapped to it, or its component's name.
fn tags(member: &ReferenceOr<Schema>, tag: Option<&Discriminator>) -> Vec<String> {
    let (Some(tag), ReferenceOr::Reference { reference }) = (tag, member) else { return Vec::new() };
    let Discriminator { property_name: _, mapping, extensions: _ } = tag;
    let name = reference.rsplit('/').next().unwrap_or_default();
    let mapped: Vec<String> = mapping
        .iter()
        .filter(|(_, target)| *target == reference || *target == name)
        .map(|(value, _)| value.clone())
        .collect();
    if mapped.is_empty() { vec![name.to_owned()] } else { mapped }
}
