//! The project of the current folder: its root, its OpenAPI documents and its settings.

use std::path::{Path, PathBuf};

use clap::Args;
use codegen::Unsupported;

use super::sources::folder_of;
use super::{paths, sources};
use crate::failure::Failure;
use crate::terminal;

/// The folder of documents in a project, relative to its root.
pub(crate) const SPEC: &str = "spec";

/// The settings in a folder of documents.
pub(crate) const SETTINGS: &str = "codegen.toml";

/// The approvals of breaking changes, next to the settings.
const APPROVALS: &str = "approved.toml";

/// The arguments that replace the documents and the settings of the project.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ProjectArguments {
    /// An OpenAPI document, or a folder of them (*.yaml, *.yml, *.json) [default: the folder of the
    /// settings]
    #[arg(long, value_name = "PATH", value_parser = paths::argument)]
    pub(crate) spec: Option<PathBuf>,
    /// The settings [default: codegen.toml in the folder of the documents, or spec/codegen.toml in the
    /// current folder or the nearest folder above it]
    #[arg(long, value_name = "FILE", value_parser = paths::argument)]
    pub(crate) config: Option<PathBuf>,
    /// Omit the operations that the generator does not support; a warning names each of them
    #[arg(long)]
    pub(crate) skip_unsupported: bool,
}

/// The input of a command.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    /// The folder that contains the project. Names of files are relative to it.
    pub(crate) root: PathBuf,
    /// The OpenAPI document, or the folder of them.
    pub(crate) spec: PathBuf,
    /// The settings, if an argument names them.
    pub(crate) config: Option<PathBuf>,
    /// The treatment of operations that the generator does not support.
    pub(crate) unsupported: Unsupported,
}

impl Project {
    /// Finds the project from the current folder and the arguments.
    ///
    /// The root is the nearest folder above the current one that contains `spec/codegen.toml`, or the file
    /// of `--config`. Without such a folder, it is the current folder, and the arguments must name the
    /// documents. The folder of the program has no effect.
    pub(crate) fn find(arguments: &ProjectArguments) -> Result<Self, Failure> {
        Self::find_from(&current()?, arguments)
    }

    fn find_from(current: &Path, arguments: &ProjectArguments) -> Result<Self, Failure> {
        let ProjectArguments { spec, config, skip_unsupported } = arguments.clone();
        let root = root(current, config.as_deref());
        let spec = match (spec, &config, &root) {
            (Some(spec), _, _) => spec,
            (None, Some(config), _) => folder_of(config).to_owned(),
            (None, None, Some(root)) => root.join(SPEC),
            (None, None, None) => return Err(not_found(current)),
        };
        let unsupported = unsupported(skip_unsupported);
        Ok(Self { root: root.unwrap_or_else(|| current.to_owned()), spec, config, unsupported })
    }

    /// Returns the root of the current folder, which need not contain a project.
    pub(crate) fn root_or_current() -> Result<PathBuf, Failure> {
        let current = current()?;
        Ok(root(&current, None).unwrap_or(current))
    }

    /// Reads the documents and the settings.
    pub(crate) fn read(&self) -> Result<sources::Sources, Failure> {
        let mut sources = sources::read(&self.root, &self.spec, self.config.as_deref())?;
        sources.unsupported = self.unsupported;
        Ok(sources)
    }

    /// The path of the settings, whether they exist or not.
    pub(crate) fn settings(&self) -> PathBuf {
        self.config.clone().unwrap_or_else(|| self.folder().join(SETTINGS))
    }

    /// The path of the approvals, whether they exist or not.
    pub(crate) fn approvals(&self) -> PathBuf {
        folder_of(&self.settings()).join(APPROVALS)
    }

    /// The folder of the documents.
    pub(crate) fn folder(&self) -> PathBuf {
        if self.spec.is_file() { folder_of(&self.spec).to_owned() } else { self.spec.clone() }
    }

    /// Returns a path for display, relative to the root.
    pub(crate) fn shown(&self, path: &Path) -> String {
        paths::shown(&self.root, path)
    }
}

