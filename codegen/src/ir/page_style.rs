//! The table of page styles: how an operation shows that it returns a list in pages, and how the client
//! requests the next page. All stages read the table. `Continuation` in the runtime implements each style.

// `mod page_keys`, a file of the runtime: the keys that the client reads in a response, so that a detected list
// is one that it continues. `build.rs` finds the file.
include!(concat!(env!("OUT_DIR"), "/page_keys.rs"));

use page_keys::{HAS_NEXT, NEXT_LINKS, NEXT_TOKENS, TOTALS};

pub(crate) use page_keys::META;

/// Names of keys or query parameters, best first, and the values that they have.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Names {
    /// Any values.
    Any(&'static [&'static str]),
    /// Integers.
    Integers(&'static [&'static str]),
}

/// The properties of a style.
#[derive(Debug)]
pub(crate) struct Row {
    /// The keys that a response has beside the items or in [`META`]: at least one of them.
    pub(crate) keys: Names,
    /// The query parameter that selects a page. An operation without it has another style.
    pub(crate) parameter: Option<Names>,
    /// The names of the query parameter for the page size, best first. Its values are integers.
    pub(crate) size_parameters: &'static [&'static str],
    /// Whether an operation without a parameter for the page size has another style.
    pub(crate) needs_size: bool,
    /// The function of `rt::Continuation` that takes the name of the parameter. `None` for the default style.
    pub(crate) constructor: Option<&'static str>,
    /// The means by which the client requests the next page. `{}` is the name of the parameter.
    pub(crate) means: &'static str,
}

/// How the next page is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageStyle {
    /// With the URL in the page.
    Link,
    /// With the same request and the token in the page.
    Token,
    /// With the same request and the next page number, while the page announces another one.
    Number,
    /// With the same request and the number of items before the next page, up to the total.
    Offset,
}

const SIZES: &[&str] = &["PageSize", "Size", "pageSize", "page_size"];

impl PageStyle {
    /// The styles. If an operation fits several, the first one counts.
    pub(crate) const ALL: &[Self] = &[Self::Link, Self::Token, Self::Number, Self::Offset];

    /// The row of the table.
    pub(crate) const fn row(self) -> &'static Row {
        match self {
            Self::Link => &Row {
                keys: Names::Any(NEXT_LINKS),
                parameter: None,
                size_parameters: SIZES,
                needs_size: false,
                constructor: None,
                means: "a link",
            },
            Self::Token => &Row {
                keys: Names::Any(NEXT_TOKENS),
                parameter: Some(Names::Any(&[
                    "PageToken",
                    "Token",
                    "NextToken",
                    "pageToken",
                    "page_token",
                    "token",
                ])),
                size_parameters: SIZES,
                needs_size: false,
                constructor: Some("token"),
                means: "the token in `{}`",
            },
            Self::Number => &Row {
                keys: Names::Any(HAS_NEXT),
                parameter: Some(Names::Integers(&["Page", "page"])),
                size_parameters: SIZES,
                needs_size: false,
                constructor: Some("number"),
                means: "the page number in `{}`",
            },
            Self::Offset => &Row {
                keys: Names::Integers(TOTALS),
                parameter: Some(Names::Integers(&["Offset", "offset"])),
                size_parameters: &["Limit", "limit"],
                needs_size: true,
                constructor: Some("offset"),
                means: "the offset in `{}`",
            },
        }
    }
}

/// How an operation requests the page after a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Continuation {
    pub(crate) style: PageStyle,
    /// The query parameter that selects a page, if the style has one.
    pub(crate) parameter: Option<String>,
}

impl Continuation {
    /// The means by which the client requests the next page: "the token in `PageToken`".
    pub(crate) fn means(&self) -> String {
        self.style.row().means.replace("{}", self.parameter.as_deref().unwrap_or_default())
    }
}

/// The query parameter for the page size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageSize {
    pub(crate) parameter: String,
    pub(crate) max: u32,
}

/// The keys that describe a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Envelope {
    /// The keys beside the items, without [`META`].
    pub(crate) beside: Vec<EnvelopeKey>,
    /// The keys in [`META`].
    pub(crate) meta: Vec<EnvelopeKey>,
}

/// A key that describes a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EnvelopeKey {
    pub(crate) name: String,
    pub(crate) nullable: bool,
}
