//! Paths: the characters that they may have, and templates that fit the same addresses.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, PathItem, ReferenceOr};

use super::place::{At, Faults};
use crate::diagnostic::Code;

/// How many pairs of paths are compared. Documents that people write come nowhere near: the largest
/// published one has 121 paths, and only those of one length are compared.
const MAX_PAIRS: usize = 10_000_000;

/// Looks at all paths of a document.
pub(super) fn check(openapi: &OpenAPI, faults: &Faults<'_>) {
    let at = At::root().key("paths");
    let mut lengths: BTreeMap<usize, Vec<Template<'_>>> = BTreeMap::new();
    for (path, item) in &openapi.paths.paths {
        let at = at.key(path);
        check_characters(path, &at, faults);
        if let ReferenceOr::Item(item) = item {
            let template = Template::new(path, item, at);
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
                // One rival is enough: of many equal paths each would be told with each.
                if compare(earlier, later, faults) {
                    break;
                }
            }
        }
    }
}

/// A path goes into addresses, string literals and documentation as it is.
fn check_characters(path: &str, at: &At, faults: &Faults<'_>) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "/{}-._~!$&'()*+,;=:@%".contains(c);
    let good = path.chars().all(allowed) && path.matches('{').count() == path.matches('}').count();
    if !good {
        let message = format!("the path `{}` holds a character that a path cannot", path.escape_debug());
        faults.add(
            Code::PathCharacters,
            at,
            message,
            "use letters, digits and `-._~` in the path, and `{Name}` for a value",
        );
    }
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
fn compare(earlier: &Template<'_>, later: &Template<'_>, faults: &Faults<'_>) -> bool {
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
        let message = format!("some addresses fit both `{}` and `{}`", later.path, earlier.path);
        let help = "change one of the two: nobody can say which operation the server takes";
        faults.add_with(Code::PathAmbiguous, &at, message, help, (&other, "the other one"));
    } else if narrower == Narrower::Neither {
        let message = format!("`{} {}` is the same as `{}`", method, later.path, earlier.path);
        let help = "put the operations under one path, or remove one of the two";
        faults.add_with(Code::PathTwice, &at, message, help, (&other, "first described here"));
    }
    is_crossed || narrower == Narrower::Neither
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let faults = Faults::new("");
            let template = |path: &'static str| Template::new(path, &item, At::root().key(path));
            compare(&template(one), &template(other), &faults);
            let found = faults.into_vec();
            assert_eq!(found.first().map(|fault| fault.code), wanted, "{one} and {other}");
        }
    }
}
