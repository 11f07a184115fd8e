//! Lowers an operation: its inputs, their locations and the result.

mod body;
mod content;
mod contract;
mod default_response;
mod encoding;
mod fields;
pub(crate) mod inputs;
mod multipart;
pub(crate) mod numbered;
mod page;
mod parameter;
mod query;
mod response;
pub(crate) mod security;
mod style;

use std::collections::BTreeSet;

use crate::path_template::placeholders;
use inputs::Inputs;
use security::Credentials;

use openapiv3 as oa;

use crate::lower::document::doc::{deprecation, doc};

use crate::diagnostic::Code;
use crate::document::place::At;
use crate::ir::page_style::PageSize;
use crate::ir::{Body, Doc, Facts, Input, Location, Operation, Output, PathParam, Security, Type};
use crate::lower::names::values;
use crate::lower::overrides::Overrides;
use crate::lower::resource::RawOperation;
use crate::lower::schema::types::Types;
use crate::name;

/// The maximum number of required values. Each is a call in one chain, and the stack limits the length of the chains that
/// the generator formats and the Rust compiler reads.
const MAX_REQUIRED: usize = 1_000;

/// Lowers an operation. `unspecified` is its security if the document contains no requirement for it. `module`
/// replaces the names of its types, sets its host, and moves the path values of the handle to the resource.
pub(crate) fn lower<'a>(
    raw: &RawOperation<'a>,
    unspecified: Security,
    overrides: &Overrides<'_>,
    types: &mut Types<'a>,
) -> Operation {
    let oa::Operation {
        tags: _, // for operations without an operationId, see `resource`
        summary,
        description,
        external_docs: _,
        operation_id: _, // see `resource`
        parameters: _,   // below, merged with those of the path item
        request_body,
        responses,
        callbacks: _, // requests from the server to its users
        deprecated,
        security,
        servers: _, // see `module`
        extensions: _,
    } = raw.operation;
    let mut inputs = Inputs::default();
    let parameters = parameter::all(raw, types);
    for (at, parameter) in &parameters {
        parameter::lower(raw, parameter, at, types, &mut inputs);
    }
    let body = match request_body {
        Some(body) => body::lower(raw, body, overrides, types, &mut inputs),
        None => Body::Form,
    };
    let (openapi, diagnostics) = (types.reader.openapi, types.reader.diagnostics);
    let Credentials { security, key_headers } =
        security::lower(openapi, security.as_deref(), unspecified, &raw.at, diagnostics).beside(&inputs);
    let query = query::of_path(raw, &mut inputs);
    let path_params = in_path_order(raw, std::mem::take(&mut inputs.path), &parameters, types);
    let output = response::output(raw, responses, &inputs, types);
    if let Output::Page { page_size: Some(PageSize { parameter, .. }), .. } = &output {
        // Every list has the setters `limit` and `page_size` instead.
        let kept = |input: &Input| input.location != Location::Query || input.name.wire != *parameter;
        inputs.optional.retain(kept);
        inputs.required.retain(kept);
    }
    check_required(raw, path_params.len() + inputs.required.len() + key_headers.len(), types);
    let docs = docs(summary.as_deref(), description.as_deref(), *deprecated);
    Operation {
        id: raw.id.clone(),
        verb: raw.verb.clone(),
        why: raw.why.clone(),
        request: name::pascal(&raw.id),
        arguments: None,
        method: raw.method,
        host: None,
        path: raw.template.path.clone(),
        query,
        doc: docs,
        path_params,
        required: inputs.required,
        optional: inputs.optional,
        body,
        security,
        key_headers,
        accept: response::accept(raw, responses, types),
        output,
        status: response::status(raw, responses, types),
        facts: Facts { at: raw.at.pointer().clone(), deprecated: *deprecated, ..Facts::default() },
        contract: contract::lower(raw.operation, types),
    }
}

/// Reports an operation with too many required values.
fn check_required(raw: &RawOperation<'_>, required: usize, types: &Types<'_>) {
    if required > MAX_REQUIRED {
        let message =
            format!("the operation has {required} required values; at most {MAX_REQUIRED} are possible");
        let help = "make some of them optional, or drop the operation";
        types.reader.diagnostics.add(Code::TooManyValues, &raw.at, message, help);
    }
}

/// The documentation of the operation: the summary, then the description, which may begin with the
/// summary.
fn docs(summary: Option<&str>, description: Option<&str>, deprecated: bool) -> Doc {
    let mut docs = doc(description);
    for paragraph in doc(summary).0.into_iter().rev() {
        if docs.0.first() != Some(&paragraph) {
            docs.0.insert(0, paragraph);
        }
    }
    docs.push(deprecation(deprecated));
    docs
}

/// The path values in the order of the template. A placeholder without a parameter becomes a string. Rejects
/// parameters without a placeholder.
fn in_path_order(
    raw: &RawOperation<'_>,
    mut values: Vec<PathParam>,
    declared: &[(At, &oa::Parameter)],
    types: &Types<'_>,
) -> Vec<PathParam> {
    let mut placeholders = placeholders(&raw.template.path);
    let mut seen = BTreeSet::new();
    placeholders.retain(|placeholder| seen.insert(*placeholder)); // `resource::path` rejects duplicates
    let mut ordered = Vec::new();
    for placeholder in &placeholders {
        let index = values.iter().position(|value| value.name.wire == *placeholder);
        ordered.push(match index {
            Some(index) => values.remove(index),
            None => undeclared(raw, placeholder, types),
        });
    }
    for PathParam { name, .. } in values {
        let is_it = |parameter: &oa::Parameter| matches!(parameter, oa::Parameter::Path { parameter_data, .. } if parameter_data.name == name.wire);
        let at = declared.iter().find(|(_, parameter)| is_it(parameter)).map_or(&raw.at, |(at, _)| at);
        let message = format!("path parameter `{}` does not occur in `{}`", name.wire, raw.path);
        let help =
            match types.reader.diagnostics.suggestions.nearest(&name.wire, placeholders.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "remove it, or add it to the path".to_owned(),
            };
        let other = (&raw.item_at, "this path");
        types.reader.diagnostics.add_with(Code::UnusedPathParameter, &at.key("name"), message, help, other);
    }
    ordered
}

/// Reports a placeholder without a parameter. The value is a string.
fn undeclared(raw: &RawOperation<'_>, placeholder: &str, types: &Types<'_>) -> PathParam {
    types.reader.diagnostics.add_with(
        Code::MissingPathParameter,
        &raw.item_at,
        format!("path parameter `{placeholder}` is not declared"),
        format!("add `{placeholder}` to `parameters` with `in: path` and `required: true`"),
        (&raw.at, "in this operation"),
    );
    let facts = Facts { at: raw.at.pointer().clone(), ..Facts::default() };
    let (name, doc, ty) = (values::snake(placeholder), Doc::default(), Type::TEXT);
    PathParam { name, doc, ty, style: None, account: false, facts }
}
