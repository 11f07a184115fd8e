//! Compares the report with `cargo-semver-checks`, if it is installed. The clients before and after each
//! change are generated, documented as JSON and compared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use codegen::report::{Change, Step, Verdict};
use codegen::{Inputs, Source};

use crate::alone::{cargo, done, write};
use crate::changes::{Side, pairs, state};

/// Rules about breaking changes that `cargo-semver-checks` does not always detect. It compares the numbers of arguments,
/// but neither the types of fields, arguments and results nor the meaning of an argument.
const BEYOND_IT: &[&str] = &[
    "argument-nullable",
    "arguments-reordered",
    "output-changed",
    "output-narrowed",
    "parameter-not-nullable",
    "parameter-type-changed",
    "parameter-type-widened",
    "parents-changed",
    "path-values-changed",
    "property-may-be-absent",
    "property-may-be-null",
    "property-never-absent",
    "property-never-null",
    "property-type-changed",
    "property-type-narrowed",
    "property-type-widened",
    "rust-type-changed",
    "variant-changed",
];

/// The generated and documented clients, by their inputs.
struct Bench {
    work: PathBuf,
    known: BTreeMap<String, PathBuf>,
    /// Both tests write into the same folder.
    _alone: MutexGuard<'static, ()>,
}

static ALONE: Mutex<()> = Mutex::new(());

impl Bench {
    /// `None` if `cargo-semver-checks` is not installed.
    fn new() -> Option<Self> {
        let version = cargo(&["semver-checks", "--version"]).output();
        if !version.is_ok_and(|output| output.status.success()) {
            eprintln!("skipped: cargo-semver-checks is not installed");
            return None;
        }
        let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
        std::fs::create_dir_all(&work).unwrap();
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Self { work, known: BTreeMap::new(), _alone: alone })
    }

    /// The API of a client in rustdoc's JSON format.
    fn documented(&mut self, side: &Side) -> PathBuf {
        let key = format!("{side:?}");
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let output = codegen::generate(&side.0, side.1.as_ref()).unwrap();
        let client = self.work.join("client");
        write(&output.files, &client);
        let features = ["--no-default-features", "--features", "all"];
        let mut rustdoc = cargo(&["rustdoc", "--lib", "--offline", "--quiet"]);
        rustdoc.args(features).args(["--", "-Zunstable-options", "--output-format", "json"]);
        // The format is not stable. `cargo-semver-checks` requests it from a stable compiler in the same way.
        rustdoc.current_dir(&client).env("RUSTC_BOOTSTRAP", "1");
        rustdoc.env("CARGO_TARGET_DIR", self.work.join("target"));
        done(rustdoc);
        let kept = self.work.join(format!("api{}.json", self.known.len()));
        let manifest = output.files.iter().find(|file| file.path == "Cargo.toml").unwrap();
        let name = manifest.text.split("name = \"").nth(1).unwrap().split('"').next().unwrap();
        let made = self.work.join("target/doc").join(format!("{}.json", name.replace('-', "_")));
        std::fs::rename(made, &kept).unwrap();
        self.known.insert(key, kept.clone());
        kept
    }

    /// The two verdicts about a change, if they differ.
    fn disagreement(&mut self, name: &str, before: &Side, after: &Side) -> Option<String> {
        let report = codegen::report(
            Inputs { documents: &before.0, settings: before.1.as_ref(), ..Inputs::default() },
            Inputs { documents: &after.0, settings: after.1.as_ref(), ..Inputs::default() },
        );
        let breaking = |change: &&Change| change.rule.rust == Verdict::Breaking;
        let report = report.unwrap();
        assert_eq!(report.changes.iter().any(|change| breaking(&change)), report.step == Step::Major);
        // A new value of an enum can take the name of another one, which gets a new name. Then the old name remains.
        let is_taken = |renamed: &Change| {
            let (Some(old), Some((of, _))) = (&renamed.before, renamed.rust.rsplit_once("::")) else {
                return false;
            };
            let variant = format!("{of}::{}", old.split(" = ").next().unwrap());
            let mut added = report.changes.iter().filter(|change| change.rule.id.ends_with("-value-added"));
            added.any(|change| change.rust == variant)
        };
        let must_detect = |change: &Change| match change.rule.id {
            "value-renamed" => !is_taken(change),
            id => !BEYOND_IT.contains(&id),
        };
        let ours = report.step == Step::Major;
        let is_detectable = report.changes.iter().filter(breaking).any(must_detect);
        let mut check = cargo(&["semver-checks", "--release-type", "minor"]);
        check.arg("--baseline-rustdoc").arg(self.documented(before));
        check.arg("--current-rustdoc").arg(self.documented(after));
        let output = check.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if said.contains("unsupported rustdoc") {
            eprintln!("skipped: this cargo-semver-checks and this Rust do not go together\n{said}");
            return None;
        }
        let theirs = !output.status.success();
        let agrees = if ours { theirs || !is_detectable } else { !theirs };
        (!agrees).then(|| format!("{name}: breaking here: {ours}, there: {theirs}\n{report}\n{said}"))
    }
}

