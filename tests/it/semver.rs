//! Whether the report agrees with `cargo-semver-checks` about what breaks callers, where that is
//! installed: each pair of `tests/fixtures/changes` is generated, documented as JSON and compared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen::State;
use codegen::report::Step;

use crate::alone::{cargo, done, write};
use crate::changes::{pairs, state};

/// Pairs that the report takes for breaking and `cargo-semver-checks` does not see.
const ITS_LIMITS: &[(&str, &str)] = &[("never_null_any_more", "it does not compare the types of fields")];

/// Generates the client of a folder's documents and gives its API as rustdoc writes it.
fn documented(folder: &Path, work: &Path, number: usize) -> PathBuf {
    let (documents, settings) = state(folder);
    let output = codegen::generate(&documents, settings.as_ref()).unwrap();
    let client = work.join("client");
    write(&output.files, &client);
    let features = ["--no-default-features", "--features", "rooms_v1"];
    let mut rustdoc = cargo(&["rustdoc", "--lib", "--offline", "--quiet"]);
    rustdoc.args(features).args(["--", "-Zunstable-options", "--output-format", "json"]);
    // The form is not stable; `cargo-semver-checks` asks a stable compiler for it in the same way.
    rustdoc.current_dir(&client).env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", work.join("target"));
    done(rustdoc);
    let kept = work.join(format!("api{number}.json"));
    std::fs::rename(work.join("target/doc/twilio_client.json"), &kept).unwrap();
    kept
}

#[test]
fn the_steps_agree_with_cargo_semver_checks() {
    let version = cargo(&["semver-checks", "--version"]).output();
    if !version.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: cargo-semver-checks is not installed");
        return;
    }
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
    std::fs::create_dir_all(&work).unwrap();
    let mut known: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut wrong = Vec::new();
    for pair in pairs() {
        let name = pair.file_name().unwrap().to_string_lossy().into_owned();
        let [before, after] = ["before", "after"].map(|side| pair.join(side));
        let [old, new] = [&before, &after].map(|folder| {
            let number = known.len();
            let made = || documented(folder, &work, number);
            known.entry(format!("{:?}", state(folder))).or_insert_with(made).clone()
        });
        let (old_state, new_state) = (state(&before), state(&after));
        let of = |(documents, settings)| State { documents, settings };
        let report = codegen::report(
            of((&old_state.0, old_state.1.as_ref())),
            of((&new_state.0, new_state.1.as_ref())),
        );
        let step = report.unwrap().step;
        let mut check = cargo(&["semver-checks", "--release-type", "minor"]);
        check.arg("--baseline-rustdoc").arg(old).arg("--current-rustdoc").arg(new);
        let output = check.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if said.contains("unsupported rustdoc") {
            eprintln!("skipped: this cargo-semver-checks and this Rust do not go together\n{said}");
            return;
        }
        let theirs = !output.status.success();
        let limit = ITS_LIMITS.iter().any(|(limited, _)| *limited == name);
        if theirs != (step == Step::Major && !limit) {
            wrong.push(format!("{name}: {step:?} here, breaking there: {theirs}\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
