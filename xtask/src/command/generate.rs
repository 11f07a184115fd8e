//! `generate`: writes the client crate from OpenAPI documents.

mod report;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use codegen::Runtime;

use self::report::Report;
use super::comparison;
use crate::failure::Failure;
use crate::input::paths;
use crate::input::project::{Project, ProjectArguments};
use crate::sync::{self, FilePlan, Mode, Plan};
use crate::terminal;
use crate::terminal::diagnostics::{self, Format};

/// The options of a run.
#[derive(Debug, Default)]
pub(crate) struct Request {
    /// The documents and the settings; those of the project by default.
    pub(crate) project: ProjectArguments,
    /// The folder of the crate; the project's `generated-client` by default.
    pub(crate) out: Option<PathBuf>,
    /// The source of the runtime; by default, the client of the repository of the runtime uses the runtime
    /// there, and any other crate contains a copy.
    pub(crate) runtime: Option<RuntimeOption>,
    /// Whether the crate contains a test of the examples in the documents.
    pub(crate) examples: bool,
    /// The format of diagnostics.
    pub(crate) format: Format,
    /// Whether to write.
    pub(crate) mode: Mode,
    /// The diagnostics that become errors.
    pub(crate) deny: Option<Deny>,
}

/// The value of `--deny`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// All warnings that the settings do not allow
    Warnings,
}

/// The value of `--runtime`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RuntimeOption {
    /// A copy in the folder `runtime` of the crate
    Bundled,
    /// A version in the registry
    Registry,
}

/// The client of a project.
const CLIENT: &str = "generated-client";

/// The runtime in the repository of the generator, and its path from the client.
const RUNTIME: &str = "codegen/runtime";
const CLIENT_RUNTIME: &str = "../codegen/runtime";

/// Generates the crate, writes it unless the mode forbids it, and prints the report.
pub(crate) fn run(request: &Request) -> Result<(), Failure> {
    let project = Project::find(&request.project)?;
    let out = paths::creatable(request.out.clone().unwrap_or_else(|| project.root.join(CLIENT)));

    let runtime = runtime(request.runtime, &project.root, &out);
    let input = project.read()?;
    let fail = |diagnostics| Failure::diagnostics(&diagnostics, request.format);
    let mut output = codegen::generate_with(input.inputs(), &runtime).map_err(fail)?;
    if request.deny == Some(Deny::Warnings) && !output.warnings.0.is_empty() {
        return Err(fail(output.warnings.denied()));
    }
    diagnostics::warn(&output.warnings, request.format);
    if request.examples {
        output.files.extend(codegen::examples_with(input.inputs(), |_| true).map_err(fail)?);
    }
    let _lock = match request.mode {
        Mode::Write => Some(sync::lock(&out)?),
        Mode::Check | Mode::DryRun => None,
    };
    let plan = sync::plan(&out, &output.files)?;
    // Documents from an argument may belong to another project, so the run does not add a file to them.
    let is_own = request.project.spec.is_none() || input.names.is_some();
    let names = match input.names_file.as_ref().filter(|_| is_own) {
        Some(file) => sync::plan_names(file, &paths::shown_new(&project.root, file), &output.names)?,
        None => None,
    };
    for warning in &plan.warnings {
        terminal::warn(&format!("warning: {warning}"));
    }
    // Documents from an argument are often outside of the repository, or an experiment.
    let is_committed = request.project.spec.is_none() && request.mode != Mode::Check;
    let changes = if is_committed { comparison::since_base(&project, &input, request.format)? } else { None };
    if request.mode == Mode::Write {
        write(&plan, names.as_ref())?;
    }
    let change = names.as_ref().map(|names| &names.change);
    let report = Report { documents: &output.documents, plan: &plan, names: change, mode: request.mode };
    let report = report.to_string();
    match request.format {
        Format::Json => terminal::warn(report.trim_end()),
        Format::Text | Format::Github => terminal::say(&report),
    }
    if let Some((base, changes)) = changes {
        let changes = format!("\nsince {base}: {changes}");
        match request.format {
            Format::Json => terminal::warn(changes.trim_end()),
            Format::Text | Format::Github => terminal::say(&changes),
        }
    }

    if request.mode == Mode::Check && (!plan.is_fresh() || names.is_some()) {
        if request.format == Format::Github {
            terminal::say(&report::annotations(&plan, change, &project.shown(&out)));
        }
        return Err(Failure::new(
            format_args!("`{}` does not match `{}`", project.shown(&out), project.shown(&project.spec)),
            format_args!("run `{}` and commit its changes", repair(request)),
        ));
    }
    Ok(())
}

