//! Compares a request with its operation.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::convert;
use crate::json_check;
use crate::message::{Problem, Request, pairs};
use crate::multipart;
use crate::table::{Body, Document, Input, Next, Operation, Output, Page, Part, Security};

/// The values of a valid request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// The query parameters, without those that select a page.
    pub(crate) query: Vec<(String, Value)>,
    /// The values of the body by their names.
    pub(crate) body: Vec<(String, Value)>,
    /// The query parameters that select a page.
    pub(crate) paging: BTreeMap<String, String>,
}

/// The query parameters of links, which a document need not declare.
pub(crate) const PAGE_SIZE: &str = "PageSize";
pub(crate) const PAGE: &str = "Page";
pub(crate) const PAGE_TOKEN: &str = "PageToken";

/// Returns the values of a request.
pub(crate) fn request(
    document: &Document,
    operation: &Operation,
    values: &[(String, String)],
    request: &Request,
) -> Result<Given, Problem> {
    for (name, text) in values {
        let input = operation.values.iter().find(|input| input.name == *name);
        let checked =
            input.map(|input| convert::values(document, &input.ty, &input.bounds, &[text.as_str()]));
        if let Some(Err(error)) = checked {
            let Problem { message, .. } = Problem::not_found(request.path());
            let message = format!("{message}: `{name}` {error}");
            return Err(Problem { message, ..Problem::not_found(request.path()) });
        }
    }
    let mut given = Given::default();
    query(document, operation, request, &mut given)?;
    headers(document, operation, request)?;
    body(document, operation, request, &mut given)?;
    Ok(given)
}

/// The query parameters that select a page of this list.
pub(crate) fn paging(page: &Page) -> Vec<&str> {
    let size = page.size.as_ref().map_or(PAGE_SIZE, |(name, _)| name);
    match &page.next {
        Next::Link => vec![size, PAGE, PAGE_TOKEN],
        Next::Token(name) | Next::Number(name) | Next::Offset(name) => vec![size, name],
    }
}

fn query(
    document: &Document,
    operation: &Operation,
    request: &Request,
    given: &mut Given,
) -> Result<(), Problem> {
    let paging = match &operation.output {
        Output::Page(page) => paging(page),
        _ => Vec::new(),
    };
    let mut groups = Groups::default();
    for (name, text) in request.query() {
        if let Some((input, key)) = find(operation, &name, is_in_query) {
            groups.add(input, key, text.clone());
            if !paging.contains(&name.as_str()) {
                continue;
            }
        }
        if paging.contains(&name.as_str()) {
            given.paging.insert(name, text);
        } else if !operation.query.iter().any(|(fixed, _)| *fixed == name)
            && *operation.security.sent() != Security::Query(name.clone())
            && find(operation, &name, is_in_query).is_none()
        {
            return Err(Problem::invalid(format!("Unknown query parameter `{name}`")));
        }
    }
    let all = groups.values(document, operation, is_in_query)?;
    given.query = all.into_iter().filter(|(name, _)| !paging.contains(&name.as_str())).collect();
    Ok(())
}

fn is_in_query(part: &Part) -> bool {
    matches!(part, Part::Query | Part::Joined(_) | Part::Prefixed | Part::Deep | Part::Exploded)
}

fn headers(document: &Document, operation: &Operation, request: &Request) -> Result<(), Problem> {
    let mut groups = Groups::default();
    let is_header = |part: &Part| *part == Part::Header;
    for input in operation.inputs.iter().filter(|input| is_header(&input.part)) {
        if let Some(text) = request.header(&input.name.to_ascii_lowercase()) {
            groups.add(input, input.name.clone(), text.to_owned());
        }
    }
    groups.values(document, operation, is_header).map(drop)
}

