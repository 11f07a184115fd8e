//! The body of a request.

use crate::value::Json;

/// The body of a request.
#[derive(Clone)]
pub(crate) enum RequestBody {
    /// A form, whose fields are in the call.
    Form,
    /// A JSON object: its media type, and its properties with their JSON text.
    Object(&'static str, Vec<(&'static str, String)>),
    /// A JSON value: its media type and its text.
    Value(&'static str, String),
    /// Bytes and their media type. `None` if the request has no body.
    Raw(&'static str, Option<Vec<u8>>),
}

impl RequestBody {
    /// Returns the JSON value in the media type of this body.
    pub(crate) fn with_value(&self, text: String) -> Self {
        let media_type = match self {
            Self::Form => "application/json",
            Self::Object(media_type, _) | Self::Value(media_type, _) | Self::Raw(media_type, _) => media_type,
        };
        Self::Value(media_type, text)
    }

    /// Sets a property. A second value replaces the first.
    pub(crate) fn set(&mut self, name: &'static str, text: String) {
        if let Self::Object(_, properties) = self {
            properties.retain(|(other, _)| *other != name);
            properties.push((name, text));
        }
    }

    /// Sets the bytes.
    pub(crate) fn set_raw(&mut self, bytes: Vec<u8>) {
        if let Self::Raw(_, body) = self {
            *body = Some(bytes);
        }
    }

    /// Returns the media type and the bytes of a body that is not a form.
    pub(crate) fn bytes(&self) -> Option<(&'static str, Vec<u8>)> {
        match self {
            Self::Form => None,
            Self::Raw(media_type, bytes) => bytes.clone().map(|bytes| (*media_type, bytes)),
            Self::Value(media_type, text) => Some((media_type, text.clone().into_bytes())),
            Self::Object(media_type, properties) => {
                let mut text = "{".to_owned();
                for (name, value) in properties {
                    let comma = if text.len() == 1 { "" } else { "," };
                    for part in [comma, &Json::from(*name).to_string(), ":", value] {
                        text.push_str(part);
                    }
                }
                text.push('}');
                Some((media_type, text.into_bytes()))
            }
        }
    }

    /// Returns the JSON texts in the body.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let (properties, value) = match self {
            Self::Form | Self::Raw(..) => (&[][..], None),
            Self::Object(_, properties) => (properties.as_slice(), None),
            Self::Value(_, text) => (&[][..], Some(text)),
        };
        properties.iter().map(|(_, text)| text).chain(value).map(String::as_str)
    }

    /// Returns the body if it is text that is not JSON.
    pub(crate) fn raw_text(&self) -> Option<&str> {
        match self {
            Self::Raw(_, bytes) => std::str::from_utf8(bytes.as_deref()?).ok(),
            Self::Form | Self::Object(..) | Self::Value(..) => None,
        }
    }
}
