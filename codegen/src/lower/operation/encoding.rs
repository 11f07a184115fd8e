//! The `encoding` of a property of a form or a `multipart` body.

use indexmap::IndexMap;
use openapiv3::{Encoding, QueryStyle};

use crate::diagnostic::Code;
use crate::document::media_type::Kind;
use crate::document::place::At;
use crate::ir::{Location, Type};
use crate::load::is_media_type;
use crate::lower::operation::inputs::{is_written_as_json, sendable, sendable_items};
use crate::lower::schema::all_of::Object;
use crate::lower::schema::types::{Types, nullable_once};

/// The serialization of a property that is not a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// An array repeats its key, and an object is JSON.
    Default,
    /// An array is one string with this separator.
    Joined(&'static str),
    /// A field for each value.
    Deep,
    /// A string of this style. An array repeats its key, and the style of an object is not supported.
    Single(&'static str),
}

/// The encoding of one property.
#[derive(Clone, Debug)]
pub(super) struct PropertyEncoding<'e> {
    style: Style,
    /// The media types of the part.
    pub(super) media_types: Vec<&'e str>,
    at: At,
}

impl<'e> PropertyEncoding<'e> {
    /// The encoding of a property in the table `encoding` at this position.
    pub(super) fn of(table: &'e IndexMap<String, Encoding>, wire: &str, at: &At, types: &Types<'_>) -> Self {
        let at = at.key("encoding").key(wire);
        let Some(encoding) = table.get(wire) else {
            return Self { style: Style::Default, media_types: Vec::new(), at };
        };
        // `allowReserved` allows characters that the server decodes in both forms.
        let Encoding { content_type, headers, style, explode, allow_reserved: _, extensions: _ } = encoding;
        if !headers.is_empty() {
            types.reader.ignore("headers", "encoding", NO_HEADERS, &at.key("headers"));
        }
        let style = match style {
            Some(QueryStyle::DeepObject) => Style::Deep,
            Some(QueryStyle::SpaceDelimited) if !explode => Style::Joined(" "),
            Some(QueryStyle::PipeDelimited) if !explode => Style::Joined("|"),
            None | Some(QueryStyle::Form) if !explode => Style::Joined(","),
            Some(QueryStyle::SpaceDelimited) => Style::Single("spaceDelimited"),
            Some(QueryStyle::PipeDelimited) => Style::Single("pipeDelimited"),
            Some(QueryStyle::Form) => Style::Single("form"),
            None => Style::Default,
        };
        let media_types = content_type.iter().flat_map(|list| list.split(',')).map(str::trim);
        Self { style, media_types: media_types.filter(|name| is_media_type(name)).collect(), at }
    }

    /// The first JSON media type of the list.
    pub(super) fn json(&self) -> Option<&'e str> {
        self.media_types.iter().copied().find(|name| Kind::of(name) == Kind::Json)
    }

    /// Whether values of the property can be separate fields, so that its type matters.
    pub(super) fn is_deep(&self) -> bool {
        self.style == Style::Deep
    }

    /// The location and the type of a field of a form. A form contains an object or a map as a JSON string.
    pub(super) fn field(&self, ty: Type, types: &Types<'_>) -> (Location, Type) {
        let is_nullable = matches!(ty, Type::Nullable(_));
        let ty = sendable(ty);
        let is_object = is_written_as_json(&ty, types);
        let is_list = matches!(ty, Type::List(_));
        match self.style {
            Style::Deep if is_object || is_list || ty == Type::JSON => return (Location::FormDeep, ty),
            Style::Joined(separator) if is_list => {
                return (Location::FormJoined(separator), sendable_items(ty, types));
            }
            Style::Joined(_) | Style::Single(_) if is_object => self.reject(types),
            _ => {}
        }
        let is_json = is_object || (is_list && self.json().is_some());
        // An empty string is null already, and a list is sent item by item.
        let has_null = is_nullable && !is_object && !is_list && !matches!(ty, Type::TEXT | Type::JSON);
        let ty = if is_json { Type::JSON } else { sendable_items(ty, types) };
        (Location::Form, if has_null { nullable_once(ty) } else { ty })
    }

    fn reject(&self, types: &Types<'_>) {
        let help = "use `style: deepObject`, or remove `style` and `explode` to send the object as JSON";
        let message = "this style is not supported for an object";
        types.reader.diagnostics.add(Code::BodyEncoding, &self.at, message, help);
    }
}

const NO_HEADERS: &str = "the client sends no headers of single parts beside their name and media type";
const NO_PROPERTY: &str = "the schema has no property with this name";

/// Records the entries of `encoding` that name no property.
pub(super) fn ignore_unknown(
    table: &IndexMap<String, Encoding>,
    object: &Object<'_>,
    at: &At,
    types: &Types<'_>,
) {
    let is_property = |name: &str| object.properties.iter().any(|property| property.wire == name);
    for name in table.keys().filter(|name| !is_property(name)) {
        types.reader.ignore(name, "encoding", NO_PROPERTY, &at.key("encoding").key(name));
    }
}
