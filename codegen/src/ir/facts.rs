//! The keywords beside the type of a value. The server checks them, not the client. A report contains their
//! changes.

use std::collections::BTreeMap;

use super::Outline;
use crate::pointer::Pointer;

/// The position of an item, and the keywords beside its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    pub(crate) at: Pointer,
    pub(crate) deprecated: bool,
    /// Whether the document allows null. [`Type::Nullable`](super::Type::Nullable) also results from other
    /// rules.
    pub(crate) nullable: bool,
    pub(crate) bounds: Bounds,
    /// The schema of a value that is any JSON for the client, although its schema allows only some values.
    pub(crate) json: Option<Outline>,
}

/// The constraints on a value within its type, and its default.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) limits: BTreeMap<Limit, Bound>,
    /// A pattern, unless it is the pattern of a SID.
    pub(crate) pattern: Option<String>,
    /// The value must be a multiple of this number.
    pub(crate) multiple_of: Option<f64>,
    /// Whether the items of an array must differ from each other.
    pub(crate) unique_items: bool,
    /// The default in JSON.
    pub(crate) default: Option<String>,
    /// The constraints on each item of an array, or on each value of a map.
    pub(crate) inner: Option<Box<Self>>,
}

/// A lower or an upper bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bound {
    pub(crate) value: f64,
    /// Whether the value itself is outside of the bound.
    pub(crate) is_exclusive: bool,
}

impl Bound {
    /// A bound that contains its value.
    pub(crate) fn inclusive(value: f64) -> Self {
        Self { value, is_exclusive: false }
    }
}

/// The keywords with a lower or an upper bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit {
    Minimum,
    Maximum,
    MinLength,
    MaxLength,
    MinItems,
    MaxItems,
    MinProperties,
    MaxProperties,
}

impl Limit {
    /// The keyword in the document.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
        }
    }

    /// Whether a greater number allows fewer values.
    pub(crate) fn is_lower(self) -> bool {
        matches!(self, Self::Minimum | Self::MinLength | Self::MinItems | Self::MinProperties)
    }
}
