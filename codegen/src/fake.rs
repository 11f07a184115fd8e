//! The tables of the fake server: the IR of each document as the data that `twilio-client-fake` reads.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use crate::examples::OfProperties;
use crate::ir::page_style::{Continuation, Envelope, EnvelopeKey, PageSize, PageStyle};
use crate::ir::scalar::Scalar;
use crate::ir::{
    self, Access, Api, EnumValue, FakeRule, FieldRole, KeyLocation, Limit, Location, Module, Outline, Style,
    TypeId, TypeKind, Variant,
};
use crate::output::File;
use crate::path_template::placeholders;

// `mod table`, a file of the fake: the types of the table. `build.rs` finds the file.
include!(concat!(env!("OUT_DIR"), "/fake_table.rs"));

use table::{
    Body, Bounds, Definition, Document, Input, Key, Next, Operation, Output, Page, Part, Property, Rule,
    Security, Type,
};

/// The files that a client with the feature `fake` includes, one for each document: a table as JSON. `examples` has
/// an element for each module.
pub(crate) fn files(api: &Api, examples: &[OfProperties]) -> Vec<File> {
    let file = |(module, examples): (&Module, &OfProperties)| File {
        path: format!("src/fake/{}.json", module.name),
        text: text(&document(module, examples)),
    };
    api.modules.iter().zip(examples).map(file).collect()
}

/// A table as JSON: each operation and each type has a line, so that a change has a small diff.
fn text(document: &Document) -> String {
    let Document { module, title, server, operations, types, rules } = document;
    let mut text = format!("{{\n\"module\":{},\n", json(module));
    text.extend(["\"title\":", &json(title), ",\n\"server\":", &json(server), ",\n"]);
    text.extend(["\"operations\":", &lines(operations), ",\n\"types\":", &lines(types)]);
    if !rules.is_empty() {
        text.extend([",\n\"rules\":", &lines(rules)]);
    }
    text.push_str("\n}\n");
    text
}

fn lines<T: Serialize>(values: &[T]) -> String {
    let values: Vec<String> = values.iter().map(json).collect();
    if values.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", values.join(",\n")) }
}

/// JSON in ASCII: a document can contain invisible characters. The table consists of strings, numbers and lists,
/// which always have a form in JSON.
fn json<T: Serialize + ?Sized>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_control() {
            escaped.push(c);
        } else {
            // Only a string contains other characters.
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}"); // writing to a String cannot fail
            }
        }
    }
    escaped
}

fn document(module: &Module, examples: &OfProperties) -> Document {
    let operations = module
        .operations()
        .map(|(resource, operation)| self::operation(module, &resource.parents, operation));
    let types =
        module.types.iter().enumerate().map(|(index, def)| {
            definition(&def.kind, |property| examples.get(TypeId(index), property).cloned())
        });
    Document {
        module: module.name.clone(),
        title: module.title.clone(),
        server: module.host.clone(),
        operations: operations.collect(),
        types: types.collect(),
        rules: module.fake_rules.iter().cloned().map(rule).collect(),
    }
}

fn rule(rule: FakeRule) -> Rule {
    match rule {
        FakeRule::Unique { path, property, code } => Rule::Unique { path, property, code },
        FakeRule::Alias { path, property } => Rule::Alias { path, property },
        FakeRule::Cascade { path, deletes } => Rule::Cascade { path, deletes },
    }
}

