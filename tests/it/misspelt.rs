//! One keyword of a good document misspelt at a time: each is found on its line, and corrected.

use codegen::{Code, Source};

/// Where the keys of a document stand that are keywords: the line from 0, and the bytes in it.
///
/// The documents of this repository have one key a line, so that no YAML reader is needed here; keys
/// that a document chooses, and keys in examples, are recognized by their parents.
fn keywords(text: &str) -> Vec<(usize, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    // Each open key with its indent, the outermost first.
    let mut open: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let content = line.trim_start_matches([' ', '-']);
        let indent = line.len() - content.len();
        open.retain(|(outer, _)| *outer < indent);
        let Some((key, _)) = content.split_once(':').filter(|(key, _)| !key.contains(['#', '{', '[', ' ']))
        else {
            continue;
        };
        let parent = open.last().map_or("", |(_, parent)| parent.as_str());
        let is_inside = |name: &str| open.iter().any(|(_, outer)| outer == name);
        let is_component = parent == "parameters" && open.len() == 2;
        let is_sample = ["x-twilio", "example", "examples"].into_iter().any(is_inside);
        let is_named = NAMED.contains(&parent) || is_component || is_sample;
        let is_word = key.len() > 3 && key.chars().all(|c| c.is_ascii_alphabetic());
        if !is_named && is_word {
            found.push((number, indent..indent + key.len()));
        }
        open.push((indent, key.to_owned()));
    }
    found
}

/// The objects whose keys the document chooses.
const NAMED: &[&str] = &[
    "paths",
    "properties",
    "schemas",
    "responses",
    "securitySchemes",
    "security",
    "content",
    "headers",
    "mapping",
    "scopes",
];

/// A generator of numbers that is the same everywhere: `SplitMix64`.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((number ^ (number >> 31)) % bound as u64).unwrap()
    }
}

/// A letter lost, doubled, exchanged with the next one, or another one in its place.
fn misspelt(word: &str, numbers: &mut Numbers) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = numbers.below(letters.len() - 1);
    match numbers.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if letters[at] != letters[at + 1] => letters.swap(at, at + 1),
        _ => letters[at] = if letters[at] == 'z' { 'q' } else { 'z' },
    }
    letters.into_iter().collect()
}

/// About how many keywords of each document are tried: all of them would take minutes.
const EACH: usize = 60;

#[test]
fn every_misspelt_keyword_is_found_on_its_line_and_corrected() {
    let (documents, _) = crate::sample::documents();
    let mut numbers = Numbers(20_260_421);
    let mut tried = 0;
    for document in &documents {
        let keywords = keywords(&document.text);
        for (number, range) in keywords.iter().cloned() {
            if numbers.below(keywords.len()) >= EACH {
                continue;
            }
            let mut lines: Vec<String> = document.text.lines().map(ToOwned::to_owned).collect();
            let word = lines[number][range.clone()].to_owned();
            let wrong = misspelt(&word, &mut numbers);
            lines[number].replace_range(range.clone(), &wrong);
            let source = Source { name: document.name.clone(), text: lines.join("\n") };
            let shown = format!("{}:{}: `{word}` as `{wrong}`", document.name, number + 1);
            let generated = codegen::generate(&[source], None);
            let diagnostics = generated.map_or_else(|diagnostics| diagnostics, |output| output.warnings);
            let is_it = |code| matches!(code, Code::UnknownKeyword | Code::UnrecognizedKeyword);
            let found = diagnostics.0.iter().find(|diagnostic| is_it(diagnostic.code));
            let found = found.unwrap_or_else(|| panic!("{shown}:\n{diagnostics}"));
            let position = found.place.position.unwrap();
            assert_eq!(
                (position.line, position.column),
                (number + 1, range.start + 1),
                "{shown}:\n{diagnostics}"
            );
            // `exampls` is as near to the one as to the other.
            let meant =
                if word.starts_with("example") { vec!["example", "examples"] } else { vec![word.as_str()] };
            let help = found.help.as_deref().unwrap_or_default();
            assert!(meant.iter().any(|word| help == format!("did you mean `{word}`?")), "{shown}: {help}");
            tried += 1;
        }
    }
    assert!(tried > documents.len() * EACH / 2, "only {tried} keywords were tried");
}
