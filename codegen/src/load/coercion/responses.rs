//! The keys of responses: statuses with a reason phrase.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::cursor::Cursor;
use super::super::keywords::{Kind, status_of_reason};
use super::super::misplaced;
use super::super::spelling::{self, is_status};
use super::Coercion;

impl Coercion<'_> {
    /// Converts responses, and corrects their keys. Removes a response whose key is not a status if the operation has
    /// another response for its success.
    pub(super) fn responses(&mut self, entries: &mut Map<String, Value>) {
        for (key, value) in entries.iter_mut().filter(|(key, _)| !is_extension(key)) {
            self.below(key, |coercion| coercion.object(Kind::Response, value));
        }
        let (mut renamed, mut invalid) = (Vec::new(), BTreeSet::new());
        let mut taken = BTreeSet::new();
        for key in entries.keys().filter(|key| !is_extension(key) && !is_key(key)) {
            match status(key).filter(|status| !entries.contains_key(status) && taken.insert(status.clone())) {
                Some(status) => renamed.push((key.clone(), status)),
                None => _ = invalid.insert(key.clone()),
            }
        }
        for (key, status) in &renamed {
            let message = format!(
                "the key of a response must be a status; `{}` is read as `{status}`",
                key.escape_debug()
            );
            let help = format!("write '{status}'; the description may contain the text");
            self.below(key, |coercion| coercion.report(message, help));
        }
        self.rename(entries, &renamed);
        let has_success = entries.keys().any(|key| is_status(key) && key.starts_with('2'));
        invalid.retain(|key| has_success && !key.contains(|c: char| c.is_ascii_digit()));
        // A keyword of another object is not a response.
        invalid.retain(|key| misplaced::help(Kind::Responses, key).is_none());
        for key in &invalid {
            let message = format!(
                "the key of a response must be a status, not `{}`; the client ignores the response",
                key.escape_debug()
            );
            let help = "use a status such as '404', '4XX' or `default`".to_owned();
            self.below(key, |coercion| coercion.report(message, help));
        }
        if !invalid.is_empty() {
            entries.retain(|key, _| !invalid.contains(key));
        }
    }
}

fn is_extension(key: &str) -> bool {
    key.starts_with("x-") || key == spelling::MERGE
}

fn is_key(key: &str) -> bool {
    key == "default" || is_status(key)
}

/// The status that a key means: its digits, or the status of the reason phrase.
fn status(key: &str) -> Option<String> {
    let key = key.trim();
    let (head, rest) = key.split_at_checked(3).unwrap_or((key, ""));
    if is_status(head) {
        let is_separate = !rest.starts_with(char::is_alphanumeric);
        return is_separate.then(|| head.to_ascii_uppercase());
    }
    status_of_reason(key).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_of_keys() {
        for (key, wanted) in [
            ("404 Not Found", Some("404")),
            (" 200 ", Some("200")),
            ("2xx success", Some("2XX")),
            ("200-299", Some("200")),
            ("Not found", Some("404")),
            ("OK", Some("200")),
            ("Default", Some("default")),
            ("2OO", None),
            ("2000", None),
            ("600 Unknown", None),
            ("Failure", None),
        ] {
            assert_eq!(status(key).as_deref(), wanted, "{key}");
        }
    }
}