fn current() -> Result<PathBuf, Failure> {
    let help = "change to an existing folder";
    std::env::current_dir()
        .map_err(|error| Failure::io("read the current folder", Path::new("."), &error, help))
}

/// Returns the treatment of unsupported operations for the value of `--skip-unsupported`.
pub(crate) fn unsupported(skip: bool) -> Unsupported {
    if skip { Unsupported::Omit } else { Unsupported::Reject }
}

/// Returns the nearest folder that contains the settings.
fn root(current: &Path, config: Option<&Path>) -> Option<PathBuf> {
    let Some(config) = config else {
        let mut folders = current.ancestors();
        return folders.find(|folder| folder.join(SPEC).join(SETTINGS).is_file()).map(Path::to_owned);
    };
    let file = paths::canonical(&current.join(config));
    // The root of the file system contains every file, so it is not the folder of a project.
    let mut folders = current.ancestors().filter(|folder| folder.parent().is_some());
    folders.find(|folder| file.starts_with(paths::canonical(folder))).map(Path::to_owned)
}

fn not_found(current: &Path) -> Failure {
    let command = terminal::command();
    Failure::usage(
        format_args!("`{}` and the folders above it contain no {SPEC}/{SETTINGS}", terminal::path(current)),
        format_args!(
            "run `{command} init` to create it, or name the OpenAPI documents with `--spec PATH` or the \
             settings with `--config FILE`"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    type TestResult = Result<(), Box<dyn std::error::Error>>;

    fn found(current: &Path, spec: Option<&str>, config: Option<&str>) -> Result<Project, String> {
        let (spec, config) = (spec.map(Into::into), config.map(Into::into));
        let arguments = ProjectArguments { spec, config, ..ProjectArguments::default() };
        Project::find_from(current, &arguments).map_err(|failure| failure.to_string())
    }

    #[test]
    fn the_root_is_the_nearest_folder_with_settings() -> TestResult {
        let home = tempfile::tempdir()?;
        let home = fs::canonicalize(home.path())?;
        let (outer, inner) = (home.join("outer"), home.join("outer/inner"));
        fs::create_dir_all(inner.join("src/deep"))?;
        for project in [&outer, &inner] {
            fs::create_dir_all(project.join("spec"))?;
            fs::write(project.join("spec/codegen.toml"), "")?;
        }
        for (current, root) in [
            (outer.clone(), &outer),
            (outer.join("spec"), &outer),
            (inner.clone(), &inner),
            (inner.join("src/deep"), &inner),
        ] {
            let project = found(&current, None, None)?;
            assert_eq!((&project.root, project.spec), (root, root.join("spec")));
        }
        Ok(())
    }

    #[test]
    fn the_settings_of_an_argument_determine_the_root_and_the_documents() -> TestResult {
        let home = tempfile::tempdir()?;
        let home = fs::canonicalize(home.path())?;
        fs::create_dir_all(home.join("repository/api/deep"))?;
        fs::write(home.join("repository/api/codegen.toml"), "")?;
        let repository = home.join("repository");
        let project = found(&repository, None, Some("api/codegen.toml"))?;
        assert_eq!((&project.root, project.spec), (&repository, "api".into()));
        let project = found(&repository.join("api"), None, Some("codegen.toml"))?;
        assert_eq!((project.root, project.spec.clone()), (repository.join("api"), ".".into()));
        assert_eq!(project.config, Some("codegen.toml".into()));
        let project = found(&repository.join("api/deep"), Some("x.yaml"), Some("../codegen.toml"))?;
        assert_eq!((project.root, project.spec), (repository.join("api"), "x.yaml".into()));
        Ok(())
    }

    #[test]
    fn without_settings_the_arguments_name_the_documents() -> TestResult {
        let home = tempfile::tempdir()?;
        let failure = found(home.path(), None, None).err().ok_or("found a project")?;
        assert!(failure.contains("contain no spec/codegen.toml"), "{failure}");
        assert!(failure.contains("init` to create it"), "{failure}");
        let project = found(home.path(), Some("api/a.yaml"), None)?;
        assert_eq!((project.root.as_path(), project.spec), (home.path(), "api/a.yaml".into()));
        Ok(())
    }
}
