//! The request for the page after a page.

use reqwest::Url;

use super::page::PageMeta;

/// How the page after a page is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continuation {
    /// With the URL in the page.
    Link,
    /// With the same request and the token in the page.
    Token {
        /// The query parameter for the token.
        parameter: &'static str,
    },
    /// With the same request and the next page number, while the page announces another one.
    Number {
        /// The query parameter for the page number.
        parameter: &'static str,
    },
}

impl Continuation {
    /// Continues with a token. The argument is the query parameter for it.
    pub const fn token(parameter: &'static str) -> Self {
        Self::Token { parameter }
    }

    /// Continues with a page number. The argument is the query parameter for it.
    pub const fn number(parameter: &'static str) -> Self {
        Self::Number { parameter }
    }

    /// Returns the URL of the page after the page at `url`, which has this number of items, or `None` after
    /// the last page. A link is not checked yet.
    pub(super) fn next_url(self, url: &Url, meta: &PageMeta, _count: usize) -> Option<String> {
        match self {
            Self::Link => meta.next_page_url.clone(),
            Self::Token { parameter } => {
                meta.next_token.as_deref().map(|token| with_query(url, parameter, token))
            }
            Self::Number { parameter } => meta.has_next.filter(|has_next| *has_next).map(|_| {
                let requested = url.query_pairs().find(|(name, _)| name == parameter);
                let requested = requested.and_then(|(_, number)| number.parse::<i64>().ok());
                let number = meta.page.or(requested).unwrap_or(0).saturating_add(1);
                with_query(url, parameter, &number.to_string())
            }),
        }
    }
}

/// Returns the URL with another value of one query parameter.
fn with_query(url: &Url, name: &str, value: &str) -> String {
    let mut next = url.clone();
    let others = url.query_pairs().filter(|(other, _)| other != name);
    let others: Vec<(String, String)> = others.map(|(name, value)| (name.into(), value.into())).collect();
    next.query_pairs_mut().clear().extend_pairs(others).append_pair(name, value);
    next.into()
}
