//! The page `docs/own-client.md`, run as written in an unrelated repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::TestResult;

/// A block of the page.
enum Block {
    /// Shell commands.
    Commands(String),
    /// A path and the content of the file.
    File(String, String),
}

/// Returns the blocks of the page, in their order. The text before a file ends in its path in backticks, and
/// a colon.
fn blocks(page: &str) -> TestResult<Vec<Block>> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("\n```") {
        let (language, after) = after.split_once('\n').ok_or("a block without an end")?;
        let (text, after) = after.split_once("\n```").ok_or("a block without an end")?;
        let text = format!("{text}\n");
        blocks.push(match language {
            "sh" => Block::Commands(text),
            "yaml" | "toml" | "rust" => {
                let path = before.trim_end().strip_suffix("`:").and_then(|before| before.rsplit('`').next());
                Block::File(path.ok_or_else(|| format!("no path before:\n{text}"))?.to_owned(), text)
            }
            other => return Err(format!("the language `{other}` of a block").into()),
        });
        rest = after;
    }
    Ok(blocks)
}

/// Returns the commands of a workflow.
fn steps(workflow: &str) -> Vec<String> {
    let runs = workflow.lines().filter_map(|line| line.trim().strip_prefix("- run: "));
    runs.map(|run| format!("{run}\n")).collect()
}

/// The program under its installed name, in its own folder.
fn installed(home: &Path) -> TestResult<PathBuf> {
    let folder = home.join("bin");
    fs::create_dir(&folder)?;
    fs::copy(env!("CARGO_BIN_EXE_twilio-codegen"), folder.join("twilio-codegen"))?;
    Ok(folder)
}

/// Runs shell commands as a user of the installed program, without network.
fn shell(commands: &str, repository: &Path, bin: &Path) -> TestResult<String> {
    let search = std::env::join_paths(
        std::iter::once(bin.to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    )?;
    // The dependencies are those of this workspace, which are compiled already.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("no target folder")?;
    let mut command = Command::new("sh");
    command.args(["-e", "-c", commands]).current_dir(repository).env("PATH", search);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
            command.env_remove(name);
        }
    }
    command.env_remove("TWILIO_CODEGEN_COMMAND").env_remove("GITHUB_STEP_SUMMARY");
    command.env("CARGO_NET_OFFLINE", "true").env("CARGO_TARGET_DIR", target);
    command.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
    command.env("CARGO_PROFILE_DEV_BUILD_OVERRIDE_DEBUG", "line-tables-only");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "test").env(format!("GIT_{role}_EMAIL"), "test@example.com");
    }
    let output = command.output()?;
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(text) } else { Err(format!("$ {commands}{text}").into()) }
}

#[cfg(unix)]
#[test]
fn the_page_leads_to_a_crate_that_compiles() -> TestResult {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/own-client.md"))?;
    assert!(page.contains("The output is a crate, not a file to `include!`."));
    let home = tempfile::tempdir()?;
    let (bin, repository) = (installed(home.path())?, home.path().join("bookshop"));
    fs::create_dir(&repository)?;
    shell("git init --quiet --initial-branch main", &repository, &bin)?;
    // Without network, Cargo can select only the versions that this workspace uses.
    fs::copy(root.join("Cargo.lock"), repository.join("Cargo.lock"))?;

    let mut printed = String::new();
    let mut workflow = None;
    for block in blocks(&page)? {
        match block {
            Block::Commands(commands) if commands.starts_with("cargo install") => {}
            Block::Commands(commands) => printed.push_str(&shell(&commands, &repository, &bin)?),
            Block::File(path, text) => {
                let path = repository.join(path);
                fs::create_dir_all(path.parent().ok_or("no parent")?)?;
                fs::write(&path, &text)?;
                workflow = path.starts_with(repository.join(".github")).then_some(text);
            }
        }
    }
    let workflow = workflow.ok_or("the last file is not the workflow")?;
    let steps = steps(&workflow);
    let (install, steps) = steps.split_first().ok_or("no steps")?;
    assert!(install.starts_with("cargo install"), "{install}");
    assert_eq!(steps.len(), 3, "{workflow}");
    for step in steps {
        printed.push_str(&shell(step, &repository, &bin)?);
    }
    for line in [
        "written: spec/codegen.toml",
        "next step: `twilio-codegen generate` writes the crate to generated-client/",
        "spec/bookshop.yaml → bookshop: 2 operations",
        "no changes for users of the crate",
    ] {
        assert!(printed.contains(line), "`{line}` is missing in:\n{printed}");
    }
    // The output names no file or command that exists only in the repository of the generator.
    assert!(!printed.contains("xtask"), "{printed}");
    let generated = repository.join("generated-client");
    for (path, bytes) in crate::process::tree(&generated)? {
        let text = String::from_utf8_lossy(&bytes);
        for name in ["xtask", "codegen/", "spec/README"] {
            assert!(!text.contains(name), "{path} contains `{name}`");
        }
    }

    // A reader changes the document: the crate is stale until the page's command is run.
    let document = repository.join("spec/bookshop.yaml");
    let text = fs::read_to_string(&document)?.replace("operationId: FetchBook", "operationId: ReadBook");
    fs::write(&document, text)?;
    let [check, diff, _] = steps else { return Err("other steps".into()) };
    let stale = shell(check, &repository, &bin).err().ok_or("not stale")?.to_string();
    assert!(stale.contains("run `twilio-codegen generate` and commit"), "{stale}");
    shell("twilio-codegen generate", &repository, &bin)?;
    shell(check, &repository, &bin)?;
    let report = shell(diff, &repository, &bin).err().ok_or("not breaking")?.to_string();
    assert!(report.contains("`ReadBook = \"fetch\"` to `[documents.bookshop.rename]`"), "{report}");
    assert!(report.contains("`twilio-codegen approve "), "{report}");
    Ok(())
}
