//! Writes a generated crate to a folder outside of the workspace, and runs Cargo on it.

use std::path::Path;
use std::process::{Command, Output};

use codegen::File;

use crate::sample::root;

/// Replaces the content of a folder with a crate.
pub(crate) fn write(files: &[File], folder: &Path) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).unwrap();
    }
    for file in files {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        // The folder may be inside of this workspace, but the crate is not a member.
        let alone = if file.path == "Cargo.toml" { "\n[workspace]\n" } else { "" };
        std::fs::write(path, format!("{}{alone}", file.text)).unwrap();
    }
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}

/// Cargo, without the environment of this build.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).env_remove("RUSTFLAGS").env_remove("RUSTDOCFLAGS");
    command
}

/// Runs a command that must succeed.
pub(crate) fn done(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    output
}
