//! The values of an example. A value is an expression in the terms of the resource, such as `"alice"`, or a variable
//! that an earlier line of the example defines.

use std::collections::BTreeSet;

use crate::emit::types::definition;
use crate::ir::scalar::Scalar;
use crate::ir::{Bounds, Construct, Field, Input, Limit, Module, PathParam, Type, TypeId, TypeKind};
use crate::name;

/// The strings of values with a usual name: the last words of the name, and the string.
const STRINGS: &[(&str, &str)] = &[
    ("identity", "alice"),
    ("unique_name", "support"),
    ("friendly_name", "Support"),
    ("user_friendly_name", "Alice"),
    ("email", "alice@example.com"),
    ("phone_number", "+15558675310"),
    ("url", "https://example.com"),
    ("uri", "https://example.com"),
    ("language", "en"),
    ("body", "Hello"),
    ("attributes", "{}"),
    ("country_code", "US"),
    ("currency", "USD"),
];

/// The nesting of values at which an example gives up. A type can contain itself.
const DEEPEST: usize = 6;

/// A value that the call requires.
pub(super) struct Given<'a> {
    name: &'a str,
    ty: &'a Type,
    bounds: &'a Bounds,
    selected: Option<Selected<'a>>,
}

/// The discriminator property of a variant of a union, and its value.
#[derive(Clone, Copy)]
struct Selected<'a> {
    property: &'a str,
    value: &'a str,
}

impl<'a> Given<'a> {
    pub(super) fn path(param: &'a PathParam) -> Self {
        Self { name: &param.name.rust, ty: &param.ty, bounds: &param.facts.bounds, selected: None }
    }

    pub(super) fn input(input: &'a Input) -> Self {
        Self { name: &input.name.rust, ty: &input.ty, bounds: &input.facts.bounds, selected: None }
    }

    fn property(field: &'a Field) -> Self {
        Self { name: &field.name.rust, ty: &field.ty, bounds: &field.facts.bounds, selected: None }
    }
}

/// The values of one example, and the lines that define its variables.
pub(super) struct Values<'a> {
    krate: &'a str,
    module: &'a Module,
    taken: BTreeSet<String>,
    pub(super) lines: Vec<String>,
}

impl<'a> Values<'a> {
    pub(super) fn new(krate: &'a str, module: &'a Module, taken: BTreeSet<String>) -> Self {
        Self { krate, module, taken, lines: Vec::new() }
    }

    /// The argument of a method. `None` if no caller can create a value of its type.
    pub(super) fn argument(&mut self, given: &Given<'_>, noun: &str) -> Option<String> {
        match given.ty {
            Type::Scalar(Scalar::Text | Scalar::Bytes | Scalar::File) => {
                Some(literal(&text(given.name, given.bounds, noun)))
            }
            Type::Scalar(Scalar::Bool) => Some("true".to_owned()),
            Type::Scalar(scalar) if scalar.is_integer() => Some(integer(given.bounds)),
            Type::List(item) if matches!(**item, Type::Scalar(Scalar::Text | Scalar::File)) => {
                let inner = given.bounds.inner.as_deref();
                let item = literal(&text(given.name, inner.unwrap_or(&Bounds::default()), noun));
                Some(format!("[{}]", repeated(&item, given.bounds)))
            }
            Type::Map(value) if **value == Type::FILE => Some("[]".to_owned()),
            Type::Nullable(inner) => {
                let value = self.convertible(&Given { ty: inner, ..*given }, noun, 0)?;
                Some(self.variable(given.name, inner, &value))
            }
            ty => {
                let value = self.held(given, noun, 0)?;
                Some(self.variable(given.name, ty, &value))
            }
        }
    }

    /// A value that the caller of a generic function converts to an `Option`: a number needs its type.
    fn convertible(&self, given: &Given<'_>, noun: &str, depth: usize) -> Option<String> {
        let value = self.held(given, noun, depth)?;
        Some(match given.ty {
            Type::Scalar(scalar) if scalar.is_integer() => format!("{value}_{}", scalar.row().rust.name()),
            _ => value,
        })
    }