/// Writes the crate and the assigned names, both or neither.
fn write(plan: &Plan, names: Option<&FilePlan>) -> Result<(), Failure> {
    let staged = names.map(FilePlan::stage).transpose()?;
    sync::apply_then(plan, || staged.map_or(Ok(()), sync::Staged::commit))
}

/// Returns the source of the runtime. Only the client in the repository of the runtime has a path to it.
/// Any other crate must compile alone.
fn runtime(option: Option<RuntimeOption>, root: &Path, out: &Path) -> Runtime {
    match option {
        Some(RuntimeOption::Registry) => Runtime::Registry,
        None if paths::canonical(out) == paths::canonical(&root.join(CLIENT))
            && root.join(RUNTIME).join("Cargo.toml").is_file() =>
        {
            Runtime::Path(CLIENT_RUNTIME.to_owned())
        }
        Some(RuntimeOption::Bundled) | None => Runtime::Bundled,
    }
}

/// Returns the command that writes the files of a request.
fn repair(request: &Request) -> String {
    let ProjectArguments { spec, config, skip_unsupported } = &request.project;
    let options = [("--spec", spec), ("--config", config), ("--out", &request.out)];
    let given = options.iter().filter_map(|(name, path)| Some((name, path.as_deref()?)));
    let generate = format!("{} generate", terminal::command());
    let command = given.fold(generate, |command, (name, path)| {
        format!("{command} {name} {}", terminal::path_argument(path))
    });
    let command = match request.runtime {
        Some(RuntimeOption::Bundled) => format!("{command} --runtime bundled"),
        Some(RuntimeOption::Registry) => format!("{command} --runtime registry"),
        None => command,
    };
    let command = if *skip_unsupported { format!("{command} --skip-unsupported") } else { command };
    let command = if request.examples { format!("{command} --examples") } else { command };
    match request.deny {
        Some(Deny::Warnings) => format!("{command} --deny warnings"),
        None => command,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repair_is_the_same_command_without_check() {
        let mut request = Request { mode: Mode::Check, ..Request::default() };
        let generate = format!("{} generate", terminal::command());
        assert_eq!(repair(&request), generate);
        request.project.spec = Some("a b/it's".into());
        request.out = Some("../x".into());
        request.runtime = Some(RuntimeOption::Registry);
        request.examples = true;
        request.deny = Some(Deny::Warnings);
        let options = r"--spec 'a b/it'\''s' --out ../x --runtime registry --examples --deny warnings";
        assert_eq!(repair(&request), format!("{generate} {options}"));
    }

    #[test]
    fn only_the_client_next_to_the_runtime_has_a_path_to_it() {
        let root = tempfile::tempdir().unwrap();
        let (root, own) = (root.path(), root.path().join("generated-client"));
        std::fs::create_dir_all(root.join("x")).unwrap();
        let shared = Runtime::Path("../codegen/runtime".to_owned());
        assert_eq!(runtime(None, root, &own), Runtime::Bundled);
        std::fs::create_dir_all(root.join(RUNTIME)).unwrap();
        std::fs::write(root.join(RUNTIME).join("Cargo.toml"), "").unwrap();
        assert_eq!(runtime(None, root, &own), shared);
        assert_eq!(runtime(None, root, &root.join("x/../generated-client/")), shared);
        assert_eq!(runtime(None, root, &root.join("other")), Runtime::Bundled);
        assert_eq!(runtime(Some(RuntimeOption::Bundled), root, &own), Runtime::Bundled);
        assert_eq!(runtime(Some(RuntimeOption::Registry), root, &own), Runtime::Registry);
    }
}
