//! The OpenAPI documents of the workflows.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::checkout::{Checkout, repository};
use crate::process::{TestResult, document};

/// The documents that `spec/` of the clone contains.
#[derive(Clone, Copy)]
pub(crate) enum Documents {
    /// The sample.
    Sample,
    /// The same documents as Twilio publishes them, reduced to the operations of the sample.
    Published,
}

/// The documents of the sample, and the operations that a published document is reduced to.
const REDUCED: [(&str, &str); 3] = [
    ("chat_v1", "[\"*Invite\", \"ListUserChannel\"]"),
    ("chat_v2", "[\"*Invite\", \"*UserChannel\"]"),
    ("flex_v1", "[\"/v1/Channels*\"]"),
];

/// The operations of `chat_v2` after a published document has replaced the file: twelve.
const TWELVE: &str =
    "[\"*Invite\", \"*UserChannel\", \"FetchUser\", \"ListUser\", \"UpdateUser\", \"DeleteUser\"]";

impl Documents {
    /// The folder of the documents; `None` if it does not exist.
    pub(crate) fn folder(self) -> Option<PathBuf> {
        let folder = match self {
            Self::Sample => repository().join("tests/fixtures/sample"),
            Self::Published => repository().join("../shared/specs"),
        };
        folder.is_dir().then_some(folder)
    }

    /// Writes `spec/` of the clone, generates, and commits.
    pub(crate) fn prepare(self, checkout: &Checkout) -> TestResult {
        let folder = self.folder().ok_or("no folder")?;
        let mut settings = "[package]\nname = \"twilio-client\"\nversion = \"0.1.0\"\n".to_owned();
        for (name, keep) in REDUCED {
            let file = match self {
                Self::Sample => folder.join(format!("{name}.yaml")),
                Self::Published => folder.join(format!("twilio_{name}.yaml")),
            };
            checkout.write(&format!("spec/{name}.yaml"), &fs::read_to_string(file)?)?;
            write!(settings, "\n[documents.{name}]\n")?;
            if matches!(self, Self::Published) {
                writeln!(settings, "keep = {keep}")?;
            }
        }
        checkout.write("spec/codegen.toml", &settings)?;
        checkout.begin()
    }

    /// Replaces the settings of a document.
    pub(crate) fn set(self, checkout: &Checkout, name: &str, settings: &str) -> TestResult {
        let has_keep = settings.contains("keep = ");
        let kept = REDUCED.iter().find(|(document, _)| *document == name && !has_keep);
        let keep = match (self, kept) {
            (Self::Published, Some((_, keep))) => format!("keep = {keep}\n"),
            _ => String::new(),
        };
        checkout.edit("spec/codegen.toml", |text| {
            let (before, after) = text.split_once(&format!("[documents.{name}]\n"))?;
            let rest = after.split_once("\n[").map_or(String::new(), |(_, rest)| format!("\n[{rest}"));
            Some(format!("{before}[documents.{name}]\n{keep}{settings}\n{rest}"))
        })
    }

    /// Replaces `chat_v2` by a document in the form that Twilio publishes, with more operations.
    pub(crate) fn replace(self, checkout: &Checkout) -> TestResult {
        let text = match self {
            Self::Sample => checkout.read("spec/chat_v2.yaml")?.replacen(
                "paths:\n",
                &format!("paths:\n{}", more_paths()),
                1,
            ),
            Self::Published => {
                checkout.edit("spec/codegen.toml", |text| {
                    Some(text.replace("[\"*Invite\", \"*UserChannel\"]", TWELVE))
                })?;
                checkout.read("spec/chat_v2.yaml")?
            }
        };
        fs::remove_file(checkout.path("spec/chat_v2.yaml"))?;
        checkout.write("spec/twilio_chat_v2.yaml", &text)
    }

    /// Adds a document.
    pub(crate) fn add(self, checkout: &Checkout) -> TestResult {
        match self {
            Self::Sample => checkout.write(
                "spec/devices_v1.yaml",
                &document("Devices", &["Device".to_owned(), "Key".to_owned()]),
            ),
            Self::Published => {
                let folder = self.folder().ok_or("no folder")?;
                let text = fs::read_to_string(folder.join("twilio_pricing_v1.yaml"))?;
                checkout.write("spec/twilio_pricing_v1.yaml", &text)
            }
        }
    }
}

/// Removes a document and its settings.
pub(crate) fn remove(checkout: &Checkout, name: &str) -> TestResult {
    fs::remove_file(checkout.path(&format!("spec/{name}.yaml")))?;
    checkout.edit("spec/codegen.toml", |text| {
        let (before, after) = text.split_once(&format!("[documents.{name}]\n"))?;
        let rest = after.split_once("\n[").map_or(String::new(), |(_, rest)| format!("\n[{rest}"));
        Some(format!("{before}{rest}"))
    })
}

/// The paths of a document without its other parts.
fn more_paths() -> String {
    let text = document("Chat", &["Device".to_owned(), "Binding".to_owned()]);
    text.split_once("paths:\n").map(|(_, paths)| paths.replace("/v1/", "/v2/")).unwrap_or_default()
}

/// Removes an operation: the lines of its method.
pub(crate) fn without_operation(text: &str, id: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let at = lines.iter().position(|line| line.trim() == format!("operationId: {id}"))?;
    let start = (0..at).rev().find(|line| indent(lines[*line]) < indent(lines[at]))?;
    let end = (at..lines.len()).find(|line| indent(lines[*line]) <= indent(lines[start]))?;
    let mut kept = [&lines[..start], &lines[end..]].concat().join("\n");
    kept.push('\n');
    Some(kept)
}

/// Whether a path is a file that the maintainer commits after a change of `spec/`.
pub(crate) fn is_expected(path: &str) -> bool {
    let path = Path::new(path);
    ["spec", "generated-client", "tests/committed/it/snapshots"].iter().any(|folder| path.starts_with(folder))
        || path == Path::new("Cargo.lock")
}
