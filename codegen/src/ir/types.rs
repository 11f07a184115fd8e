//! The types of values, and the definitions of the named types.

use std::fmt;

use super::scalar::Scalar;
use super::{Doc, Facts, Name, Reason};
use crate::pointer::Pointer;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Scalar(Scalar),
    /// A SID newtype; [`Module::sids`](super::Module::sids) has its Rust name.
    Sid(Prefix),
    Named(TypeId),
    List(Box<Type>),
    /// A map from strings to values.
    Map(Box<Type>),
    /// The inner type, or null.
    Nullable(Box<Type>),
    /// The inner type on the heap, for a type that contains itself.
    Boxed(Box<Type>),
}

impl Type {
    /// A string.
    pub(crate) const TEXT: Self = Self::Scalar(Scalar::Text);
    /// Bytes.
    pub(crate) const BYTES: Self = Self::Scalar(Scalar::Bytes);
    /// A file.
    pub(crate) const FILE: Self = Self::Scalar(Scalar::File);
    /// Any JSON value.
    pub(crate) const JSON: Self = Self::Scalar(Scalar::Json);

    /// The named type of the value, or of its items.
    pub(crate) fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.named()
            }
            _ => None,
        }
    }

    /// Whether a value of the type contains any JSON, outside of named types.
    pub(crate) fn contains_json(&self) -> bool {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.contains_json()
            }
            other => *other == Self::JSON,
        }
    }

    /// Calls `act` with this type and every type inside it.
    pub(crate) fn visit(&mut self, act: &mut impl FnMut(&mut Self)) {
        act(self);
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.visit(act);
            }
            _ => {}
        }
    }
}

/// The two capital letters that a kind of SID begins with: `IN`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Prefix(String);

impl Prefix {
    /// The prefix, if it consists of two capital letters.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let is_prefix = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        is_prefix.then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An index into [`Module::types`](super::Module::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub usize);

/// The definition of a named type.
#[derive(Clone, Debug)]
pub(crate) struct TypeDef {
    pub(crate) origin: Origin,
    pub(crate) rust: String,
    /// The reason for the Rust name.
    pub(crate) why: Reason,
    pub(crate) doc: Doc,
    pub(crate) kind: TypeKind,
    /// Whether requests contain it. If so, callers can make it, and absent values are not serialized.
    pub(crate) sent: bool,
    /// Whether an object of it has no other properties than those of its fields.
    pub(crate) is_closed: bool,
}

/// The maximum number of arguments of `new`. Clippy rejects more arguments.
const MOST_ARGUMENTS: usize = 7;

/// How a caller makes a value of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Construct {
    /// Only responses contain it, so callers do not make it.
    Never,
    /// With `new`, which takes the required fields; further fields can be added later.
    New,
    /// With a struct literal, because it has more required fields than `new` can take.
    Literal,
}

impl Construct {
    /// The way to make a model with this number of required fields.
    pub(crate) fn with(required: usize, sent: bool) -> Self {
        match (sent, required) {
            (false, _) => Self::Never,
            (true, ..=MOST_ARGUMENTS) => Self::New,
            (true, _) => Self::Literal,
        }
    }
}

impl TypeDef {
    /// How a caller makes a value of it, if it is a model.
    pub(crate) fn construct(&self) -> Construct {
        let TypeKind::Model(fields) = &self.kind else { return Construct::Never };
        Construct::with(fields.iter().filter(|field| field.is_required()).count(), self.sent)
    }

    /// Whether a property of it is absent, null or a value, and requests contain the difference. Its field is an
    /// `Option` of an `Option`.
    pub(crate) fn distinguishes_null(&self, field: &Field) -> bool {
        self.may_omit(field)
            && field.facts.nullable
            && matches!(&field.ty, Type::Nullable(inner) if **inner != Type::JSON)
    }

    /// Whether a property of it is absent or any JSON, and requests contain the difference to null. Its field is an
    /// `Option` of JSON, which can be null.
    pub(crate) fn contains_null(&self, field: &Field) -> bool {
        self.may_omit(field) && matches!(&field.ty, Type::Nullable(inner) if **inner == Type::JSON)
    }

    /// Whether requests can contain or omit a property of it.
    fn may_omit(&self, field: &Field) -> bool {
        self.sent && field.role == FieldRole::Optional && field.access != Access::ReadOnly
    }
}

