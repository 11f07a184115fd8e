//! Suggestions for misspelled names.

use std::cell::Cell;

use crate::diagnostic::Code;

/// The known name that is most similar to a misspelled one, if it is similar enough. If several are equally
/// similar, a name with the same letters takes precedence.
///
// The time is proportional to the number of the known names. Use `Suggestions` if a document chooses them.
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    Suggestions::default().nearest(name, known)
}

/// The maximum length of the names that are compared, in bytes.
const MAX_NAME: usize = 128;

/// The maximum number of pairs of characters that are compared for one document.
const MAX_PAIRS: usize = 20_000_000;

/// Suggestions for the names of one document. The number of misspelled names and the number of known names may
/// both be large, so that the work for all names together is limited.
#[derive(Debug)]
pub(crate) struct Suggestions {
    pairs: Cell<usize>,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { pairs: Cell::new(MAX_PAIRS) }
    }
}

impl Suggestions {
    /// The most similar name, as [`nearest`]. `None` if the limit is exceeded.
    pub(crate) fn nearest<'n>(
        &self,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        let is_short = |name: &str| name.len() <= MAX_NAME;
        if !is_short(name) {
            return None;
        }
        let affordable = known.into_iter().map_while(|known| {
            let cost = if is_short(known) { 1 + name.len() * known.len() } else { 1 };
            self.pairs.set(self.pairs.get().checked_sub(cost)?);
            Some(known)
        });
        most_similar(name, affordable.filter(|known| is_short(known)))
    }
}

fn most_similar<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let measured = known.map(|known| {
        let lower = known.to_lowercase();
        (strsim::damerau_levenshtein(&name, &lower), letters(&name) != letters(&lower), known)
    });
    let (distance, _, nearest) = measured.min_by_key(|(distance, others, _)| (*distance, *others))?;
    (distance <= (nearest.len() / 4).max(1)).then_some(nearest)
}

fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

/// The code whose number or name is most similar to a misspelled one.
pub fn nearest_code(text: &str) -> Option<Code> {
    let numbers = Code::ALL.iter().map(|code| (code.to_string(), *code));
    let names = numbers.chain(Code::ALL.iter().map(|code| (code.name().to_owned(), *code)));
    let names: Vec<(String, Code)> = names.collect();
    let near = nearest(text, names.iter().map(|(name, _)| name.as_str()))?;
    names.iter().find(|(name, _)| name == near).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_for_one_document_is_limited() {
        let known: Vec<String> = (0..10_000).map(|index| format!("property_{index}")).collect();
        let suggestions = Suggestions::default();
        let near = |name: &str| suggestions.nearest(name, known.iter().map(String::as_str)).is_some();
        let count = (0..10_000).filter(|index| near(&format!("propertz_{index}"))).count();
        assert!((1..100).contains(&count), "{count}");
        assert_eq!(nearest(&"x".repeat(1_000), ["x"]), None);
    }

    #[test]
    fn only_similar_names_are_suggested() {
        let known = ["description", "uri", "required", "int16", "int64"];
        for (name, expected) in [
            ("descripton", Some("description")),
            ("Required", Some("required")),
            ("requried", Some("required")),
            ("url", Some("uri")),
            ("int46", Some("int64")),
            ("summary", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, known), expected, "{name}");
        }
    }
}