fn operation(module: &Module, parents: &[ir::PathParam], operation: &ir::Operation) -> Operation {
    let ir::Operation {
        id, method, path, host, query, path_params, required, optional, body, output, ..
    } = operation;
    let values = placeholders(path).into_iter().zip(parents.iter().chain(path_params));
    let value = |(name, param): (&str, &ir::PathParam)| Input {
        name: name.to_owned(),
        part: Part::Path,
        // A value with a style is not checked.
        ty: if param.style.is_some() { Type::Text } else { constrained(&param.ty, &param.facts.bounds) },
        required: false,
        bounds: if param.style.is_some() { Bounds::default() } else { bounds(&param.facts.bounds) },
        names: Vec::new(),
    };
    let required = required.iter().map(|input| Input { required: true, ..self::input(input) });
    Operation {
        id: id.clone(),
        method: method.name().to_owned(),
        path: path.clone(),
        server: host.clone(),
        query: query.clone(),
        status: operation.status,
        values: values.map(value).collect(),
        inputs: required.chain(optional.iter().map(input)).collect(),
        body: match body {
            ir::Body::Nothing | ir::Body::Form => Body::Form,
            ir::Body::Json(..) => Body::Json,
            ir::Body::Raw { media_type, others } => {
                Body::Raw([media_type].into_iter().chain(others).cloned().collect())
            }
            ir::Body::Multipart(multipart, _) => Body::Multipart(multipart.media_type.clone()),
        },
        security: security(&operation.security),
        output: self::output(module, output),
    }
}

fn security(security: &ir::Security) -> Security {
    match security {
        ir::Security::Any => Security::Any,
        ir::Security::None => Security::None,
        ir::Security::Bearer(url) => Security::Bearer(url.clone()),
        ir::Security::Key(KeyLocation::Header, name) => Security::Header(name.clone()),
        ir::Security::Key(KeyLocation::Query, name) => Security::Query(name.clone()),
        ir::Security::Optional(inner) => match self::security(inner) {
            Security::Unchecked => Security::Unchecked,
            inner => Security::Optional(Box::new(inner)),
        },
        ir::Security::Key(KeyLocation::Cookie, _) | ir::Security::Unsupported(_) => Security::Unchecked,
    }
}

fn input(input: &ir::Input) -> Input {
    let names = input.numbered.iter().flat_map(|numbered| {
        (numbered.first..=numbered.last).flat_map(|number| numbered.names(&number.to_string()))
    });
    let part = part(input.location);
    // Values in a style with several parts are not checked.
    let is_checked =
        !matches!(input.location, Location::QueryStyled(_) | Location::HeaderStyled(_) | Location::Cookie(_));
    Input {
        name: input.name.wire.clone(),
        part,
        ty: if is_checked { constrained(&input.ty, &input.facts.bounds) } else { Type::Text },
        required: false,
        bounds: if is_checked { bounds(&input.facts.bounds) } else { Bounds::default() },
        names: names.collect(),
    }
}

fn part(location: Location) -> Part {
    match location {
        Location::QueryStyled(Style::DeepObject) => Part::Deep,
        Location::QueryStyled(Style::FormExploded) => Part::Exploded,
        Location::Query | Location::QueryStyled(_) => Part::Query,
        Location::Header | Location::HeaderStyled(_) => Part::Header,
        Location::Cookie(_) => Part::Cookie,
        Location::Joined(separator) => Part::Joined(separator.to_owned()),
        Location::Prefixed => Part::Prefixed,
        Location::Form => Part::Form,
        Location::FormJoined(separator) => Part::FormJoined(separator.to_owned()),
        Location::FormDeep => Part::FormDeep,
        Location::JsonPart => Part::Json,
        Location::File => Part::File,
        Location::Files => Part::Files,
        Location::Json | Location::Raw => Part::Whole,
        Location::JsonField => Part::Property,
    }
}

fn output(module: &Module, output: &ir::Output) -> Output {
    match output {
        ir::Output::Nothing => Output::Nothing,
        ir::Output::Value(value) => Output::Value(ty(of_status(module, value))),
        ir::Output::Text => Output::Text,
        ir::Output::Bytes => Output::Bytes,
        ir::Output::Location => Output::Location,
        ir::Output::Page { key, item, page_size, next, envelope } => {
            let Envelope { beside, meta } = envelope;
            let size = page_size.as_ref().map(|PageSize { parameter, max }| (parameter.clone(), *max));
            let keys = |keys: &[EnvelopeKey]| {
                let key = |key: &EnvelopeKey| Key { name: key.name.clone(), nullable: key.nullable };
                keys.iter().map(key).collect()
            };
            Output::Page(Page {
                key: key.clone(),
                item: ty(item),
                size,
                next: self::next(next),
                beside: keys(beside),
                meta: keys(meta),
            })
        }
    }
}

