//! Merges that leave conflict markers.

use crate::checkout::{Checkout, Listing};
use crate::process::TestResult;

/// The command that CONTRIBUTING.md and `.ci/run` show. It works while cargo cannot read its files.
const RECOVER: &str = "git checkout HEAD -- generated-client Cargo.lock && cargo xtask generate";

const MARKERS: [&str; 2] = ["<<<<<<< ", ">>>>>>> "];

fn has_markers(text: &str) -> bool {
    MARKERS.iter().all(|marker| text.lines().any(|line| line.starts_with(marker)))
}

/// Changes the same lines of a document and of the settings, generates, and commits.
fn change(checkout: &Checkout, title: &str, version: &str) -> TestResult {
    checkout.edit("spec/chat_v2.yaml", |text| {
        let (before, rest) = text.split_once("    chat.v2.service.channel.invite:\n      type: object\n")?;
        let description = format!("      description: {title}\n");
        let rest =
            rest.trim_start_matches("      description: A pending invitation of a user to a channel.\n");
        Some(format!("{before}    chat.v2.service.channel.invite:\n      type: object\n{description}{rest}"))
    })?;
    checkout.set_version(version)?;
    checkout.fails_until_generated()?;
    checkout.passes(Listing::Unchanged)
}

/// Two branches change the same lines.
pub(crate) fn merge(checkout: &Checkout) -> TestResult {
    checkout.git(&["checkout", "--quiet", "-b", "other"])?;
    change(checkout, "An invitation.", "0.1.1")?;
    checkout.git(&["checkout", "--quiet", "main"])?;
    change(checkout, "An invite.", "0.2.0")?;
    let merged = checkout.try_git(&["merge", "--quiet", "other"])?;
    assert_eq!(merged.status, Some(1), "{merged:?}");
    // Only the files that people write contain markers, so cargo and the generator work.
    for file in ["spec/chat_v2.yaml", "spec/codegen.toml"] {
        assert!(has_markers(&checkout.read(file)?), "{file}");
    }
    for file in ["generated-client/Cargo.toml", "generated-client/src/chat_v2/invite.rs", "Cargo.lock"] {
        assert!(!has_markers(&checkout.read(file)?), "{file}");
    }
    let refused = checkout.xtask(&["generate"])?;
    assert_eq!(refused.status, Some(1), "{refused:?}");
    for part in ["the document contains a merge conflict", "spec/chat_v2.yaml:", "spec/codegen.toml:"] {
        assert!(refused.stderr.contains(part), "{refused:?}");
    }
    checkout.git(&["checkout", "--theirs", "--", "spec"])?;
    let generated = checkout.xtask(&["generate"])?;
    assert!(generated.is_success(), "{generated:?}");
    checkout.passes(Listing::Unchanged)
}

/// Conflict markers in the files that cargo reads before it runs the generator.
pub(crate) fn recover(checkout: &Checkout) -> TestResult {
    for file in ["generated-client/Cargo.toml", "generated-client/src/lib.rs", "Cargo.lock"] {
        checkout.edit(file, |text| Some(format!("<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n")))?;
    }
    let ci = checkout.shell(".ci/run")?;
    assert_eq!(ci.status, Some(1), "{ci:?}");
    assert!(ci.stderr.contains(RECOVER), "{ci:?}");
    assert!(checkout.read("CONTRIBUTING.md")?.contains(RECOVER));
    // The compiled program replaces `cargo xtask`, which would compile it again.
    let (restore, generate) = RECOVER.split_once(" && ").ok_or("two commands")?;
    let recovered = checkout.shell(restore)?;
    assert!(recovered.is_success(), "{recovered:?}");
    let arguments: Vec<&str> = generate.split(' ').skip(2).collect();
    let generated = checkout.xtask(&arguments)?;
    assert!(generated.is_success(), "{generated:?}");
    for file in ["generated-client/Cargo.toml", "generated-client/src/lib.rs", "Cargo.lock"] {
        assert!(!has_markers(&checkout.read(file)?), "{file}");
    }
    // Nothing differs from the last commit.
    checkout.edit("spec/chat_v2.yaml", |text| Some(format!("{text}# A comment.\n")))?;
    checkout.passes(Listing::Unchanged)
}
