//! From a page to the address of the next one.

use reqwest::Url;

use super::page::PageMeta;

/// How the page after a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// By the address that the page gives.
    Link,
    /// By the same request with the token that the page gives.
    Token {
        /// The query parameter that takes the token.
        parameter: &'static str,
        /// The query parameter that takes the number of items.
        size: &'static str,
    },
    /// By the same request with the next number, as long as the page says that there is one.
    Number {
        /// The query parameter that takes the number.
        parameter: &'static str,
    },
}

impl Next {
    /// By a token: the parameter that takes it, and the one that takes the number of items.
    pub const fn token(parameter: &'static str, size: &'static str) -> Self {
        Self::Token { parameter, size }
    }

    /// By the number of the page: the parameter that takes it.
    pub const fn number(parameter: &'static str) -> Self {
        Self::Number { parameter }
    }

    /// The parameter that takes the number of items of a page.
    pub(super) fn size_parameter(self) -> &'static str {
        match self {
            Self::Token { size, .. } => size,
            Self::Link | Self::Number { .. } => "PageSize",
        }
    }

    /// The address of the page after the one at `url`, as it was given; none after the last one.
    pub(super) fn address(self, url: &Url, meta: &PageMeta) -> Option<String> {
        match self {
            Self::Link => meta.next_page_url.clone(),
            Self::Token { parameter, .. } => {
                meta.next_token.as_deref().map(|token| with_query(url, parameter, token))
            }
            Self::Number { parameter } => meta.has_next.filter(|more| *more).map(|_| {
                let asked = url.query_pairs().find(|(name, _)| name == parameter);
                let asked = asked.and_then(|(_, number)| number.parse::<i64>().ok());
                let number = meta.page.or(asked).unwrap_or(0).saturating_add(1);
                with_query(url, parameter, &number.to_string())
            }),
        }
    }
}

/// The address with one parameter of its query set anew.
fn with_query(url: &Url, name: &str, value: &str) -> String {
    let mut next = url.clone();
    let others = url.query_pairs().filter(|(other, _)| other != name);
    let others: Vec<(String, String)> = others.map(|(name, value)| (name.into(), value.into())).collect();
    next.query_pairs_mut().clear().extend_pairs(others).append_pair(name, value);
    next.into()
}
