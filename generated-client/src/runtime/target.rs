//! Where requests go: what a handle holds.

use std::fmt;
use std::sync::Arc;

use reqwest::Url;

use super::client::Client;
use super::error::Result;
use super::host;

/// Where a handle's requests go: a client, a host and the path values that come first. Its clones
/// share one copy.
#[derive(Clone)]
#[must_use]
pub struct Target(Arc<Held>);

#[derive(Clone)]
struct Held {
    client: Client,
    host: &'static str,
    /// Its address, read once for all requests; none where it cannot be read.
    root: Option<Url>,
    parents: Vec<String>,
    /// The account to go through instead of that of the credentials.
    account: Option<String>,
    /// The path values go through an account, and none is known.
    lacks_account: bool,
}

impl Target {
    /// The host of one document, with nothing in the path yet.
    pub fn new(client: &Client, host: &'static str) -> Self {
        let root = host::root(client, host).ok();
        let (client, parents) = (client.clone(), Vec::new());
        Self(Arc::new(Held { client, host, root, parents, account: None, lacks_account: false }))
    }

    /// The same with one more path value.
    pub fn parent(&self, value: impl Into<String>) -> Self {
        self.with_parent(value.into())
    }

    /// The same with the account as the next path value.
    pub fn account(&self) -> Self {
        let account_sid = self.account_sid();
        let mut held = Held::clone(&self.0);
        held.lacks_account |= account_sid.is_none();
        held.parents.push(account_sid.unwrap_or_default().to_owned());
        Self(Arc::new(held))
    }

    /// The same for another account than that of the credentials.
    pub fn with_account(&self, account_sid: impl Into<String>) -> Self {
        let mut held = Held::clone(&self.0);
        held.account = Some(account_sid.into());
        Self(Arc::new(held))
    }

    pub(super) fn client(&self) -> &Client {
        &self.0.client
    }

    /// The path values that come first.
    pub(super) fn parents(&self) -> &[String] {
        &self.0.parents
    }

    /// The account to go through, if one is known.
    pub(super) fn account_sid(&self) -> Option<&str> {
        self.0.account.as_deref().or_else(|| self.0.client.inner().credentials.account_sid())
    }

    /// Whether the path values go through an account that nobody named.
    pub(super) fn lacks_account(&self) -> bool {
        self.0.lacks_account
    }

    /// The address that all paths are under.
    pub(super) fn root(&self) -> Result<Url> {
        match &self.0.root {
            Some(root) => Ok(root.clone()),
            None => host::root(&self.0.client, self.0.host),
        }
    }

    fn with_parent(&self, value: String) -> Self {
        let mut held = Held::clone(&self.0);
        held.parents.push(value);
        Self(Arc::new(held))
    }
}

/// Path values may be personal data: only the host is shown.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("host", &self.0.host).finish_non_exhaustive()
    }
}