    /// A field of a struct literal: `name: value`.
    pub(super) fn field(&mut self, given: &Given<'_>, noun: &str) -> Option<String> {
        let value = self.held(given, noun, 0)?;
        if is_plain(given.ty) {
            return Some(format!("{}: {value}", given.name));
        }
        let variable = self.variable(given.name, given.ty, &value);
        Some(if variable == given.name { variable } else { format!("{}: {variable}", given.name) })
    }

    /// Defines a variable. The line is shown if the value consists of types of the document.
    fn variable(&mut self, name: &str, ty: &Type, value: &str) -> String {
        let mut variable = name.to_owned();
        while !self.taken.insert(variable.clone()) {
            variable.push_str("_value");
        }
        let hidden = if ty.named().is_some() { "" } else { "# " };
        self.lines.push(format!("{hidden}let {variable} = {value};"));
        variable
    }

    /// An expression of exactly this type.
    fn held(&self, given: &Given<'_>, noun: &str, depth: usize) -> Option<String> {
        let krate = self.krate;
        if depth > DEEPEST {
            return None;
        }
        Some(match given.ty {
            Type::Scalar(scalar) => self.scalar(*scalar, given, noun),
            Type::Sid(prefix) => {
                let digits = "a".repeat(32);
                format!("\"{prefix}{digits}\".parse::<{krate}::sid::{}>()?", self.module.sid(prefix))
            }
            Type::Named(id) => return self.named(*id, given.selected, noun, depth),
            Type::List(item) => {
                let default = Bounds::default();
                let bounds = given.bounds.inner.as_deref().unwrap_or(&default);
                let item = Given { name: given.name, ty: item, bounds, selected: None };
                let item = self.held(&item, noun, depth + 1)?;
                format!("vec![{}]", repeated(&item, given.bounds))
            }
            Type::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
            Type::Nullable(inner) => {
                let inner = self.held(&Given { ty: inner, ..*given }, noun, depth + 1)?;
                format!("Some({inner})")
            }
            Type::Boxed(inner) => {
                let inner = self.held(&Given { ty: inner, ..*given }, noun, depth + 1)?;
                format!("Box::new({inner})")
            }
        })
    }

    fn scalar(&self, scalar: Scalar, given: &Given<'_>, noun: &str) -> String {
        let krate = self.krate;
        let text = || literal(&text(given.name, given.bounds, noun));
        match scalar {
            Scalar::Text => format!("{}.to_owned()", text()),
            Scalar::Bool => "true".to_owned(),
            Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => integer(given.bounds),
            Scalar::Number => format!("{krate}::Number::from({})", integer(given.bounds)),
            Scalar::Timestamp | Scalar::Rfc2822Timestamp => {
                format!("\"2026-07-30T20:00:00Z\".parse::<{krate}::Timestamp>()?")
            }
            Scalar::Date => format!("\"2026-07-30\".parse::<{krate}::Date>()?"),
            Scalar::Duration => format!("\"PT1H\".parse::<{krate}::IsoDuration>()?"),
            Scalar::Bytes => "b\"text\".to_vec()".to_owned(),
            Scalar::File => format!("{krate}::FilePart::new({})", text()),
            Scalar::Json => format!("{krate}::Json::Object(Default::default())"),
        }
    }

    fn named(&self, id: TypeId, selected: Option<Selected<'_>>, noun: &str, depth: usize) -> Option<String> {
        let def = definition(self.module, id);
        let path = format!("{}::{}::{}", self.krate, self.module.name, def.rust);
        Some(match &def.kind {
            TypeKind::Enum(variants) => format!("{path}::{}", variants.first()?.name.rust),
            TypeKind::Union { discriminator, variants } => {
                let variant = variants.first()?;
                let bounds = Bounds::default();
                let selected = discriminator.as_ref().zip(variant.selectors.first());
                let selected = selected.map(|(property, value)| Selected { property, value });
                let held = Given { name: "value", ty: &variant.ty, bounds: &bounds, selected };
                format!("{path}::{}({})", variant.rust, self.held(&held, noun, depth + 1)?)
            }
            TypeKind::Model(fields) => match def.construct() {
                Construct::Never => return None,
                Construct::New => {
                    let required = fields.iter().filter(|field| field.is_required());
                    let argument = |field: &Field| match (&field.ty, selected) {
                        (Type::Scalar(Scalar::Text), Some(Selected { property, value }))
                            if field.name.wire == property =>
                        {
                            Some(literal(value))
                        }
                        _ => self.constructor_argument(field, noun, depth),
                    };
                    let values: Option<Vec<String>> = required.map(argument).collect();
                    format!("{path}::new({})", values?.join(", "))
                }
                Construct::Literal => {
                    let fields: Option<Vec<String>> = fields
                        .iter()
                        .map(|field| {
                            let value = if field.is_required() {
                                self.held(&Given::property(field), noun, depth + 1)?
                            } else {
                                "Default::default()".to_owned()
                            };
                            Some(format!("{}: {value}", field.name.rust))
                        })
                        .collect();
                    format!("{path} {{ {} }}", fields?.join(", "))
                }
            },
        })
    }

