//! Paths: the characters that they may have, and templates that fit the same addresses.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, PathItem, ReferenceOr};

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::path_template::placeholders;

/// How many pairs of paths are compared. Documents that people write come nowhere near: the largest
/// published one has 121 paths, and only those of one length are compared.
const MAX_PAIRS: usize = 10_000_000;

/// Looks at all paths of a document.
pub(super) fn check(openapi: &OpenAPI, diagnostics: &Collector<'_>) {
    let at = At::root().key("paths");
    let mut lengths: BTreeMap<usize, Vec<Template<'_>>> = BTreeMap::new();
    for (path, item) in &openapi.paths.paths {
        let at = at.key(path);
        check_characters(path, &at, diagnostics);
        if let ReferenceOr::Item(item) = item {
            let template = Template::new(path, item, at);
            // A path without a placeholder is the more exact one beside any other.
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

/// A path goes into addresses, string literals and documentation as it is.
fn check_characters(path: &str, at: &At, diagnostics: &Collector<'_>) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "/{}-._~!$&'()*+,;=:@%".contains(c);
    let leads_elsewhere = path.split('/').any(|segment| matches!(segment, "." | ".."));
    if !path.chars().all(allowed) || !is_template(path) || leads_elsewhere {
        let message = format!("`{}` is not a path that can be used", path.escape_debug());
        let help = "use letters, digits and `-._~` in the path, and `{Name}` for a value";
        diagnostics.add(Code::PathCharacters, at, message, help);
        return;
    }
    let mut seen = Vec::new();
    for placeholder in placeholders(path) {
        if seen.contains(&placeholder) {
            let message = format!("`{{{placeholder}}}` stands twice in the path");
            diagnostics.add(Code::PlaceholderTwice, at, message, "give one of the two another name");
        }
        seen.push(placeholder);
    }
}

/// Whether every brace has its partner in the same segment, with a name in between.
fn is_template(path: &str) -> bool {
    path.split('/').all(|segment| {
        let mut parts = segment.split('{');
        let is_good = |part: &str| {
            part.split_once('}').is_some_and(|(name, rest)| !name.is_empty() && !rest.contains('}'))
        };
        parts.next().is_none_or(|first| !first.contains('}')) && parts.all(is_good)
    })
}

/// A path, cut at its slashes.
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
    /// A placeholder with a text before and behind it, as in `{Sid}.json`.
    Value(&'a str, &'a str),
}

/// Which of two parts of paths fits less.
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
    /// Which of the two is the narrower one; nothing if no text fits both.
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

/// Two paths must not fit the same address, unless one of them is the more exact one: a server takes
/// text before placeholders. Whether they are rivals.
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
        diagnostics.add_with(Code::PathAmbiguous, &at, message, help, (&other, "the other one"));
    } else if narrower == Narrower::Neither {
        let message = format!("`{} {}` is the same as `{}`", method, later.path, earlier.path);
        let help = "put the operations under one path, or remove one of the two";
        diagnostics.add_with(Code::PathTwice, &at, message, help, (&other, "first described here"));
    }
    is_crossed || narrower == Narrower::Neither
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        for (path, good) in [
            ("/a/{b}/c.json", true),
            ("/a/{b}-{c}", true),
            ("/a/{b", false),
            ("/a/b}", false),
            ("/a/{}", false),
            ("/a/}{", false),
            ("/a/{b{c}}", false),
            ("/{a/b}", false),
        ] {
            assert_eq!(is_template(path), good, "{path}");
        }
    }

    /// Each row: two paths, and the rule that they break together.
    #[test]
    fn pairs() {
        let table = [
            ("/a/{x}", "/a/{y}", Some(Code::PathTwice)),
            ("/a/{x}.json", "/a/{y}.json", Some(Code::PathTwice)),
            ("/a/{x}", "/a/b", None),
            ("/a/{x}", "/b/{x}", None),
            ("/a/{x}", "/a/{x}/b", None),
            ("/a/{x}", "/a/{x}.json", None),
            ("/a/{x}.json", "/a/{x}.xml", None),
            ("/a/{x}", "/{y}/b", Some(Code::PathAmbiguous)),
            ("/{x}/b/{z}", "/a/{y}/c", Some(Code::PathAmbiguous)),
            ("/{x}/b", "/{x}/b", Some(Code::PathTwice)),
            ("/{x}/b", "/{x}/c", None),
        ];
        let item = PathItem { get: Some(openapiv3::Operation::default()), ..PathItem::default() };
        for (one, other, wanted) in table {
            let diagnostics = Collector::new("");
            let template = |path: &'static str| Template::new(path, &item, At::root().key(path));
            compare(&template(one), &template(other), &diagnostics);
            let found = diagnostics.into_vec();
            assert_eq!(found.first().map(|fault| fault.code), wanted, "{one} and {other}");
        }
    }
}