fn body(
    document: &Document,
    operation: &Operation,
    request: &Request,
    given: &mut Given,
) -> Result<(), Problem> {
    let media_type = request.header("content-type").unwrap_or_default();
    let media_type = essence(media_type);
    let has_body = !request.body.is_empty();
    let expect = |is_expected: bool, expected: &str| {
        if is_expected || !has_body {
            Ok(())
        } else {
            Err(Problem::media_type(format!("The body must be `{expected}`, not `{media_type}`")))
        }
    };
    match &operation.body {
        Body::Form => {
            const FORM: &str = "application/x-www-form-urlencoded";
            expect(media_type == FORM, FORM)?;
            given.body = form(document, operation, pairs(&request.body))?;
        }
        Body::Multipart(expected) => {
            expect(media_type == essence(expected), expected)?;
            let content_type = request.header("content-type").unwrap_or_default();
            given.body = form(document, operation, multipart::parts(content_type, &request.body))?;
        }
        Body::Json => {
            expect(media_type == "application/json" || media_type.ends_with("+json"), "application/json")?;
            given.body = json(document, operation, &request.body)?;
        }
        Body::Raw(expected) => {
            let is_expected = expected.iter().any(|range| contains(&essence(range), &media_type));
            expect(is_expected, &expected.join("` or `"))?;
        }
    }
    Ok(())
}

/// A media type in lower case, without its parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is in a range, such as `image/*`. Everything is bytes.
fn contains(range: &str, media_type: &str) -> bool {
    let is_in = |prefix: &str| media_type.starts_with(prefix) && media_type.len() > prefix.len();
    range == "application/octet-stream" || range == media_type || range.strip_suffix('*').is_some_and(is_in)
}

/// The values of a form, or of the parts of a multipart body.
fn form(
    document: &Document,
    operation: &Operation,
    pairs: Vec<(String, String)>,
) -> Result<Vec<(String, Value)>, Problem> {
    let is_form = |part: &Part| {
        matches!(
            part,
            Part::Form | Part::FormJoined(_) | Part::FormDeep | Part::Json | Part::File | Part::Files
        )
    };
    let mut groups = Groups::default();
    for (name, text) in pairs {
        match find(operation, &name, is_form) {
            Some((input, key)) => groups.add(input, key, text),
            None => return Err(Problem::invalid(format!("Unknown parameter `{name}` in the body"))),
        }
    }
    groups.values(document, operation, is_form)
}

fn json(document: &Document, operation: &Operation, body: &[u8]) -> Result<Vec<(String, Value)>, Problem> {
    let whole = operation.inputs.iter().find(|input| input.part == Part::Whole);
    if body.is_empty() && whole.is_none_or(|whole| !whole.required) {
        return match operation.inputs.iter().find(|input| input.part == Part::Property && input.required) {
            Some(input) => Err(missing(input)),
            None => Ok(Vec::new()),
        };
    }
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| Problem::invalid(format!("The body is not JSON: {error}")))?;
    if let Some(whole) = whole {
        json_check::value(document, &whole.ty, &value)
            .map_err(|error| Problem::invalid(format!("The body {error}")))?;
        return Ok(match value {
            Value::Object(object) => object.into_iter().collect(),
            other => vec![(whole.name.clone(), other)],
        });
    }
    let Value::Object(object) = value else {
        return Err(Problem::invalid("The body must be an object"));
    };
    properties(document, operation, &object)?;
    Ok(object.into_iter().collect())
}

fn properties(
    document: &Document,
    operation: &Operation,
    object: &Map<String, Value>,
) -> Result<(), Problem> {
    let inputs = || operation.inputs.iter().filter(|input| input.part == Part::Property);
    for (key, value) in object {
        let Some(input) = inputs().find(|input| input.name == *key) else {
            return Err(Problem::invalid(format!("Unknown property `{key}` in the body")));
        };
        let checked = json_check::value(document, &input.ty, value);
        checked
            .and_then(|()| json_check::bounds(&input.bounds, value))
            .map_err(|error| Problem::invalid(format!("`{key}` {error}")))?;
    }
    match inputs().find(|input| input.required && !object.contains_key(&input.name)) {
        Some(input) => Err(missing(input)),
        None => Ok(()),
    }
}

