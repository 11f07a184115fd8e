//! Reads the parts of an operation that the client does not read, for the report.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{
    self as oa, APIKeyLocation, ParameterSchemaOrContent, ReferenceOr, SecurityScheme, StatusCode,
};

use crate::document::place::At;
use crate::document::reference;
use crate::ir::{BodyContract, Contract, Credentials, Outline, ResponseHeader};
use crate::lower::document::bounds::bounds;
use crate::lower::document::outline::outline;
use crate::lower::document::shape::is_closed;
use crate::lower::schema::types::Types;

/// Describes the responses, the body and the credentials of an operation.
pub(super) fn lower<'a>(operation: &'a oa::Operation, types: &Types<'a>) -> Contract {
    let mut contract = Contract {
        body: operation.request_body.as_ref().and_then(|body| self::body(body, types)),
        has_own_credentials: operation.security.is_some(),
        credentials: credentials(operation.security.as_deref(), types.reader.openapi),
        ..Contract::default()
    };
    let table = types.reader.openapi.components.as_ref().map(|components| &components.responses);
    for (status, response) in &operation.responses.responses {
        let Some(response) = target(table, "responses", response) else { continue };
        if matches!(status, StatusCode::Code(200..=399) | StatusCode::Range(2 | 3)) {
            contract.statuses.insert(status.to_string());
            contract.media_types.extend(response.content.keys().map(|name| plain(name)));
            headers(response, types, &mut contract.headers);
        } else {
            let content = response.content.iter().map(|(media_type, media)| match &media.schema {
                Some(schema) => format!("{media_type}: {}", outline(&types.reader, schema.into())),
                None => media_type.clone(),
            });
            let content: Vec<String> = content.collect();
            let content = if content.is_empty() { "no content".to_owned() } else { content.join("; ") };
            contract.failures.insert(status.to_string(), content);
        }
    }
    contract
}

/// A media type in lower case, without the charset UTF-8, which is that of every text in JSON.
fn plain(media_type: &str) -> String {
    media_type.to_ascii_lowercase().replace(' ', "").replace(";charset=utf-8", "")
}

/// The item, or the component that it refers to. The parts of an operation that the client reads have a diagnostic
/// for a reference that leads to no component.
fn target<'a, T>(
    table: Option<&'a indexmap::IndexMap<String, ReferenceOr<T>>>,
    kind: &'static str,
    item: &'a ReferenceOr<T>,
) -> Option<&'a T> {
    match item {
        ReferenceOr::Item(item) => Some(item),
        ReferenceOr::Reference { reference } => {
            reference::follow(table, kind, reference).ok().flatten().map(|(_, item)| item)
        }
    }
}

fn body<'a>(body: &'a ReferenceOr<oa::RequestBody>, types: &Types<'a>) -> Option<BodyContract> {
    let table = types.reader.openapi.components.as_ref().map(|components| &components.request_bodies);
    let body = target(table, "requestBodies", body)?;
    let schemas = body.content.values().filter_map(|media| media.schema.as_ref());
    let schemas: Vec<&oa::Schema> =
        schemas.filter_map(|schema| Some(types.reader.peek(schema, &At::root())?.schema)).collect();
    Some(BodyContract {
        is_required: body.required,
        is_closed: schemas.iter().any(|schema| is_closed(schema)),
        bounds: schemas.first().map(|schema| bounds(schema)).unwrap_or_default(),
    })
}

fn headers<'a>(response: &'a oa::Response, types: &Types<'a>, found: &mut BTreeMap<String, ResponseHeader>) {
    let table = types.reader.openapi.components.as_ref().map(|components| &components.headers);
    // A browser reads the headers of CORS. No other client does.
    let is_read = |name: &str| !name.to_ascii_lowercase().starts_with("access-control-");
    for (name, header) in response.headers.iter().filter(|(name, _)| is_read(name)) {
        let Some(header) = target(table, "headers", header) else { continue };
        let value = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => outline(&types.reader, schema.into()),
            ParameterSchemaOrContent::Content(content) => Outline::Text(content.keys().next().cloned()),
        };
        let header = ResponseHeader { name: name.clone(), is_required: header.required, value };
        found.insert(name.to_ascii_lowercase(), header);
    }
}

/// The alternatives of an operation, or else of the document.
fn credentials(own: Option<&[oa::SecurityRequirement]>, openapi: &oa::OpenAPI) -> BTreeSet<Credentials> {
    let alternatives = match own.or(openapi.security.as_deref()) {
        Some([]) => return BTreeSet::from([Credentials::default()]),
        Some(alternatives) => alternatives,
        None => return BTreeSet::new(),
    };
    let table = openapi.components.as_ref().map(|components| &components.security_schemes);
    let scheme = |(name, scopes): (&String, &Vec<String>)| {
        let scheme = table.and_then(|table| target(Some(table), "securitySchemes", table.get(name)?));
        (scheme.map_or_else(|| name.clone(), kind), scopes.iter().cloned().collect())
    };
    alternatives.iter().map(|schemes| Credentials(schemes.iter().map(scheme).collect())).collect()
}

/// The kind of a scheme. The name of the scheme has no meaning outside of the document.
fn kind(scheme: &SecurityScheme) -> String {
    match scheme {
        SecurityScheme::HTTP { scheme, .. } => format!("HTTP {}", scheme.to_ascii_lowercase()),
        SecurityScheme::OAuth2 { .. } => "OAuth 2".to_owned(),
        SecurityScheme::OpenIDConnect { .. } => "OpenID Connect".to_owned(),
        SecurityScheme::APIKey { location, name, .. } => {
            let location = match location {
                APIKeyLocation::Header => "header",
                APIKeyLocation::Query => "query",
                APIKeyLocation::Cookie => "cookie",
            };
            format!("the key `{name}` in the {location}")
        }
    }
}
