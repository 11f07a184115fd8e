//! The values of a call that the strings of its response quote.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretSlice};

use super::authorization::Authorization;
use crate::error::{Quotation, Redactions};
use crate::request::{Call, is_property};
use crate::response::Quoted;
use crate::value::{Json, is_sid};

/// A call that was sent, for errors about its response.
pub(super) struct SentCall {
    pub(super) call: Arc<Call>,
    pub(super) url: Url,
    pub(super) authorization: Option<Authorization>,
}

impl Quoted for SentCall {
    fn quoted_in(&self, texts: &[&str]) -> Redactions {
        redactions(&self.call, &self.url, self.authorization.as_ref(), texts)
    }
}

/// Returns the values and secrets of a call that these strings quote. Values can be personal data. The URL of a page
/// contains the filters of its cursor, which can differ from those of the call.
pub(super) fn redactions(
    call: &Call,
    url: &Url,
    authorization: Option<&Authorization>,
    texts: &[&str],
) -> Redactions {
    let quotations = texts.iter().map(|text| Quotation::new(text)).collect();
    let mut quoted = QuotedValues { quotations, redactions: Redactions::default() };
    call.values().for_each(|value| quoted.add_text(value));
    url.query_pairs().for_each(|(_, value)| quoted.add_text(&value));
    call.keys().for_each(|key| quoted.add_key(key));
    call.body.texts().for_each(|text| quoted.add_json(text));
    call.body.raw_texts().for_each(|text| quoted.add_text(text));
    let shared = call.client().shared();
    let defaults = shared.headers.values().filter(|value| value.is_sensitive());
    defaults.filter_map(|value| value.to_str().ok()).for_each(|value| quoted.add(value));
    if let Some(authorization) = authorization {
        quoted.add_secrets(authorization);
    }
    // A server can quote a token that a newer one has replaced.
    shared.tokens.values().iter().for_each(|token| quoted.add(token.expose_secret()));
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
        if let Some(value) = nested(value) {
            self.add_values(value);
        }
    }

    /// Adds the strings of a JSON value, and those of the JSON in its strings.
    fn add_json(&mut self, text: &str) {
        self.add_values(text.parse().unwrap_or_default());
    }

    fn add_values(&mut self, value: Json) {
        let mut left = vec![value];
        while let Some(value) = left.pop() {
            match value {
                Json::String(text) => {
                    self.add(&text);
                    left.extend(nested(&text));
                }
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
        if !is_property(key) {
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

/// Returns the JSON value in a string.
fn nested(text: &str) -> Option<Json> {
    text.trim_start().starts_with(['{', '[', '"']).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::authorize::authorize;
    use super::*;
    use crate::client::{ClientSettings, Credentials};
    use crate::request::{Style, Target};

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
            assert_eq!(printed(&call, authorization.as_ref(), text), wanted);
        }
    }

    fn printed(call: &Call, authorization: Option<&Authorization>, text: &str) -> String {
        let url = Url::parse("http://localhost/v2?To=%2B15550155&PageToken=PA-9").unwrap();
        redactions(call, &url, authorization, &["", text]).print(text)
    }

    /// A value is hidden in every style, in every part of the request and under every key. The name of a property is
    /// not.
    #[test]
    fn values_are_hidden_in_every_style() {
        let client = settings().build(crate::client::Package::TEST).unwrap();
        let post = || Call::post(&Target::new(&client, "https://chat.twilio.com"), "/v2");
        let secret = serde_json::json!({"apiKey": "k3y-1", "ann@example.com": ["k3y-2", {"pin": "k3y-3"}]});
        let nested = serde_json::json!({"config": secret.to_string()});
        let twice = serde_json::json!({"outer": nested.to_string()});
        let all = [
            ("the value is k3y-1", "the value is …"),
            ("no K3Y-2 of ann@example.com", "no … of …"),
            ("no k3y%2D3 in pin", "no … in pin"),
        ];
        let of_url = [("no +15550155 at PA-9, To is missing", "no … at …, To is missing")];
        let of_parts = [("no x@example.com with k3y-1", "no … with …")];
        let file = crate::value::FilePart::new("k3y-1");
        let styles = [
            Style::Form,
            Style::FormExploded,
            Style::SpaceDelimited,
            Style::PipeDelimited,
            Style::DeepObject,
            Style::Simple,
            Style::SimpleExploded,
            Style::Label,
            Style::LabelExploded,
            Style::Matrix,
            Style::MatrixExploded,
            Style::Json,
        ];
        let parameters = styles.into_iter().flat_map(|style| {
            [
                post().query_styled("filter", style, &secret),
                post().cookie("filter", style, &secret),
                post().header_styled("X-Filter", style, &secret),
                post().path_styled("filter", style, &secret),
            ]
        });
        let calls = parameters.chain([
            post().prefixed("AddOns", &secret),
            post().form_deep("filter", &secret),
            post().form("filter", secret.to_string()),
            post().form("filter", twice.to_string()),
            post().query("filter", nested.to_string()),
            post().json_body("application/json").json_field("a", &nested),
            post().json(&twice),
            post().json(&serde_json::json!([twice.to_string()])),
            post().raw_body("text/plain").raw(secret.to_string()),
            post().multipart_body("multipart/form-data").json_part("a", &twice),
            post().multipart_body("multipart/form-data").form_deep("a", &nested),
        ]);
        let rows = calls.map(|call| (call, all.as_slice()));
        let parts = post().multipart_body("multipart/form-data").files([("x@example.com".to_owned(), file)]);
        for (call, texts) in rows.chain([(post(), of_url.as_slice()), (parts, of_parts.as_slice())]) {
            for (text, wanted) in texts {
                assert_eq!(printed(&call, None, text), *wanted, "{call:?}");
            }
            let shown = format!("{call:?}");
            assert!(!shown.contains("k3y") && !shown.contains("example.com"), "{shown}");
        }
    }
}
