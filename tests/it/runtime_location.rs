//! The places where a generated crate can find its runtime. The crates differ in nothing else, and each of
//! them compiles alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::{Inputs, Runtime};

use crate::alone::{cargo, done, write};
use crate::sample::{documents, root};

/// The files of the client of the sample.
fn files(runtime: &Runtime) -> Vec<codegen::File> {
    let (documents, settings) = documents();
    let inputs = Inputs { documents: &documents, settings: Some(&settings), ..Inputs::default() };
    codegen::generate_with(inputs, runtime).unwrap().files
}

fn shared() -> Runtime {
    Runtime::Path("../codegen/runtime".to_owned())
}

#[test]
fn only_the_location_of_the_runtime_differs() {
    let texts = |runtime: &Runtime| -> BTreeMap<String, String> {
        files(runtime).into_iter().map(|file| (file.path, file.text)).collect()
    };
    let wanted = texts(&shared());
    let is_copied = |path: &str| path.starts_with("runtime/") || path.starts_with("fake/");
    assert!(!wanted.keys().any(|path| is_copied(path)));
    for (runtime, path, fake_path) in
        [(Runtime::Bundled, r#", path = "runtime""#, r#", path = "fake""#), (Runtime::Registry, "", "")]
    {
        let mut found = texts(&runtime);
        found.retain(|path, _| !is_copied(path));
        let manifest = found.get_mut("Cargo.toml").unwrap();
        for (package, path, shared) in [
            ("twilio-client-runtime", path, r#", path = "../codegen/runtime""#),
            ("twilio-client-fake", fake_path, r#", path = "../codegen/fake""#),
        ] {
            let dependency = |path: &str| format!("{package} = {{ version = \"0.1.0\"{path}");
            assert!(manifest.contains(&dependency(path)), "{manifest}");
            *manifest = manifest.replace(&dependency(path), &dependency(shared));
        }
        assert_eq!(found, wanted, "{runtime:?}");
    }
}

/// Writes a crate alone. All of them share one target folder, so each dependency is compiled once.
fn crate_alone(name: &str, files: &[codegen::File]) -> PathBuf {
    let folder = work().join(name);
    write(files, &folder);
    folder
}

fn work() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("runtime_location")
}

fn check(folder: &Path, options: &[&str]) -> Command {
    let mut check = cargo(&[&["check", "--offline", "--quiet"], options].concat());
    check.current_dir(folder).env("CARGO_TARGET_DIR", work().join("target"));
    // Without TLS: its libraries take longer to compile than everything else.
    check.args(["--no-default-features", "--features", "all"]);
    check
}

#[test]
fn a_crate_with_a_bundled_runtime_compiles_alone_and_hides_the_items_for_generated_code() {
    let mut files = files(&Runtime::Bundled);
    let (documents, settings) = documents();
    files.extend(codegen::examples(&documents, Some(&settings)).unwrap());
    let folder = crate_alone("bundled", &files);
    let output = done(check(&folder, &["--tests", "--features", "blocking,tracing"]));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "the crate has warnings");

    let hidden = ["generated_code", "public_api", "__request", "Call", "Target", "Sid", "ToWire", "serde"];
    let uses = hidden.map(|name| format!("use twilio_client_sample::{name} as _;\n")).concat();
    std::fs::create_dir_all(folder.join("examples")).unwrap();
    std::fs::write(folder.join("examples/hidden.rs"), format!("{uses}fn main() {{}}\n")).unwrap();
    let output = check(&folder, &["--example", "hidden"]).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    for name in hidden {
        assert!(errors.contains(&format!("no `{name}` in the root")), "`{name}` can be named:\n{errors}");
    }
}

#[test]
fn a_crate_with_the_runtime_of_the_registry_compiles_alone() {
    let mut files = files(&Runtime::Registry);
    let manifest = files.iter_mut().find(|file| file.path == "Cargo.toml").unwrap();
    // The registry does not contain the version before its release.
    let patch = |package: &str| {
        let path = toml::Value::String(root().join("codegen").join(package).display().to_string());
        format!("twilio-client-{package} = {{ path = {path} }}\n")
    };
    manifest.text = format!("{}\n[patch.crates-io]\n{}{}", manifest.text, patch("fake"), patch("runtime"));
    let folder = crate_alone("registry", &files);
    done(check(&folder, &[]));
}
