//! The parts of a request that contain its inputs.

use super::style::Style;

/// The part of the request that contains an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Query,
    /// A query parameter with several parts.
    QueryStyled(Style),
    Header,
    /// A header with several parts.
    HeaderStyled(Style),
    Cookie(Style),
    /// A query parameter whose values are one string with this separator.
    Joined(&'static str),
    /// A query parameter for each entry of a JSON object: `Prefix.name=value`.
    Prefixed,
    /// A field of a form, or a part that is text.
    Form,
    /// A field of a form whose values are one string with this separator.
    FormJoined(&'static str),
    /// A field of a form for each value in a JSON object or array: `name[key][0]=value`.
    FormDeep,
    /// A part that is JSON.
    JsonPart,
    /// A part that is a file, or one part for each of several files.
    File,
    /// The files of a body whose document does not name the parts, by the names of their parts.
    Files,
    /// The whole body, as JSON.
    Json,
    /// One property of a JSON body.
    JsonField,
    /// The whole body, as bytes.
    Raw,
}

impl Location {
    /// Whether the input is part of the body.
    pub(crate) fn is_body(self) -> bool {
        match self {
            Self::Query
            | Self::QueryStyled(_)
            | Self::Header
            | Self::HeaderStyled(_)
            | Self::Cookie(_)
            | Self::Joined(_)
            | Self::Prefixed => false,
            Self::Form
            | Self::FormJoined(_)
            | Self::FormDeep
            | Self::JsonPart
            | Self::File
            | Self::Files
            | Self::Json
            | Self::JsonField
            | Self::Raw => true,
        }
    }
}
