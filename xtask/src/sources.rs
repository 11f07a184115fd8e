//! Reads the documents and the settings, and finds the repository they belong to.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use codegen::Source;

use crate::failure::Failure;

/// The largest document of the family has 3 MiB; more than this is not a document.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

const SETTINGS: &str = "codegen.toml";

/// What goes into one run of the generator.
#[derive(Debug)]
pub(crate) struct Sources {
    /// The documents, sorted by name.
    pub(crate) documents: Vec<Source>,
    /// The settings, where there are any.
    pub(crate) settings: Option<Source>,
}

/// The root of this repository, whatever the current folder is.
pub(crate) fn root() -> Result<PathBuf, Failure> {
    let run_time = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let build_time = Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    [run_time, build_time]
        .into_iter()
        .flatten()
        .filter_map(|package| package.parent().map(Path::to_owned))
        .find(|root| root.join("xtask/Cargo.toml").is_file())
        .ok_or_else(|| Failure::new("could not find the repository", "run it as `cargo xtask` inside of it"))
}

/// How a path is shown to people: relative to the repository if it is inside, else as given.
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    let inside = fs::canonicalize(path)
        .ok()
        .zip(fs::canonicalize(root).ok())
        .and_then(|(path, root)| path.strip_prefix(root).map(Path::to_owned).ok());
    match inside {
        Some(inside) if !inside.as_os_str().is_empty() => {
            let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            parts.join("/")
        }
        _ => path.display().to_string(),
    }
}

/// Reads what `spec` (a document, or a folder of them) and `config` name.
///
/// Without `config`, a folder's own `codegen.toml` is taken; a single document has no settings.
pub(crate) fn read(root: &Path, spec: &Path, config: Option<&Path>) -> Result<Sources, Failure> {
    let about = fs::metadata(spec).map_err(|error| {
        let what = format_args!("could not read `{}`: {error}", spec.display());
        Failure::usage(what, "`--spec` takes a document or a folder of documents")
    })?;
    let paths = if about.is_dir() { list(spec)? } else { vec![spec.to_owned()] };
    if paths.is_empty() {
        return Err(Failure::usage(
            format_args!("there is no document in `{}`", spec.display()),
            "put OpenAPI documents there (*.yaml, *.yml or *.json), or name another with `--spec`",
        ));
    }
    let own = Some(spec.join(SETTINGS)).filter(|own| about.is_dir() && own.exists());
    let settings = config.map(Path::to_owned).or(own);

    let mut failures = Vec::new();
    let mut take = |path: &Path| read_one(root, path).map_err(|error| failures.push(error)).ok();
    let documents = paths.iter().filter_map(|path| take(path)).collect();
    let settings = settings.and_then(|path| take(&path));
    Failure::all(&failures).map_or(Ok(Sources { documents, settings }), Err)
}

/// A folder's own settings, where it has any.
pub(crate) fn settings(root: &Path, folder: &Path) -> Result<Option<Source>, Failure> {
    let own = folder.join(SETTINGS);
    if own.exists() { read_one(root, &own).map(Some) } else { Ok(None) }
}

/// The documents directly in a folder, sorted by name.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let help = "check that the folder may be read";
    let fail = |error| Failure::io("list the folder", folder, &error, help);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if is_document(&path) && !path.is_dir() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether a file is one of the documents of its folder.
pub(crate) fn is_document(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let known = path.extension().is_some_and(|extension| {
        ["yaml", "yml", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    });
    known && !hidden
}

/// Reads one text.
pub(crate) fn read_one(root: &Path, path: &Path) -> Result<Source, Failure> {
    let fail = |error| Failure::io("read", path, &error, "check that the file is there and may be read");
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(fail)?;
    let count = file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    if count as u64 > MAX_BYTES {
        return Err(Failure::new(
            format_args!("`{}` is larger than {MAX_BYTES} bytes", path.display()),
            "split it into several documents",
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Failure::new(
            format_args!("`{}` is not UTF-8: byte {offset} (counted from 0)", path.display()),
            "save the file as UTF-8",
        )
    })?;
    // Some editors begin a file with the mark of its byte order, which UTF-8 does not have.
    let text = text.strip_prefix('\u{feff}').map(ToOwned::to_owned).unwrap_or(text);
    Ok(Source { name: shown(root, path), text })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

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
    fn a_folder_gives_its_documents_by_name_and_its_settings() -> Outcome {
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
    fn a_mark_of_the_byte_order_is_no_part_of_the_text() -> Outcome {
        let spec = folder(&[("a.yaml", "\u{feff}openapi: 3.0.1".as_bytes())])?;
        let source =
            read_one(spec.path(), &spec.path().join("a.yaml")).map_err(|failure| failure.to_string())?;
        assert_eq!(source.text, "openapi: 3.0.1");
        Ok(())
    }

    #[test]
    fn a_document_outside_the_repository_keeps_its_path_and_has_no_settings() -> Outcome {
        let (root, other) = (folder(&[])?, folder(&[("a.yaml", b"a"), ("codegen.toml", b"")])?);
        let path = other.path().join("a.yaml");
        let sources = read(root.path(), &path, None).map_err(|failure| failure.to_string())?;
        assert_eq!(names(&sources), [path.display().to_string()]);
        assert!(sources.settings.is_none());
        Ok(())
    }

    #[test]
    fn what_cannot_be_read_is_named_all_at_once() -> Outcome {
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
    fn where_there_is_no_document_the_command_was_wrong() -> Outcome {
        let spec = folder(&[("README.md", b"")])?;
        for (path, wanted) in
            [(spec.path().to_owned(), "there is no document in"), (spec.path().join("none"), "none`: ")]
        {
            let failure = read(spec.path(), &path, None).err().ok_or("accepted")?;
            assert!(failure.to_string().contains(wanted), "{failure}");
            assert_eq!(failure.status(), 2);
        }
        Ok(())
    }
}