fn next(next: &Continuation) -> Next {
    let parameter = next.parameter.clone().unwrap_or_default();
    match next.style {
        PageStyle::Link => Next::Link,
        PageStyle::Token => Next::Token(parameter),
        PageStyle::Number => Next::Number(parameter),
        PageStyle::Offset => Next::Offset(parameter),
    }
}

/// The type of the responses with the status that the fake sends: the first one of the document.
fn of_status<'m>(module: &'m Module, ty: &'m ir::Type) -> &'m ir::Type {
    let definition = ty.named().and_then(|TypeId(index)| module.types.get(index));
    match definition.filter(|definition| definition.kind.is_by_status()).map(|definition| &definition.kind) {
        Some(TypeKind::Union { variants, .. }) => variants.first().map_or(ty, |variant| &variant.ty),
        _ => ty,
    }
}

fn ty(of: &ir::Type) -> Type {
    match of {
        ir::Type::Scalar(of) => scalar(*of),
        ir::Type::Sid(prefix) => Type::Sid(prefix.as_str().to_owned()),
        ir::Type::Named(ir::TypeId(index)) => Type::Named(*index),
        ir::Type::List(item) => Type::List(Box::new(ty(item))),
        ir::Type::Map(value) => Type::Map(Box::new(ty(value))),
        ir::Type::Nullable(inner) => Type::Nullable(Box::new(ty(inner))),
        ir::Type::Boxed(inner) => ty(inner),
    }
}

/// The type of a value with bounds. A pattern can allow the SIDs of several kinds, for which the client has no type.
fn constrained(of: &ir::Type, bounds: &ir::Bounds) -> Type {
    let plain = ty(of);
    let prefixes = bounds.pattern.as_deref().and_then(sid_prefixes);
    match (plain, prefixes) {
        (Type::Text, Some(prefixes)) => Type::Sid(prefixes),
        (Type::Nullable(inner), Some(prefixes)) if *inner == Type::Text => {
            Type::Nullable(Box::new(Type::Sid(prefixes)))
        }
        (plain, _) => plain,
    }
}

/// The prefixes of a pattern like `^(SM|MM)[0-9a-fA-F]{32}$`, separated by `|`.
fn sid_prefixes(pattern: &str) -> Option<String> {
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    if ["[A-Z]{2}[0-9a-fA-F]{32}", "[a-zA-Z]{2}[0-9a-fA-F]{32}"].contains(&pattern) {
        return Some("*".to_owned());
    }
    let (prefixes, digits) = pattern.strip_prefix('(')?.split_once(')')?;
    let is_prefix = |prefix: &str| ir::Prefix::new(prefix).is_some();
    (digits == "[0-9a-fA-F]{32}" && prefixes.split('|').all(is_prefix)).then(|| prefixes.to_owned())
}

/// The first prefix of a pattern of SIDs, for an example.
pub(crate) fn first_sid_prefix(pattern: &str) -> Option<String> {
    let prefixes = sid_prefixes(pattern)?;
    let first = prefixes.split('|').next().filter(|first| *first != "*");
    Some(first.unwrap_or("AC").to_owned())
}

fn scalar(scalar: Scalar) -> Type {
    match scalar {
        Scalar::Text => Type::Text,
        Scalar::Bool => Type::Bool,
        Scalar::Int32 => Type::Int32,
        Scalar::Int64 => Type::Int64,
        Scalar::Uint32 | Scalar::Uint64 => Type::Unsigned,
        Scalar::Number => Type::Number,
        Scalar::Timestamp => Type::Timestamp,
        Scalar::Rfc2822Timestamp => Type::Rfc2822,
        Scalar::Date => Type::Date,
        Scalar::Duration => Type::Duration,
        Scalar::Bytes | Scalar::File => Type::Bytes,
        Scalar::Json => Type::Json,
    }
}

