//! The packages of the generator compile from their archives alone, as from a registry.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::TestResult;

/// The packages that a registry needs, each with its folder.
const PACKAGES: [(&str, &str); 5] = [
    ("codegen", "codegen"),
    ("openapi-schemas", "xtask/schemas"),
    ("twilio-client-fake", "codegen/fake"),
    ("twilio-client-runtime", "codegen/runtime"),
    ("xtask", "xtask"),
];

fn done(command: &mut Command) -> TestResult {
    let output = command.output()?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("{command:?}\n{stderr}").into()) }
}

fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(folder).env("CARGO_NET_OFFLINE", "true");
    command.env_remove("RUSTFLAGS");
    command
}

/// Copies the packages into a separate workspace that allows to publish them.
fn copy(root: &Path, to: &Path) -> TestResult {
    for folder in ["codegen", "xtask", "Cargo.lock", "LICENSE-APACHE", "LICENSE-MIT"] {
        // `-P` copies links as links.
        done(Command::new("cp").arg("-RP").arg(root.join(folder)).arg(to))?;
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
    let line = |line: &str| match line.split_once(" = ").map(|(key, _)| key) {
        Some("members") => format!("members = {:?}\n", PACKAGES.map(|(_, folder)| folder)),
        Some("publish") => "publish = true\n".to_owned(),
        Some("exclude") => String::new(),
        _ => format!("{line}\n"),
    };
    Ok(fs::write(to.join("Cargo.toml"), manifest.lines().map(line).collect::<String>())?)
}

/// Unpacks the archives into a workspace that takes the packages from no other place.
fn unpack(root: &Path, archives: &Path, to: &Path) -> TestResult<PathBuf> {
    let mut names = Vec::new();
    for (package, _) in PACKAGES {
        let name = format!("{package}-{}", env!("CARGO_PKG_VERSION"));
        // The times in an archive are constant, so Cargo would use the result of an earlier test: `-m` does not
        // restore them.
        let archive = archives.join(format!("{name}.crate"));
        done(Command::new("tar").arg("-xmf").arg(archive).arg("-C").arg(to))?;
        names.push(name);
    }
    // With the profiles of this workspace, the dependencies are compiled already.
    let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
    let profiles = manifest.find("[profile.").and_then(|start| manifest.get(start..)).unwrap_or_default();
    let patches: Vec<String> = PACKAGES
        .iter()
        .zip(&names)
        .map(|((package, _), name)| format!("{package} = {{ path = {name:?} }}\n"))
        .collect();
    let patches = patches.concat();
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[patch.crates-io]\n{patches}\n{profiles}"
    );
    fs::write(to.join("Cargo.toml"), workspace)?;
    fs::copy(root.join("Cargo.lock"), to.join("Cargo.lock"))?;
    Ok(to.to_owned())
}

#[cfg(unix)]
#[test]
fn the_packages_compile_from_their_archives() -> TestResult {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let home = tempfile::tempdir()?;
    let (copied, unpacked, target) =
        (home.path().join("copied"), home.path().join("unpacked"), home.path().join("target"));
    fs::create_dir(&copied)?;
    fs::create_dir(&unpacked)?;
    copy(&root, &copied)?;
    let mut package = cargo(&copied, &["package", "--quiet", "--no-verify", "--allow-dirty", "--workspace"]);
    done(package.env("CARGO_TARGET_DIR", &target))?;
    let workspace = unpack(&root, &target.join("package"), &unpacked)?;
    fs::remove_dir_all(&copied)?;

    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("no target folder")?;
    done(cargo(&workspace, &["check", "--quiet", "--package", "xtask"]).env("CARGO_TARGET_DIR", target))?;
    // The generator contains every file of the runtime and of the fake.
    let packaged = workspace.join(format!("codegen-{}/packaged", env!("CARGO_PKG_VERSION")));
    for (copies, folder) in [(packaged.clone(), "codegen/runtime"), (packaged.join("fake"), "codegen/fake")] {
        let sources = crate::process::tree(&copies.join("src"))?;
        assert_eq!(sources, crate::process::tree(&root.join(folder).join("src"))?);
        let manifest = fs::read(copies.join("manifest.toml"))?;
        assert_eq!(manifest, fs::read(root.join(folder).join("Cargo.toml"))?);
    }
    Ok(())
}
