//! The credentials of a call.

use super::call::Call;
use super::security::{KeyLocation, Need, Security};

impl Call {
    /// Sends no credentials.
    pub fn anonymous(mut self) -> Self {
        self.security = Security::None;
        self
    }

    /// Sends a bearer token, and never a user name and a password.
    pub fn bearer(mut self) -> Self {
        self.security = Security::Bearer(None);
        self
    }

    /// Sends a bearer token. Client credentials request it from this URL.
    pub fn bearer_from(mut self, token_url: &'static str) -> Self {
        self.security = Security::Bearer(Some(token_url));
        self
    }

    /// Sends a key in this header, and no other credentials.
    pub fn key_in_header(mut self, name: &'static str) -> Self {
        self.security = Security::Key(KeyLocation::Header, name);
        self
    }

    /// Requires that the caller sets this header. It contains a key that the operation requires beside the
    /// credentials of the client.
    pub fn also_key_in_header(mut self, name: &'static str) -> Self {
        self.key_headers.push(name);
        self
    }

    /// Sends a key in this query parameter, and no other credentials.
    pub fn key_in_query(mut self, name: &'static str) -> Self {
        self.security = Security::Key(KeyLocation::Query, name);
        self
    }

    /// Sends a key in this cookie, and no other credentials.
    pub fn key_in_cookie(mut self, name: &'static str) -> Self {
        self.security = Security::Key(KeyLocation::Cookie, name);
        self
    }

    /// Sends the request without credentials if the client has none of the kind that the operation accepts.
    pub fn optional_credentials(mut self) -> Self {
        self.credentials = Need::Optional;
        self
    }

    /// Sends nothing, because the client does not implement this authentication scheme.
    pub fn unsupported_security(mut self, scheme: &'static str) -> Self {
        self.security = Security::Unsupported(scheme);
        self
    }
}
