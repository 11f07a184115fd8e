//! Lowers the security requirements of an operation.

use openapiv3::{APIKeyLocation, OpenAPI, SecurityRequirement, SecurityScheme};

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::document::reference;
use crate::ir::{Input, KeyLocation, Location, Security};
use crate::load::is_token;
use crate::lower::operation::inputs::Inputs;

/// The credentials of an operation.
#[derive(Debug)]
pub(crate) struct Credentials {
    pub(crate) security: Security,
    /// See [`crate::ir::Operation::key_headers`].
    pub(crate) key_headers: Vec<String>,
}

impl Credentials {
    /// Omits optional credentials that are also a parameter: its value replaces them.
    pub(crate) fn beside(self, inputs: &Inputs) -> Self {
        let is_authorization = |input: &Input| {
            matches!(input.location, Location::Header)
                && input.name.wire.eq_ignore_ascii_case("authorization")
        };
        let has_parameter = inputs.required.iter().chain(&inputs.optional).any(is_authorization);
        if self.security.is_optional() && has_parameter { Security::None.into() } else { self }
    }
}

impl From<Security> for Credentials {
    fn from(security: Security) -> Self {
        Self { security, key_headers: Vec::new() }
    }
}

/// A scheme of a requirement, with its name and position.
struct Scheme<'a> {
    name: &'a str,
    at: At,
    security: Security,
}

/// One alternative of the requirements, and its schemes that the client cannot send.
struct Alternative<'a> {
    credentials: Credentials,
    unsent: Vec<Scheme<'a>>,
}

/// Whether the document describes any credentials.
pub(crate) fn is_declared(openapi: &OpenAPI) -> bool {
    let schemes = openapi.components.as_ref().map(|components| &components.security_schemes);
    openapi.security.is_some()
        || schemes.is_some_and(|schemes| !schemes.is_empty())
        || openapi.operations().any(|(_, _, operation)| operation.security.is_some())
}

/// The credentials of the operation, or else those of the document, or else `unspecified`. Selects the first
/// alternative that the client supports completely, or else the first one that it supports in part.
pub(crate) fn lower(
    openapi: &OpenAPI,
    own: Option<&[SecurityRequirement]>,
    unspecified: Security,
    at: &At,
    diagnostics: &Collector<'_>,
) -> Credentials {
    let (asked, at) = match (own, openapi.security.as_deref()) {
        (Some(own), _) => (own, at.key("security")),
        (None, Some(all)) => (all, At::root().key("security")),
        (None, None) => return unspecified.into(),
    };
    let is_optional = asked.iter().any(SecurityRequirement::is_empty);
    let asked = || asked.iter().enumerate().filter(|(_, requirement)| !requirement.is_empty());
    if asked().next().is_none() {
        return Security::None.into();
    }
    let alternatives = asked().filter_map(|(index, requirement)| {
        let at = at.index(index);
        let schemes: Vec<_> =
            requirement.keys().filter_map(|name| scheme(openapi, name, &at.key(name), diagnostics)).collect();
        (schemes.len() == requirement.len()).then(|| alternative(schemes))
    });
    if is_optional {
        return optional(alternatives.collect());
    }
    let Some(selected) = select(alternatives.collect()) else { return Security::Any.into() };
    // A diagnostic reports a scheme that is not defined.
    for Scheme { name, at, security: _ } in
        selected.unsent.iter().filter(|scheme| is_defined(openapi, scheme.name))
    {
        let message = format!("the client does not send credentials of the security scheme `{name}`");
        let help = "add an alternative to `security`, or allow `unsupported-security` in the settings";
        diagnostics.add(Code::UnsupportedSecurity, at, message, help);
    }
    selected.credentials
}

/// The credentials of an operation that also accepts requests without credentials: those that the client sends without
/// the help of the caller.
fn optional(mut alternatives: Vec<Alternative<'_>>) -> Credentials {
    alternatives.retain(|alternative| {
        alternative.unsent.is_empty() && alternative.credentials.key_headers.is_empty()
    });
    let selected = select(alternatives).map(|selected| selected.credentials.security);
    selected.map_or(Security::None, |security| Security::Optional(Box::new(security))).into()
}

fn is_defined(openapi: &OpenAPI, name: &str) -> bool {
    openapi.components.as_ref().is_some_and(|components| components.security_schemes.contains_key(name))
}

/// The scheme of this name. Reports a scheme that does not exist, which the client cannot support.
fn scheme<'a>(openapi: &OpenAPI, name: &'a str, at: &At, diagnostics: &Collector<'_>) -> Option<Scheme<'a>> {
    let table = openapi.components.as_ref().map(|components| &components.security_schemes);
    let Some(scheme) = table.and_then(|table| table.get(name)) else {
        let known = table.into_iter().flat_map(|table| table.keys().map(String::as_str));
        let help = match diagnostics.suggestions.nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add `{name}` under `components.securitySchemes`, or correct the name"),
        };
        let message = format!("the security scheme `{name}` does not exist");
        diagnostics.add(Code::MissingSecurityScheme, at, message, help);
        return Some(Scheme { name, at: at.clone(), security: Security::Unsupported(name.to_owned()) });
    };
    let (scheme, _) = reference::component(table, "securitySchemes", scheme, at, diagnostics)?;
    Some(Scheme { name, at: at.clone(), security: way(scheme) })
}

