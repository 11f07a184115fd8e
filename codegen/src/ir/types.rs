//! Types: as they are used, and those of a document's own.

use std::fmt;

use super::scalar::Scalar;
use super::{Doc, Facts, Name, Reason};
use crate::pointer::Pointer;

/// A type as it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Scalar(Scalar),
    /// A SID newtype; [`Module::sids`](super::Module::sids) has its Rust name.
    Sid(Prefix),
    Named(TypeId),
    List(Box<Type>),
    /// From name to value.
    Map(Box<Type>),
    /// The inner type, or null.
    Nullable(Box<Type>),
    /// The inner type on the heap: a type that contains itself.
    Boxed(Box<Type>),
}

impl Type {
    /// A string.
    pub(crate) const TEXT: Self = Self::Scalar(Scalar::Text);
    /// Any JSON value.
    pub(crate) const JSON: Self = Self::Scalar(Scalar::Json);

    /// The named type that this type is, or that its items or values are.
    pub(crate) fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.named()
            }
            _ => None,
        }
    }

    /// Every type that this one holds, itself included.
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

/// A type of the document's own.
#[derive(Clone, Debug)]
pub(crate) struct TypeDef {
    pub(crate) origin: Origin,
    pub(crate) rust: String,
    /// The reason for the Rust name.
    pub(crate) why: Reason,
    pub(crate) doc: Doc,
    pub(crate) kind: TypeKind,
    /// Whether requests hold it: it can be made then, and does not send what is absent.
    pub(crate) sent: bool,
}

/// The most required fields that are arguments of `new`; clippy calls a function with more unreadable.
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
        Construct::with(fields.iter().filter(|field| !field.optional).count(), self.sent)
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
    /// The types that this one holds.
    pub(crate) fn inside(&self) -> Vec<&Type> {
        match self {
            Self::Model(fields) => fields.iter().map(|field| &field.ty).collect(),
            Self::Union { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
            Self::Enum(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
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
    /// The values of the discriminator that select it: at least one if there is a discriminator.
    pub(crate) selectors: Vec<String>,
}

/// A property of a model.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) doc: Doc,
    pub(crate) ty: Type,
    pub(crate) pii: bool,
    /// Whether it may be absent.
    pub(crate) optional: bool,
    pub(crate) access: Access,
    /// Whether it holds every property without a field (`additionalProperties`).
    pub(crate) additional: bool,
    pub(crate) facts: Facts,
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
}
