//! The published packages: the files in their archives, and the metadata that a registry shows.

#[cfg(target_os = "linux")]
use std::collections::BTreeSet;
use std::process::Command;

use crate::spec::root;

/// The published packages and their folders. The release workflow lists the same packages.
const PUBLISHED: [(&str, &str); 3] = [
    ("twilio-client-runtime", "codegen/runtime"),
    ("twilio-client-fake", "codegen/fake"),
    ("twilio-client", "generated-client"),
];

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether the manifest contains `documentation`. It is optional in the settings of the client.
fn has_documentation(package: &str) -> bool {
    package != "twilio-client" || read("spec/codegen.toml").contains("\ndocumentation = ")
}

#[test]
fn each_archive_contains_the_licenses_and_no_file_of_the_generator() {
    for (package, folder) in PUBLISHED {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["package", "--list", "--allow-dirty", "--offline", "--package", package]);
        let output = cargo.current_dir(root()).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        let expected = usize::from(!has_documentation(package));
        let warnings = errors.matches("warning").count();
        assert!(output.status.success() && warnings == expected, "{package}: {errors}");
        let list = String::from_utf8(output.stdout).unwrap();
        let files: Vec<&str> = list.lines().collect();
        for file in ["Cargo.toml", "README.md", "src/lib.rs"] {
            assert!(files.contains(&file), "{package} lacks {file}: {files:?}");
        }
        // People add these links beside the generated files. A client in a new folder has none.
        for file in ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"] {
            let exists = root().join(folder).join(file).exists();
            assert_eq!(files.contains(&file), exists, "{package}, {file}: {files:?}");
            assert!(exists || package == "twilio-client" || file == "CHANGELOG.md", "{folder} lacks {file}");
        }
        let unwanted = files.iter().find(|file| **file == ".generated" || file.starts_with("coverage/"));
        assert_eq!(unwanted, None, "{package}");
    }
}

#[test]
fn each_manifest_has_the_metadata_of_a_registry() {
    for (package, folder) in PUBLISHED {
        let manifest = read(&format!("{folder}/Cargo.toml"));
        for key in ["description", "license", "documentation", "keywords", "categories"] {
            // The settings in `spec/` determine the metadata of the client.
            if package == "twilio-client" && !read("spec/codegen.toml").contains(&format!("\n{key} = ")) {
                continue;
            }
            assert!(manifest.contains(&format!("\n{key} = ")), "{package} has no `{key}`");
        }
        assert!(manifest.contains("[package.metadata.docs.rs]\nall-features = true\n"), "{package}");
        let library = read(&format!("{folder}/src/lib.rs"));
        assert!(library.contains("#![cfg_attr(docsrs, feature(doc_cfg))]"), "{package}");
    }
}

#[test]
fn the_workflows_publish_these_packages() {
    for workflow in [".github/workflows/release.yml", ".github/workflows/ci.yml"] {
        let packages = PUBLISHED.map(|(package, _)| format!("-p {package}")).join(" ");
        assert!(read(workflow).contains(&packages), "{workflow} does not contain `{packages}`");
    }
}

/// The packages that the compiler builds for the crate with its default features. `options` are further options of
/// `cargo tree`.
#[cfg(target_os = "linux")]
fn packages(options: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["tree", "--locked", "--offline", "--package", "twilio-client", "--edges", "normal,build"]);
    cargo.args(["--no-dedupe", "--prefix", "none", "--format", "{p}"]);
    let output = cargo.args(options).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// An application selects the implementation of Unicode for host names, as the chapter about features describes.
/// The numbers of other systems differ.
#[test]
#[cfg(target_os = "linux")]
fn the_default_features_need_fewer_than_90_packages_with_unicode_rs() {
    /// `idna_adapter` 1.1 and the five packages that only it requires.
    const UNICODE_RS: usize = 6;
    let all = packages(&[]);
    assert!(all.iter().any(|package| package.starts_with("rustls ")), "{all:?}");
    let packages = packages(&["--prune", "idna_adapter"]);
    assert!(packages.len() < all.len());
    assert!(packages.len() + UNICODE_RS < 90, "{}: {packages:?}", packages.len());
}

/// The URL of the repository is known when a release is made. Until then, the manifests contain none.
#[test]
fn the_check_of_a_release_prints_the_missing_line() {
    let output = Command::new(root().join(".ci/release-check"))
        .args(["v0.0.0-none", "https://forge.example/owner/name"])
        .output();
    let output = output.unwrap();
    assert!(!output.status.success());
    let errors = String::from_utf8_lossy(&output.stderr);
    for (package, folder) in PUBLISHED {
        let settings = if package == "twilio-client" {
            "spec/codegen.toml".to_owned()
        } else {
            format!("{folder}/Cargo.toml")
        };
        let line = r#"`repository = "https://forge.example/owner/name"`"#;
        let manifest = read(&format!("{folder}/Cargo.toml"));
        let wanted = if manifest.contains("\nrepository = ") {
            format!("{folder}/Cargo.toml names the repository ")
        } else {
            format!(
                "{folder}/Cargo.toml names no repository: add the line {line} to [package] in {settings}\n"
            )
        };
        assert!(errors.contains(&wanted), "{wanted}: {errors}");
    }
}
