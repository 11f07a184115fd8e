//! Types: as they are used, and those of a document's own.

use super::{Doc, Facts, Name};

/// A type as it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Bool,
    Int32,
    Int64,
    /// A number that may come as text.
    Number,
    Timestamp,
    /// A timestamp that is sent in the form of RFC 2822.
    MailTimestamp,
    Date,
    /// Any JSON value.
    Json,
    /// A SID newtype, by its Rust name.
    Sid(String),
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

/// An index into [`Module::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub usize);

/// A type of the document's own.
#[derive(Clone, Debug)]
pub(crate) struct TypeDef {
    /// The component's name, or for an inline type the place where it stands.
    pub(crate) origin: String,
    pub(crate) rust: String,
    pub(crate) doc: Doc,
    pub(crate) kind: TypeKind,
    /// Whether requests hold it: it can be made then, and does not send what is absent.
    pub(crate) sent: bool,
}

impl TypeDef {
    /// JSON pointer to where it stands; nowhere for a type that serves many places.
    pub(crate) fn place(&self) -> String {
        match self.origin.as_str() {
            place if place.starts_with('/') => place.to_owned(),
            shared if shared.contains(' ') => String::new(),
            component => format!("/components/schemas/{}", component.replace('~', "~0").replace('/', "~1")),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
    Model(Vec<Field>),
    Enum(Vec<Variant>),
    Union {
        /// The property that says which of the types it is; without one the type that keeps most
        /// of a value is taken.
        tag: Option<String>,
        members: Vec<Member>,
    },
}

impl TypeKind {
    /// The types that this one holds.
    pub(crate) fn inside(&self) -> Vec<&Type> {
        match self {
            Self::Model(fields) => fields.iter().map(|field| &field.ty).collect(),
            Self::Union { members, .. } => members.iter().map(|member| &member.ty).collect(),
            Self::Enum(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub(crate) fn inside_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Model(fields) => fields.iter_mut().map(|field| &mut field.ty).collect(),
            Self::Union { members, .. } => members.iter_mut().map(|member| &mut member.ty).collect(),
            Self::Enum(_) => Vec::new(),
        }
    }
}

/// One of the types of a union.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// The variant: `Card`.
    pub(crate) rust: String,
    pub(crate) ty: Type,
    /// The values of the tag that mean it; one at least, where there is a tag.
    pub(crate) tags: Vec<String>,
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
    pub(crate) ways: Ways,
    /// Whether it takes every property that has no field of its own.
    pub(crate) rest: bool,
    pub(crate) facts: Facts,
}

/// Which ways a value goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ways {
    #[default]
    Both,
    /// It is answered and never sent: nobody sets it.
    Answered,
    /// It is sent and never answered.
    Sent,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) name: Name,
}
