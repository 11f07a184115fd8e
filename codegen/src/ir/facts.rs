//! What a document says of a value beside its type. The client leaves it to the server to check;
//! its users want to know when it changes.

use std::collections::BTreeMap;

use crate::pointer::Pointer;

/// The position of a thing, and the keywords beside its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    pub(crate) at: Pointer,
    pub(crate) deprecated: bool,
    /// Whether it may be null, whatever its type says.
    pub(crate) nullable: bool,
    pub(crate) bounds: Bounds,
}

/// What a value may be, within its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) limits: BTreeMap<Limit, f64>,
    /// A pattern that is not that of a SID.
    pub(crate) pattern: Option<String>,
}

/// The keywords that bound a value on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit {
    Minimum,
    Maximum,
    MinLength,
    MaxLength,
    MinItems,
    MaxItems,
}

impl Limit {
    /// As the document spells it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
        }
    }

    /// Whether a greater number allows less.
    pub(crate) fn is_lower(self) -> bool {
        matches!(self, Self::Minimum | Self::MinLength | Self::MinItems)
    }
}