/// The input with a name, and the name of its value: that of the input, or one of a family.
fn find<'a>(
    operation: &'a Operation,
    name: &str,
    is_in: impl Fn(&Part) -> bool,
) -> Option<(&'a Input, String)> {
    let is_open = |input: &&Input| matches!(input.part, Part::Exploded | Part::Files);
    let all = || operation.inputs.iter().filter(|input| is_in(&input.part));
    // An input of any name comes after those with the name.
    let inputs = all().filter(|input| !is_open(input)).chain(all().filter(is_open));
    let mut matching = inputs.filter(|input| match input.part {
        Part::Prefixed => name.strip_prefix(&input.name).is_some_and(|rest| rest.starts_with('.')),
        Part::Exploded | Part::Files => true,
        Part::Deep | Part::FormDeep => {
            name.strip_prefix(&input.name).is_some_and(|rest| rest.starts_with('[') && rest.ends_with(']'))
        }
        _ => input.name == name || input.names.iter().any(|other| other == name),
    });
    matching.next().map(|input| (input, name.to_owned()))
}

/// The texts of each input.
#[derive(Default)]
struct Groups<'a>(Vec<(&'a Input, String, Vec<String>)>);

impl<'a> Groups<'a> {
    fn add(&mut self, input: &'a Input, name: String, text: String) {
        match self.0.iter_mut().find(|(_, key, _)| *key == name) {
            Some((_, _, texts)) => texts.push(text),
            None => self.0.push((input, name, vec![text])),
        }
    }

    /// The values of the inputs in a part. Rejects a request without a required value.
    fn values(
        self,
        document: &Document,
        operation: &'a Operation,
        is_in: impl Fn(&Part) -> bool,
    ) -> Result<Vec<(String, Value)>, Problem> {
        for input in operation.inputs.iter().filter(|input| input.required && is_in(&input.part)) {
            let texts = self.0.iter().filter(|(found, ..)| found.name == input.name);
            let mut texts = texts.flat_map(|(_, _, texts)| texts);
            let is_open = matches!(input.part, Part::Exploded | Part::File | Part::Files);
            match texts.next() {
                Some(_) if is_open => {}
                None => return Err(missing(input)),
                Some(text) if text.is_empty() => {
                    return Err(Problem::invalid(format!("`{}` must not be empty", input.name)));
                }
                Some(_) => {}
            }
        }
        let value = |(input, name, texts): (&Input, String, Vec<String>)| {
            let split = match &input.part {
                Part::Joined(separator) | Part::FormJoined(separator) => {
                    texts.iter().flat_map(|text| text.split(separator.as_str())).collect()
                }
                Part::Prefixed | Part::Deep | Part::Exploded | Part::FormDeep | Part::File | Part::Files => {
                    return Ok((name, Value::from(texts.concat())));
                }
                _ => texts.iter().map(String::as_str).collect::<Vec<&str>>(),
            };
            match convert::values(document, &input.ty, &input.bounds, &split) {
                Ok(value) => Ok((name, value)),
                Err(error) => Err(Problem::invalid(format!("`{name}` {error}"))),
            }
        };
        self.0.into_iter().map(value).collect()
    }
}

fn missing(input: &Input) -> Problem {
    Problem::invalid(format!("Missing required parameter `{}`", input.name))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_range_contains_media_types() {
        let rows = [
            ("image/png", "image/png", true),
            ("image/png", "image/jpeg", false),
            ("image/*", "image/jpeg", true),
            ("image/*", "image/", false),
            ("image/*", "text/plain", false),
            ("text/plain", "application/octet-stream", false),
            ("application/octet-stream", "text/plain", true),
            ("text/plain", "", false),
        ];
        for (range, media_type, expected) in rows {
            assert_eq!(super::contains(range, media_type), expected, "{range} {media_type}");
        }
    }
}
