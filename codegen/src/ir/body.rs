//! The bodies of requests.

/// The format of a request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// No body, and no media type.
    Nothing,
    /// A form. A request without inputs in the form has no body.
    Form,
    /// JSON, with its media type. `Presence` applies to a request without values.
    Json(String, Presence),
    /// Bytes that the client does not interpret, with their media type and the others that a caller can declare.
    Raw { media_type: String, others: Vec<String> },
    /// Parts. `Presence` applies to a request without values.
    Multipart(Multipart, Presence),
}

/// A `multipart` body. Its parts are inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Multipart {
    /// Without the boundary: `multipart/form-data`.
    pub(crate) media_type: String,
    /// The media types that the document defines for parts, by the names of the parts.
    pub(crate) part_types: Vec<(String, String)>,
}

impl Body {
    /// The media type of the request.
    fn media_type(&self) -> &str {
        match self {
            Self::Nothing => "",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json(media_type, _) | Self::Raw { media_type, others: _ } => media_type,
            Self::Multipart(multipart, _) => &multipart.media_type,
        }
    }

    /// The media types of the request and of its parts, for messages: `multipart/form-data, Photo as image/png`.
    pub(crate) fn media_types(&self) -> String {
        let mut text = self.media_type().to_owned();
        if let Self::Multipart(multipart, _) = self {
            for (name, media_type) in &multipart.part_types {
                text.extend([", ", name, " as ", media_type]);
            }
        }
        text
    }
}

/// Whether a request contains something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
}

impl Presence {
    /// The presence that `required` of a parameter or a body expresses.
    pub(crate) fn of(required: bool) -> Self {
        if required { Self::Required } else { Self::Optional }
    }
}
