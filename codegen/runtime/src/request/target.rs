//! The client, the host and the first path values of a handle's requests.

use std::fmt;
use std::sync::Arc;

use reqwest::Url;
use serde::Serialize;

use super::encode::Value;
use super::style::Style;
use crate::client::Client;
use crate::error::Result;

/// The client, the host and the first path values of a handle's requests. Clones share them.
#[derive(Clone)]
#[must_use]
pub struct Target(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    client: Client,
    host: &'static str,
    /// The parsed URL of the host, or `None` if it is invalid.
    root: Option<Url>,
    parents: Vec<Value>,
    /// The account that replaces the account of the credentials.
    account: Option<String>,
    /// Whether the path values contain an account, but neither the handle nor the credentials do.
    lacks_account: bool,
}

impl Target {
    /// Creates a target for the host of an OpenAPI document, without path values.
    pub fn new(client: &Client, host: &'static str) -> Self {
        let root = client.root(host).ok();
        let (client, parents) = (client.clone(), Vec::new());
        Self(Arc::new(Inner { client, host, root, parents, account: None, lacks_account: false }))
    }

    /// Returns a target with one more path value.
    pub fn parent(&self, value: impl Into<String>) -> Self {
        self.with_parent(value.into().into())
    }

    /// Returns a target with one more path value, in a style.
    pub fn parent_styled<T: Serialize + ?Sized>(&self, name: &'static str, style: Style, value: &T) -> Self {
        self.with_parent(style.path_value(name, value))
    }

    /// Returns a target with the account as the next path value.
    pub fn account(&self) -> Self {
        let account_sid = self.account_sid();
        let mut inner = Inner::clone(&self.0);
        inner.lacks_account |= account_sid.is_none();
        inner.parents.push(account_sid.unwrap_or_default().to_owned().into());
        Self(Arc::new(inner))
    }

    /// Returns a target with another account than that of the credentials.
    pub fn with_account(&self, account_sid: impl Into<String>) -> Self {
        let mut inner = Inner::clone(&self.0);
        inner.account = Some(account_sid.into());
        Self(Arc::new(inner))
    }

    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    /// The host of the OpenAPI document.
    pub(super) fn host(&self) -> &'static str {
        self.0.host
    }

    /// The first path values.
    pub(super) fn parents(&self) -> &[Value] {
        &self.0.parents
    }

    /// The account for paths, if the handle or the credentials contain one.
    pub(super) fn account_sid(&self) -> Option<&str> {
        self.0.account.as_deref().or_else(|| self.0.client.shared().credentials.account_sid())
    }

    /// Returns whether the path values lack an account.
    pub(super) fn lacks_account(&self) -> bool {
        self.0.lacks_account
    }

    /// The URL that paths are appended to.
    pub(super) fn root(&self) -> Result<Url> {
        match &self.0.root {
            Some(root) => Ok(root.clone()),
            None => self.0.client.root(self.0.host),
        }
    }

    fn with_parent(&self, value: Value) -> Self {
        let mut inner = Inner::clone(&self.0);
        inner.parents.push(value);
        Self(Arc::new(inner))
    }
}

/// Path values can be personal data, so only the host is printed.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("host", &self.0.host).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{ClientSettings, Credentials};
    use crate::request::Call;

    /// The base URL, the edge, and the host of the operation → the URL of the request, or words of the error.
    #[test]
    fn an_operation_can_have_its_own_host() {
        let table = [
            (None, None, None, Ok("https://chat.twilio.com/v1")),
            (None, None, Some("https://b.example"), Ok("https://b.example/v1")),
            (None, Some("sydney"), None, Ok("https://chat.sydney.us1.twilio.com/v1")),
            (
                None,
                Some("sydney"),
                Some("https://mcs.twilio.com"),
                Ok("https://mcs.sydney.us1.twilio.com/v1"),
            ),
            (None, Some("sydney"), Some("https://b.example"), Err("no regions and edges")),
            (None, None, Some("http://b.example"), Err("would send credentials unencrypted")),
            (Some("http://localhost:81"), None, Some("https://b.example"), Ok("http://localhost:81/v1")),
        ];
        for (base, edge, host, expected) in table {
            let mut settings = ClientSettings::new(Credentials::none());
            settings.base_url = base.map(ToOwned::to_owned);
            settings.edge = edge.map(ToOwned::to_owned);
            let http = crate::client::tls::configure(reqwest::Client::builder()).unwrap();
            settings.http = Some(http.build().unwrap());
            let client = settings.build(crate::client::Package::TEST).unwrap();
            let call = Call::get(&Target::new(&client, "https://chat.twilio.com"), "/v1");
            let call = host.into_iter().fold(call, Call::host);
            match (call.url(), expected) {
                (Ok(url), Ok(expected)) => assert_eq!(url.as_str(), expected),
                (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
                (result, _) => panic!("{host:?}: {result:?}"),
            }
        }
    }
}
