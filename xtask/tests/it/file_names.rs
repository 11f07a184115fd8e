//! The names of files are printed harmlessly in every format.

use std::fs;

use crate::process::{TestResult, finish, folder, generate, xtask};

/// Names that hide output, forge it, or start a workflow command of GitHub Actions.
const NAMES: [&str; 6] = [
    "a\n::error::forged.yaml",
    "::error::forged.yaml",
    "##[error]forged.yaml",
    "\u{1b}[31mred.yaml",
    "reversed\u{202e}lmay.yaml",
    "hidden\u{200b}\u{9b}.yaml",
];

/// Whether no line starts a command, and no character is invisible.
fn is_harmless(printed: &str) -> bool {
    let invisible = |c: char| c != '\n' && !codegen::visible(&c.to_string()).chars().eq([c]);
    let command = |line: &str| {
        let is_ours = line.starts_with("::error file=") && !line.contains("::forged");
        !is_ours && (line.trim_start().starts_with("::") || line.contains("##["))
    };
    !printed.chars().any(invisible) && !printed.lines().any(command)
}

#[cfg(unix)]
#[test]
fn the_name_of_a_document_cannot_forge_output() -> TestResult {
    for name in NAMES {
        let home = tempfile::tempdir()?;
        let valid = folder(&home.path().join("valid"), &[(name, &["Rooms"])])?;
        let broken = home.path().join("broken");
        fs::create_dir(&broken)?;
        fs::write(broken.join(name), "openapi: 3.0.1\npaths: []\n")?;
        let binary = home.path().join("binary");
        fs::create_dir(&binary)?;
        fs::write(binary.join(name), b"\xff")?;
        let out = home.path().join("crate");
        for spec in [&valid, &broken, &binary, &broken.join(name), &home.path().join(name)] {
            for format in ["text", "json", "github"] {
                let finished = finish(generate(spec, &out).args(["--format", format]))?;
                assert!(is_harmless(&finished.stdout), "{name:?} {format}: {finished:?}");
                assert!(is_harmless(&finished.stderr), "{name:?} {format}: {finished:?}");
                let mut diff = xtask(&["diff", "--format", format, "--base-spec"]);
                let finished =
                    finish(diff.arg(spec).arg("--spec").arg(&valid).env_remove("GITHUB_STEP_SUMMARY"))?;
                assert!(is_harmless(&finished.stdout), "{name:?} {format}: {finished:?}");
                assert!(is_harmless(&finished.stderr), "{name:?} {format}: {finished:?}");
            }
        }
        let finished = finish(xtask(&["corpus"]).arg(&valid))?;
        assert!(is_harmless(&finished.stdout) && is_harmless(&finished.stderr), "{name:?}: {finished:?}");
        let finished = finish(xtask(&["corpus"]).arg(&broken))?;
        assert!(is_harmless(&finished.stdout) && is_harmless(&finished.stderr), "{name:?}: {finished:?}");
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn the_name_of_a_folder_cannot_forge_output() -> TestResult {
    for name in NAMES {
        let home = tempfile::tempdir()?;
        let spec = folder(&home.path().join(name), &[("rooms_v1.yaml", &["Rooms"])])?;
        let out = home.path().join("out").join(name);
        for format in ["text", "json", "github"] {
            for options in [vec!["--check"], vec!["--dry-run"], vec![], vec!["--check"]] {
                let finished = finish(generate(&spec, &out).args(["--format", format]).args(&options))?;
                assert!(is_harmless(&finished.stdout), "{name:?} {options:?}: {finished:?}");
                assert!(is_harmless(&finished.stderr), "{name:?} {options:?}: {finished:?}");
            }
            fs::copy(out.join("src/lib.rs"), out.join("src").join(name))?;
            fs::write(out.join("Cargo.toml"), "mine")?;
            let finished = finish(generate(&spec, &out).args(["--format", format]))?;
            assert!(is_harmless(&finished.stderr), "{name:?}: {finished:?}");
            fs::remove_file(out.join("Cargo.toml"))?;
        }
    }
    Ok(())
}
