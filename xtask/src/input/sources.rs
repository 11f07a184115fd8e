//! Reads OpenAPI documents and settings.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use codegen::{Inputs, Source, Unsupported};

use super::paths;
use super::project::SETTINGS;
use crate::failure::Failure;
use crate::terminal;

/// The upper bound for the size of a file. The largest document that Twilio publishes has 3 MiB.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The file of assigned names, next to the settings.
pub(crate) const NAMES: &str = "names.lock";

/// The folder of the guide, next to the settings.
const GUIDE: &str = "guide";

/// The input of one run of the generator.
#[derive(Debug)]
pub(crate) struct Sources {
    /// The documents, sorted by name.
    pub(crate) documents: Vec<Source>,
    /// The settings, if there are any.
    pub(crate) settings: Option<Source>,
    /// The file names of the documents that the settings also apply to and that are not part of the run.
    pub(crate) beside: Vec<String>,
    /// The chapters of the guide.
    pub(crate) guide: Vec<Source>,
    /// The names that an earlier run assigned.
    pub(crate) names: Option<Source>,
    /// The file for the names of this run, if the run reads the whole folder.
    pub(crate) names_file: Option<PathBuf>,
    /// The treatment of operations that the generator does not support.
    pub(crate) unsupported: Unsupported,
}

impl Sources {
    /// Returns the input of the generator.
    pub(crate) fn inputs(&self) -> Inputs<'_> {
        let Self { documents, settings, beside, guide, names, names_file: _, unsupported } = self;
        let unsupported = *unsupported;
        Inputs { documents, settings: settings.as_ref(), beside, guide, names: names.as_ref(), unsupported }
    }
}

/// Reads the documents of `spec` (one document, or a folder of them) and the settings of `config`.
///
/// The assigned names are in the folder of the settings. A run that reads a part of the documents does not write
/// them, and neither does a run without settings, unless the file exists.
///
/// Without `config`, the settings are the `codegen.toml` in the folder of the documents, also if `spec` is a single
/// document.
pub(crate) fn read(root: &Path, spec: &Path, config: Option<&Path>) -> Result<Sources, Failure> {
    let about = fs::metadata(spec).map_err(|error| {
        let problem = format_args!("could not read `{}`: {error}", terminal::path(spec));
        Failure::usage(problem, "`--spec` accepts an OpenAPI document or a folder of them")
    })?;
    let paths = if about.is_dir() { list(spec)? } else { vec![spec.to_owned()] };
    if paths.is_empty() {
        return Err(Failure::usage(
            format_args!("`{}` contains no OpenAPI document", terminal::path(spec)),
            "add documents to it (*.yaml, *.yml or *.json), or set another folder with `--spec`",
        ));
    }
    let folder = if about.is_dir() { spec } else { folder_of(spec) };
    let in_folder = Some(folder.join(SETTINGS)).filter(|path| path.exists());
    let settings = config.map(Path::to_owned).or(in_folder);
    let beside = match &settings {
        Some(_) if !about.is_dir() => names_beside(spec)?,
        _ => Vec::new(),
    };

    let mut failures = Vec::new();
    let mut read = |path: &Path| read_one(root, path).map_err(|failure| failures.push(failure)).ok();
    let documents = paths.iter().filter_map(|path| read(path)).collect();
    let names_path = settings.as_deref().map_or(folder, folder_of).join(NAMES);
    let names = Some(&names_path).filter(|path| path.exists()).and_then(|path| read(path));
    let is_complete = beside.is_empty() && (settings.is_some() || names.is_some());
    let names_file = Some(names_path).filter(|_| is_complete);
    let chapters = settings.as_deref().map_or_else(|| Ok(Vec::new()), |path| chapters(folder_of(path)))?;
    let guide = chapters.iter().filter_map(|path| read(path)).collect();
    let settings = settings.and_then(|path| read(&path));
    let unsupported = Unsupported::default();
    let sources = Sources { documents, settings, beside, guide, names, names_file, unsupported };
    Failure::all(&failures).map_or(Ok(sources), Err)
}

/// The folder of a file, as a path that is not empty.
pub(crate) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns the names of the other documents in the folder of a document.
fn names_beside(document: &Path) -> Result<Vec<String>, Failure> {
    let own = document.file_name();
    let others = list(folder_of(document))?.into_iter().filter(|path| path.file_name() != own);
    Ok(others.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect())
}

/// Reads the `codegen.toml` of a folder, if there is one.
pub(crate) fn settings(root: &Path, folder: &Path) -> Result<Option<Source>, Failure> {
    let path = folder.join(SETTINGS);
    if path.exists() { read_one(root, &path).map(Some) } else { Ok(None) }
}

/// Returns the chapters of the guide in the folder of the settings, sorted by name.
fn chapters(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let folder = folder.join(GUIDE);
    if folder.is_dir() {
        list_where(&folder, |path| path.extension().is_some_and(|extension| extension == "md"))
    } else {
        Ok(Vec::new())
    }
}

/// Returns the documents directly in a folder, sorted by name.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    list_where(folder, is_document)
}

