//! Lowers the security requirements of an operation.

use openapiv3::{APIKeyLocation, OpenAPI, SecurityRequirement, SecurityScheme};

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::document::reference;
use crate::ir::{KeyLocation, Security};

/// The security of the operation, or else of the document. Selects the first requirement that the client
/// supports. An empty list means no credentials.
pub(crate) fn lower(
    openapi: &OpenAPI,
    own: Option<&[SecurityRequirement]>,
    at: &At,
    diagnostics: &Collector<'_>,
) -> Security {
    let (asked, at) = match (own, openapi.security.as_deref()) {
        (Some(own), _) => (own, at.key("security")),
        (None, Some(all)) => (all, At::root().key("security")),
        (None, None) => return Security::Any,
    };
    if asked.is_empty() || asked.iter().any(SecurityRequirement::is_empty) {
        return Security::None;
    }
    let table = openapi.components.as_ref().map(|components| &components.security_schemes);
    let mut ways = Vec::new();
    for (index, requirement) in asked.iter().enumerate() {
        for name in requirement.keys() {
            let at = at.index(index).key(name);
            let Some(scheme) = table.and_then(|table| table.get(name)) else {
                let known = table.into_iter().flat_map(|table| table.keys().map(String::as_str));
                let help = match diagnostics.suggestions.nearest(name, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add `{name}` under `components.securitySchemes`, or correct the name"),
                };
                diagnostics.add(
                    Code::MissingSecurityScheme,
                    &at,
                    format!("the security scheme `{name}` does not exist"),
                    help,
                );
                continue;
            };
            let scheme = reference::component(table, "securitySchemes", scheme, &at, diagnostics);
            ways.extend(scheme.map(|(scheme, _)| way(scheme)));
        }
    }
    // If no scheme is described, a diagnostic reports it.
    ways.into_iter().min_by_key(preference).unwrap_or(Security::Any)
}

/// Whether every request of the operation has credentials.
pub(super) fn is_required(openapi: &OpenAPI, own: Option<&[SecurityRequirement]>) -> bool {
    let asked = own.or(openapi.security.as_deref()).unwrap_or_default();
    !asked.is_empty() && !asked.iter().any(SecurityRequirement::is_empty)
}

/// The order in which the client prefers the schemes of an operation. The first one of a kind counts.
fn preference(way: &Security) -> u8 {
    match way {
        Security::Any | Security::None => 0,
        Security::Bearer(_) => 1,
        Security::Key(..) => 2,
        Security::Unsupported(_) => 3,
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
            Security::Key(location, name.clone())
        }
    }
}

fn is_safe(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
        rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.chars().all(plain)
    })
}
