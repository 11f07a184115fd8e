//! Checks paths: their characters, and templates that match the same URLs.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, PathItem, ReferenceOr};

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::path_template::{PathTemplate, placeholders};

/// The maximum number of compared pairs of paths. The largest published document has 121 paths, and only
/// paths with the same number of segments are compared.
const MAX_PAIRS: usize = 10_000_000;

/// Checks all paths of a document.
pub(super) fn check(openapi: &OpenAPI, diagnostics: &Collector<'_>) {
    let at = At::root().key("paths");
    let mut lengths: BTreeMap<usize, Vec<Template<'_>>> = BTreeMap::new();
    for (path, item) in &openapi.paths.paths {
        let at = at.key(path);
        check_characters(path, &at, diagnostics);
        if let ReferenceOr::Item(item) = item {
            let template = Template::new(path, item, at);
            // A server prefers a path without placeholders.
            if template.segments.iter().all(|segment| matches!(segment, Segment::Text(_))) {
                continue;
            }
            lengths.entry(template.segments.len()).or_default().push(template);
        }
    }
    let mut pairs = 0;
    for templates in lengths.values() {
        for (index, later) in templates.iter().enumerate() {
            for earlier in templates.get(..index).unwrap_or_default() {
                pairs += 1;
                if pairs > MAX_PAIRS {
                    return;
                }
                // One diagnostic for each path is enough: many equal paths have quadratically many pairs.
                if compare(earlier, later, diagnostics) {
                    break;
                }
            }
        }
    }
}

/// Reports the parts of a path that requests do not contain, and those that they contain in another form.
fn check_characters(path: &str, at: &At, diagnostics: &Collector<'_>) {
    let template = PathTemplate::parse(path);
    if template.has_dot_segment() {
        let message = format!("`{}` is not a usable path", path.escape_debug());
        let help = "remove the segments `.` and `..`: they would lead to another path";
        diagnostics.add(Code::InvalidPath, at, message, help);
        return;
    }
    if template.path != path {
        let message = format!("`{}` is not the path of a URL", path.escape_debug());
        let fixed = if template.query.is_empty() { "" } else { " and a query with fixed values" };
        let help = format!("the client sends requests to `{}`{fixed}", template.path);
        diagnostics.add(Code::RewrittenPath, at, message, help);
    }
    let mut seen = Vec::new();
    for placeholder in placeholders(&template.path) {
        if seen.contains(&placeholder) {
            let message = format!("the path contains `{{{placeholder}}}` twice");
            diagnostics.add(Code::DuplicatePlaceholder, at, message, "rename one of the two");
        }
        seen.push(placeholder);
    }
}

/// A path, split at its slashes.
struct Template<'a> {
    path: &'a str,
    segments: Vec<Segment<'a>>,
    methods: Vec<&'a str>,
    at: At,
}

/// One part of a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Segment<'a> {
    Text(&'a str),
    /// A placeholder, with the text before and after it: `{Sid}.json`.
    Value(&'a str, &'a str),
}

/// Which of two segments matches fewer strings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Narrower {
    First,
    Second,
    Neither,
}

impl<'a> Template<'a> {
    fn new(path: &'a str, item: &'a PathItem, at: At) -> Self {
        let segment = |text: &'a str| match (text.find('{'), text.rfind('}')) {
            (Some(start), Some(end)) if start < end => {
                Segment::Value(text.get(..start).unwrap_or_default(), text.get(end + 1..).unwrap_or_default())
            }
            _ => Segment::Text(text),
        };
        let segments = path.split('/').map(segment).collect();
        Self { path, segments, methods: item.iter().map(|(method, _)| method).collect(), at }
    }
}

