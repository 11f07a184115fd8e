//! `cargo xtask generate`: documents in, the client crate's files out.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::faults::Format;
use crate::report::{self, Report};
use crate::{diff, sources, sync};

/// What is to be generated, and whether to write it.
#[derive(Debug, Default)]
pub(crate) struct Request {
    /// A document or a folder of them; the repository's `spec` if not given.
    pub(crate) spec: Option<PathBuf>,
    /// The settings; the spec folder's own if not given.
    pub(crate) config: Option<PathBuf>,
    /// The crate's folder; the repository's `generated-client` if not given.
    pub(crate) out: Option<PathBuf>,
    /// Whether the crate gets a test of the documents' examples.
    pub(crate) examples: bool,
    /// How faults of the documents are told.
    pub(crate) format: Format,
    /// Whether to write.
    pub(crate) mode: Mode,
}

/// Whether a run writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It does.
    #[default]
    Write,
    /// It does not, and fails if it would have had to.
    Check,
    /// It does not.
    DryRun,
}

/// Generates, prints what that means, and writes if asked to.
pub(crate) fn run(request: &Request) -> Result<(), Failure> {
    let root = sources::root()?;
    let spec = request.spec.clone().unwrap_or_else(|| root.join("spec"));
    let out = request.out.clone().unwrap_or_else(|| root.join("generated-client"));

    let input = sources::read(&root, &spec, request.config.as_deref())?;
    let told = |faults| Failure::faults(&faults, request.format);
    let mut output = codegen::generate(&input.documents, input.settings.as_ref()).map_err(told)?;
    if request.examples {
        let examples = codegen::examples(&input.documents, input.settings.as_ref());
        output.files.extend(examples.map_err(told)?);
    }
    let _lock = match request.mode {
        Mode::Write => Some(sync::lock(&out)?),
        Mode::Check | Mode::DryRun => None,
    };
    let plan = sync::plan(&out, &output.files)?;
    for warning in &plan.warnings {
        report::warn(&format!("warning: {warning}"));
    }
    // What the committed documents gave is known for the repository's own client only.
    let is_own = request.spec.is_none() && request.config.is_none() && request.mode != Mode::Check;
    let changes = if is_own { diff::since_head(&root, &input, request.format)? } else { None };
    if request.mode == Mode::Write {
        sync::apply(&plan)?;
    }
    let report = Report { documents: &output.documents, plan: &plan, mode: request.mode }.to_string();
    match request.format {
        Format::Json => report::warn(report.trim_end()),
        Format::Text | Format::Github => report::say(&report),
    }
    if let Some(changes) = changes {
        let changes = format!("\nsince the last commit: {changes}");
        match request.format {
            Format::Json => report::warn(changes.trim_end()),
            Format::Text | Format::Github => report::say(&changes),
        }
    }

    if request.mode == Mode::Check && !plan.is_done() {
        if request.format == Format::Github {
            report::say(&report::annotations(&plan, &sources::shown(&root, &out)));
        }
        return Err(Failure::new(
            format_args!(
                "`{}` is not what `{}` gives",
                sources::shown(&root, &out),
                sources::shown(&root, &spec)
            ),
            format_args!("run `{}` and commit what it changes", repair(request)),
        ));
    }
    Ok(())
}

/// The command that writes what this request would have.
fn repair(request: &Request) -> String {
    let options = [("--spec", &request.spec), ("--config", &request.config), ("--out", &request.out)];
    let given = options.iter().filter_map(|(name, path)| Some((name, path.as_deref()?)));
    let command = given.fold("cargo xtask generate".to_owned(), |command, (name, path)| {
        format!("{command} {name} {}", quoted(path))
    });
    if request.examples { format!("{command} --examples") } else { command }
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/\\._-:+@=,".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repair_is_the_same_command_without_check() {
        let mut request = Request { mode: Mode::Check, ..Request::default() };
        assert_eq!(repair(&request), "cargo xtask generate");
        request.spec = Some("a b/it's".into());
        request.out = Some("../x".into());
        request.examples = true;
        assert_eq!(repair(&request), r"cargo xtask generate --spec 'a b/it'\''s' --out ../x --examples");
    }
}
