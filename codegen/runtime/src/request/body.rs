//! The body of a request.

use std::borrow::Cow;
use std::io;

use super::encode::Pairs;
use super::multipart::Multipart;
use crate::value::{Json, OpenContent};

/// The body of a request.
#[derive(Clone)]
pub(crate) enum RequestBody {
    /// A form, whose fields are in the call.
    Form,
    /// A JSON object: its media type, and its properties with their JSON text.
    Object(&'static str, Presence, Vec<(&'static str, String)>),
    /// A JSON value: its media type and its text.
    Value(&'static str, String),
    /// Bytes and their media type. `None` if the request has no body.
    Raw(&'static str, Option<Vec<u8>>),
    /// Parts, of which the text is in the form of the call.
    Multipart(Presence, Multipart),
}

/// Whether a request without values has a body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// An empty object, or a body without parts.
    Required,
    /// No body.
    Optional,
}

/// The content of a body for one attempt: its media type and its pieces.
pub(crate) struct Content {
    pub(crate) media_type: String,
    pub(crate) pieces: Vec<OpenContent>,
}

impl Content {
    fn new(media_type: &str, bytes: Vec<u8>) -> Self {
        Self { media_type: media_type.to_owned(), pieces: vec![OpenContent::Bytes(bytes.into())] }
    }
}

impl RequestBody {
    /// Returns the JSON value in the media type of this body.
    pub(crate) fn with_value(&self, text: String) -> Self {
        let media_type = match self {
            Self::Form | Self::Multipart(..) => "application/json",
            Self::Object(media_type, ..) | Self::Value(media_type, _) | Self::Raw(media_type, _) => {
                media_type
            }
        };
        Self::Value(media_type, text)
    }

    /// Sets a property. A second value replaces the first.
    pub(crate) fn set(&mut self, name: &'static str, text: String) {
        if let Self::Object(_, _, properties) = self {
            properties.retain(|(other, _)| *other != name);
            properties.push((name, text));
        }
    }

    /// Returns whether the body is a form.
    pub(crate) fn is_form(&self) -> bool {
        matches!(self, Self::Form)
    }

    /// Sets the bytes.
    pub(crate) fn set_raw(&mut self, bytes: Vec<u8>) {
        if let Self::Raw(_, body) = self {
            *body = Some(bytes);
        }
    }

    /// The parts, if the body has some.
    pub(super) fn multipart(&mut self) -> Option<&mut Multipart> {
        match self {
            Self::Multipart(_, multipart) => Some(multipart),
            Self::Form | Self::Object(..) | Self::Value(..) | Self::Raw(..) => None,
        }
    }

    /// Returns whether the body can be sent: a stream can be sent once.
    pub(crate) fn is_available(&self) -> bool {
        match self {
            Self::Multipart(_, multipart) => multipart.is_available(),
            Self::Form | Self::Object(..) | Self::Value(..) | Self::Raw(..) => true,
        }
    }

    /// Returns the content of a body that is not a form. It opens the files.
    pub(crate) fn content(&self, form: &Pairs) -> io::Result<Option<Content>> {
        Ok(match self {
            Self::Form => None,
            Self::Raw(media_type, bytes) => bytes.clone().map(|bytes| Content::new(media_type, bytes)),
            Self::Value(media_type, text) => Some(Content::new(media_type, text.clone().into_bytes())),
            Self::Object(_, Presence::Optional, properties) if properties.is_empty() => None,
            Self::Object(media_type, _, properties) => {
                Some(Content::new(media_type, object(properties).into_bytes()))
            }
            Self::Multipart(Presence::Optional, multipart) if form.is_empty() && multipart.is_empty() => None,
            Self::Multipart(_, multipart) => {
                Some(Content { media_type: multipart.content_type(), pieces: multipart.pieces(form)? })
            }
        })
    }

    /// Returns the names of the parts that are not fields of the form.
    pub(super) fn part_names(&self) -> impl Iterator<Item = &Cow<'static, str>> {
        let multipart = match self {
            Self::Multipart(_, multipart) => Some(multipart),
            Self::Form | Self::Object(..) | Self::Value(..) | Self::Raw(..) => None,
        };
        multipart.into_iter().flat_map(Multipart::names)
    }

    /// Returns the JSON texts in the body.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let (properties, value, multipart) = match self {
            Self::Form | Self::Raw(..) => (&[][..], None, None),
            Self::Object(_, _, properties) => (properties.as_slice(), None, None),
            Self::Value(_, text) => (&[][..], Some(text.as_str()), None),
            Self::Multipart(_, multipart) => (&[][..], None, Some(multipart)),
        };
        let parts = multipart.into_iter().flat_map(Multipart::json_texts);
        properties.iter().map(|(_, text)| text.as_str()).chain(value).chain(parts)
    }

    /// Returns the strings in the body that are not JSON.
    pub(crate) fn raw_texts(&self) -> impl Iterator<Item = &str> {
        let (bytes, multipart) = match self {
            Self::Raw(_, bytes) => (bytes.as_deref(), None),
            Self::Multipart(_, multipart) => (None, Some(multipart)),
            Self::Form | Self::Object(..) | Self::Value(..) => (None, None),
        };
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        text.into_iter().chain(multipart.into_iter().flat_map(Multipart::texts))
    }
}

/// A JSON object of properties with their JSON text.
fn object(properties: &[(&'static str, String)]) -> String {
    let mut text = "{".to_owned();
    for (name, value) in properties {
        let comma = if text.len() == 1 { "" } else { "," };
        for part in [comma, &Json::from(*name).to_string(), ":", value] {
            text.push_str(part);
        }
    }
    text.push('}');
    text
}
