//! Texts from elsewhere as they are printed: on one line, not without end, and without what was
//! sent, which servers quote in their errors.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretSlice, SecretString};

use super::auth::Authorization;
use super::body::Body;
use super::call::Call;
use super::cursor::is_sid;
use super::decode::Json;
use super::path;

/// Shorter values are in too many words to say anything.
const MIN_LENGTH: usize = 4;

/// What a message quotes of a request's values, which may be personal data, and of its secrets; the
/// longest first.
#[derive(Default)]
pub(super) struct Mask(Vec<SecretString>);

impl Mask {
    /// Of a call, and what it says of who it is from.
    pub(super) fn of(call: &Call, authorization: Option<&Authorization>, message: &str) -> Self {
        let mut quoted = Quoted { message, mask: Self::default() };
        for value in call.values() {
            quoted.add(value);
        }
        match &call.body {
            Body::Form => {}
            Body::Whole(_, text) => quoted.add_json(text),
            Body::Fields(_, fields) => fields.iter().for_each(|(_, text)| quoted.add_json(text)),
        }
        if let Some(authorization) = authorization {
            quoted.add_secrets(authorization);
        }
        quoted.mask
    }

    /// The text without the values.
    pub(super) fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, value| text.replace(value.expose_secret(), "…"))
    }
}

/// A mask in the making. A body may hold thousands of values, a message quotes a few.
struct Quoted<'m> {
    message: &'m str,
    mask: Mask,
}

impl Quoted<'_> {
    /// A value, as it is and as it stands in an address.
    fn add(&mut self, value: &str) {
        // SIDs say which resource is meant, and nothing of anybody.
        if value.len() < MIN_LENGTH || is_sid(value.as_bytes()) {
            return;
        }
        for form in [value.to_owned(), path::encode(value)] {
            if self.message.contains(&form) {
                let shorter = |other: &SecretString| other.expose_secret().len() < form.len();
                let at = self.mask.0.iter().position(shorter).unwrap_or(self.mask.0.len());
                self.mask.0.insert(at, SecretString::from(form));
            }
        }
    }

    /// The texts of a JSON value.
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

    /// The token, or the encoded pair of name and secret with the secret itself.
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

/// Nobody reads more than this of a line.
const MAX_LINE: usize = 1000;

/// Text from elsewhere on one line, without what would steer a terminal, and not without end.
pub(super) fn plain(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !c.is_control()).take(MAX_LINE));
        if let Some((end, _)) = line.char_indices().nth(MAX_LINE) {
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Mask;
    use crate::generated_code::{Call, ClientSettings, Credentials, Target};

    #[tokio::test]
    async fn what_was_sent_is_hidden_and_sids_are_not() {
        let client = ClientSettings::new(Credentials::api_key("AC1", "SK1", "s3cr3t")).build("test").unwrap();
        let call = Call::post(&Target::new(&client, "https://chat.twilio.com"), "/v2/{Sid}/{Name}")
            .path("CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
            .path("ann@example.com")
            .query("Page", 7)
            .form("Body", "Ann is late")
            .json_body("application/json")
            .json_field("to", &serde_json::json!({"phone": ["+15550100"]}));
        let authorization = call.authorization(None, Duration::MAX).await.unwrap();
        for (text, wanted) in [
            (
                "no CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/ann@example.com",
                "no CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/…",
            ),
            ("no /v2/ann%40example.com, page 7", "no /v2/…, page 7"),
            ("\"Ann is late\" to +15550100", "\"…\" to …"),
            ("bad s3cr3t in U0sxOnMzY3IzdA==", "bad … in …"),
        ] {
            assert_eq!(Mask::of(&call, authorization.as_ref(), text).hide(text), wanted);
        }
    }
}