impl Segment<'_> {
    /// Which of the two is narrower. `None` if no string matches both.
    fn compare(self, other: Self) -> Option<Narrower> {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => (one == other).then_some(Narrower::Neither),
            (Self::Text(text), value @ Self::Value(..)) => value.fits(text).then_some(Narrower::First),
            (value @ Self::Value(..), Self::Text(text)) => value.fits(text).then_some(Narrower::Second),
            (Self::Value(before, behind), Self::Value(other_before, other_behind)) => {
                let starts = before.starts_with(other_before) || other_before.starts_with(before);
                let ends = behind.ends_with(other_behind) || other_behind.ends_with(behind);
                let lengths = (before.len() + behind.len(), other_before.len() + other_behind.len());
                (starts && ends).then_some(match lengths.0.cmp(&lengths.1) {
                    std::cmp::Ordering::Greater => Narrower::First,
                    std::cmp::Ordering::Less => Narrower::Second,
                    std::cmp::Ordering::Equal => Narrower::Neither,
                })
            }
        }
    }

    fn fits(self, text: &str) -> bool {
        match self {
            Self::Text(own) => own == text,
            Self::Value(before, behind) => {
                text.len() > before.len() + behind.len() && text.starts_with(before) && text.ends_with(behind)
            }
        }
    }
}

/// Rejects two paths that match the same URLs, unless one of them is narrower: a server prefers text to
/// placeholders. Returns whether the paths conflict.
fn compare(earlier: &Template<'_>, later: &Template<'_>, diagnostics: &Collector<'_>) -> bool {
    if earlier.segments.len() != later.segments.len() {
        return false;
    }
    let mut narrower = Narrower::Neither;
    let mut is_crossed = false;
    for (one, other) in earlier.segments.iter().zip(&later.segments) {
        let Some(found) = one.compare(*other) else { return false };
        is_crossed |= narrower != Narrower::Neither && found != Narrower::Neither && found != narrower;
        if narrower == Narrower::Neither {
            narrower = found;
        }
    }
    let Some(method) = later.methods.iter().find(|method| earlier.methods.contains(method)) else {
        return false;
    };
    let at = later.at.key(method);
    let other = earlier.at.key(method);
    if is_crossed {
        let message = format!("some URLs match both `{}` and `{}`", later.path, earlier.path);
        let help = "change one of the two paths: the operation that the server selects is ambiguous";
        diagnostics.add_with(Code::AmbiguousPaths, &at, message, help, (&other, "the other one"));
    } else if narrower == Narrower::Neither {
        let message = format!("`{} {}` matches the same URLs as `{}`", method, later.path, earlier.path);
        let help = "put the operations under one path, or remove one of the two";
        diagnostics.add_with(Code::DuplicatePath, &at, message, help, (&other, "the first path"));
    }
    is_crossed || narrower == Narrower::Neither
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row: two paths, and the rule that they violate together.
    #[test]
    fn pairs() {
        let table = [
            ("/a/{x}", "/a/{y}", Some(Code::DuplicatePath)),
            ("/a/{x}.json", "/a/{y}.json", Some(Code::DuplicatePath)),
            ("/a/{x}", "/a/b", None),
            ("/a/{x}", "/b/{x}", None),
            ("/a/{x}", "/a/{x}/b", None),
            ("/a/{x}", "/a/{x}.json", None),
            ("/a/{x}.json", "/a/{x}.xml", None),
            ("/a/{x}", "/{y}/b", Some(Code::AmbiguousPaths)),
            ("/{x}/b/{z}", "/a/{y}/c", Some(Code::AmbiguousPaths)),
            ("/{x}/b", "/{x}/b", Some(Code::DuplicatePath)),
            ("/{x}/b", "/{x}/c", None),
        ];
        let item = PathItem { get: Some(openapiv3::Operation::default()), ..PathItem::default() };
        for (one, other, wanted) in table {
            let diagnostics = Collector::new("");
            let template = |path: &'static str| Template::new(path, &item, At::root().key(path));
            compare(&template(one), &template(other), &diagnostics);
            let found = diagnostics.into_vec();
            assert_eq!(found.first().map(|diagnostic| diagnostic.code), wanted, "{one} and {other}");
        }
    }
}
