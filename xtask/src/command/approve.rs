//! `approve`: records intended breaking changes in `approved.toml`.

use std::collections::BTreeSet;

use clap::Args;
use codegen::report::{Approvals, Change, Report, Verdict};
use codegen::{Source, visible};

use super::comparison::{self, Compared, Comparison};
use crate::failure::Failure;
use crate::input::project::Project;
use crate::sync::{self, FilePlan};
use crate::terminal;
use crate::terminal::diagnostics::Format;

/// The arguments of `approve`.
#[derive(Args, Debug)]
pub(crate) struct Approve {
    /// The fingerprints of the changes, from the report of `diff`
    #[arg(value_name = "FINGERPRINT", required = true)]
    fingerprints: Vec<String>,
    /// The reason why the changes are acceptable
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    comparison: Comparison,
}

/// Appends the approvals to the file. Writes nothing if one of them is rejected.
pub(crate) fn run(request: &Approve) -> Result<(), Failure> {
    let project = Project::find(&request.comparison.project)?;
    let reason = request.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        return Err(Failure::usage("the reason is empty", "explain why the change is acceptable"));
    }
    let Compared { report, errors: _, warnings: _ } =
        comparison::compare(&project, &request.comparison, Format::Text)?;
    let mut approved = Vec::new();
    let mut failures = Vec::new();
    let mut seen = BTreeSet::new();
    for fingerprint in &request.fingerprints {
        match find(&report, fingerprint) {
            Ok(_) if !seen.insert(fingerprint) => failures.push(Failure::new(
                format_args!("the fingerprint `{fingerprint}` is given twice"),
                "remove one of them",
            )),
            Ok(change) => approved.push(change),
            Err(failure) => failures.push(failure),
        }
    }
    if let Some(failure) = Failure::all(&failures) {
        return Err(failure);
    }

    let path = project.approvals();
    let old = comparison::approvals(&project, Format::Text)?.map(|(source, _)| source.text);
    let name = project.shown(&path);
    let text = append(old.as_deref().unwrap_or_default(), &approved, &reason);
    check(&Source { name: name.clone(), text: text.clone() })?;
    let change =
        sync::Change { path: name.clone(), old: old.map(String::into_bytes), new: text.into_bytes() };
    FilePlan { file: path, change }.stage()?.commit()?;
    for Change { fingerprint, rust, .. } in approved {
        // A Rust path contains `::`, and never begins with it.
        terminal::say(&format!("approved {fingerprint}: {}\n", visible(rust)));
    }
    terminal::say(&format!("written: {name}\n"));
    Ok(())
}

/// Returns the change with a fingerprint, if an approval of it has an effect.
fn find<'r>(report: &'r Report, fingerprint: &str) -> Result<&'r Change, Failure> {
    let shown = terminal::name(fingerprint);
    let Some(change) = report.changes.iter().find(|change| change.fingerprint == fingerprint) else {
        let open: Vec<&str> = report
            .changes
            .iter()
            .filter(|change| change.is_open())
            .map(|change| change.fingerprint.as_str())
            .collect();
        let command = terminal::command();
        let help = match open.as_slice() {
            [] => format!("`{command} diff` lists the changes; none of them needs an approval"),
            open => {
                format!("`{command} diff` lists the changes; these need an approval: {}", open.join(", "))
            }
        };
        return Err(Failure::new(format_args!("no change has the fingerprint `{shown}`"), help));
    };
    if let Some(reason) = &change.approved {
        let reason = terminal::name(reason);
        return Err(Failure::new(
            format_args!("`{shown}` is already approved: {reason}"),
            "remove it from the command",
        ));
    }
    if change.severity() != Verdict::Breaking {
        let rust = terminal::name(&change.rust);
        return Err(Failure::new(
            format_args!("`{shown}` is not a breaking change: {rust}"),
            "remove it from the command",
        ));
    }
    Ok(change)
}

/// Adds entries at the end of a file of approvals, with the line endings of the file.
fn append(text: &str, changes: &[&Change], reason: &str) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = text.to_owned();
    for Change { fingerprint, .. } in changes {
        match text.ends_with('\n') {
            _ if text.is_empty() => {}
            true => text.push_str(end),
            false => text.extend([end, end]),
        }
        let reason = toml::Value::from(reason);
        let entry =
            ["[[approved]]", &format!("fingerprint = \"{fingerprint}\""), &format!("reason = {reason}")];
        text.extend(entry.iter().flat_map(|line| [line, end]));
    }
    text
}

/// Checks the new content of the file, before it is written.
fn check(source: &Source) -> Result<(), Failure> {
    Approvals::read(source).map(drop).map_err(|diagnostics| {
        Failure::from(diagnostics)
            .note("this is the new content of the file; write each approval as a table `[[approved]]`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    type TestResult = Result<(), Box<dyn std::error::Error>>;

    fn change(fingerprint: &str) -> Result<Change, Box<dyn std::error::Error>> {
        let document = |path: &str| Source {
            name: "spec/rooms_v1.yaml".to_owned(),
            text: format!(
                "openapi: 3.0.1\ninfo: {{title: Rooms, version: '1'}}\nservers: [{{url: https://rooms.twilio.com}}]\n\
                 paths:\n  {path}:\n    get:\n      operationId: ListRoom\n      responses: {{'204': {{description: ok}}}}\n"
            ),
        };
        let (old, new) = ([document("/v1/Rooms")], [document("/v1/Halls")]);
        let inputs = |documents| codegen::Inputs { documents, ..codegen::Inputs::default() };
        let report = codegen::report(inputs(&old), inputs(&new)).map_err(|error| error.to_string())?;
        let mut change = report.changes.first().ok_or("no change")?.clone();
        fingerprint.clone_into(&mut change.fingerprint);
        Ok(change)
    }

    #[test]
    fn entries_are_appended_and_the_rest_of_the_file_is_unchanged() -> TestResult {
        let (one, two) = (change("1111")?, change("2222")?);
        let entry = |name: &str, end: &str| {
            format!("[[approved]]{end}fingerprint = \"{name}\"{end}reason = \"r\"{end}")
        };
        let (first, second) = (entry("1111", "\n"), entry("2222", "\n"));
        for (old, new) in [
            ("", format!("{first}\n{second}")),
            ("# mine\n", format!("# mine\n\n{first}\n{second}")),
            ("# mine", format!("# mine\n\n{first}\n{second}")),
            ("# a\r\n", format!("# a\r\n\r\n{}\r\n{}", entry("1111", "\r\n"), entry("2222", "\r\n"))),
        ] {
            assert_eq!(append(old, &[&one, &two], "r"), new, "{old:?}");
        }
        Ok(())
    }

    #[test]
    fn any_reason_is_one_string() -> TestResult {
        for reason in ["it's \"so\"", "a\\b", "# no comment", "\u{202e}é"] {
            let text = append("", &[&change("1111")?], reason);
            let table: toml::Table = text.parse()?;
            let read = table.get("approved").and_then(|list| list.get(0)?.get("reason")?.as_str());
            assert_eq!(read, Some(reason), "{text}");
        }
        Ok(())
    }
}
