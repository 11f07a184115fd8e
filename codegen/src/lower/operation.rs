//! One operation: what it takes, where each value goes, and what comes back.

use std::collections::BTreeSet;

use openapiv3::{self as oa, StatusCode};

use super::body::is_json;
use super::doc::doc;
use super::place::At;
use super::resource::Raw;
use super::types::{Context, Direction, Types, bare};
use super::{body, parameter, reference, security};
use crate::diagnostic::Code;
use crate::ir::{Body, Doc, Facts, Input, Location, Method, Output, PathParam, Security, Type};
use crate::name;
use crate::nearest::nearest;

/// An operation, lowered but for the names of its types.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) id: String,
    pub(crate) verb: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) doc: Doc,
    /// In the order of the path.
    pub(crate) path_params: Vec<PathParam>,
    pub(crate) required: Vec<Input>,
    pub(crate) optional: Vec<Input>,
    pub(crate) body: Body,
    pub(crate) security: Security,
    pub(crate) accept: Option<String>,
    pub(crate) output: Output,
    pub(crate) facts: Facts,
}

/// Names that every request has of its own, some also with `_blocking` behind them; a setter of
/// that name gets a trailing `_`.
const OWN_METHODS: &[&str] =
    &["send", "response", "limit", "page_size", "pages", "stream", "iter", "clone", "into", "fmt"];

pub(crate) fn lower<'a>(raw: &Raw<'a>, types: &mut Types<'a>) -> Lowered {
    let oa::Operation {
        tags: _, // only for documents without an operationId, see `resource`
        summary,
        description,
        external_docs: _,
        operation_id: _, // taken apart in `resource`
        parameters: _,   // below, merged with those of the path item
        request_body,
        responses,
        callbacks: _, // what the server calls is not the client's to serve
        deprecated,
        security,
        servers: _, // those of the document, which was seen when it was read
        extensions: _,
    } = raw.operation;
    let mut inputs = Inputs::default();
    let parameters = parameter::all(raw, types);
    for (at, parameter) in &parameters {
        parameter::lower(raw, parameter, at, types, &mut inputs);
    }
    let body = match request_body {
        Some(body) => body::lower(raw, body, types, &mut inputs),
        None => Body::Form,
    };
    let security = security::lower(types.openapi, security.as_deref(), &raw.at, types.faults);
    let mut path_params = in_path_order(raw, std::mem::take(&mut inputs.path), &parameters, types);
    let output = output(raw, responses, &inputs, types);
    if matches!(output, Output::Page { .. }) {
        // `limit` and `page_size` of every list say it.
        let size = inputs.page_size.take().map(|(name, _)| name);
        let kept =
            |input: &Input| input.location != Location::Query || Some(&input.name.wire) != size.as_ref();
        inputs.optional.retain(kept);
        inputs.required.retain(kept);
    }
    let docs = docs(summary.as_deref(), description.as_deref(), *deprecated);
    parameter::name_arguments(&mut path_params, &mut inputs);
    Lowered {
        id: raw.id.clone(),
        verb: raw.verb.clone(),
        method: raw.method,
        path: raw.path.to_owned(),
        doc: docs,
        path_params,
        required: inputs.required,
        optional: inputs.optional,
        body,
        security,
        accept: accept(responses, types),
        output,
        facts: Facts { at: raw.at.pointer().clone(), deprecated: *deprecated, ..Facts::default() },
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
    docs.0.extend(deprecation(deprecated));
    docs
}

/// The documentation of a deprecated item.
pub(crate) fn deprecation(deprecated: bool) -> Option<String> {
    deprecated.then(|| "Deprecated: a later version of the API may remove it.".to_owned())
}

/// What the parameters and the body of an operation come to.
#[derive(Default)]
pub(crate) struct Inputs {
    pub(crate) path: Vec<PathParam>,
    pub(crate) required: Vec<Input>,
    pub(crate) optional: Vec<Input>,
    /// The query parameter that takes the number of items of a page, and its upper bound.
    pub(crate) page_size: Option<(String, u32)>,
}

impl Inputs {
    pub(crate) fn add(&mut self, required: bool, input: Input) {
        if required { self.required.push(input) } else { self.optional.push(input) }
    }
}

/// A value of a request: what an inline type there would be named after.
pub(crate) fn context<'c>(raw: &'c Raw<'_>, at: &'c At, wire: &'c str) -> Context<'c> {
    let wish = name::join(&name::pascal(&raw.noun), &name::pascal(wire));
    Context { at, wish, noun: &raw.noun, wire, direction: Direction::Request }
}

