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

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Encoding {
    /// In a path, a query, a header or a form: every value is a string, and a list repeats its key.
    Text,
    Json,
}

/// The kinds of locations. Inputs at different kinds can have one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestPart {
    Query,
    Header,
    Cookie,
    /// A field or a part of a form.
    Form,
    /// A body that is no form, or a property of it.
    Body,
}

impl RequestPart {
    /// The word for the part in a name.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Form => "form",
            Self::Body => "body",
        }
    }
}

/// A row of the table of locations.
struct Row {
    part: RequestPart,
    /// The word in the listing of the wire format.
    word: &'static str,
    /// The location in words.
    words: &'static str,
}

impl Location {
    /// The table of locations.
    fn row(self) -> Row {
        let (part, word, words) = match self {
            Self::Query => (RequestPart::Query, "query", "in the query"),
            Self::QueryStyled(Style::DeepObject) => (RequestPart::Query, "deep", "in the query"),
            Self::QueryStyled(_) => (RequestPart::Query, "styled", "in the query"),
            Self::Joined(_) => (RequestPart::Query, "joined", "in the query, as one joined string"),
            Self::Prefixed => (RequestPart::Query, "prefixed", "in the query, one key per entry"),
            Self::Header | Self::HeaderStyled(_) => (RequestPart::Header, "header", "in a header"),
            Self::Cookie(_) => (RequestPart::Cookie, "cookie", "in a cookie"),
            Self::Form => (RequestPart::Form, "form", "in the form"),
            Self::FormJoined(_) => (RequestPart::Form, "joined form", "in the body, as one joined string"),
            Self::FormDeep => (RequestPart::Form, "deep form", "in the body, one key per entry"),
            Self::JsonPart => (RequestPart::Form, "json part", "in the body, as a part of JSON"),
            Self::File => (RequestPart::Form, "file", "in the body, as a file"),
            Self::Files => (RequestPart::Form, "files", "in the body, as files"),
            Self::Json => (RequestPart::Body, "json", "as the body"),
            Self::JsonField => (RequestPart::Body, "json", "in the JSON body"),
            Self::Raw => (RequestPart::Body, "body", "as the body"),
        };
        Row { part, word, words }
    }

    pub(crate) fn part(self) -> RequestPart {
        self.row().part
    }

    /// The word in the listing of the wire format.
    pub(crate) fn word(self) -> &'static str {
        self.row().word
    }

    /// The location in words, with the style of a query parameter or a header.
    pub(crate) fn words(self) -> String {
        let words = self.row().words;
        match self {
            Self::QueryStyled(style) | Self::HeaderStyled(style) => format!("{words}, {}", style.words()),
            _ => words.to_owned(),
        }
    }

    /// How a value at the location is written.
    pub(crate) fn encoding(self) -> Encoding {
        match self {
            Self::Json | Self::JsonField | Self::JsonPart => Encoding::Json,
            _ => Encoding::Text,
        }
    }

    /// Whether the input is part of the body.
    pub(crate) fn is_body(self) -> bool {
        matches!(self.part(), RequestPart::Form | RequestPart::Body)
    }
}
