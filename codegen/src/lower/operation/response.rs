//! The responses of an operation.

use std::collections::BTreeSet;

use openapiv3::{self as oa, ReferenceOr, StatusCode};

use crate::diagnostic::Code;
use crate::document::media_type::{self, Kind, essence};
use crate::document::place::At;
use crate::document::reference;
use crate::ir::{Encoding, Method, Output, Type};
use crate::load::is_media_type;
use crate::lower::operation::content::kind;
use crate::lower::operation::default_response;
use crate::lower::operation::inputs::Inputs;
use crate::lower::resource::RawOperation;
use crate::lower::schema::types::{Context, Types, bare, nullable_once};
use crate::name;

/// The output of an operation, from its successful responses.
pub(super) fn output<'a>(
    raw: &RawOperation<'a>,
    responses: &'a oa::Responses,
    inputs: &Inputs,
    types: &mut Types<'a>,
) -> Output {
    let oa::Responses { default, responses: by_status, extensions: _ } = responses;
    let is_empty = default.is_none() && by_status.is_empty();
    let at = raw.at.key("responses");
    let table = types.reader.openapi.components.as_ref().map(|components| &components.responses);
    let mut found_responses = results(raw, responses, types);
    let describes_success = |default: &&ReferenceOr<oa::Response>| {
        found_responses.is_empty() && !default_response::is_error(default, by_status, table)
    };
    let default = default.as_ref().filter(describes_success);
    if found_responses.is_empty() {
        let found = default.and_then(|response| {
            reference::component(table, "responses", response, &at.key("default"), types.reader.diagnostics)
        });
        found_responses.extend(found.map(|(response, at)| (&StatusCode::Range(2), response, at)));
    }
    let success = |status: &StatusCode| matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2));
    let successes: Vec<_> = found_responses.iter().filter(|(status, ..)| success(status)).collect();
    if successes.is_empty() {
        // A response whose reference leads to no component has a diagnostic already.
        let is_described = default.is_some() || by_status.keys().any(is_result);
        if found_responses.is_empty() && is_described {
            return Output::Nothing;
        }
        if found_responses.is_empty() && !is_empty {
            types.reader.ignore("responses", "operation", ONLY_FAILURES, &at);
            return Output::Nothing;
        }
        if found_responses.is_empty() {
            let help = "add a response with a 2xx status";
            types.reader.diagnostics.add(Code::NoSuccessResponse, &at, "the operation has no response", help);
            return Output::Nothing;
        }
        return Output::Location;
    }
    let with_body: Vec<_> =
        successes.iter().filter(|(status, response, _)| has_body(status, response)).copied().collect();
    for (_, _, at) in successes.iter().filter(|(status, response, _)| is_ignored(status, response)) {
        types.reader.ignore("content", "response", NO_BODY, at);
    }
    let output = match with_body.as_slice() {
        [] if successes.iter().any(|(status, response, _)| is_undescribed(raw, status, response)) => {
            Output::Bytes
        }
        [] => Output::Nothing,
        responses => one_of(raw, responses, inputs, types),
    };
    match output {
        Output::Value(ty) if with_body.len() < successes.len() => Output::Value(nullable_once(ty)),
        output => output,
    }
}

/// A response that can be the result of an operation: its status, and its place.
type Found<'a> = (&'a StatusCode, &'a oa::Response, At);

/// The responses that can be the result of an operation. A range follows the statuses.
fn results<'a>(raw: &RawOperation<'_>, responses: &'a oa::Responses, types: &Types<'a>) -> Vec<Found<'a>> {
    let table = types.reader.openapi.components.as_ref().map(|components| &components.responses);
    let results = responses.responses.iter().filter(|(status, _)| is_result(status));
    let mut found: Vec<_> = results
        .filter_map(|(status, response)| {
            let at = raw.at.key("responses").key(&status.to_string());
            let found = reference::component(table, "responses", response, &at, types.reader.diagnostics);
            found.map(|(response, at)| (status, response, at))
        })
        .collect();
    found.sort_by_key(|(status, ..)| matches!(status, StatusCode::Range(_)));
    found
}

