//! The call of an operation.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use reqwest::{Method, Url};

use super::body::RequestBody;
use super::encode::{Pairs, Value, encode_pairs};
use super::keys::{keys, printed};
use super::numbered;
use super::path;
use super::security::{Need, Security};
use super::target::Target;
use crate::client::{Client, RetryPolicy, is_repeatable};
use crate::error::{Error, Result};
use crate::value::ToWire;

/// One call of an operation: method, path, parameters and options as strings. A generated request
/// adds their types.
#[derive(Clone)]
#[must_use = "does nothing until sent"]
pub struct Call {
    target: Target,
    pub(crate) method: Method,
    /// The host that replaces the host of the target.
    host: Option<&'static str>,
    /// The path with its placeholders.
    pub(crate) template: &'static str,
    /// The path values after those of the target.
    pub(super) path: Vec<Value>,
    /// Whether the path contains an account, but neither the target nor the credentials do.
    lacks_account: bool,
    pub(super) query: Pairs,
    pub(crate) cookies: Pairs,
    pub(crate) form: Pairs,
    pub(crate) headers: Vec<(String, Value)>,
    /// Whether the request contains the headers that the caller set for every request of the client.
    pub(crate) has_default_headers: bool,
    pub(crate) body: RequestBody,
    pub(crate) security: Security,
    pub(crate) credentials: Need,
    /// The headers with further keys, which the caller sets.
    pub(crate) key_headers: Vec<&'static str>,
    /// Whether the request can be sent twice without a further effect.
    pub(crate) repeatable: bool,
    /// The reason why the request cannot be sent.
    pub(super) error: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
}

