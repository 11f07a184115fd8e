//! House rules and the invariants of the pipeline. `layers` compares imports with `tests/layers.toml`.

mod dependencies;
mod imports;
mod layers;
mod paths;
mod prose;
mod spec;

use std::path::{Path, PathBuf};

use crate::sample::root;

/// Every handwritten Rust file, with its path relative to the repository.
fn sources() -> Vec<(String, String)> {
    let folders = ["benches", "codegen", "fuzz", "xtask", "tests"];
    texts(folders.iter().flat_map(|folder| collect(&root().join(folder), &["rs"])))
}

/// Every file of the repository with one of these extensions, with its path relative to the repository.
fn files(extensions: &[&str]) -> Vec<(String, String)> {
    texts(collect(&root(), extensions))
}

fn texts(paths: impl IntoIterator<Item = PathBuf>) -> Vec<(String, String)> {
    let read = |path: PathBuf| (relative(&path, &root()), std::fs::read_to_string(path).unwrap());
    let mut texts: Vec<_> = paths.into_iter().map(read).collect();
    texts.sort();
    texts
}

/// The path relative to a folder, with `/`.
fn relative(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/")
}

/// The files below a folder with one of these extensions. Ignores build folders and hidden folders.
fn collect(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_symlink() {
            continue; // a second path of another file
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if name != "target" && !name.starts_with('.') {
                found.extend(collect(&path, extensions));
            }
        } else if path.extension().is_some_and(|extension| extensions.iter().any(|known| extension == *known))
        {
            found.push(path);
        }
    }
    found
}

/// The files of one stage: its folder and the file of the same name.
fn stage(name: &str) -> Vec<(String, String)> {
    let (file, folder) = (format!("codegen/src/{name}.rs"), format!("codegen/src/{name}/"));
    let files: Vec<_> =
        sources().into_iter().filter(|(path, _)| *path == file || path.starts_with(&folder)).collect();
    assert!(!files.is_empty(), "there is no stage `{name}`: update this test");
    files
}

#[test]
fn only_name_changes_case() {
    let words = ["to_uppercase(", "to_lowercase(", "to_ascii_uppercase(", "make_ascii_"];
    for stage in ["lower", "render", "ir"] {
        for (path, text) in self::stage(stage) {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let found: Vec<_> = words.iter().filter(|word| code.contains(**word)).collect();
            assert!(found.is_empty(), "{path} changes case with {found:?}");
        }
    }
}

#[test]
fn files_are_documented_and_short() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{path} must begin with a `//!` comment");
        assert!(text.lines().count() <= 400, "{path} has more than 400 lines: split it");
        let name = path.rsplit('/').next().unwrap_or_default();
        let vague = ["util", "helper", "common", "misc"].iter().find(|word| name.contains(**word));
        assert_eq!(vague, None, "{path} needs a name that states its content");
    }
}

/// The lints reject code that can panic because of an OpenAPI document or a response.
#[test]
fn nothing_is_unsafe_and_nothing_panics_on_input() {
    let (documents, settings) = crate::sample::documents();
    let output = codegen::generate(&documents, Some(&settings)).unwrap();
    let generated = output.files.iter().find(|file| file.path == "src/lib.rs").unwrap();
    assert!(generated.text.contains("#![forbid(unsafe_code)]"));
    let roots = [
        "codegen/src/lib.rs",
        "codegen/fake/src/lib.rs",
        "codegen/runtime/src/lib.rs",
        "xtask/src/main.rs",
        "xtask/schemas/src/lib.rs",
    ];
    let lints = ["unwrap_used", "expect_used", "panic", "indexing_slicing", "string_slice"];
    for path in roots {
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        for lint in lints {
            assert!(text.contains(&format!("clippy::{lint}")), "{path} allows `{lint}`");
        }
        assert!(text.contains("#![forbid(unsafe_code)]"), "{path} allows unsafe code");
    }
    let mut excepted: Vec<String> = sources()
        .into_iter()
        .filter(|(path, _)| path.contains("/src/") && !roots.contains(&path.as_str()))
        .filter(|(_, text)| lints.iter().any(|lint| text.contains(&format!("clippy::{lint}"))))
        .map(|(path, _)| path)
        .collect();
    excepted.retain(|path| !path.starts_with("benches/") && !path.starts_with("tests/"));
    assert_eq!(
        excepted,
        ["codegen/src/emit/types.rs", "codegen/src/render.rs"],
        "only these files may allow a lint against panics"
    );
}

/// The generator contains every file of the runtime and of the fake, and the folders they are in.
#[test]
fn the_bundled_packages_are_whole() {
    let (documents, settings) = crate::sample::documents();
    let output = codegen::generate(&documents, Some(&settings)).unwrap();
    for (package, extensions) in [("runtime", &["rs"][..]), ("fake", &["rs", "html"])] {
        let prefix = format!("{package}/");
        let mut bundled: Vec<(&str, &str)> = output
            .files
            .iter()
            .filter_map(|file| Some((file.path.strip_prefix(&prefix)?, file.text.as_str())))
            .collect();
        bundled.sort_unstable();
        let folder = root().join("codegen").join(package);
        let mut found = collect(&folder.join("src"), extensions);
        found.push(folder.join("Cargo.toml"));
        let mut written: Vec<String> = found.iter().map(|path| relative(path, &folder)).collect();
        written.sort();
        let paths: Vec<&str> = bundled.iter().map(|(path, _)| *path).collect();
        assert_eq!(paths, written.iter().collect::<Vec<_>>(), "correct codegen/build.rs");
        for (path, text) in bundled {
            let original = std::fs::read_to_string(folder.join(path)).unwrap();
            // HTML has no mark: `.generated` contains its hash.
            let (mark, text) = if Path::new(path).extension().is_some_and(|extension| extension == "html") {
                ("@generated by", text)
            } else {
                text.split_once('\n').unwrap()
            };
            assert!(mark.contains("@generated by"), "{package}/{path} is not marked");
            assert!(original.starts_with(text), "{package}/{path} is not a copy");
            assert!(text == original || path == "Cargo.toml", "{package}/{path} is not a whole copy");
            assert!(!text.contains("workspace"), "{package}/{path} depends on this repository");
        }
    }
}