/// The status of a successful response: that of the first one with a body, or else of the first one.
pub(super) fn status<'a>(raw: &RawOperation<'_>, responses: &'a oa::Responses, types: &Types<'a>) -> u16 {
    let results = results(raw, responses, types);
    let chosen = results.iter().find(|(status, response, _)| has_body(status, response));
    match chosen.or_else(|| results.first()) {
        Some((StatusCode::Code(code), ..)) => *code,
        Some((StatusCode::Range(3), ..)) => 302,
        Some((StatusCode::Range(_), ..)) | None => 200,
    }
}

/// The output of several successful responses. Each status may have a value of another type.
fn one_of<'a>(
    raw: &RawOperation<'a>,
    responses: &[&(&StatusCode, &'a oa::Response, At)],
    inputs: &Inputs,
    types: &mut Types<'a>,
) -> Output {
    let mut outputs: Vec<(Vec<String>, Output)> = Vec::new();
    // Each content with the place of its output. An output without effect has none.
    let mut seen: Vec<(&oa::Response, Option<usize>)> = Vec::new();
    for (status, response, at) in responses {
        let known = seen.iter().find(|(other, _)| other.content == response.content);
        let place = if let Some((_, place)) = known {
            *place
        } else {
            let candidate = raw.response_candidate();
            let candidate =
                if seen.is_empty() { candidate } else { name::join(&candidate, &status.to_string()) };
            let output = content(raw, candidate, response, at, inputs, types);
            let place = assign(&mut outputs, output);
            if place.is_none() {
                types.reader.ignore("content", "response", OTHER_SUCCESS, at);
            }
            seen.push((response, place));
            place
        };
        if let Some((statuses, _)) = place.and_then(|place| outputs.get_mut(place)) {
            statuses.push(status.to_string());
        }
    }
    if outputs.len() > 1 {
        let nullable = outputs.iter().any(|(_, output)| matches!(output, Output::Value(Type::Nullable(_))));
        let values = outputs.into_iter().filter_map(|(statuses, output)| match output {
            Output::Value(ty) => Some((statuses, bare(&ty).clone())),
            _ => None,
        });
        let noun = name::join(&name::pascal(&raw.noun), "Response");
        let candidate = name::join(&name::pascal(&raw.verb), &noun);
        let at = raw.at.key("responses");
        let ty = types.responses(values.collect(), candidate, &at, &raw.noun);
        return Output::Value(if nullable { nullable_once(ty) } else { ty });
    }
    outputs.pop().map_or(Output::Nothing, |(_, output)| output)
}

/// Assigns a place among the outputs of other statuses to an output. Outputs with the same type have one place. `None`
/// if the client reads another kind of body.
fn assign(outputs: &mut Vec<(Vec<String>, Output)>, output: Output) -> Option<usize> {
    if let Some(known) = outputs.iter().position(|(_, other)| is_same_type(other, &output)) {
        if let (Some((_, like)), Output::Value(Type::Nullable(_))) = (outputs.get_mut(known), &output) {
            *like = output;
        }
        return Some(known);
    }
    let is_value = |output: &Output| matches!(output, Output::Value(_));
    let is_first = outputs.is_empty();
    if is_first || (is_value(&output) && outputs.iter().all(|(_, other)| is_value(other))) {
        outputs.push((Vec::new(), output));
        return Some(outputs.len() - 1);
    }
    None
}

/// Whether two outputs have the same type, except for null.
fn is_same_type(one: &Output, other: &Output) -> bool {
    match (one, other) {
        (Output::Value(one), Output::Value(other)) => bare(one) == bare(other),
        _ => one == other,
    }
}

/// Whether a response has a body. HTTP does not allow one for some statuses.
fn has_body(status: &StatusCode, response: &oa::Response) -> bool {
    !response.content.is_empty() && !matches!(status, StatusCode::Code(204 | 205))
}

/// Whether a response may have a body that the document does not describe. The purpose of GET is a body, so the client
/// returns its bytes.
fn is_undescribed(raw: &RawOperation<'_>, status: &StatusCode, response: &oa::Response) -> bool {
    let may_have_body = matches!(status, StatusCode::Code(200..=203 | 206..=299) | StatusCode::Range(2));
    raw.method == Method::Get && may_have_body && response.content.is_empty()
}

/// Whether a response describes a body that it cannot have.
fn is_ignored(status: &StatusCode, response: &oa::Response) -> bool {
    !response.content.is_empty() && !has_body(status, response)
}

const NO_BODY: &str = "a response with this status has no body";
const ONLY_FAILURES: &str = "no response is successful, so the operation returns no value";
const OTHER_SUCCESS: &str =
    "the client reads only the first successful response, and this one has another kind of body";

/// Whether a response with this status can be the result of an operation. A redirect is the result of an operation
/// without another success.
fn is_result(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299 | 301 | 302 | 303 | 307 | 308) | StatusCode::Range(2 | 3))
}

