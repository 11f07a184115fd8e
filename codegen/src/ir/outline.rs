//! The values that a schema allows, for the schemas whose values the client does not read.

use std::fmt;

/// The outline of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outline {
    /// Any value.
    Any,
    /// A schema that is nested too deeply.
    Deep,
    /// A string, with its format.
    Text(Option<String>),
    Enum(Vec<String>),
    /// An integer, with its format.
    Integer(Option<String>),
    Number,
    Bool,
    Array(Box<Self>),
    Map(Box<Self>),
    Object(Vec<OutlineProperty>),
    /// A value that matches all of these schemas.
    All(Vec<Self>),
    /// A value that matches one of these schemas.
    One(Vec<Self>),
    /// A value of the schema, or null.
    Nullable(Box<Self>),
}

impl Outline {
    /// The outline of the values that are not null.
    pub(crate) fn not_null(self) -> Self {
        match self {
            Self::Nullable(inner) => *inner,
            other => other,
        }
    }
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutlineProperty {
    pub(crate) name: String,
    pub(crate) is_required: bool,
    pub(crate) value: Outline,
}

/// The schema in one line: `array of {code: integer, text?: string}`. A property with `?` is optional.
impl fmt::Display for Outline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined =
            |parts: &[Self], word: &str| parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(word);
        let formatted = |ty: &str, format: &Option<String>| match format {
            Some(format) => format!("{ty} ({format})"),
            None => ty.to_owned(),
        };
        match self {
            Self::Any => f.write_str("any"),
            Self::Deep => f.write_str("…"),
            Self::Text(format) => f.write_str(&formatted("string", format)),
            Self::Enum(values) => write!(f, "one of {}", values.join(", ")),
            Self::Integer(format) => f.write_str(&formatted("integer", format)),
            Self::Number => f.write_str("number"),
            Self::Bool => f.write_str("boolean"),
            Self::Array(items) => write!(f, "array of {items}"),
            Self::Map(values) => write!(f, "map of {values}"),
            Self::Object(properties) => {
                let property = |property: &OutlineProperty| {
                    let mark = if property.is_required { "" } else { "?" };
                    format!("{}{mark}: {}", property.name, property.value)
                };
                let properties: Vec<String> = properties.iter().map(property).collect();
                write!(f, "{{{}}}", properties.join(", "))
            }
            Self::All(parts) => f.write_str(&joined(parts, " and ")),
            Self::One(parts) => f.write_str(&joined(parts, " or ")),
            Self::Nullable(inner) => write!(f, "{inner} or null"),
        }
    }
}