fn list_where(folder: &Path, is_listed: fn(&Path) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let help = "check the permissions of the folder";
    let fail = |error| Failure::io("list the folder", folder, &error, help);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if is_listed(&path) && !path.is_dir() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether a file in a folder of documents is a document, judged by its name.
pub(crate) fn is_document(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let known = path.extension().is_some_and(|extension| {
        ["yaml", "yml", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    });
    known && !hidden
}

/// Reads one UTF-8 file.
///
/// Rejects pipes and devices, which could block forever. Rejects a symbolic link to a file outside
/// the folder of the link: diagnostics quote the file, so a link in a pull request could print a
/// secret of the machine that checks it.
pub(crate) fn read_one(root: &Path, path: &Path) -> Result<Source, Failure> {
    let fail = |error| Failure::io("read", path, &error, "check that the file exists and is readable");
    check_kind(path)?;
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(fail)?;
    let count = file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    if count as u64 > MAX_BYTES {
        return Err(Failure::new(
            format_args!("`{}` is larger than {MAX_BYTES} bytes", terminal::path(path)),
            "split it into several documents",
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Failure::new(
            format_args!("`{}` is not UTF-8: byte {offset} (counted from 0)", terminal::path(path)),
            "save the file as UTF-8",
        )
    })?;
    // Some editors write a byte order mark, which is not part of the text.
    let text = text.strip_prefix('\u{feff}').map(ToOwned::to_owned).unwrap_or(text);
    Ok(Source { name: paths::shown(root, path), text })
}

fn check_kind(path: &Path) -> Result<(), Failure> {
    let fail = |error| Failure::io("read", path, &error, "check that the file exists and is readable");
    if !fs::metadata(path).map_err(fail)?.is_file() {
        return Err(Failure::new(
            format_args!("`{}` is not a regular file", terminal::path(path)),
            "write the OpenAPI document to a file, and set the path of this file",
        ));
    }
    if path.is_symlink() {
        let folder = fs::canonicalize(folder_of(path)).map_err(fail)?;
        if !fs::canonicalize(path).map_err(fail)?.starts_with(folder) {
            return Err(Failure::new(
                format_args!("`{}` is a symbolic link to a file outside its folder", terminal::path(path)),
                "replace the link by a copy, or set the path of the file itself",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    type TestResult = Result<(), Box<dyn std::error::Error>>;

    fn folder(files: &[(&str, &[u8])]) -> std::io::Result<tempfile::TempDir> {
        let folder = tempfile::tempdir()?;
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes)?;
        }
        Ok(folder)
    }

    fn names(sources: &Sources) -> Vec<&str> {
        sources.documents.iter().map(|source| source.name.as_str()).collect()
    }

    #[test]
    fn a_folder_contains_its_documents_by_name_and_its_settings() -> TestResult {
        let root = folder(&[])?;
        let spec = root.path().join("spec");
        fs::create_dir_all(spec.join("folder.yaml"))?;
        for name in ["b.yml", "a.yaml", "c.JSON", ".d.yaml", "README.md", "codegen.toml"] {
            fs::write(spec.join(name), name)?;
        }
        let sources = read(root.path(), &spec, None).map_err(|failure| failure.to_string())?;
        assert_eq!(names(&sources), ["spec/a.yaml", "spec/b.yml", "spec/c.JSON"]);
        let settings = sources.settings.ok_or("no settings")?;
        assert_eq!((settings.name.as_str(), settings.text.as_str()), ("spec/codegen.toml", "codegen.toml"));
        Ok(())
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_text() -> TestResult {
        let spec = folder(&[("a.yaml", "\u{feff}openapi: 3.0.1".as_bytes())])?;
        let source =
            read_one(spec.path(), &spec.path().join("a.yaml")).map_err(|failure| failure.to_string())?;
        assert_eq!(source.text, "openapi: 3.0.1");
        Ok(())
    }

    #[test]
    fn a_single_document_has_the_settings_of_its_folder() -> TestResult {
        let files: &[(&str, &[u8])] = &[("a.yaml", b"a"), ("b.yml", b"b"), ("codegen.toml", b"c")];
        let (root, other) = (folder(&[])?, folder(files)?);
        let path = other.path().join("a.yaml");
        let sources = read(root.path(), &path, None).map_err(|failure| failure.to_string())?;
        assert_eq!(names(&sources), [path.display().to_string()]);
        assert_eq!(sources.settings.ok_or("no settings")?.text, "c");
        assert_eq!(sources.beside, ["b.yml"]);
        fs::remove_file(other.path().join("codegen.toml"))?;
        let sources = read(root.path(), &path, None).map_err(|failure| failure.to_string())?;
        assert!(sources.settings.is_none() && sources.beside.is_empty());
        Ok(())
    }

    #[test]
    fn all_unreadable_files_are_reported_in_one_run() -> TestResult {
        let spec = folder(&[("a.yaml", b"ok \xff"), ("b.yaml", b"\xc3")])?;
        let missing = spec.path().join("none.toml");
        let failure = read(spec.path(), spec.path(), Some(&missing)).err().ok_or("accepted")?;
        let text = failure.to_string();
        assert!(text.contains("a.yaml` is not UTF-8: byte 3 "), "{text}");
        assert!(text.contains("b.yaml` is not UTF-8: byte 0 "), "{text}");
        assert!(text.contains("none.toml"), "{text}");
        Ok(())
    }

    #[test]
    fn a_folder_without_documents_is_a_usage_error() -> TestResult {
        let spec = folder(&[("README.md", b"")])?;
        for (path, expected) in
            [(spec.path().to_owned(), "contains no OpenAPI document"), (spec.path().join("none"), "none`: ")]
        {
            let failure = read(spec.path(), &path, None).err().ok_or("accepted")?;
            assert!(failure.to_string().contains(expected), "{failure}");
            assert_eq!(failure.status(), 2);
        }
        Ok(())
    }
}
