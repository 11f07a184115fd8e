//! The content of bodies: a schema in its place, and the keys of its media types.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::keywords::{Kind, MEDIA_TYPES};
use super::Coercion;
use crate::load::checker::is_media_type;
use crate::load::converter::below;
use crate::load::cursor::Cursor;

const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";

impl Coercion<'_> {
    /// Converts a body or a response that is a reference to a schema, to an object with the schema.
    pub(super) fn schema_in_place_of_a_body(&mut self, kind: Kind, value: &mut Value) {
        let Some(Value::String(reference)) = value.get("$ref") else { return };
        if !matches!(kind, Kind::RequestBody | Kind::Response)
            || !SCHEMAS.iter().any(|section| reference.starts_with(section))
        {
            return;
        }
        let message = format!(
            "`$ref` must point to a {}; a schema in its place is read as the schema of its JSON",
            kind.noun()
        );
        let help = format!("write `content: {{{JSON}: {{schema: {{$ref: …}}}}}}`");
        self.below("$ref", |coercion| coercion.report(message, help));
        let schema = json!({ "$ref": reference });
        *value = json!({ "content": self.content(JSON, &schema) });
        if let (Kind::Response, Value::Object(entries)) = (kind, &mut *value) {
            entries.insert("description".to_owned(), json!("")); // OpenAPI requires it
        }
        let layer = &mut self.converter.layer;
        layer.value(&self.converter.pointer, "/schema".to_owned(), self.converter.pointer.clone());
    }

    /// Converts the schema of a body or a response without content, as Swagger 2 defines it.
    pub(super) fn schema_without_content(&mut self, kind: Kind, entries: &mut Map<String, Value>) {
        if entries.get("content").is_some_and(|content| !content.is_null()) {
            return;
        }
        let Some(mut schema) = entries.get("schema").filter(|schema| schema.is_object()).cloned() else {
            return;
        };
        self.below("schema", |coercion| coercion.object(Kind::Schema, &mut schema));
        let is_file = schema.get("format").is_some_and(|format| format == "binary");
        let media = if is_file { BYTES } else { JSON };
        self.below("schema", |coercion| {
            let message = format!("a {} has no `schema`; it is read as the schema of `{media}`", kind.noun());
            coercion.report(message, format!("write `content: {{{media}: {{schema: …}}}}`"));
        });
        entries.shift_remove("schema");
        let content = self.content(media, &schema);
        entries.insert("content".to_owned(), content);
    }

    /// A content with one media type, whose schema is a keyword of the current object.
    fn content(&mut self, media: &str, schema: &Value) -> Value {
        let pointer = self.converter.pointer.clone();
        self.converter.layer.value(&pointer, format!("/content{}", below("", media)), pointer.clone());
        json!({ media: { "schema": schema } })
    }

    /// Corrects the keys of the media types of a body.
    pub(super) fn media_types(&mut self, kind: Kind, entries: &mut Map<String, Value>) {
        let Some(Value::Object(content)) = entries.get_mut("content") else { return };
        let (mut renamed, mut taken) = (Vec::new(), BTreeSet::new());
        for key in content.keys().filter(|key| !is_media_type(key) && !key.starts_with("x-")) {
            // A request must name a media type, and the client reads a response without one.
            let is_assumed = kind == Kind::RequestBody && key.trim().is_empty();
            if let Some(media) = if is_assumed { Some(JSON.to_owned()) } else { media_type(key) }
                && !content.contains_key(&media)
                && taken.insert(media.clone())
            {
                renamed.push((key.clone(), media));
            }
        }
        self.below("content", |coercion| {
            for (key, media) in &renamed {
                let shown = key.escape_debug();
                let message = format!("`{shown}` is not a valid media type; it is read as `{media}`");
                coercion.below(key, |coercion| coercion.report(message, format!("write `{media}`")));
            }
            coercion.rename(content, &renamed);
        });
    }
}

/// The beginnings of references to schemas, in OpenAPI and in Swagger 2.
const SCHEMAS: [&str; 2] = ["#/components/schemas/", "#/definitions/"];

/// The parts before the slash of the media types that a word means.
const TYPES: [&str; 3] = ["application", "multipart", "text"];

/// The media type that an invalid key means: the first of a list, a word such as `json`, or a media type without its
/// slash.
fn media_type(key: &str) -> Option<String> {
    let first = key.split([',', ' ', '|']).find(|part| !part.is_empty())?;
    let first = first.trim_end_matches([':', ';', '/']).replace('\\', "/");
    if is_media_type(&first) {
        return Some(first);
    }
    let (name, parameters) = first.split_once(';').unwrap_or((&first, ""));
    let of_word = |word: &str| MEDIA_TYPES.meaning(word)?.word;
    let joined = |of: &&str| of_word(name.strip_prefix(of)?).filter(|media| media.starts_with(of));
    let media = of_word(name).or_else(|| TYPES.iter().find_map(joined))?;
    let media = if parameters.is_empty() { media.to_owned() } else { format!("{media};{parameters}") };
    is_media_type(&media).then_some(media)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_of_keys() {
        for (key, wanted) in [
            ("json", Some("application/json")),
            ("Form-Data", Some("multipart/form-data")),
            ("application\\json", Some("application/json")),
            ("application/json, text/json", Some("application/json")),
            (" application/xml: ", Some("application/xml")),
            ("*", Some("*/*")),
            ("text/x\r\nX-Evil: a+json", None),
            ("gzip", None),
            ("", None),
            ("applicationjson;version=1", Some("application/json;version=1")),
            ("json; charset=utf-8", Some("application/json")),
            ("textjson", None),
            ("gzip;json", None),
        ] {
            assert_eq!(media_type(key).as_deref(), wanted, "{key}");
        }
    }
}