/// Divides the schemes of a requirement. The client sends the credentials of one scheme, and the caller sets the
/// headers of further keys.
fn alternative(mut schemes: Vec<Scheme<'_>>) -> Alternative<'_> {
    schemes.sort_by_key(|scheme| preference(&scheme.security));
    let mut schemes = schemes.into_iter();
    let first = schemes.next();
    let mut credentials =
        Credentials::from(first.as_ref().map_or(Security::None, |scheme| scheme.security.clone()));
    let is_supported = |scheme: &Scheme<'_>| !matches!(scheme.security, Security::Unsupported(_));
    let mut unsent: Vec<Scheme<'_>> = first.into_iter().filter(|first| !is_supported(first)).collect();
    for scheme in schemes {
        match &scheme.security {
            Security::Key(KeyLocation::Header, name) if !name.eq_ignore_ascii_case("Authorization") => {
                credentials.key_headers.push(name.clone());
            }
            _ => unsent.push(scheme),
        }
    }
    Alternative { credentials, unsent }
}

/// Selects an alternative. Basic authentication also accepts a bearer token, so it replaces one.
fn select(mut alternatives: Vec<Alternative<'_>>) -> Option<Alternative<'_>> {
    let is_complete = |alternative: &Alternative<'_>| alternative.unsent.is_empty();
    let is_partial =
        |alternative: &Alternative<'_>| !matches!(alternative.credentials.security, Security::Unsupported(_));
    let is_only = |alternative: &Alternative<'_>, wanted: fn(&Security) -> bool| {
        is_complete(alternative)
            && alternative.credentials.key_headers.is_empty()
            && wanted(&alternative.credentials.security)
    };
    let mut index = alternatives.iter().position(is_complete);
    let bearer = index.and_then(|index| alternatives.get(index));
    if bearer.is_some_and(|bearer| is_only(bearer, |security| matches!(security, Security::Bearer(_)))) {
        let basic =
            alternatives.iter().position(|other| is_only(other, |security| *security == Security::Any));
        index = basic.or(index);
    }
    let index = index.or_else(|| alternatives.iter().position(is_partial)).unwrap_or(0);
    (index < alternatives.len()).then(|| alternatives.swap_remove(index))
}

/// Whether every request of the operation has credentials.
pub(super) fn is_required(openapi: &OpenAPI, own: Option<&[SecurityRequirement]>) -> bool {
    let asked = own.or(openapi.security.as_deref()).unwrap_or_default();
    !asked.is_empty() && !asked.iter().any(SecurityRequirement::is_empty)
}

/// The order in which the client sends the schemes of one requirement. The caller can set the header of a key.
fn preference(security: &Security) -> u8 {
    match security {
        Security::Any | Security::None | Security::Optional(_) => 0,
        Security::Bearer(_) => 1,
        Security::Key(KeyLocation::Query | KeyLocation::Cookie, _) => 2,
        Security::Key(KeyLocation::Header, _) => 3,
        Security::Unsupported(_) => 4,
    }
}

fn way(scheme: &SecurityScheme) -> Security {
    match scheme {
        SecurityScheme::HTTP { scheme, bearer_format: _, description: _, extensions: _ } => {
            match scheme.to_ascii_lowercase().as_str() {
                "basic" => Security::Any,
                "bearer" => Security::Bearer(None),
                _ => Security::Unsupported(scheme.clone()),
            }
        }
        SecurityScheme::OAuth2 { flows, description: _, extensions: _ } => {
            // A client must not send its secret to a relative or unencrypted URL.
            let flow = flows.client_credentials.as_ref();
            let url = flow.map(|flow| flow.token_url.clone()).filter(|url| is_safe(url));
            Security::Bearer(url)
        }
        SecurityScheme::OpenIDConnect { .. } => Security::Bearer(None),
        SecurityScheme::APIKey { location, name, description: _, extensions: _ } => {
            let location = match location {
                APIKeyLocation::Header => KeyLocation::Header,
                APIKeyLocation::Query => KeyLocation::Query,
                APIKeyLocation::Cookie => KeyLocation::Cookie,
            };
            // A header or a cookie cannot have another name, but a query parameter can.
            if location == KeyLocation::Query || is_token(name) {
                Security::Key(location, name.clone())
            } else {
                Security::Unsupported(name.clone())
            }
        }
    }
}

fn is_safe(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
        rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.chars().all(plain)
    })
}
