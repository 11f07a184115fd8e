//! The language of code and documentation: plain technical English with the terms of OpenAPI and HTTP.
//!
//! CONTRIBUTING.md states the rule. This test finds the words and phrases in `tests/fixtures/phrases.toml`.

use serde::Deserialize;

use super::{files, root, sources};

/// The file with the phrases.
const PHRASES: &str = "tests/fixtures/phrases.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    exceptions: Vec<Exception>,
    phrases: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    part: String,
    /// For the reader of the file.
    #[allow(dead_code, reason = "the file documents each exception")]
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    words: Vec<String>,
    better: String,
}

impl Rules {
    fn read() -> Self {
        toml::from_str(&std::fs::read_to_string(root().join(PHRASES)).unwrap()).unwrap()
    }

    /// The phrases in a line with their alternatives.
    fn phrases(&self, line: &str) -> Vec<(&str, &str)> {
        let line: String =
            line.chars().map(|c| if c.is_alphabetic() || c == '\'' { c } else { ' ' }).collect();
        let words: Vec<String> = line.split_whitespace().map(str::to_lowercase).collect();
        let line = format!(" {} ", words.join(" "));
        let all = self.phrases.iter().flat_map(|Row { words, better }| {
            words.iter().map(move |phrase| (phrase.as_str(), better.as_str()))
        });
        all.filter(|(phrase, _)| line.contains(&format!(" {phrase} "))).collect()
    }
}

/// The alternative to a clause with `what` as the subject of a sentence.
const WHAT: &str = "begin the sentence with the thing that it is about";

/// Whether a sentence in a line begins with `What`.
fn begins_with_what(line: &str) -> bool {
    let text = line.trim_start().trim_start_matches(['/', '!', '-', '#', '*', '|', '>']).trim_start();
    text.starts_with("What ") || line.contains(". What ")
}

#[test]
fn the_language_is_plain() {
    let rules = Rules::read();
    let this = "tests/it/tidy/prose.rs";
    let mut all = sources();
    all.extend(files(&["md", "in", "toml"]));
    all.retain(|(path, _)| path != this && path != PHRASES);
    let mut wrong = Vec::new();
    for (path, text) in &all {
        for (number, line) in text.lines().enumerate() {
            let place = format!("{path}:{}: `{}`", number + 1, line.trim());
            if rules.exceptions.iter().any(|exception| line.contains(&exception.part)) {
                continue;
            }
            let found = rules.phrases(line);
            wrong.extend(found.iter().map(|(phrase, better)| format!("{place}\n  `{phrase}`: {better}")));
            if begins_with_what(line) {
                wrong.push(format!("{place}\n  `What …`: {WHAT}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines need other words:\n{}", wrong.len(), wrong.join("\n"));
    for Exception { part, .. } in &rules.exceptions {
        assert!(all.iter().any(|(_, text)| text.contains(part)), "no file needs the exception {part}");
    }
}

/// Each phrase of the file is found in a comment and in a name.
#[test]
fn phrases_are_found() {
    let rules = Rules::read();
    let found = |line: &str| -> Vec<String> {
        rules.phrases(line).into_iter().map(|(phrase, _)| phrase.to_owned()).collect()
    };
    for phrase in rules.phrases.iter().flat_map(|row| &row.words) {
        assert_eq!(found(&format!("/// {}, and more.", phrase.to_uppercase())), [phrase.as_str()]);
        let is_name = !phrase.contains('\'');
        let in_code = found(&format!("let all_{} = 1;", phrase.replace(' ', "_")));
        assert!(!is_name || in_code == [phrase.as_str()], "{phrase}: {in_code:?}");
    }
    assert_eq!(found("/// The default of a commission: recommended and intelligible."), [""; 0]);
    assert!(begins_with_what("    /// What a request returns."));
    assert!(begins_with_what("- It sends. What it returns is a page."));
    assert!(!begins_with_what("/// Returns what the caller set."));
}
