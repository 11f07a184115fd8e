//! The values of a call that the strings of its response quote.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretSlice};

use super::authorization::Authorization;
use crate::error::{Quotation, Redactions};
use crate::request::Call;
use crate::response::Quoted;
use crate::value::{Json, is_name, is_sid};

/// A call that was sent, for errors about its response.
pub(super) struct SentCall {
    pub(super) call: Arc<Call>,
    pub(super) authorization: Option<Authorization>,
}

impl Quoted for SentCall {
    fn quoted_in(&self, texts: &[&str]) -> Redactions {
        redactions(&self.call, self.authorization.as_ref(), texts)
    }
}

/// Returns the values and secrets of a call that these strings quote. Values can be personal data.
pub(super) fn redactions(call: &Call, authorization: Option<&Authorization>, texts: &[&str]) -> Redactions {
    let quotations = texts.iter().map(|text| Quotation::new(text)).collect();
    let mut quoted = QuotedValues { quotations, redactions: Redactions::default() };
    call.values().for_each(|value| quoted.add_text(value));
    call.keys().for_each(|key| quoted.add_key(key));
    call.body.texts().for_each(|text| quoted.add_json(text));
    call.body.raw_texts().for_each(|text| quoted.add_text(text));
    let defaults = call.client().shared().headers.values().filter(|value| value.is_sensitive());
    defaults.filter_map(|value| value.to_str().ok()).for_each(|value| quoted.add(value));
    if let Some(authorization) = authorization {
        quoted.add_secrets(authorization);
    }
    quoted.redactions
}

/// The redactions of strings. A body can contain thousands of values, but a string quotes only a few.
struct QuotedValues {
    quotations: Vec<Quotation>,
    redactions: Redactions,
}

impl QuotedValues {
    /// Adds a value.
    fn add(&mut self, value: &str) {
        // A SID identifies a resource and is not personal data.
        let value = value.trim();
        if !is_sid(value.as_bytes()) && self.quotations.iter().any(|text| text.quotes(value)) {
            self.redactions.add(value.to_owned());
        }
    }

    /// Adds a value, and the strings inside it if it is JSON.
    fn add_text(&mut self, value: &str) {
        self.add(value);
        if value.trim_start().starts_with(['{', '[', '"']) {
            self.add_json(value);
        }
    }

    /// Adds the strings of a JSON value.
    fn add_json(&mut self, text: &str) {
        let mut left = vec![text.parse().unwrap_or_default()];
        while let Some(value) = left.pop() {
            match value {
                Json::String(text) => self.add(&text),
                Json::Array(items) => left.extend(items),
                Json::Object(fields) => {
                    fields.keys().for_each(|key| self.add_key(key));
                    left.extend(fields.into_iter().map(|(_, value)| value));
                }
                Json::Number(number) => self.add(&number.to_string()),
                Json::Null | Json::Bool(_) => {}
            }
        }
    }

    /// Adds a key of an object, unless it looks like the name of a property or the index of an element. The key of a
    /// map can be personal data.
    fn add_key(&mut self, key: &str) {
        let is_index = key.len() < 4 && key.bytes().all(|byte| byte.is_ascii_digit());
        if !is_index && !is_name(&key.replace(['-', '.', '$'], "_")) {
            self.add(key);
        }
    }

    /// Adds the key, the token, or the encoded pair of user name and password and its parts.
    fn add_secrets(&mut self, authorization: &Authorization) {
        let Some(text) = authorization.text() else { return };
        self.add(text);
        let Some((_, encoded)) = text.split_once([' ', '=']) else { return };
        self.add(encoded);
        let pair = STANDARD.decode(encoded).map(SecretSlice::from).unwrap_or_default();
        if let Ok(pair) = str::from_utf8(pair.expose_secret())
            && let Some((user, secret)) = pair.split_once(':')
        {
            self.add(user);
            self.add(secret);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::authorize::authorize;
    use super::*;
    use crate::client::{ClientSettings, Credentials};
    use crate::request::Target;

    fn settings() -> ClientSettings {
        let mut settings = ClientSettings::new(Credentials::api_key("AC1", "SK1", "s3cr3t"));
        settings.base_url = Some("http://localhost".to_owned());
        settings.headers.push(("X-Token".to_owned(), "h-9".to_owned()));
        settings
    }

    #[tokio::test]
    async fn request_values_are_hidden_and_sids_are_not() {
        let client = settings().build(crate::client::Package::TEST).unwrap();
        let call = Call::post(&Target::new(&client, "https://chat.twilio.com"), "/v2/{Sid}/{Name}")
            .path("CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
            .path("ann@example.com")
            .query("Page", 7)
            .form("Body", "Ann is late")
            .form("Attributes", r#"{"mail": ["carl@example.com"], "pin": 4711}"#)
            .json_body("application/json")
            .json_field(
                "to",
                &serde_json::json!({"phone": ["+15550100"], "dora@example.com": {"+15550101": true}}),
            )
            .form_deep("Deep", &serde_json::json!({"eve@example.com": {"note": 1}, "15550102": [2]}));
        let authorization = authorize(&call, None, Duration::MAX).await.unwrap();
        for (text, wanted) in [
            (
                "no CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/ann@example.com",
                "no CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/…",
            ),
            ("no /v2/ann%40example.com, page 7", "no /v2/…, page …"),
            ("\"Ann is late\" to +15550100", "\"…\" to …"),
            ("no carl@example.com with 4711", "no … with …"),
            (r#"bad {"mail": ["carl@example.com"], "pin": 4711}"#, "bad …"),
            ("no dora@example.com at +15550101 in phone", "no … at … in phone"),
            ("no Deep[eve%40example.com][note], Deep[15550102][0]", "no Deep[…][note], Deep[…][0]"),
            ("bad s3cr3t in U0sxOnMzY3IzdA==", "bad … in …"),
            ("bad S3CR3T of SK1, token h-9", "bad … of …, token …"),
        ] {
            assert_eq!(redactions(&call, authorization.as_ref(), &["", text]).print(text), wanted);
        }
    }
}
