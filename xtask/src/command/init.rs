//! `init`: writes a `codegen.toml` for the OpenAPI documents of a folder.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use codegen::{Source, Summary};

use crate::failure::Failure;
use crate::input::paths;
use crate::input::project::{self, Project, ProjectArguments, SETTINGS};
use crate::input::sources;
use crate::terminal::{self, count};

/// The arguments of `init`.
#[derive(Args, Debug)]
pub(crate) struct Init {
    /// An OpenAPI document, or a folder of them (*.yaml, *.yml, *.json)
    #[arg(value_name = "PATH", value_parser = paths::argument, default_value = project::SPEC)]
    path: PathBuf,
    /// The name of the generated package [default: from the document or from the current folder]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// Writes the settings next to the documents, and prints the next step.
pub(crate) fn run(request: &Init) -> Result<(), Failure> {
    let command = terminal::command();
    let Init { path, name } = request;
    if !path.exists() {
        return Err(Failure::usage(
            format_args!("`{}` does not exist", terminal::path(path)),
            format_args!(
                "create the folder `{}` with your OpenAPI documents, or run `{command} init PATH`",
                project::SPEC
            ),
        ));
    }
    let root = Path::new(".");
    let folder = if path.is_dir() { path.clone() } else { sources::folder_of(path).to_owned() };
    let settings = folder.join(SETTINGS);
    if settings.symlink_metadata().is_ok() {
        return Err(Failure::new(
            format_args!("`{}` exists already", terminal::path(&settings)),
            format_args!("edit it, or remove it and run `{command} init` again"),
        ));
    }
    let sources = sources::read(root, path, None)?;
    let found: Vec<Found<'_>> = sources.documents.iter().map(Found::new).collect();
    let name = name.clone().unwrap_or_else(|| package(&found));
    let text = render(&name, &found);
    // The settings must be valid, whatever the names of the files are.
    let source = Source { name: paths::shown(root, &settings), text };
    codegen::generate(&[], Some(&source))?;
    write(&settings, &source.text)?;

    terminal::say(&format!("written: {}\n", source.name));
    let invalid = found.iter().filter(|found| found.summary.is_none()).count();
    if invalid > 0 {
        let documents = count(invalid, "document");
        terminal::warn(&format!("warning: {documents} with errors, which `{command} generate` reports"));
    }
    let generate = if is_default(&folder) {
        format!("{command} generate")
    } else {
        format!("{command} generate --config {}", terminal::path_argument(&settings))
    };
    terminal::say(&format!("next step: `{generate}` writes the crate to generated-client/\n"));
    Ok(())
}

/// Whether `generate` finds the folder without arguments.
fn is_default(folder: &Path) -> bool {
    let found = Project::find(&ProjectArguments::default());
    found.is_ok_and(|found| paths::canonical(&found.spec) == paths::canonical(folder))
}

/// Creates the file. Never replaces a file or follows a link.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let created = OpenOptions::new().write(true).create_new(true).open(path);
    let written: io::Result<()> = created.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failure::io("write", path, &error, "check the permissions of its folder"))
}

/// A document, and the summary of its module if it has no errors.
struct Found<'s> {
    source: &'s Source,
    summary: Option<Summary>,
}

impl<'s> Found<'s> {
    fn new(source: &'s Source) -> Self {
        let output = codegen::generate(std::slice::from_ref(source), None).ok();
        Self { source, summary: output.and_then(|output| output.documents.into_iter().next()) }
    }

    /// The file without its folder.
    fn file(&self) -> &str {
        self.source.name.rsplit(['/', '\\']).next().unwrap_or_default()
    }
}