/// A form, a query and a header cannot say null: absent is not sent.
pub(crate) fn sendable(ty: Type) -> Type {
    match ty {
        Type::Nullable(inner) => sendable(*inner),
        Type::List(inner) => Type::List(Box::new(sendable(*inner))),
        other => other,
    }
}

/// Path values in the order of the template; every placeholder declared, none to spare.
fn in_path_order(
    raw: &Raw<'_>,
    mut values: Vec<PathParam>,
    declared: &[(At, &oa::Parameter)],
    types: &Types<'_>,
) -> Vec<PathParam> {
    let mut placeholders = super::resource::placeholders(raw.path);
    let mut seen = BTreeSet::new();
    placeholders.retain(|placeholder| seen.insert(*placeholder)); // one that stands twice is a fault of the path
    let mut ordered = Vec::new();
    for placeholder in &placeholders {
        match values.iter().position(|value| value.name.wire == *placeholder) {
            Some(index) => ordered.push(values.remove(index)),
            None => types.faults.add_with(
                Code::PathParameterMissing,
                &raw.item_at,
                format!("path parameter `{placeholder}` is not declared"),
                format!("add `{placeholder}` to `parameters` with `in: path` and `required: true`"),
                (&raw.at, "in this operation"),
            ),
        }
    }
    for PathParam { name, .. } in values {
        let is_it = |parameter: &oa::Parameter| matches!(parameter, oa::Parameter::Path { parameter_data, .. } if parameter_data.name == name.wire);
        let at = declared.iter().find(|(_, parameter)| is_it(parameter)).map_or(&raw.at, |(at, _)| at);
        let message = format!("path parameter `{}` does not occur in `{}`", name.wire, raw.path);
        let help = match nearest(&name.wire, placeholders.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove it, or add it to the path".to_owned(),
        };
        let other = (&raw.item_at, "this path");
        types.faults.add_with(Code::PathParameterSurplus, &at.key("name"), message, help, other);
    }
    ordered
}

fn output<'a>(raw: &Raw<'a>, responses: &'a oa::Responses, inputs: &Inputs, types: &mut Types<'a>) -> Output {
    let oa::Responses { default, responses, extensions: _ } = responses;
    let at = raw.at.key("responses");
    let table = types.openapi.components.as_ref().map(|components| &components.responses);
    let mut answers = Vec::new();
    for (status, response) in responses.iter().filter(|(status, _)| is_good(status)) {
        let at = at.key(&status.to_string());
        let found = reference::component(table, "responses", response, &at, types.faults);
        answers.extend(found.map(|(response, at)| (status, response, at)));
    }
    if answers.is_empty() {
        let found = default.as_ref().and_then(|response| {
            reference::component(table, "responses", response, &at.key("default"), types.faults)
        });
        answers.extend(found.map(|(response, at)| (&StatusCode::Range(2), response, at)));
    }
    let success = |status: &StatusCode| matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2));
    let successes: Vec<_> = answers.iter().filter(|(status, ..)| success(status)).collect();
    let Some((_, first, first_at)) = successes.first() else {
        // One that refers to nothing is a fault of its own.
        let is_described = default.is_some() || responses.keys().any(is_good);
        if answers.is_empty() && is_described {
            return Output::Nothing;
        }
        if answers.is_empty() && !responses.is_empty() {
            types.ignore("responses", "operation", ONLY_FAILURES, &at);
            return Output::Nothing;
        }
        if answers.is_empty() {
            let help = "add a response with a 2xx status";
            types.faults.add(Code::NoSuccess, &at, "no successful answer is described", help);
            return Output::Nothing;
        }
        return Output::Location;
    };
    let with_body: Vec<_> =
        successes.iter().filter(|(_, response, _)| !response.content.is_empty()).copied().collect();
    let output = match with_body.as_slice() {
        [] => content(raw, raw.answer(), first, first_at, inputs, types),
        answers => one_of(raw, answers, inputs, types),
    };
    match output {
        Output::Value(ty) if with_body.len() < successes.len() => {
            Output::Value(super::types::nullable_once(ty))
        }
        output => output,
    }
}

