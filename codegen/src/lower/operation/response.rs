//! The responses of an operation.

use openapiv3::{self as oa, StatusCode};

use crate::diagnostic::Code;
use crate::document::media_type::is_json;
use crate::document::place::At;
use crate::document::reference;
use crate::ir::{Output, Type};
use crate::lower::operation::inputs::Inputs;
use crate::lower::resource::Raw;
use crate::lower::schema::types::{Context, Direction, Types, bare};
use crate::name;

/// The output of an operation, from its successful responses.
pub(super) fn output<'a>(
    raw: &Raw<'a>,
    responses: &'a oa::Responses,
    inputs: &Inputs,
    types: &mut Types<'a>,
) -> Output {
    let oa::Responses { default, responses, extensions: _ } = responses;
    let at = raw.at.key("responses");
    let table = types.reader.openapi.components.as_ref().map(|components| &components.responses);
    let mut answers = Vec::new();
    for (status, response) in responses.iter().filter(|(status, _)| is_good(status)) {
        let at = at.key(&status.to_string());
        let found = reference::component(table, "responses", response, &at, types.reader.diagnostics);
        answers.extend(found.map(|(response, at)| (status, response, at)));
    }
    if answers.is_empty() {
        let found = default.as_ref().and_then(|response| {
            reference::component(table, "responses", response, &at.key("default"), types.reader.diagnostics)
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
            types.reader.ignore("responses", "operation", ONLY_FAILURES, &at);
            return Output::Nothing;
        }
        if answers.is_empty() {
            let help = "add a response with a 2xx status";
            types.reader.diagnostics.add(Code::NoSuccess, &at, "no successful answer is described", help);
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
            Output::Value(crate::lower::schema::types::nullable_once(ty))
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
        let candidate = raw.answer();
        let candidate = if seen.is_empty() { candidate } else { name::join(&candidate, &status.to_string()) };
        seen.push(response);
        let output = content(raw, candidate, response, at, inputs, types);
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
            Some(_) => types.reader.ignore("content", "response", OTHER_SUCCESS, at),
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
pub(super) fn accept<'a>(responses: &'a oa::Responses, types: &Types<'a>) -> Option<String> {
    let table = types.reader.openapi.components.as_ref().map(|components| &components.responses);
    let mut wanted: Vec<&str> = Vec::new();
    for response in responses.responses.iter().filter(|(status, _)| is_good(status)).map(|(_, found)| found) {
        let found = reference::component(table, "responses", response, &At::root(), types.reader.diagnostics);
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
    candidate: String,
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
    types.reader.ignore_media("response", content, taken, &at.key("content"));
    let Some((media_type, media)) = json else {
        return if first.starts_with("text/") { Output::Text } else { Output::Bytes };
    };
    let at = at.key("content").key(media_type).key("schema");
    let Some(schema) = &media.schema else { return Output::Value(Type::JSON) };
    let context = Context { at: &at, candidate, noun: &raw.noun, wire: "", direction: Direction::Response };
    crate::lower::operation::page::detect(raw, schema, inputs, &context, types)
        .unwrap_or_else(|| Output::Value(types.lower(schema, &context)))
}
