//! A request in the making.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answer::{Answer, FirstPage};
use super::auth::Auth;
use super::body::Body;
use super::client::Client;
use super::cursor::Cursor;
use super::decode::Json;
use super::error::{Error, Result};
use super::pager::{Items, Pages};
use super::retry::{self, RetryPolicy};
use super::target::Target;
use super::walk::{Listing, Prefetch, Walk};
use super::wire::{ToWire, encode_pairs};
use super::{decode, path, wire};

/// A request in the making: method, path, pairs and options, all untyped. What a generated
/// request adds is its types.
#[derive(Clone)]
#[must_use = "does nothing until sent"]
pub struct Call {
    pub(super) client: Client,
    target: Target,
    pub(super) method: Method,
    template: &'static str,
    /// The path values behind those of the target.
    path: Vec<String>,
    /// The path goes through an account, and none is known.
    lacks_account: bool,
    query: Vec<(Cow<'static, str>, String)>,
    pub(super) form: Vec<(&'static str, String)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Body,
    pub(super) auth: Auth,
    /// Whether it does no harm twice, although its method may.
    pub(super) repeatable: bool,
    /// Whether a redirect is what is asked for.
    pub(super) wants_location: bool,
    /// Why the request cannot be sent.
    fault: Option<String>,
    pub(super) timeout: Option<Duration>,
    pub(super) total_timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) limit: Option<u64>,
    pub(super) page_size: Option<u32>,
    pub(super) cursor: Option<Cursor>,
    /// How the next page is fetched early; a function, so that only who asks for it compiles it.
    pub(super) prefetch: Option<Prefetch>,
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
            client: target.client().clone(),
            target: target.clone(),
            template,
            path: Vec::new(),
            lacks_account: target.lacks_account(),
            query: Vec::new(),
            form: Vec::new(),
            headers: Vec::new(),
            body: Body::Form,
            auth: Auth::Any,
            repeatable: retry::repeatable(&method),
            method,
            wants_location: false,
            fault: None,
            timeout: None,
            total_timeout: None,
            retry: None,
            limit: None,
            page_size: None,
            cursor: None,
            prefetch: None,
        }
    }

    /// Adds the next path value.
    pub fn path(mut self, value: impl Into<String>) -> Self {
        self.path.push(value.into());
        self
    }

    /// Adds the account as the next path value.
    pub fn account(mut self) -> Self {
        let account_sid = self.target.account_sid().map(ToOwned::to_owned);
        self.lacks_account |= account_sid.is_none();
        self.path.push(account_sid.unwrap_or_default());
        self
    }

    /// Sets a query parameter: a second value takes the place of the first.
    pub fn query(mut self, name: &'static str, value: impl ToWire) -> Self {
        self.query.retain(|(other, _)| other != name);
        self.query.push((name.into(), value.to_wire()));
        self
    }

    /// Adds a query parameter for each value; none for none.
    pub fn query_each(mut self, name: &'static str, values: impl IntoIterator<Item = impl ToWire>) -> Self {
        self.query.extend(values.into_iter().map(|value| (name.into(), value.to_wire())));
        self
    }

    /// Sets a query parameter to all values at once, with a text between them; nothing for none.
    pub fn query_joined(
        self,
        name: &'static str,
        separator: &str,
        values: impl IntoIterator<Item = impl ToWire>,
    ) -> Self {
        match wire::joined(separator, values) {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds a query parameter for each entry of a map, however deep: `prefix.name=value`.
    pub fn prefixed(self, prefix: &'static str, value: &Json) -> Self {
        self.flattened(prefix, value, ".", "")
    }

    /// Adds a query parameter for each entry of an object, however deep: `name[key]=value`.
    pub fn deep(self, name: &'static str, value: &Json) -> Self {
        self.flattened(name, value, "[", "]")
    }

    fn flattened(mut self, name: &str, value: &Json, before: &str, after: &str) -> Self {
        let mut pairs = Vec::new();
        wire::flatten(name, value, (before, after), &mut pairs);
        self.query.extend(pairs.into_iter().map(|(name, value)| (name.into(), value)));
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

    /// Sets a header to all values at once, with commas; nothing for none.
    pub fn header_joined(self, name: &'static str, values: impl IntoIterator<Item = impl ToWire>) -> Self {
        match wire::joined(",", values) {
            Some(value) => self.with_header(name, &value),
            None => self,
        }
    }

    /// Sends the body as JSON of this media type: an object of the fields that are set.
    pub fn json_body(mut self, media_type: &'static str) -> Self {
        self.body = Body::Fields(media_type, Vec::new());
        self
    }

    /// Sets a property of the JSON body: a second value takes the place of the first.
    pub fn json_field<T: Serialize>(mut self, name: &'static str, value: &T) -> Self {
        let text = self.json_text(value);
        self.body.set(name, text);
        self
    }

    /// Makes the value the whole body, as JSON.
    pub fn json<T: Serialize>(mut self, value: &T) -> Self {
        let text = self.json_text(value);
        self.body = Body::Whole(self.body.media_type(), text);
        self
    }

    fn json_text(&mut self, value: &impl Serialize) -> String {
        serde_json::to_string(value).unwrap_or_else(|error| {
            self.fault = Some(format!("a value of the body cannot be written as JSON: {error}"));
            String::new()
        })
    }

    /// Asks for these media types, where the answer is never `application/json`.
    pub fn accept(self, media_types: &'static str) -> Self {
        self.with_header("Accept", media_types)
    }

    /// Sends no credentials.
    pub fn anonymous(mut self) -> Self {
        self.auth = Auth::Nothing;
        self
    }

    /// Says that the request does no harm twice.
    pub(super) fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Sends a bearer token only, never a user name and a password.
    pub fn bearer(mut self) -> Self {
        self.auth = Auth::Bearer(None);
        self
    }

    /// Sends a bearer token only; client credentials get theirs from this address.
    pub fn bearer_from(mut self, token_url: &'static str) -> Self {
        self.auth = Auth::Bearer(Some(token_url));
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
    #[inline]
    pub fn with_prefetch(mut self) -> Self {
        self.prefetch = Some(Walk::prefetch);
        self
    }

    /// Sends the request and reads a value.
    pub fn value<T: DeserializeOwned>(self) -> Answer<T> {
        Answer::new(self, decode::value)
    }

    /// Sends the request; nothing is read from the body of the answer.
    pub fn nothing<T: Default>(self) -> Answer<T> {
        Answer::new(self, decode::nothing)
    }

    /// Sends the request and gives the body as text.
    pub fn text<T: From<String>>(self) -> Answer<T> {
        Answer::new(self, decode::text)
    }

    /// Sends the request and gives the body as it is.
    pub fn bytes<T: From<Vec<u8>>>(self) -> Answer<T> {
        Answer::new(self, decode::bytes)
    }

    /// Sends the request and gives the address that the redirect leads to.
    pub fn location<T: From<String>>(mut self) -> Answer<T> {
        self.wants_location = true;
        Answer::new(self, decode::location)
    }

    /// Sends the request and reads the first page of a list.
    pub fn first_page<T: DeserializeOwned>(self, listing: Listing) -> FirstPage<T> {
        FirstPage::new(self, listing)
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

    /// What the path, the query, the form and the headers are filled with.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        let path = self.target.parents().iter().chain(&self.path);
        let query = self.query.iter().map(|(_, value)| value);
        let form = self.form.iter().map(|(_, value)| value);
        let headers = self.headers.iter().map(|(_, value)| value);
        path.chain(query).chain(form).chain(headers).map(String::as_str)
    }

    /// The address of the request, without sending anything.
    pub(super) fn url(&self) -> Result<Url> {
        if let Some(fault) = &self.fault {
            return Err(Error::invalid_request(fault.clone()));
        }
        if self.lacks_account {
            let message = "the path goes through an account, and the credentials name none; use \
                           `Credentials::for_account`";
            return Err(Error::credentials(message.to_owned()));
        }
        let mut url = self.target.root()?;
        let under = url.path().trim_end_matches('/');
        let values = self.target.parents().iter().chain(&self.path);
        let path = path::fill(under, self.template, values)?;
        url.set_path(&path);
        if !self.query.is_empty() {
            url.set_query(Some(&encode_pairs(&self.query)));
        }
        Ok(url)
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
            .field("query", &self.query.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("form", &names(&self.form))
            .finish_non_exhaustive()
    }
}
