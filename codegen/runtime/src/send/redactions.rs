//! The values of a call that an error message quotes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretSlice};

use super::authorization::Authorization;
use crate::error::Redactions;
use crate::request::{Call, encode_segment};
use crate::value::{Json, is_sid};

/// The minimum length of a value that is removed, in bytes. Many words contain shorter values.
const MIN_LENGTH: usize = 4;

/// Returns the values and secrets of a call that a message quotes. Values can be personal data.
pub(super) fn redactions(call: &Call, authorization: Option<&Authorization>, message: &str) -> Redactions {
    let mut quoted = Quoted { message, redactions: Redactions::default() };
    call.values().for_each(|value| quoted.add(value));
    call.body.texts().for_each(|text| quoted.add_json(text));
    if let Some(authorization) = authorization {
        quoted.add_secrets(authorization);
    }
    quoted.redactions
}

/// The redactions of a message. A body can contain thousands of values, but a message quotes only a few.
struct Quoted<'m> {
    message: &'m str,
    redactions: Redactions,
}

impl Quoted<'_> {
    /// Adds a value, also in its percent-encoded form.
    fn add(&mut self, value: &str) {
        // A SID identifies a resource and is not personal data.
        if value.len() < MIN_LENGTH || is_sid(value.as_bytes()) {
            return;
        }
        for form in [value.to_owned(), encode_segment(value)] {
            if self.message.contains(&form) {
                self.redactions.add(form);
            }
        }
    }

    /// Adds the strings of a JSON value.
    fn add_json(&mut self, text: &str) {
        let mut left = vec![text.parse().unwrap_or_default()];
        while let Some(value) = left.pop() {
            match value {
                Json::String(text) => self.add(&text),
                Json::Array(items) => left.extend(items),
                Json::Object(fields) => left.extend(fields.into_iter().map(|(_, value)| value)),
                Json::Null | Json::Bool(_) | Json::Number(_) => {}
            }
        }
    }

    /// Adds the token, or the encoded pair of user name and password with the password.
    fn add_secrets(&mut self, authorization: &Authorization) {
        let Some((_, encoded)) = authorization.text().and_then(|text| text.split_once(' ')) else { return };
        self.add(encoded);
        let pair = STANDARD.decode(encoded).map(SecretSlice::from).unwrap_or_default();
        if let Ok(pair) = str::from_utf8(pair.expose_secret())
            && let Some((_, secret)) = pair.split_once(':')
        {
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

    #[tokio::test]
    async fn request_values_are_hidden_and_sids_are_not() {
        let client = ClientSettings::new(Credentials::api_key("AC1", "SK1", "s3cr3t")).build("test").unwrap();
        let call = Call::post(&Target::new(&client, "https://chat.twilio.com"), "/v2/{Sid}/{Name}")
            .path("CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
            .path("ann@example.com")
            .query("Page", 7)
            .form("Body", "Ann is late")
            .json_body("application/json")
            .json_field("to", &serde_json::json!({"phone": ["+15550100"]}));
        let authorization = authorize(&call, None, Duration::MAX).await.unwrap();
        for (text, wanted) in [
            (
                "no CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/ann@example.com",
                "no CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/…",
            ),
            ("no /v2/ann%40example.com, page 7", "no /v2/…, page 7"),
            ("\"Ann is late\" to +15550100", "\"…\" to …"),
            ("bad s3cr3t in U0sxOnMzY3IzdA==", "bad … in …"),
        ] {
            assert_eq!(redactions(&call, authorization.as_ref(), text).hide(text), wanted);
        }
    }
}
