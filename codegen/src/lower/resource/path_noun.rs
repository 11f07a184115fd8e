//! The resource in a path.

use crate::name;

/// The segments of a path, without those that begin the paths of many APIs: `api`, `rest` and a version.
pub(super) struct PathWords<'p> {
    segments: Vec<&'p str>,
}

impl<'p> PathWords<'p> {
    pub(super) fn of(path: &'p str) -> Self {
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let path = [".json", ".xml"].iter().find_map(|format| path.strip_suffix(format)).unwrap_or(path);
        let all: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let rest: Vec<&str> = all.iter().copied().skip_while(|segment| is_prefix(segment)).collect();
        Self { segments: if rest.iter().any(|segment| is_literal(segment)) { rest } else { all } }
    }

    /// Whether the path ends with a placeholder.
    pub(super) fn is_instance(&self) -> bool {
        self.segments.last().is_some_and(|segment| !is_literal(segment))
    }

    /// The last segment without a placeholder.
    pub(super) fn last_literal(&self) -> Option<&'p str> {
        self.segments.iter().rev().copied().find(|segment| is_literal(segment))
    }

    /// Whether the path has this word before its last segment, in the singular or in the plural.
    pub(super) fn begin_with(&self, word: &str) -> bool {
        let before = self.segments.split_last().map_or(&[][..], |(_, before)| before);
        let literals = before.iter().filter(|segment| is_literal(segment));
        literals
            .flat_map(|segment| name::words(segment))
            .any(|own| name::singular(&own) == name::singular(word))
    }

    /// Whether the last segment without a placeholder is a noun, in the singular or in the plural.
    pub(super) fn ends_with(&self, noun: &str) -> bool {
        let one = |text: &str| name::singular(&name::words(text).concat());
        self.last_literal().is_some_and(|last| one(last) == one(noun))
    }

    /// Whether words end with those of the placeholder that the path ends with.
    pub(super) fn end_is_in(&self, words: &[String]) -> bool {
        let last = self.last_literal().map(name::words).unwrap_or_default();
        self.is_instance() && !words.ends_with(&last)
    }

    /// Whether words spell the path. A placeholder has its own words, the word `id`, or none.
    pub(super) fn are(&self, words: &[String]) -> bool {
        let mut rest = words;
        for segment in &self.segments {
            let own = name::words(segment);
            rest = match (rest.strip_prefix(own.as_slice()), rest) {
                (None, _) if is_literal(segment) => return false,
                (None, [first, rest @ ..]) if first == "id" => rest,
                (Some(rest), _) | (None, rest) => rest,
            };
        }
        rest.is_empty() && !words.is_empty()
    }

    fn noun(segments: &[&str]) -> Option<String> {
        let literals: Vec<&str> = segments.iter().copied().filter(|segment| is_literal(segment)).collect();
        Some(name::noun(&literals.join("_"))).filter(|noun| !noun.is_empty())
    }
}

/// The noun of all segments without placeholders.
pub(super) fn whole(path: &str) -> Option<String> {
    PathWords::noun(&PathWords::of(path).segments)
}

/// The noun of the segments that the operationId names, or of the first one. `None` if the path is only the name
/// of the operation.
pub(super) fn of_operation(path: &str, id: &str) -> Option<String> {
    let segments = PathWords::of(path).segments;
    let words = name::words(id);
    let named = (0..segments.len()).rev().find(|index| {
        let (before, last) = (segments.get(..*index), index + 1 == segments.len());
        segments.get(*index).is_some_and(|segment| {
            is_literal(segment)
                && position(segment, &words)
                    .is_some_and(|place| !(last && is_action(segment, place, before.unwrap_or_default())))
        })
    });
    let end = match (named, segments.as_slice()) {
        (Some(index), _) => index + 1,
        (None, [first, _, ..]) if is_literal(first) => 1,
        (None, [only]) if is_literal(only) && !is_prefix(only) && position(only, &words).is_none() => 1,
        (None, _) => return None,
    };
    let before = segments.get(..end)?;
    let start = before.iter().rposition(|segment| !is_literal(segment)).map_or(0, |index| index + 1);
    PathWords::noun(before.get(start..)?)
}

/// The position of the words of a segment among those of an operationId.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Whole,
    Edge,
    Inside,
}

fn position(segment: &str, words: &[String]) -> Option<Position> {
    let own = name::words(segment);
    let one = name::singular(&own.concat());
    let start = (!own.is_empty())
        .then(|| words.windows(own.len()).rposition(|window| name::singular(&window.concat()) == one))??;
    Some(match (start == 0, start + own.len() == words.len()) {
        (true, true) => Position::Whole,
        (false, false) => Position::Inside,
        _ => Position::Edge,
    })
}

/// Whether the last segment is an action on the resource before it: `close` in `/accounts/{id}/close`.
fn is_action(segment: &str, position: Position, before: &[&str]) -> bool {
    match position {
        Position::Whole => true,
        Position::Edge => !before.is_empty() && !name::is_plural(segment),
        Position::Inside => false,
    }
}

fn is_literal(segment: &str) -> bool {
    !segment.contains('{') && segment.contains(char::is_alphanumeric)
}

/// Whether a segment precedes the resources of an API.
fn is_prefix(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase();
    let version = segment.strip_prefix('v').unwrap_or(&segment);
    let is_version = version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'));
    is_version || matches!(segment.as_str(), "api" | "rest")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_of_paths() {
        let table = [
            ("/users", "listUsers", Some("users")),
            ("/users", "usersList", Some("users")),
            ("/v1/users/{id}", "getUserById", Some("users")),
            ("/users/{id}/orders/{order}", "getOrder", Some("orders")),
            ("/users/{id}/orders", "listUserOrders", Some("orders")),
            ("/accounts/{id}/close", "close_an_account", Some("accounts")),
            ("/accounts/{id}/close", "shutDown", Some("accounts")),
            ("/users/search", "searchUsers", Some("users")),
            ("/orders/{id}/status", "getOrderStatus", Some("orders")),
            ("/api/v3.1/billing/invoices", "listInvoices", Some("billing_invoices")),
            ("/item/webhook/update", "itemWebhookUpdate", Some("item_webhook")),
            ("/status", "getStatus", Some("status")),
            ("/getStatus", "getStatus", None),
            ("/graphql", "query", Some("graphql")),
            ("/products", "list", Some("products")),
            ("/login", "login", None),
            ("/", "root", None),
            ("/{id}", "getThing", None),
            ("/v1", "versions", None),
        ];
        for (path, id, noun) in table {
            assert_eq!(of_operation(path, id).as_deref(), noun, "{path} {id}");
        }
    }

    #[test]
    fn nouns_of_whole_paths() {
        let table = [
            ("/v1/Things/{Id}", Some("things")),
            ("/2.0/repositories/{workspace}/hooks.json", Some("repositories_hooks")),
            ("/api", Some("api")),
            ("/{id}", None),
        ];
        for (path, noun) in table {
            assert_eq!(whole(path).as_deref(), noun, "{path}");
        }
    }
}
