//! The credentials that the fake accepts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::message::{Problem, Request};
use crate::table::Security;

/// The credentials that the fake accepts.
///
/// A bearer token, and a key in a header or in a query parameter, must be equal to `auth_token`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The account, which is also the user name.
    pub account_sid: String,
    /// The password.
    pub auth_token: String,
}

impl Default for Credentials {
    fn default() -> Self {
        Self {
            account_sid: "AC00000000000000000000000000000001".to_owned(),
            auth_token: "fake-auth-token".to_owned(),
        }
    }
}

impl Credentials {
    /// Rejects a request without the authorization that an operation requires.
    pub(crate) fn check(&self, request: &Request, security: &Security) -> Result<(), Problem> {
        if self.accept(request, security) {
            Ok(())
        } else if request.header("authorization").is_none() {
            Err(Problem::unauthorized("The request has no credentials"))
        } else {
            Err(Problem::unauthorized("The credentials are not those of the fake"))
        }
    }

    /// Whether a request has the authorization that an operation requires.
    fn accept(&self, request: &Request, security: &Security) -> bool {
        let authorization = request.header("authorization");
        match security {
            Security::None | Security::Unchecked => true,
            Security::Optional(inner) => !has_credentials(request, inner) || self.accept(request, inner),
            Security::Any => self.is_basic(authorization) || self.is_bearer(authorization),
            Security::Bearer(_) => self.is_bearer(authorization),
            Security::Header(name) => {
                let key = request.header(&name.to_ascii_lowercase());
                key == Some(&self.auth_token)
                    || (name.eq_ignore_ascii_case("authorization") && self.is_bearer(key))
            }
            Security::Query(name) => {
                request.query().iter().any(|(key, value)| key == name && *value == self.auth_token)
            }
        }
    }

    fn is_basic(&self, authorization: Option<&str>) -> bool {
        let Some(encoded) = scheme(authorization, "basic") else { return false };
        let expected = format!("{}:{}", self.account_sid, self.auth_token);
        STANDARD.decode(encoded).is_ok_and(|decoded| decoded == expected.as_bytes())
    }

    fn is_bearer(&self, authorization: Option<&str>) -> bool {
        scheme(authorization, "bearer") == Some(&self.auth_token)
    }
}

/// Whether a request contains credentials of this kind, valid or not.
fn has_credentials(request: &Request, security: &Security) -> bool {
    match security {
        Security::Header(name) => request.header(&name.to_ascii_lowercase()).is_some(),
        Security::Query(name) => request.query().iter().any(|(key, _)| key == name),
        Security::Any
        | Security::None
        | Security::Bearer(_)
        | Security::Unchecked
        | Security::Optional(_) => request.header("authorization").is_some(),
    }
}

/// The value of an authorization with this scheme.
fn scheme<'a>(authorization: Option<&'a str>, scheme: &str) -> Option<&'a str> {
    let (found, value) = authorization?.split_once(' ')?;
    found.eq_ignore_ascii_case(scheme).then(|| value.trim())
}