/// The definition of a type. `example` returns the example of a property from a response.
fn definition(kind: &TypeKind, example: impl Fn(&str) -> Option<Value>) -> Definition {
    match kind {
        TypeKind::Model(fields) => {
            let property = |field: &ir::Field| property(field, || example(&field.name.wire));
            Definition::Object(fields.iter().map(property).collect())
        }
        TypeKind::Enum(variants) => {
            let integer = |variant: &Variant| match variant.value {
                EnumValue::Integer(value) => Some(value),
                EnumValue::Text => None,
            };
            let integers: Option<Vec<i64>> = variants.iter().map(integer).collect();
            integers.map_or_else(
                || Definition::Enum(variants.iter().map(|variant| variant.name.wire.clone()).collect()),
                Definition::Integers,
            )
        }
        TypeKind::Union { discriminator: _, variants } => {
            Definition::Union(variants.iter().map(|variant| ty(&variant.ty)).collect())
        }
    }
}

fn property(field: &ir::Field, of_response: impl FnOnce() -> Option<Value>) -> Property {
    let is_named = field.role != FieldRole::Additional;
    // The document decides about null. The type of the client can be nullable for another reason.
    let ty = match constrained(&field.ty, &field.facts.bounds) {
        Type::Nullable(inner) => *inner,
        other => other,
    };
    let parse = |json: &str| serde_json::from_str::<Value>(json).ok();
    let default = field.facts.bounds.default.as_deref().and_then(parse);
    let example = field.example.as_deref().and_then(parse).filter(|example| !example.is_null());
    let example = example.or_else(of_response);
    // A new resource has the default instead, and a response has only readable properties.
    let is_useful = default.is_none() && field.access != Access::WriteOnly;
    Property {
        name: if is_named { field.name.wire.clone() } else { String::new() },
        ty,
        required: field.is_required(),
        write_only: field.access == Access::WriteOnly,
        nullable: field.facts.nullable,
        bounds: bounds(&field.facts.bounds),
        example: example.filter(|example| is_useful && is_decided(&field.facts, example)),
        default,
    }
}

/// Whether the fake can decide from the table whether a schema allows an example.
fn is_decided(facts: &ir::Facts, example: &Value) -> bool {
    let ir::Facts { at: _, deprecated: _, nullable: _, bounds, json } = facts;
    let ir::Bounds { limits, pattern, multiple_of, unique_items, default: _, inner } = bounds;
    let is_in_table = |(limit, bound): (&Limit, &ir::Bound)| {
        !bound.is_exclusive && !matches!(limit, Limit::MinProperties | Limit::MaxProperties)
    };
    limits.iter().all(is_in_table)
        && pattern.as_deref().is_none_or(|pattern| sid_prefixes(pattern).is_some())
        && multiple_of.is_none()
        && !unique_items
        && inner.is_none()
        && json.as_ref().is_none_or(|outline| is_allowed(outline, example))
}

/// Whether an outline without scalars allows an example. The table has one type for all of these schemas.
fn is_allowed(outline: &Outline, example: &Value) -> bool {
    match (outline, example) {
        (Outline::Any, _) => true,
        (Outline::Array(inner), Value::Array(items)) => items.iter().all(|item| is_allowed(inner, item)),
        (Outline::Map(inner), Value::Object(entries)) => {
            entries.values().all(|value| is_allowed(inner, value))
        }
        _ => false,
    }
}

fn bounds(bounds: &ir::Bounds) -> Bounds {
    let limit = |limit: Limit| bounds.limits.get(&limit).map(|bound| bound.value);
    Bounds {
        min: limit(Limit::Minimum),
        max: limit(Limit::Maximum),
        min_length: limit(Limit::MinLength),
        max_length: limit(Limit::MaxLength),
        min_items: limit(Limit::MinItems),
        max_items: limit(Limit::MaxItems),
    }
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn invisible_characters_are_escaped() {
        let text = "a\u{202e}\u{7f}\u{e0041}\n\"ü";
        let escaped = json(text);
        assert_eq!(escaped, "\"a\\u202e\\u007f\\udb40\\udc41\\n\\\"\\u00fc\"");
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
    }
}
