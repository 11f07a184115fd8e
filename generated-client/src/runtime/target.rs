//! Where requests go: what a handle holds.

use std::fmt;

use super::client::Client;

/// Where a handle's requests go: a client, a host and the path values that come first.
#[derive(Clone)]
#[must_use]
pub struct Target {
    pub(super) client: Client,
    pub(super) host: &'static str,
    pub(super) parents: Vec<String>,
    /// The account to go through instead of that of the credentials.
    account: Option<String>,
    /// The path values go through an account, and none is known.
    pub(super) lacks_account: bool,
}

impl Target {
    /// The host of one document, with nothing in the path yet.
    pub fn new(client: &Client, host: &'static str) -> Self {
        Self { client: client.clone(), host, parents: Vec::new(), account: None, lacks_account: false }
    }

    /// The same with one more path value.
    pub fn parent(&self, value: impl Into<String>) -> Self {
        self.with_parent(value.into())
    }

    /// The same with the account as the next path value.
    pub fn account(&self) -> Self {
        let account_sid = self.account_sid();
        let lacks_account = self.lacks_account || account_sid.is_none();
        Self { lacks_account, ..self.with_parent(account_sid.unwrap_or_default()) }
    }

    /// The same for another account than that of the credentials.
    pub fn with_account(&self, account_sid: impl Into<String>) -> Self {
        let mut target = self.clone();
        target.account = Some(account_sid.into());
        target
    }

    pub(super) fn account_sid(&self) -> Option<String> {
        let own = || self.client.inner().credentials.account_sid().map(ToOwned::to_owned);
        self.account.clone().or_else(own)
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
