//! `history`: replays the releases of a repository of OpenAPI documents, and counts the changes that the report
//! finds between each release and the one before it.

mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use codegen::report::{Affected, Change, Verdict};
use codegen::{Inputs, Level, Source};

use crate::failure::Failure;
use crate::input::history::{Release, Repository};
use crate::input::{paths, sources};
use crate::terminal;

/// The arguments of `history`.
#[derive(Args, Debug)]
pub(crate) struct History {
    /// A local clone of the repository
    #[arg(value_name = "REPO", value_parser = paths::argument)]
    repository: PathBuf,
    /// An OpenAPI document or a folder of them, relative to the root of the repository
    #[arg(value_name = "PATH")]
    path: String,
    /// The format of the counts
    #[arg(long, value_enum, default_value_t)]
    format: HistoryFormat,
}

/// The format of the counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum HistoryFormat {
    /// For people: one table of the releases and one of the rules
    #[default]
    Text,
    /// For programs: one JSON object with the counts and the breaking changes
    Json,
}

/// The changes of one document between two releases.
#[derive(Debug)]
struct Comparison {
    document: String,
    changes: Vec<Change>,
    /// Why the document, or a part of it, could not be compared.
    problem: Option<String>,
}

/// A release, and the object of each document by its path.
struct Snapshot<'r> {
    release: &'r Release,
    files: BTreeMap<String, String>,
}

/// Two consecutive releases and their documents that differ.
#[derive(Debug)]
struct Step {
    from: String,
    to: String,
    added: Vec<String>,
    removed: Vec<String>,
    changed: Vec<Comparison>,
}

/// The number of changes that a rule reports, with its verdicts.
type Counts = BTreeMap<(&'static str, Verdict, Verdict), usize>;

impl Step {
    fn changes(&self) -> impl Iterator<Item = &Change> {
        self.changed.iter().flat_map(|comparison| &comparison.changes)
    }

    /// The number of changes that break a part.
    fn breaking(&self, part: Affected) -> usize {
        self.changes().filter(|change| change.breaks.contains(&part)).count()
    }

    /// The number of changes with a severity.
    fn count(&self, severity: Verdict) -> usize {
        self.changes().filter(|change| change.severity() == severity).count()
    }

    fn problems(&self) -> usize {
        self.changed.iter().filter(|comparison| comparison.problem.is_some()).count()
    }
}

/// Counts changes by their rules and verdicts.
fn counts<'c>(changes: impl Iterator<Item = &'c Change>) -> Counts {
    let mut counts = Counts::new();
    for change in changes {
        *counts.entry((change.rule.id, change.rule.wire, change.rule.rust)).or_default() += 1;
    }
    counts
}

/// Compares all consecutive releases, and prints the counts.
pub(crate) fn run(request: &History) -> Result<(), Failure> {
    let repository = Repository::open(&request.repository, &request.path)?;
    let releases = repository.releases()?;
    if releases.len() < 2 {
        let found = terminal::count(releases.len(), "release");
        return Err(Failure::new(
            format_args!(
                "`{}` has {found} of `{}`",
                terminal::path(&request.repository),
                terminal::name(&request.path)
            ),
            "a release is a tag, or a commit that changes the path if no tag contains it",
        ));
    }
    let steps = replay(&repository, &releases)?;
    terminal::say(&match request.format {
        HistoryFormat::Text => table::text(&steps),
        HistoryFormat::Json => terminal::visible_json(&table::json(&steps)),
    });
    Ok(())
}

fn replay(repository: &Repository, releases: &[Release]) -> Result<Vec<Step>, Failure> {
    let mut steps = Vec::new();
    let mut before: Option<Snapshot<'_>> = None;
    for (index, release) in releases.iter().enumerate() {
        let mut files = repository.files(release)?;
        files.retain(|path, _| sources::is_document(std::path::Path::new(path)));
        let snapshot = Snapshot { release, files };
        if let Some(before) = &before {
            terminal::warn(&format!("{}/{}: {}", index, releases.len() - 1, terminal::name(&release.name)));
            steps.push(step(repository, before, &snapshot)?);
        }
        before = Some(snapshot);
    }
    Ok(steps)
}

/// Compares the documents of two releases. Equal documents have equal objects in the repository.
fn step(repository: &Repository, from: &Snapshot<'_>, to: &Snapshot<'_>) -> Result<Step, Failure> {
    let missing = |files: &BTreeMap<String, String>, others: &BTreeMap<String, String>| {
        files.keys().filter(|path| !others.contains_key(*path)).cloned().collect()
    };
    let mut changed = Vec::new();
    for (path, object) in &to.files {
        let Some(before) = from.files.get(path).filter(|before| *before != object) else { continue };
        let read = |object: &str| {
            Ok::<_, Failure>(Source { name: terminal::name(path), text: repository.text(object)? })
        };
        changed.push(compare(path, read(before)?, read(object)?));
    }
    let (added, removed) = (missing(&to.files, &from.files), missing(&from.files, &to.files));
    Ok(Step { from: from.release.name.clone(), to: to.release.name.clone(), added, removed, changed })
}

fn compare(path: &str, before: Source, after: Source) -> Comparison {
    let (before, after) = ([before], [after]);
    let inputs = |documents| Inputs { documents, ..Inputs::default() };
    let (changes, problem) = match codegen::partial_report(inputs(&before), inputs(&after)) {
        Ok((report, errors)) => {
            let errors = errors.iter().flatten().flat_map(|found| &found.0);
            let first = errors.into_iter().find(|found| found.level == Level::Error);
            (report.changes, first.map(|error| error.message.clone()))
        }
        Err(found) => (Vec::new(), Some(found.count())),
    };
    Comparison { document: path.to_owned(), changes, problem }
}

#[cfg(test)]
mod tests;