/// The media types that a request accepts, if no successful response is `application/json`.
pub(super) fn accept<'a>(
    raw: &RawOperation<'a>,
    responses: &'a oa::Responses,
    types: &Types<'a>,
) -> Option<String> {
    let results = results(raw, responses, types);
    let mut wanted: Vec<&str> = Vec::new();
    for (_, response, at) in &results {
        let Some((media_type, _, kind)) = used(response, at, types) else { continue };
        if kind == Kind::Json && (essence(media_type) == "application/json" || media_type.contains('*')) {
            return None;
        }
        wanted.push(media_type);
        wanted.extend(alternatives(response, media_type, kind, at, types));
    }
    if wanted.is_empty() && results.iter().any(|(status, response, _)| is_undescribed(raw, status, response))
    {
        wanted.push("*/*");
    }
    let mut seen = BTreeSet::new();
    wanted.retain(|name| is_media_type(name) && seen.insert(*name));
    (!wanted.is_empty()).then(|| wanted.join(", "))
}

/// The other media types of a response that have the same form in Rust: bytes, or text.
fn alternatives<'a>(
    response: &'a oa::Response,
    media_type: &str,
    used: Kind,
    at: &At,
    types: &Types<'a>,
) -> Vec<&'a str> {
    if !matches!(used, Kind::Text | Kind::Bytes) {
        return Vec::new();
    }
    let at = at.key("content");
    let others = response.content.iter().filter(|(name, _)| *name != media_type);
    let same = others.filter(|(name, media)| kind(name, media, &at, types) == used);
    same.map(|(name, _)| name.as_str()).collect()
}

/// The media type of a response that the client reads, with its kind: JSON if possible, or else the first one.
fn used<'a>(
    response: &'a oa::Response,
    at: &At,
    types: &Types<'a>,
) -> Option<(&'a str, &'a oa::MediaType, Kind)> {
    let content = &response.content;
    let (media_type, media) = media_type::json(content).or_else(|| content.first())?;
    Some((media_type, media, kind(media_type, media, &at.key("content"), types)))
}

fn content<'a>(
    raw: &RawOperation<'a>,
    candidate: String,
    response: &'a oa::Response,
    at: &At,
    inputs: &Inputs,
    types: &mut Types<'a>,
) -> Output {
    // Callers read the headers of any response by name; links have no effect on the client.
    let oa::Response { description: _, headers: _, content, links: _, extensions: _ } = response;
    let Some((media_type, media, kind)) = used(response, at, types) else { return Output::Nothing };
    let read = alternatives(response, media_type, kind, at, types);
    for other in content.keys().filter(|other| *other != media_type && !read.contains(&other.as_str())) {
        types.reader.ignore(other, "response", "another media type is taken", &at.key("content").key(other));
    }
    match kind {
        Kind::Json => {}
        Kind::Text => return Output::Text,
        Kind::Form | Kind::Multipart | Kind::Bytes | Kind::Any => return Output::Bytes,
    }
    let at = at.key("content").key(media_type).key("schema");
    let Some(schema) = &media.schema else { return Output::Value(Type::JSON) };
    let context = Context { at: &at, candidate, noun: &raw.noun, wire: "", encoding: Encoding::Json };
    crate::lower::operation::page::detect(raw, schema, inputs, &context, types)
        .unwrap_or_else(|| Output::Value(types.lower(schema, &context)))
}
