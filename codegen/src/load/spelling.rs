//! Words that are not known, and what was meant.

use super::keywords::{FORMATS, Kind, LIKE_FORMATS, NEWER};
use crate::nearest::nearest;

/// The key by which YAML 1.1 puts the entries of one object into another.
pub(super) const MERGE: &str = "<<";

/// The keyword of an object that a misspelt one means.
pub(super) fn meant(kind: Kind, key: &str) -> Option<&'static str> {
    let keywords = kind.keywords();
    let is_known = keywords.iter().any(|(known, ..)| *known == key);
    // A keyword of a newer version is not a misspelt one of this version.
    if is_known || key.starts_with("x-") || is_newer(kind, key) {
        return None;
    }
    nearest(key, keywords.iter().map(|(known, ..)| *known))
}

/// `example` of a schema became `examples`, as other objects have it already.
fn is_newer(kind: Kind, key: &str) -> bool {
    NEWER.contains(&key) || (kind == Kind::Schema && key == "examples")
}

/// What to do about an unknown keyword.
pub(super) fn help(kind: Kind, key: &str) -> String {
    if let Some(near) = meant(kind, key) {
        format!("did you mean `{near}`?")
    } else if is_newer(kind, key) {
        let instead = match key {
            "examples" => "use `example`",
            "const" => "use `enum` with one value",
            _ => "say it in the words of 3.0",
        };
        format!("OpenAPI 3.0 does not have it, 3.1 does; {instead}")
    } else {
        "remove it, or begin its name with `x-` if it is an extension".to_owned()
    }
}

/// The format that a misspelt one means. Any other text is a format too.
pub(super) fn near_format(format: &str) -> Option<&'static str> {
    let is_known = FORMATS.contains(&format) || LIKE_FORMATS.contains(&format);
    if is_known { None } else { nearest(format, FORMATS.iter().copied()) }
}

/// Whose server it is.
pub(super) fn owner(kind: Kind) -> &'static str {
    if kind == Kind::Operation { "an operation's" } else { "a path's" }
}

pub(super) fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'O', 'X']) { "an" } else { "a" };
    format!("{article} {noun} object")
}