/// The schema that a type was made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Origin {
    /// A component, by its name.
    Component(String),
    /// An inline schema, by its position. Of several equal schemas, it is the first in sorted order.
    Inline(Pointer),
    /// All schemas with this format and these values, wherever they occur.
    Alike { format: String, values: Vec<String> },
}

impl Origin {
    /// The position of the schema; empty for a type that is made of many schemas.
    pub(crate) fn pointer(&self) -> Pointer {
        match self {
            Self::Component(name) => Pointer::component("schemas", name),
            Self::Inline(pointer) => pointer.clone(),
            Self::Alike { .. } => Pointer::default(),
        }
    }
}

/// The name by which the settings refer to the type.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Component(name) => f.write_str(name),
            Self::Inline(pointer) => pointer.fmt(f),
            Self::Alike { format, values } => write!(f, "{format} {}", values.join(" ")),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
    Model(Vec<Field>),
    Enum(Vec<Variant>),
    Union {
        /// The property whose value selects the variant. Without one, the client takes the variant
        /// that keeps most of a value.
        discriminator: Option<String>,
        variants: Vec<UnionVariant>,
    },
}

impl TypeKind {
    /// Whether it is a union of the responses of an operation, whose status selects the variant.
    pub(crate) fn is_by_status(&self) -> bool {
        matches!(self, Self::Union { discriminator: None, variants }
            if variants.iter().any(|variant| !variant.selectors.is_empty()))
    }

    /// The types of its fields or variants.
    pub(crate) fn inside(&self) -> Vec<&Type> {
        match self {
            Self::Model(fields) => fields.iter().map(|field| &field.ty).collect(),
            Self::Union { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
            Self::Enum(_) => Vec::new(),
        }
    }

    /// The types of its fields or variants, mutable.
    pub(crate) fn inside_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Model(fields) => fields.iter_mut().map(|field| &mut field.ty).collect(),
            Self::Union { variants, .. } => variants.iter_mut().map(|variant| &mut variant.ty).collect(),
            Self::Enum(_) => Vec::new(),
        }
    }
}

/// One of the types of a union.
#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    /// `Card`.
    pub(crate) rust: String,
    pub(crate) ty: Type,
    /// The values of the discriminator that select it. If there is a discriminator, a variant without values reads
    /// the objects that no other variant reads. In a union of responses, the statuses that select it: `200`, `2XX`.
    pub(crate) selectors: Vec<String>,
}

/// A property of a model.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) doc: Doc,
    pub(crate) ty: Type,
    pub(crate) pii: bool,
    pub(crate) role: FieldRole,
    pub(crate) access: Access,
    pub(crate) facts: Facts,
    /// The example of its schema in JSON, if it is small.
    pub(crate) example: Option<String>,
}

/// The properties of a JSON object that a field of a model contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldRole {
    /// One property that every object has.
    Required,
    /// One property that may be absent.
    Optional,
    /// Every property without a field (`additionalProperties`).
    Additional,
}

impl Field {
    /// Whether a caller must give it to make a value of the model.
    pub(crate) fn is_required(&self) -> bool {
        self.role == FieldRole::Required
    }
}

/// Whether requests and responses contain a property (`readOnly`, `writeOnly`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Access {
    #[default]
    ReadWrite,
    /// Only responses contain it.
    ReadOnly,
    /// Only requests contain it.
    WriteOnly,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) name: Name,
    pub(crate) value: EnumValue,
    /// The description of the value beside the value itself.
    pub(crate) doc: Doc,
}

/// A value of an enum in JSON. All values of an enum have the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumValue {
    /// The wire name of the variant.
    Text,
    Integer(i64),
}

impl Variant {
    /// The type of the value.
    pub(crate) fn scalar(&self) -> Scalar {
        match self.value {
            EnumValue::Text => Scalar::Text,
            EnumValue::Integer(value) if i32::try_from(value).is_ok() => Scalar::Int32,
            EnumValue::Integer(_) => Scalar::Int64,
        }
    }

    /// The value in JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        match self.value {
            EnumValue::Text => self.name.wire.as_str().into(),
            EnumValue::Integer(value) => value.into(),
        }
    }

    /// The value as a literal of Rust: `"open"` or `1`.
    pub(crate) fn literal(&self) -> String {
        match self.value {
            EnumValue::Text => format!("{:?}", self.name.wire),
            EnumValue::Integer(value) => value.to_string(),
        }
    }
}

/// Whether the values of an enum are integers.
pub(crate) fn is_of_integers(variants: &[Variant]) -> bool {
    variants.iter().any(|variant| matches!(variant.value, EnumValue::Integer(_)))
}
