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
    /// With the same request and the number of items before the next page, up to the total. Without a
    /// total, the list ends at an empty page.
    Offset {
        /// The query parameter for the number of items.
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

    /// Continues with an offset. The argument is the query parameter for it.
    pub const fn offset(parameter: &'static str) -> Self {
        Self::Offset { parameter }
    }

    /// Returns the URL of the page after the page at `url`, which has this number of items, or `None` after
    /// the last page. A link is not checked yet.
    pub(super) fn next_url(self, url: &Url, meta: &PageMeta, count: usize) -> Option<String> {
        match self {
            Self::Link => meta.next_page_url.clone(),
            Self::Token { parameter } => {
                meta.next_token.as_deref().map(|token| with_query(url, parameter, token))
            }
            Self::Number { parameter } => meta.has_next.filter(|has_next| *has_next).map(|_| {
                let number = meta.page.or_else(|| number_in(url, parameter)).unwrap_or(0).saturating_add(1);
                with_query(url, parameter, &number.to_string())
            }),
            Self::Offset { parameter } => {
                let items = i64::try_from(count).unwrap_or(i64::MAX);
                let offset = number_in(url, parameter).unwrap_or(0).saturating_add(items);
                let is_last = count == 0 || meta.total.is_some_and(|total| offset >= total);
                (!is_last).then(|| with_query(url, parameter, &offset.to_string()))
            }
        }
    }
}

/// Returns the number in a query parameter.
fn number_in(url: &Url, parameter: &str) -> Option<i64> {
    let (_, number) = url.query_pairs().find(|(name, _)| name == parameter)?;
    number.parse().ok()
}

/// Returns the URL with another value of one query parameter.
fn with_query(url: &Url, name: &str, value: &str) -> String {
    let mut next = url.clone();
    let others = url.query_pairs().filter(|(other, _)| other != name);
    let others: Vec<(String, String)> = others.map(|(name, value)| (name.into(), value.into())).collect();
    next.query_pairs_mut().clear().extend_pairs(others).append_pair(name, value);
    next.into()
}