    /// An argument of `new`.
    fn constructor_argument(&self, field: &Field, noun: &str, depth: usize) -> Option<String> {
        let given = Given::property(field);
        match given.ty {
            Type::Scalar(Scalar::Text) => Some(literal(&text(given.name, given.bounds, noun))),
            Type::Nullable(inner) => self.convertible(&Given { ty: inner, ..given }, noun, depth + 1),
            _ => self.held(&given, noun, depth + 1),
        }
    }
}

/// Whether an expression of the type is short enough for a struct literal.
fn is_plain(ty: &Type) -> bool {
    matches!(ty, Type::Scalar(scalar) if matches!(scalar, Scalar::Text | Scalar::Bool) || scalar.is_integer())
}

/// A string within the bounds: a usual string for the name, or the words of the name.
fn text(name: &str, bounds: &Bounds, noun: &str) -> String {
    if let Some(prefix) = bounds.pattern.as_deref().and_then(crate::fake::first_sid_prefix) {
        return format!("{prefix}{}", "a".repeat(32));
    }
    let words = name.strip_suffix("_sid").unwrap_or(name).trim_matches('_');
    let is_suffix = |suffix: &str| words == suffix || words.ends_with(&format!("_{suffix}"));
    let usual = STRINGS.iter().filter(|(suffix, _)| is_suffix(suffix)).max_by_key(|(suffix, _)| suffix.len());
    let mut text = match usual {
        Some((_, text)) => (*text).to_owned(),
        None if words.is_empty() || words == "sid" || words == "id" => noun.to_owned(),
        None => name::words(words).join(" "),
    };
    let limit = |limit: Limit| bounds.limits.get(&limit).map(|bound| bound.value);
    if let Some(min) = limit(Limit::MinLength) {
        while length(text.chars()) < min.min(LONGEST) {
            text.push('a');
        }
    }
    if let Some(max) = limit(Limit::MaxLength) {
        while length(text.chars()) > max && text.pop().is_some() {}
    }
    text
}

/// The number of characters or items. Bounds are floating-point numbers.
fn length(of: impl Iterator) -> f64 {
    u32::try_from(of.count()).map_or(f64::INFINITY, f64::from)
}

/// The longest string, and the longest list, that an example contains.
const LONGEST: f64 = 64.0;

/// A whole number within the bounds.
fn integer(bounds: &Bounds) -> String {
    let limit = |limit: Limit, inside: f64| {
        let bound = bounds.limits.get(&limit)?;
        Some(if bound.is_exclusive { bound.value + inside } else { bound.value })
    };
    let (min, max) = (limit(Limit::Minimum, 1.0).map(f64::ceil), limit(Limit::Maximum, -1.0).map(f64::floor));
    let mut value: f64 = 1.0;
    value = max.map_or(value, |max| value.min(max));
    value = min.map_or(value, |min| value.max(min));
    let value = bounds.multiple_of.filter(|of| *of >= 1.0).map_or(value, |of| (value / of).ceil() * of);
    format!("{value:.0}")
}

/// The items of a list, as many as it requires.
fn repeated(item: &str, bounds: &Bounds) -> String {
    let min = bounds.limits.get(&Limit::MinItems).map_or(1.0, |bound| bound.value.clamp(1.0, LONGEST));
    let mut items = vec![item];
    while length(items.iter()) < min {
        items.push(item);
    }
    items.join(", ")
}

/// A string literal. The strings consist of the words of Rust names, so they need no escapes.
fn literal(text: &str) -> String {
    format!("{text:?}")
}