#[test]
fn the_steps_agree_with_cargo_semver_checks() {
    let Some(mut bench) = Bench::new() else { return };
    let mut wrong = Vec::new();
    for pair in pairs() {
        let name = pair.file_name().unwrap().to_string_lossy().into_owned();
        let (before, after) = (state(&pair.join("before")), state(&pair.join("after")));
        wrong.extend(bench.disagreement(&name, &before, &after));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares every row of the rules in both directions. It generates a hundred clients, which takes minutes.
#[test]
fn the_rules_agree_with_cargo_semver_checks() {
    let Some(mut bench) = Bench::new() else { return };
    let mut wrong = Vec::new();
    for (line, row) in crate::rules::rows() {
        let (before, after) = crate::rules::sides(line, &row);
        wrong.extend(bench.disagreement(&row.rules.get_ref().join(" "), &before, &after));
        wrong.extend(bench.disagreement(&row.rules_reversed.join(" "), &after, &before));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares releases of the published documents in both directions: for each document, the release that grew it most
/// and the release that shortened it most.
#[test]
fn the_reports_of_real_releases_agree_with_cargo_semver_checks() {
    let Some(releases) = releases() else { return };
    let Some(mut bench) = Bench::new() else { return };
    let mut wrong = Vec::new();
    for (name, before, after) in &releases {
        wrong.extend(bench.disagreement(name, before, after));
        wrong.extend(bench.disagreement(&format!("{name}, reversed"), after, before));
    }
    assert!(releases.len() >= 20, "{} pairs", releases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Pairs of one document in two successive releases, with its name. `None` without the history of the documents.
fn releases() -> Option<Vec<(String, Side, Side)>> {
    let bundle = crate::sample::root().join("../shared/specs/history.bundle");
    if !bundle.exists() {
        eprintln!("skipped: the history of the published documents is not beside the repository");
        return None;
    }
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let clone = Path::new(env!("CARGO_TARGET_TMPDIR")).join("history");
    let folder = clone.to_str().unwrap();
    if !clone.exists() {
        git(&["clone", "--quiet", bundle.to_str().unwrap(), folder]);
    }
    let side = |revision: &str, path: &str| {
        let name = Path::new(path).file_name().unwrap().to_string_lossy().into_owned();
        (vec![Source { name, text: git(&["-C", folder, "show", &format!("{revision}:{path}")]) }], None)
    };
    let mut pairs = Vec::new();
    for path in git(&["-C", folder, "ls-tree", "--name-only", "HEAD", "spec/"]).lines() {
        // Each line: a commit, the lines that it added to the document, and the lines that it removed.
        let log = git(&["-C", folder, "log", "--format=%H", "--numstat", "--diff-filter=M", "--", path]);
        let words: Vec<&str> = log.split_whitespace().collect();
        let growth = |change: &[&str]| change[1].parse::<i64>().unwrap() - change[2].parse::<i64>().unwrap();
        let changes = || words.chunks(4).map(|change| (growth(change), change[0]));
        for (_, commit) in changes().max().into_iter().chain(changes().min()) {
            let before = side(&format!("{commit}^"), path);
            pairs.push((format!("{path} in {commit}"), before, side(commit, path)));
        }
    }
    Some(pairs)
}