/// Derives the name of the package from the only document, or from the current folder.
fn package(found: &[Found<'_>]) -> String {
    let folder = || {
        let current = std::env::current_dir().ok()?;
        Some(current.file_name()?.to_str()?.to_owned())
    };
    let base = match found {
        [Found { summary: Some(summary), .. }] => summary.module.clone(),
        [only] => only.file().split('.').next().unwrap_or_default().to_owned(),
        _ => folder().unwrap_or_default(),
    };
    let words: Vec<String> = base
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let words = words.join("-");
    let name = words.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    match name.strip_suffix("-client").unwrap_or(name) {
        "" | "client" => "api-client".to_owned(),
        name => format!("{name}-client"),
    }
}

/// Renders the settings: `[package]` with values, and a section of comments for each document.
fn render(name: &str, found: &[Found<'_>]) -> String {
    let name = toml::Value::from(name);
    let mut text = format!(
        "# Settings of the generated client that OpenAPI documents cannot express. Every key is optional.
# An unknown key and a setting without effect are errors, so the examples below are comments.
# `{} explain NAME` prints the settings that apply to an operation, a schema or a property.

# skip-unsupported = true                  # omit the operations that have errors; a warning names each of them

[package]
name = {name}
version = \"0.1.0\"
description = \"A typed, asynchronous client of an HTTP API\"
license = \"MIT OR Apache-2.0\"
# repository = \"https://example.com/client\"
# rust-version = \"1.88\"
",
        terminal::PROGRAM
    );
    for found in found {
        // Writing to a String cannot fail.
        let file = terminal::name(found.file());
        let Some(Summary { module, operations, .. }) = &found.summary else {
            let _ = write!(text, "\n# {file}: contains errors, which `generate` reports.\n");
            continue;
        };
        let _ = write!(
            text,
            "
# {file}: {}.
#
# [documents.{module}]
# keep = [\"List*\", \"tag:NAME\", \"/path/*\"]  # generate only these operations
# drop = [\"Delete*\"]                       # of these, omit some
# required = [\"SCHEMA.PROPERTY\"]           # a property that is never absent or null
# server = \"https://api.example.com\"       # replaces the server of the document
#
# [documents.{module}.rename]               # Rust names
# OPERATION = \"method\"
# \"SCHEMA.PROPERTY\" = \"field\"
#
# [documents.{module}.retype]               # text, bool, int32, int64, number, timestamp, date, json
# \"SCHEMA.PROPERTY\" = \"text\"
#
# [documents.{module}.notices]              # paragraphs of the documentation
# module = \"Use the version 2 instead.\"
",
            count(*operations, "operation")
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(files: &[&str]) -> String {
        let sources: Vec<Source> =
            files.iter().map(|file| Source { name: format!("spec/{file}"), text: String::new() }).collect();
        let found: Vec<_> = sources.iter().map(|source| Found { source, summary: None }).collect();
        package(&found)
    }

    #[test]
    fn the_name_of_the_package_is_valid() {
        for (file, expected) in [
            ("petstore.yaml", "petstore-client"),
            ("Pet Store.v2.json", "pet-store-client"),
            ("chat_client.yaml", "chat-client"),
            ("2020.yaml", "api-client"),
            ("ü.yaml", "api-client"),
            ("client.yaml", "api-client"),
        ] {
            assert_eq!(name(&[file]), expected);
        }
    }

    /// Each commented example is a key that exists: without the comment signs, the file is valid TOML, and
    /// only the values have no effect.
    #[test]
    fn the_examples_in_comments_are_settings() {
        let text = "openapi: 3.0.1\ninfo: {title: A, version: '1'}\nservers: [{url: https://a.example}]\npaths: {}\n";
        let source = Source { name: "spec/a.yaml".to_owned(), text: text.to_owned() };
        let text = render("a-client", &[Found::new(&source)]);
        assert!(codegen::generate(std::slice::from_ref(&source), Some(&settings(&text))).is_ok(), "{text}");
        let (head, examples) = text.split_once("[package]").unwrap_or_default();
        assert!(head.lines().all(|line| line.is_empty() || line.starts_with('#')));
        let active: Vec<&str> = examples
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|line| !line.ends_with('.')).unwrap_or(line))
            .collect();
        let active = format!("[package]{}", active.join("\n"));
        let errors =
            codegen::generate(&[source], Some(&settings(&active))).err().map(|errors| errors.to_string());
        let errors = errors.unwrap_or_default();
        assert!(errors.contains("E08") && !errors.contains("E0801"), "{active}\n{errors}");
    }

    fn settings(text: &str) -> Source {
        Source { name: "spec/codegen.toml".to_owned(), text: text.to_owned() }
    }
}
