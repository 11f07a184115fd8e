//! The dependencies of the workspace.

use std::collections::BTreeSet;

use crate::alone::{cargo, done};
use crate::sample::root;

/// Cargo compiles a package once for each selection of its features. `--duplicates` lists the packages with several
/// versions or selections. It misses some packages whose selection differs only between build scripts and tests, so
/// this test detects most changes that compile the generator twice, and not all.
#[test]
fn every_dependency_has_one_selection_of_features() {
    let mut command = cargo(&[
        "tree",
        "--locked",
        "--offline",
        "--workspace",
        "--duplicates",
        "--edges=normal,build,dev",
        "--depth=0",
        "--prefix=none",
        "--format={p}",
    ]);
    command.current_dir(root());
    let listed = String::from_utf8(done(command).stdout).unwrap();
    let mut seen = BTreeSet::new();
    let packages = listed.lines().filter(|line| !line.is_empty());
    let twice: Vec<&str> = packages.filter(|package| !seen.insert(*package)).collect();
    assert!(
        twice.is_empty(),
        "compiled twice: {twice:?}; `cargo tree --workspace --duplicates` shows for which packages; give them the same \
         features in `tests/Cargo.toml` and in the build dependencies of `tests/zoo/Cargo.toml`"
    );
}