/// What several successes come to: each status may have a value of a type of its own.
fn one_of<'a>(
    raw: &Raw<'a>,
    answers: &[&(&StatusCode, &'a oa::Response, At)],
    inputs: &Inputs,
    types: &mut Types<'a>,
) -> Output {
    let mut outputs: Vec<(String, Output)> = Vec::new();
    let mut seen: Vec<&oa::Response> = Vec::new();
    for (status, response, at) in answers {
        if seen.iter().any(|other| other.content == response.content) {
            continue;
        }
        let wish = raw.answer();
        let wish = if seen.is_empty() { wish } else { name::join(&wish, &status.to_string()) };
        seen.push(response);
        let output = content(raw, wish, response, at, inputs, types);
        if let Some((_, like)) = outputs.iter_mut().find(|(_, other)| is_like(other, &output)) {
            if matches!(output, Output::Value(Type::Nullable(_))) {
                *like = output;
            }
            continue;
        }
        match outputs.first() {
            Some((_, Output::Value(_))) | None if matches!(output, Output::Value(_)) => {
                outputs.push((format!("Status{status}"), output));
            }
            None => outputs.push((String::new(), output)),
            Some(_) => types.ignore("content", "response", OTHER_SUCCESS, at),
        }
    }
    if outputs.len() > 1 {
        let values = outputs.into_iter().filter_map(|(name, output)| match output {
            Output::Value(ty) => Some((name, bare(&ty).clone())),
            _ => None,
        });
        return Output::Value(types.answers(values.collect(), &raw.at.key("responses"), &raw.noun));
    }
    outputs.pop().map_or(Output::Nothing, |(_, output)| output)
}

/// Whether two successes give the same, null left aside.
fn is_like(one: &Output, other: &Output) -> bool {
    match (one, other) {
        (Output::Value(one), Output::Value(other)) => bare(one) == bare(other),
        _ => one == other,
    }
}

const ONLY_FAILURES: &str = "none is a success: a success has no value";
const OTHER_SUCCESS: &str = "the first success is read, and this one would not be read as that";

/// A success, or a redirect, which is one where there is no other.
fn is_good(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299 | 301 | 302 | 303 | 307 | 308) | StatusCode::Range(2 | 3))
}

/// What to ask for where no success is `application/json`, which every request asks for.
fn accept<'a>(responses: &'a oa::Responses, types: &Types<'a>) -> Option<String> {
    let table = types.openapi.components.as_ref().map(|components| &components.responses);
    let mut wanted: Vec<&str> = Vec::new();
    for response in responses.responses.iter().filter(|(status, _)| is_good(status)).map(|(_, found)| found) {
        let found = reference::component(table, "responses", response, &At::root(), types.faults);
        let Some((oa::Response { content, .. }, _)) = found else { continue };
        if content.keys().any(|name| name.starts_with("application/json") || name.contains('*')) {
            return None;
        }
        wanted
            .extend(content.keys().find(|name| is_json(name)).or(content.keys().next()).map(String::as_str));
    }
    wanted.dedup();
    (!wanted.is_empty()).then(|| wanted.join(", "))
}

fn content<'a>(
    raw: &Raw<'a>,
    wish: String,
    response: &'a oa::Response,
    at: &At,
    inputs: &Inputs,
    types: &mut Types<'a>,
) -> Output {
    // Headers of every answer can be read by name; links have no effect on the client.
    let oa::Response { description: _, headers: _, content, links: _, extensions: _ } = response;
    let Some((first, _)) = content.first() else { return Output::Nothing };
    let json = content.iter().find(|(media_type, _)| is_json(media_type) || *media_type == "*/*");
    let taken = json.map_or(first, |(media_type, _)| media_type);
    types.idle_media("response", content, taken, &at.key("content"));
    let Some((media_type, media)) = json else {
        return if first.starts_with("text/") { Output::Text } else { Output::Bytes };
    };
    let at = at.key("content").key(media_type).key("schema");
    let Some(schema) = &media.schema else { return Output::Value(Type::Json) };
    let context = Context { at: &at, wish, noun: &raw.noun, wire: "", direction: Direction::Response };
    super::page::detect(raw, schema, inputs, &context, types)
        .unwrap_or_else(|| Output::Value(types.lower(schema, &context)))
}

/// Gives a setter that clashes with a method of every request a trailing `_`.
pub(crate) fn avoid_own_methods(inputs: &mut [Input]) {
    for input in inputs {
        let name = input.name.rust.as_str();
        let plain = name.strip_suffix("_blocking").unwrap_or(name);
        if OWN_METHODS.contains(&plain) || name.starts_with("with_") {
            input.name.rust.push('_');
        }
    }
}
