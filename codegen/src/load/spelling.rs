//! Unknown words, and suggestions for what the author intended.

use super::keywords::{Kind, LIKE_FORMATS, NEWER, OBJECT_FORMATS};
use crate::ir::scalar::Scalar;
use crate::nearest::nearest;

/// The merge key of YAML 1.1.
pub(super) const MERGE: &str = "<<";

/// The probable spelling of a misspelled keyword.
pub(super) fn meant(kind: Kind, key: &str) -> Option<&'static str> {
    let keywords = kind.keywords();
    let is_known = keywords.iter().any(|(known, ..)| *known == key);
    // A keyword of a newer version is not a misspelled keyword of this version.
    if is_known || key.starts_with("x-") || is_newer(kind, key) {
        return None;
    }
    nearest(key, keywords.iter().map(|(known, ..)| *known))
}

/// Whether OpenAPI 3.1 added the keyword. In schemas, 3.1 replaced `example` with `examples`.
fn is_newer(kind: Kind, key: &str) -> bool {
    NEWER.contains(&key) || (kind == Kind::Schema && key == "examples")
}

/// The help text for an unknown keyword.
pub(super) fn help(kind: Kind, key: &str) -> String {
    if let Some(near) = meant(kind, key) {
        format!("did you mean `{near}`?")
    } else if is_newer(kind, key) {
        let instead = match key {
            "examples" => "use `example`",
            "const" => "use `enum` with one value",
            _ => "use a keyword of OpenAPI 3.0",
        };
        format!("{instead}; `{}` requires OpenAPI 3.1", key.escape_debug())
    } else {
        "remove the keyword, or begin its name with `x-` if it is an extension".to_owned()
    }
}

/// The supported format that a misspelled one probably means.
pub(super) fn near_format(format: &str) -> Option<&'static str> {
    let supported = || Scalar::formats().chain(OBJECT_FORMATS.iter().copied());
    let is_known = supported().any(|known| known == format) || LIKE_FORMATS.contains(&format);
    if is_known { None } else { nearest(format, supported()) }
}

/// The noun with its article: `a schema object`.
pub(super) fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'O', 'X']) { "an" } else { "a" };
    format!("{article} {noun} object")
}

/// Whether a string is an HTTP token, as the name of a header must be.
pub(crate) fn is_token(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_part)
}

/// Whether the key of a response is a status or a range of statuses: `200`, `4XX`. Lowercase letters are accepted.
pub(super) fn is_status(key: &str) -> bool {
    let mut characters = key.chars();
    let first = characters.next().is_some_and(|c| ('1'..='5').contains(&c));
    let rest = characters.as_str();
    first
        && (rest.eq_ignore_ascii_case("XX") || (rest.len() == 2 && rest.chars().all(|c| c.is_ascii_digit())))
}
