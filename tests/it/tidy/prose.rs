//! The language of code and documentation: plain technical English with the terms of OpenAPI and HTTP.
//!
//! CONTRIBUTING.md states the rule. This test finds words and phrases that have a better alternative.

use super::{files, sources};

/// Each row: phrases, and the alternative. A phrase is found anywhere in a line, in any case, between characters
/// that are not letters. In code, it is also found as a part of a name in snake case.
const PHRASES: &[(&[&str], &str)] = &[
    (&["mend", "mends", "mended"], "fix"),
    (&["told", "tells"], "reported, documents, states"),
    (&["nobody", "whoever"], "no caller, anyone who"),
    (&["wish", "wishes"], "candidate, request"),
    (&["fault", "faults"], "diagnostic, error"),
    (&["stands", "stood"], "is, is in, represents"),
    (&["lies"], "is, is in"),
    (&["is due"], "is required"),
    (&["comes of", "come of", "came of"], "results from"),
    (&["goes by", "go by", "went by"], "uses, depends on"),
    (&["of its own", "of their own", "of one's own", "of his own"], "its own, a separate"),
    (&["leads back"], "contains itself, returns to"),
    (&["is no text", "no text but"], "is not a string"),
    (&["none for none"], "without values there is no result"),
    (&["an answer", "the answer"], "response"),
    (&["speaks", "wants", "knows"], "describes, requires, contains"),
    (&["slip of the pen"], "typo"),
];

/// The alternative to a clause with `what` as the subject of a sentence.
const WHAT: &str = "begin the sentence with the thing that it is about";

/// Parts of lines that are not checked, each with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[("**What to do:**", "the heading of a paragraph in codes.md")];

/// The phrases in a line with their alternatives.
fn phrases(line: &str) -> Vec<(&'static str, &'static str)> {
    let line: String = line.chars().map(|c| if c.is_alphabetic() || c == '\'' { c } else { ' ' }).collect();
    let words: Vec<String> = line.split_whitespace().map(str::to_lowercase).collect();
    let line = format!(" {} ", words.join(" "));
    let of_row = |(phrases, better): &(&'static [&'static str], &'static str)| {
        let better = *better;
        phrases
            .iter()
            .filter(|phrase| line.contains(&format!(" {phrase} ")))
            .map(move |phrase| (*phrase, better))
    };
    PHRASES.iter().flat_map(|row| of_row(row).collect::<Vec<_>>()).collect()
}

/// Whether a sentence in a line begins with `What`.
fn begins_with_what(line: &str) -> bool {
    let text = line.trim_start().trim_start_matches(['/', '!', '-', '#', '*', '|', '>']).trim_start();
    text.starts_with("What ") || line.contains(". What ")
}

#[test]
fn the_language_is_plain() {
    let this = "tests/it/tidy/prose.rs";
    let code = sources().into_iter().filter(|(path, _)| path != this);
    let mut wrong = Vec::new();
    for (path, text) in code.chain(files(&["md", "in", "toml"])) {
        for (number, line) in text.lines().enumerate() {
            let place = format!("{path}:{}: `{}`", number + 1, line.trim());
            if EXCEPTIONS.iter().any(|(exception, _)| line.contains(exception)) {
                continue;
            }
            wrong.extend(
                phrases(line).iter().map(|(phrase, better)| format!("{place}\n  `{phrase}`: {better}")),
            );
            if begins_with_what(line) {
                wrong.push(format!("{place}\n  `What …`: {WHAT}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines need other words:\n{}", wrong.len(), wrong.join("\n"));
    let all: Vec<String> = files(&["md"]).into_iter().map(|(_, text)| text).collect();
    for (exception, _) in EXCEPTIONS {
        assert!(all.iter().any(|text| text.contains(exception)), "no file needs the exception {exception}");
    }
}

#[test]
fn phrases_are_found() {
    let found = |line| phrases(line).into_iter().map(|(phrase, _)| phrase).collect::<Vec<_>>();
    assert_eq!(found("/// Tells what a fault is."), ["tells", "fault"]);
    assert_eq!(found("let all_wishes = self.wish();"), ["wish", "wishes"]);
    assert_eq!(found("It has a name of its own."), ["of its own"]);
    assert_eq!(found("/// The default of a commission: recommended and intelligible."), [""; 0]);
    assert!(begins_with_what("    /// What a request returns."));
    assert!(begins_with_what("- It sends. What it returns is a page."));
    assert!(!begins_with_what("/// Returns what the caller set."));
}
