//! The body of a call.

use serde::Serialize;

use super::body::{Presence, RequestBody};
use super::call::{Call, set};
use super::encode::{Value, flatten_all};
use super::multipart::{Multipart, PartContent};
use crate::value::{FilePart, ToWire};

impl Call {
    /// Sends a JSON object of this media type. Its properties are set with `json_field`.
    pub fn json_body(mut self, media_type: &'static str) -> Self {
        self.body = RequestBody::Object(media_type, Presence::Required, Vec::new());
        self
    }

    /// Sends a JSON object of this media type, or no body if no property is set.
    pub fn optional_json_body(mut self, media_type: &'static str) -> Self {
        self.body = RequestBody::Object(media_type, Presence::Optional, Vec::new());
        self
    }

    /// Sets a property of the JSON body. A second value replaces the first.
    pub fn json_field<T: Serialize>(mut self, name: &'static str, value: &T) -> Self {
        let text = self.json_text(value);
        self.body.set(name, text);
        self
    }

    /// Sends no body and no media type. By default, a POST, PUT or PATCH request has the media type of a form.
    pub fn without_body(mut self) -> Self {
        self.body = RequestBody::Raw("", None);
        self
    }

    /// Sends a body of this media type. Its bytes are set with `raw`.
    pub fn raw_body(mut self, media_type: &'static str) -> Self {
        self.body = RequestBody::Raw(media_type, None);
        self
    }

    /// Sends these bytes as the body.
    pub fn raw(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body.set_raw(bytes.into());
        self
    }

    /// Sends this value as the JSON body.
    pub fn json<T: Serialize>(mut self, value: &T) -> Self {
        let text = self.json_text(value);
        self.body = self.body.with_value(text);
        self
    }

    /// Sends a body of this `multipart` media type. The fields of the form are its first parts.
    pub fn multipart_body(mut self, media_type: &'static str) -> Self {
        self.body = RequestBody::Multipart(Presence::Required, Multipart::new(media_type));
        self
    }

    /// Sends a body of this `multipart` media type, or no body if no part is set.
    pub fn optional_multipart_body(mut self, media_type: &'static str) -> Self {
        self.body = RequestBody::Multipart(Presence::Optional, Multipart::new(media_type));
        self
    }

    /// Sets the media type of the parts with this name.
    pub fn part_type(mut self, name: &'static str, media_type: &'static str) -> Self {
        if let Some(multipart) = self.body.multipart() {
            multipart.set_type(name, media_type);
        }
        self
    }

    /// Adds a field of the form for each value in a JSON object or array: `name[key]=value`, `name[0]=value`.
    pub fn form_deep<T: Serialize>(mut self, name: &'static str, value: &T) -> Self {
        let text = self.json_text(value);
        let mut pairs = Vec::new();
        flatten_all(name.to_owned(), text.parse().unwrap_or_default(), &mut pairs);
        self.form.extend(pairs.into_iter().map(|(name, value)| (name.into(), value.into())));
        self
    }

    /// Sets a field of the form to all values, joined by a separator. Without values it does nothing.
    pub fn form_joined(
        mut self,
        name: &'static str,
        separator: &'static str,
        values: impl IntoIterator<Item = impl ToWire>,
    ) -> Self {
        let values = values.into_iter().map(ToWire::to_wire).collect();
        if let Some(value) = Value::joined(separator, values) {
            set(&mut self.form, name, value);
        }
        self
    }

    /// Sets a part to JSON. A second value replaces the first.
    pub fn json_part<T: Serialize>(mut self, name: &'static str, value: &T) -> Self {
        let text = self.json_text(value);
        self.set_part(name, PartContent::Json(text))
    }

    /// Sets a part to a file. A second file replaces the first.
    pub fn file(self, name: &'static str, file: impl Into<FilePart>) -> Self {
        self.set_part(name, PartContent::File(file.into()))
    }

    /// Adds a part for each file.
    pub fn file_each(self, name: &'static str, files: impl IntoIterator<Item = impl Into<FilePart>>) -> Self {
        self.add_parts(name, files.into_iter().map(|file| PartContent::File(file.into())))
    }

    /// Adds a part for each file, with its name.
    pub fn files(mut self, files: impl IntoIterator<Item = (String, FilePart)>) -> Self {
        if let Some(multipart) = self.body.multipart() {
            for (name, file) in files {
                multipart.add(name.into(), PartContent::File(file));
            }
        }
        self
    }

    fn set_part(mut self, name: &'static str, content: PartContent) -> Self {
        if let Some(multipart) = self.body.multipart() {
            multipart.set(name, content);
        }
        self
    }

    fn add_parts(mut self, name: &'static str, contents: impl Iterator<Item = PartContent>) -> Self {
        if let Some(multipart) = self.body.multipart() {
            contents.for_each(|content| multipart.add(name.into(), content));
        }
        self
    }

    fn json_text(&mut self, value: &impl Serialize) -> String {
        serde_json::to_string(value).unwrap_or_else(|error| {
            self.error = Some(format!("a value of the body cannot be written as JSON: {error}"));
            String::new()
        })
    }
}
