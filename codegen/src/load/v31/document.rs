//! Objects other than schemas: webhooks, operations without responses, and mutual TLS.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::converter::Converter;
use super::super::keywords::Kind;

/// Converts the keywords of an object that OpenAPI 3.0 does not have or requires.
pub(super) fn convert(converter: &mut Converter<'_>, kind: Kind, entries: &mut Map<String, Value>) {
    match kind {
        Kind::OpenApi => document(converter, entries),
        Kind::Components => {
            entries.shift_remove("pathItems");
        }
        Kind::Operation => operation(entries),
        _ => {}
    }
}

fn document(converter: &mut Converter<'_>, document: &mut Map<String, Value>) {
    if let Some(Value::Object(webhooks)) = document.shift_remove("webhooks") {
        for name in webhooks.keys() {
            converter.ignore(Kind::OpenApi, &format!("webhooks.{name}"), "a client does not receive them");
        }
    }
    document.entry("paths").or_insert_with(|| json!({}));
    mutual_tls(converter, document);
}

/// Adds the successful response that an operation without described responses has.
fn operation(operation: &mut Map<String, Value>) {
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    if let Value::Object(responses) = responses
        && responses.keys().all(|status| status.starts_with("x-"))
    {
        responses.insert("2XX".to_owned(), json!({ "description": "" }));
    }
}

/// Removes the security schemes that the TLS connection implements, and the requirements of them.
fn mutual_tls(converter: &mut Converter<'_>, document: &mut Map<String, Value>) {
    let schemes = document.get_mut("components").and_then(|components| components.get_mut("securitySchemes"));
    let Some(Value::Object(schemes)) = schemes else { return };
    let is_mutual_tls = |scheme: &Value| scheme.get("type").is_some_and(|name| name == "mutualTLS");
    let names = schemes.iter().filter(|(_, scheme)| is_mutual_tls(scheme)).map(|(name, _)| name.clone());
    let names: BTreeSet<String> = names.collect();
    if names.is_empty() {
        return;
    }
    schemes.retain(|name, _| !names.contains(name));
    for _ in &names {
        converter.ignore(
            Kind::SecurityScheme,
            "mutualTLS",
            "the caller's HTTP client presents the certificate",
        );
    }
    remove_requirements(document, &names);
    let paths =
        document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    for operation in paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        if let Value::Object(operation) = operation {
            remove_requirements(operation, &names);
        }
    }
}

/// Removes the schemes from the alternatives of `security`. An alternative without other schemes remains only
/// if no alternative has other schemes.
fn remove_requirements(entries: &mut Map<String, Value>, names: &BTreeSet<String>) {
    let Some(Value::Array(alternatives)) = entries.get_mut("security") else { return };
    let mut emptied = Vec::new();
    for alternative in alternatives.iter_mut() {
        let Value::Object(schemes) = alternative else { continue };
        let count = schemes.len();
        schemes.retain(|name, _| !names.contains(name));
        if schemes.is_empty() && count > 0 {
            emptied.push(Value::Null);
            *alternative = Value::Null;
        }
    }
    alternatives.retain(|alternative| !alternative.is_null());
    if alternatives.is_empty() && !emptied.is_empty() {
        alternatives.push(json!({}));
    }
}