macro_rules! methods {
    ($($name:ident $method:ident),*) => {
        $(
            #[doc = concat!("Starts a ", stringify!($method), " request.")]
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
            target: target.clone(),
            host: None,
            template,
            path: Vec::new(),
            lacks_account: target.lacks_account(),
            query: Vec::new(),
            cookies: Vec::new(),
            form: Vec::new(),
            headers: Vec::new(),
            has_default_headers: true,
            body: RequestBody::Form,
            security: Security::Any,
            credentials: Need::Required,
            key_headers: Vec::new(),
            repeatable: is_repeatable(&method),
            method,
            error: None,
            timeout: None,
            total_timeout: None,
            retry: None,
        }
    }

    /// Sends the request to another host than that of the target.
    pub fn host(mut self, host: &'static str) -> Self {
        self.host = Some(host);
        self
    }

    /// Adds the next path value.
    pub fn path(mut self, value: impl Into<String>) -> Self {
        self.path.push(value.into().into());
        self
    }

    /// Adds the account as the next path value.
    pub fn account(mut self) -> Self {
        let account_sid = self.target.account_sid().map(ToOwned::to_owned);
        self.lacks_account |= account_sid.is_none();
        self.path.push(account_sid.unwrap_or_default().into());
        self
    }

    /// Sets a query parameter. A second value replaces the first.
    pub fn query(mut self, name: &'static str, value: impl ToWire) -> Self {
        set(&mut self.query, name, value.to_wire().into());
        self
    }

    /// Adds a query parameter for each value.
    pub fn query_each(mut self, name: &'static str, values: impl IntoIterator<Item = impl ToWire>) -> Self {
        self.query.extend(values.into_iter().map(|value| (name.into(), value.to_wire().into())));
        self
    }

    /// Sets a query parameter to all values, joined by a separator. Without values it does nothing.
    pub fn query_joined(
        mut self,
        name: &'static str,
        separator: &'static str,
        values: impl IntoIterator<Item = impl ToWire>,
    ) -> Self {
        let values = values.into_iter().map(ToWire::to_wire).collect();
        if let Some(value) = Value::joined(separator, values) {
            set(&mut self.query, name, value);
        }
        self
    }

    /// Sets the query parameter with a number. Another number than one of `numbers` is an error.
    pub fn query_numbered(
        mut self,
        around: (&'static str, &'static str),
        numbers: RangeInclusive<u32>,
        number: u32,
        value: impl ToWire,
    ) -> Self {
        let set = numbered::set(&mut self.query, around, &numbers, (number, value.to_wire()));
        self.check(set)
    }

    /// Adds two query parameters for each pair, with the next of `numbers`. More pairs are an error.
    pub fn query_pairs<T: ToWire>(
        mut self,
        before: &'static str,
        after: [&'static str; 2],
        numbers: RangeInclusive<u32>,
        pairs: impl IntoIterator<Item = (impl Into<T>, impl Into<T>)>,
    ) -> Self {
        let added = numbered::add(&mut self.query, before, after, numbers, pairs);
        self.check(added)
    }

    /// Sets a field of the form. A second value replaces the first.
    pub fn form(mut self, name: &'static str, value: impl ToWire) -> Self {
        set(&mut self.form, name, value.to_wire().into());
        self
    }

    /// Adds a field of the form for each value.
    pub fn form_each(mut self, name: &'static str, values: impl IntoIterator<Item = impl ToWire>) -> Self {
        self.form.extend(values.into_iter().map(|value| (name.into(), value.to_wire().into())));
        self
    }

    /// Sets the field of the form with a number. Another number than one of `numbers` is an error.
    pub fn form_numbered(
        mut self,
        around: (&'static str, &'static str),
        numbers: RangeInclusive<u32>,
        number: u32,
        value: impl ToWire,
    ) -> Self {
        let set = numbered::set(&mut self.form, around, &numbers, (number, value.to_wire()));
        self.check(set)
    }

    /// Adds two fields of the form for each pair, with the next of `numbers`. More pairs are an error.
    pub fn form_pairs<T: ToWire>(
        mut self,
        before: &'static str,
        after: [&'static str; 2],
        numbers: RangeInclusive<u32>,
        pairs: impl IntoIterator<Item = (impl Into<T>, impl Into<T>)>,
    ) -> Self {
        let added = numbered::add(&mut self.form, before, after, numbers, pairs);
        self.check(added)
    }

    /// Records the reason why the request cannot be sent.
    fn check(mut self, result: std::result::Result<(), String>) -> Self {
        self.error = self.error.or(result.err());
        self
    }

    /// Sets a header.
    pub fn header(self, name: &'static str, value: impl ToWire) -> Self {
        self.with_header(name, &value.to_wire())
    }

    /// Sets a header to all values, joined by commas. Without values it does nothing.
    pub fn header_joined(self, name: &'static str, values: impl IntoIterator<Item = impl ToWire>) -> Self {
        let value = Value::joined(",", values.into_iter().map(ToWire::to_wire).collect());
        self.header_value(name, value)
    }

    /// Requests these media types instead of `application/json`.
    pub fn accept(self, media_types: &'static str) -> Self {
        self.with_header("Accept", media_types)
    }

    /// Omits the headers that the caller set for every request. They can contain secrets of the API's server.
    pub(crate) fn without_default_headers(mut self) -> Self {
        self.has_default_headers = false;
        self
    }

    /// Declares that the request can be sent twice without a further effect.
    pub(crate) fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Sets a header that the OpenAPI document does not define.
    pub fn with_header(self, name: &str, value: &str) -> Self {
        self.header_value(name, Some(value.to_owned().into()))
    }

    /// Sets a header. Without a value it does nothing.
    pub(super) fn header_value(mut self, name: &str, value: Option<Value>) -> Self {
        if let Some(value) = value {
            self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
            self.headers.push((name.to_owned(), value));
        }
        self
    }

    /// Limits the time of one attempt. It overrides the client's timeout.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Limits the time of the call, including all attempts and waits. It overrides the client's total
    /// timeout.
    pub fn with_total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// Sets the retry policy. It overrides the client's policy.
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// The client that sends the request.
    pub(crate) fn client(&self) -> &Client {
        self.target.client()
    }

    /// Returns whether the caller sets this header.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
            || self.client().shared().headers.contains_key(name)
    }

    /// The host that the OpenAPI document names for the operation.
    pub(crate) fn documented_host(&self) -> &'static str {
        self.host.unwrap_or_else(|| self.target.host())
    }

    /// Returns the host in the OpenAPI document if requests go to the host of a region and an edge instead.
    pub(crate) fn replaced_host(&self) -> Option<&'static str> {
        let shared = self.client().shared();
        (shared.base.is_none() && shared.region.is_some()).then(|| self.documented_host())
    }

    /// The values of the path, the query, the cookies, the form and the headers.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        let path = self.target.parents().iter().chain(&self.path);
        let pairs = self.pairs().map(|(_, value)| value);
        let headers = self.headers.iter().map(|(_, value)| value);
        path.chain(pairs).chain(headers).flat_map(Value::parts).map(String::as_str)
    }

    /// The keys in the names of the query, the cookies, the form and the parts.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.pairs().map(|(name, _)| name).chain(self.body.part_names()).flat_map(keys)
    }

    fn pairs(&self) -> impl Iterator<Item = &(Cow<'static, str>, Value)> {
        self.query.iter().chain(&self.cookies).chain(&self.form)
    }

    /// Returns the URL of the request.
    pub(crate) fn url(&self) -> Result<Url> {
        if let Some(error) = &self.error {
            return Err(Error::invalid_request(error.clone()));
        }
        if self.lacks_account {
            return Err(Error::credentials(
                "the path requires an account, and the credentials contain none; use \
                 `Credentials::for_account`",
            ));
        }
        let mut url = match self.host {
            Some(host) => self.client().root(host)?,
            None => self.target.root()?,
        };
        let base = url.path().trim_end_matches('/');
        let values = self.target.parents().iter().chain(&self.path);
        let path = path::fill(base, self.template, values)?;
        url.set_path(&path);
        if !self.query.is_empty() {
            url.set_query(Some(&encode_pairs(&self.query)));
        }
        Ok(url)
    }
}

pub(super) fn set(pairs: &mut Pairs, name: &'static str, value: Value) {
    pairs.retain(|(other, _)| other != name);
    pairs.push((name.into(), value));
}

/// Prints the method, the path template and the names of the parameters. Values, and the keys of maps in names, can be
/// personal data.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |pairs: &Pairs| pairs.iter().map(|(name, _)| printed(name)).collect::<Vec<_>>();
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("path", &self.template)
            .field("query", &names(&self.query))
            .field("form", &names(&self.form))
            .finish_non_exhaustive()
    }
}
