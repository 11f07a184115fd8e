//! A small edit of a document is a small change of the client: counted, and kept as a snapshot.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use codegen::File;

use crate::sample::documents;

/// The edits of `chat_v2.yaml`: a text that occurs in it once, and its replacement.
const EDITS: &[(&str, &str, &str)] = &[
    (
        "a description of an operation",
        "description: The list does not contain accepted invitations.",
        "description: The list contains no accepted invitations.",
    ),
    (
        "a new property",
        "        created_by:\n          type: string\n",
        "        phone:\n          type: string\n          description: Number to call.\n        created_by:\n          type: string\n",
    ),
    (
        "a new optional parameter",
        "                Identity:\n                  type: string\n                  description: 'Identity of the user to invite",
        "                Greeting:\n                  type: string\n                  description: What the user reads.\n                Identity:\n                  type: string\n                  description: 'Identity of the user to invite",
    ),
    ("a new value of an enum", "      - notParticipating\n", "      - notParticipating\n      - left\n"),
    ("a renamed operation", "operationId: UpdateUserChannel\n", "operationId: PatchUserChannel\n"),
    ("a maximum", "maximum: 100\n", "maximum: 90\n"),
];

/// The files that differ, each with the lines that are gone and the lines that are new.
fn difference(before: &[File], after: &[File]) -> Vec<(String, usize, usize)> {
    let texts = |files: &[File]| -> BTreeMap<String, String> {
        files.iter().map(|file| (file.path.clone(), file.text.clone())).collect()
    };
    let (before, after) = (texts(before), texts(after));
    let all: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut found = Vec::new();
    for path in all {
        let text = |files: &BTreeMap<String, String>| files.get(path).cloned().unwrap_or_default();
        let (old, new) = (text(&before), text(&after));
        let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
        let kept = common(&old, &new);
        if kept < old.len() || kept < new.len() {
            found.push((path.clone(), old.len() - kept, new.len() - kept));
        }
    }
    found
}

/// How many lines two texts have in common, in their order.
fn common(old: &[&str], new: &[&str]) -> usize {
    let mut row = vec![0_usize; new.len() + 1];
    for line in old {
        let mut diagonal = 0;
        for (at, other) in new.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if line == other { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[test]
fn lines_that_an_edit_touches() {
    let (documents, settings) = documents();
    let before = codegen::generate(&documents, Some(&settings)).unwrap();
    let mut table = String::new();
    for (what, old, new) in EDITS {
        let mut edited = documents.clone();
        let document = edited.iter_mut().find(|document| document.name == "chat_v2.yaml").unwrap();
        assert_eq!(document.text.matches(old).count(), 1, "{what}");
        document.text = document.text.replace(old, new);
        let after = codegen::generate(&edited, Some(&settings)).unwrap();
        writeln!(table, "{what}").unwrap();
        let found = difference(&before.files, &after.files);
        for (path, gone, added) in &found {
            writeln!(table, "  {path}: -{gone} +{added}").unwrap();
        }
        let listing = |documents: &[codegen::Source]| codegen::listing(documents, Some(&settings)).unwrap();
        let (was, is) = (listing(&documents), listing(&edited));
        let (was, is): (Vec<&str>, Vec<&str>) = (was.lines().collect(), is.lines().collect());
        let kept = common(&was, &is);
        writeln!(table, "  the listing: -{} +{}", was.len() - kept, is.len() - kept).unwrap();
        // The table of the fake has a line for each operation and each type.
        let is_code = |path: &str| path.starts_with("src/") && !path.starts_with("src/fake/");
        let sources: Vec<_> = found.iter().filter(|(path, ..)| is_code(path)).collect();
        assert!(sources.len() <= 1, "{what} touches {sources:?}");
    }
    insta::assert_snapshot!(table);
}
