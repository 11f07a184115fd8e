//! Compares the OpenAPI documents with an earlier state, for the subcommands that need the result.

use std::path::{Path, PathBuf};

use clap::Args;
use codegen::report::{Approvals, Names, Report, Unused};
use codegen::{Diagnostics, Source};

use crate::failure::Failure;
use crate::input::git::{self, Files};
use crate::input::paths;
use crate::input::project::{Project, ProjectArguments};
use crate::input::sources::{self, Sources};
use crate::terminal;
use crate::terminal::diagnostics::Format;

/// The arguments that select the two states.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Comparison {
    /// The git revision to compare with [default: the merge base of the current commit and the main
    /// branch, as in CI]
    #[arg(long, value_name = "REV", conflicts_with = "base_spec")]
    pub(crate) base: Option<String>,
    /// An OpenAPI document, or a folder of them with its codegen.toml, to compare with
    #[arg(long, value_name = "PATH", value_parser = paths::argument)]
    pub(crate) base_spec: Option<PathBuf>,
    /// The changed documents and their settings
    #[command(flatten)]
    pub(crate) project: ProjectArguments,
}

impl Comparison {
    /// The arguments for a shell, each after a space.
    fn arguments(&self) -> String {
        let Self { base, base_spec, project } = self;
        let ProjectArguments { spec, config, skip_unsupported } = project;
        let path = |path: &Option<PathBuf>| path.as_deref().map(terminal::path);
        let values = [
            ("--base", base.as_deref().map(terminal::name)),
            ("--base-spec", path(base_spec)),
            ("--spec", path(spec)),
            ("--config", path(config)),
        ];
        let values = values
            .into_iter()
            .filter_map(|(name, value)| Some(format!(" {name} {}", terminal::argument(&value?))));
        let skip = skip_unsupported.then(|| " --skip-unsupported".to_owned());
        values.chain(skip).collect()
    }
}

/// A report, with the approvals of its changes.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) report: Report,
    /// The errors of the parts that the report leaves out, in the base and in the changed documents.
    pub(crate) errors: [Option<Diagnostics>; 2],
    /// One warning for each approval without a change.
    pub(crate) warnings: Vec<String>,
}

/// Compares the documents of a project with the base that the arguments select.
pub(crate) fn compare(
    project: &Project,
    comparison: &Comparison,
    format: Format,
) -> Result<Compared, Failure> {
    let root = &project.root;
    let mut before = match (&comparison.base_spec, &comparison.base) {
        (Some(path), _) => sources::read(root, path, None)?,
        (None, Some(revision)) => git::sources(root, revision, &files(project)?)?,
        (None, None) => git::sources(root, &git::branch_base(root)?.commit, &files(project)?)?,
    };
    before.unsupported = project.unsupported;
    let after = project.read()?;
    let (mut report, errors) = codegen::partial_report(before.inputs(), after.inputs())
        .map_err(|diagnostics| Failure::diagnostics(&diagnostics, format))?;
    report.names = Names { arguments: comparison.arguments(), ..names(project) };
    let Some((source, approvals)) = approvals(project, format)? else {
        return Ok(Compared { report, errors, warnings: Vec::new() });
    };
    let mut unused = report.approve(&approvals);
    if !unused.is_empty() && (comparison.base.is_some() || comparison.base_spec.is_some()) {
        // An approval can belong to a change that an earlier commit of the branch made.
        if let Some((_, mut since_base)) = since_branch_base(project, &after) {
            let stale = since_base.approve(&approvals);
            unused.retain(|unused| stale.contains(unused));
        }
    }
    Ok(Compared { report, errors, warnings: unused.iter().map(|unused| stale(unused, &source)).collect() })
}

/// Returns the report of the changes on the current branch, for `generate`, and a description of its base.
///
/// Returns `None` without changes, and also without git or a valid base, because `generate` does not
/// require them.
pub(crate) fn since_base(
    project: &Project,
    after: &Sources,
    format: Format,
) -> Result<Option<(String, Report)>, Failure> {
    let Some((base, mut report)) = since_branch_base(project, after).or_else(|| since_head(project, after))
    else {
        return Ok(None);
    };
    report.names = names(project);
    if let Some((_, approvals)) = approvals(project, format)? {
        report.approve(&approvals);
    }
    Ok(Some((base, report)).filter(|(_, report)| !report.changes.is_empty()))
}

fn since_branch_base(project: &Project, after: &Sources) -> Option<(String, Report)> {
    let base = git::branch_base(&project.root).ok()?;
    since(project, after, &base.commit).map(|report| (base.to_string(), report))
}

fn since_head(project: &Project, after: &Sources) -> Option<(String, Report)> {
    since(project, after, "HEAD").map(|report| ("the last commit".to_owned(), report))
}

fn since(project: &Project, after: &Sources, revision: &str) -> Option<Report> {
    let before = git::sources(&project.root, revision, &files(project).ok()?).ok()?;
    codegen::report(before.inputs(), after.inputs()).ok()
}

/// Returns the files of the project in its repository. Documents outside of the root have no earlier
/// state, so they are compared with those of the project.
fn files(project: &Project) -> Result<Files, Failure> {
    let find = |path: &Path| relative(&project.root, path);
    let (folder, document) = if project.spec.is_file() {
        (find(&project.folder()), find(&project.spec))
    } else {
        (find(&project.spec), None)
    };
    if let Some((folder, settings)) = folder.zip(find(&project.settings())) {
        return Ok(Files { folder, document, settings });
    }
    let own = Project::find(&ProjectArguments::default())
        .map_err(|failure| failure.note("the documents are not inside of the current folder"))?;
    let relative = |path: PathBuf| relative(&own.root, &path).unwrap_or_default();
    Ok(Files { folder: relative(own.folder()), document: None, settings: relative(own.settings()) })
}

/// Returns a path relative to the root, with `/`. Returns `None` for a path outside of the root.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let inside = paths::canonical(path).strip_prefix(paths::canonical(root)).ok()?.to_owned();
    let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// The names of the command line and of the files of a project.
fn names(project: &Project) -> Names {
    Names {
        command: terminal::command(),
        arguments: String::new(),
        approvals: project.shown(&project.approvals()),
        settings: project.shown(&project.settings()),
    }
}

/// Reads the approvals of a project, if there are any.
pub(crate) fn approvals(project: &Project, format: Format) -> Result<Option<(Source, Approvals)>, Failure> {
    let path = project.approvals();
    if !path.exists() {
        return Ok(None);
    }
    let source = sources::read_one(&project.root, &path)?;
    let approvals =
        Approvals::read(&source).map_err(|diagnostics| Failure::diagnostics(&diagnostics, format))?;
    Ok(Some((source, approvals)))
}

/// The warning for an approval without a change.
fn stale(unused: &Unused, source: &Source) -> String {
    let line = unused.place.position.map_or(0, |position| position.line);
    let fingerprint = terminal::name(&unused.fingerprint);
    let problem = format!("warning: no change has the fingerprint `{fingerprint}`");
    format!("{problem}\n  --> {}:{line}\n   = help: remove it", source.name)
}

#[cfg(test)]
#[path = "comparison/tests.rs"]
mod tests;
