//! The body of a call.

use serde::Serialize;

use super::body::RequestBody;
use super::call::Call;

impl Call {
    /// Sends a JSON object of this media type. Its properties are set with `json_field`.
    pub fn json_body(mut self, media_type: &'static str) -> Self {
        self.body = RequestBody::Object(media_type, Vec::new());
        self
    }

    /// Sets a property of the JSON body. A second value replaces the first.
    pub fn json_field<T: Serialize>(mut self, name: &'static str, value: &T) -> Self {
        let text = self.json_text(value);
        self.body.set(name, text);
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

    fn json_text(&mut self, value: &impl Serialize) -> String {
        serde_json::to_string(value).unwrap_or_else(|error| {
            self.error = Some(format!("a value of the body cannot be written as JSON: {error}"));
            String::new()
        })
    }
}
