//! Suggestions for misspelled names.

use crate::diagnostic::Code;

/// The known name that is most similar to a misspelled one, if it is similar enough. If several are equally
/// similar, a name with the same letters takes precedence.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let measured = known.into_iter().map(|known| {
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
