//! A request in the making.

use std::fmt;
use std::time::Duration;

use reqwest::{Method, Url};
use serde::de::DeserializeOwned;

use super::client::Client;
use super::cursor::Cursor;
use super::decode::Json;
use super::error::{Error, Result};
use super::page::Page;
use super::pager::{Items, Pages};
use super::response::Response;
use super::retry::RetryPolicy;
use super::walk::Listing;
use super::wire::{ToWire, encode_pairs};
use super::{decode, pager, path};

/// Where a handle's requests go: a client, a host and the path values that come first.
#[derive(Clone)]
#[must_use]
pub struct Target {
    client: Client,
    host: &'static str,
    parents: Vec<String>,
}

impl Target {
    /// The host of one document, with nothing in the path yet.
    pub fn new(client: &Client, host: &'static str) -> Self {
        Self { client: client.clone(), host, parents: Vec::new() }
    }

    /// The same with one more path value.
    pub fn parent(&self, value: impl Into<String>) -> Self {
        self.with_parent(value.into())
    }

    fn with_parent(&self, value: String) -> Self {
        let mut target = self.clone();
        target.parents.push(value);
        target
    }
}

/// Path values may be personal data: only the host is shown.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("host", &self.host).finish_non_exhaustive()
    }
}

/// A request in the making: method, path, pairs and options, all untyped. What a generated
/// request adds is its types.
#[derive(Clone)]
#[must_use = "does nothing until sent"]
pub struct Call {
    pub(super) client: Client,
    host: &'static str,
    pub(super) method: Method,
    template: &'static str,
    path: Vec<String>,
    query: Vec<(&'static str, String)>,
    pub(super) form: Vec<(&'static str, String)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) json: Option<String>,
    pub(super) timeout: Option<Duration>,
    pub(super) total_timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) limit: Option<u64>,
    pub(super) page_size: Option<u32>,
    pub(super) cursor: Option<Cursor>,
    pub(super) prefetch: bool,
}

macro_rules! methods {
    ($($name:ident $method:ident),*) => {
        $(
            #[doc = concat!("Begins a ", stringify!($method), " request.")]
            pub fn $name(target: &Target, template: &'static str) -> Self {
                Self::new(target, Method::$method, template)
            }
        )*
    };
}

impl Call {
    methods!(get GET, put PUT, post POST, delete DELETE, head HEAD, patch PATCH);

    fn new(target: &Target, method: Method, template: &'static str) -> Self {
        Self {
            client: target.client.clone(),
            host: target.host,
            method,
            template,
            path: target.parents.clone(),
            query: Vec::new(),
            form: Vec::new(),
            headers: Vec::new(),
            json: None,
            timeout: None,
            total_timeout: None,
            retry: None,
            limit: None,
            page_size: None,
            cursor: None,
            prefetch: false,
        }
    }

    /// Adds the next path value.
    pub fn path(mut self, value: impl Into<String>) -> Self {
        self.path.push(value.into());
        self
    }

    /// Sets a query parameter: a second value takes the place of the first.
    pub fn query(mut self, name: &'static str, value: impl ToWire) -> Self {
        set(&mut self.query, name, value.to_wire());
        self
    }

    /// Adds a query parameter for each value; none for none.
    pub fn query_each(mut self, name: &'static str, values: impl IntoIterator<Item = impl ToWire>) -> Self {
        self.query.extend(values.into_iter().map(|value| (name, value.to_wire())));
        self
    }

    /// Sets a field of the form: a second value takes the place of the first.
    pub fn form(mut self, name: &'static str, value: impl ToWire) -> Self {
        set(&mut self.form, name, value.to_wire());
        self
    }

    /// Adds a field of the form for each value; none for none.
    pub fn form_each(mut self, name: &'static str, values: impl IntoIterator<Item = impl ToWire>) -> Self {
        self.form.extend(values.into_iter().map(|value| (name, value.to_wire())));
        self
    }

    /// Sets a header.
    pub fn header(self, name: &'static str, value: impl ToWire) -> Self {
        self.with_header(name, &value.to_wire())
    }

    /// Makes the value the whole body, as JSON.
    pub fn json(mut self, value: &Json) -> Self {
        self.json = Some(value.to_string());
        self
    }

    /// Sets a header that the document does not name.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// How long one attempt may take; overrides the client's.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long the call may take over all attempts and waits; overrides the client's.
    pub fn with_total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// Whether and when to try again; overrides the client's.
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// How many items of a list to give in all.
    pub fn with_limit(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// How many items of a list a page is to hold.
    pub fn with_page_size(mut self, size: u32) -> Self {
        self.page_size = Some(size);
        self
    }

    /// Where a list is resumed.
    pub fn with_cursor(mut self, cursor: Cursor) -> Self {
        self.cursor = Some(cursor);
        self
    }

    /// Has the next page of a list fetched while the current one is used.
    pub fn with_prefetch(mut self) -> Self {
        self.prefetch = true;
        self
    }

    /// Sends the request and reads a value.
    pub async fn value<T: DeserializeOwned>(self) -> Result<Response<T>> {
        decode::value(self.execute(self.url()?).await?)
    }

    /// Sends the request; what the body of the answer says does not matter.
    pub async fn nothing<T: Default>(self) -> Result<Response<T>> {
        let raw = self.execute(self.url()?).await?;
        Ok(Response::new(T::default(), raw.head))
    }

    /// Sends the request and reads the first page of a list.
    pub async fn first_page<T: DeserializeOwned>(self, listing: Listing) -> Result<Response<Page<T>>> {
        pager::first(self, listing).await
    }

    /// The pages of a list.
    pub fn pages<T: DeserializeOwned>(self, listing: Listing) -> Pages<T> {
        Pages::new(self, listing)
    }

    /// The items of a list.
    pub fn items<T: DeserializeOwned + Send>(self, listing: Listing) -> Items<T> {
        Items::new(self, listing)
    }

    /// The path, with its placeholders.
    pub(super) fn template(&self) -> &'static str {
        self.template
    }

    /// The address of the request, without sending anything.
    pub(super) fn url(&self) -> Result<Url> {
        let path = path::fill(self.template, &self.path)?;
        let inner = self.client.inner();
        let base = match (&inner.base, &inner.place) {
            (Some(base), _) => base.as_str().trim_end_matches('/').to_owned(),
            (None, Some(place)) => place.of(self.host)?,
            (None, None) => self.host.to_owned(),
        };
        let query = encode_pairs(&self.query);
        let mark = if query.is_empty() { "" } else { "?" };
        Url::parse(&format!("{base}{path}{mark}{query}")).map_err(|error| {
            Error::invalid_request(format!("the address of the request cannot be read: {error}"))
        })
    }
}

fn set(pairs: &mut Vec<(&'static str, String)>, name: &'static str, value: String) {
    pairs.retain(|(other, _)| *other != name);
    pairs.push((name, value));
}

/// Method, template and the names of what is set; values may be personal data.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names =
            |pairs: &[(&'static str, String)]| pairs.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("path", &self.template)
            .field("query", &names(&self.query))
            .field("form", &names(&self.form))
            .finish_non_exhaustive()
    }
}
