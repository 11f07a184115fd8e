//! Explains a rule of the report, or a change by its fingerprint.

use codegen::report::{self, Row, Verdict};

use crate::command::comparison::{self, Comparison};
use crate::failure::Failure;
use crate::input::project::{Project, ProjectArguments};
use crate::terminal;
use crate::terminal::diagnostics::Format;

/// The number of digits of a fingerprint.
const DIGITS: usize = 12;

/// Prints the rule with a name. Returns whether there is one.
pub(super) fn explain_rule(name: &str) -> bool {
    let Some(rule) = report::rules().iter().find(|rule| rule.id == name) else { return false };
    terminal::say(&text(rule));
    true
}

fn text(rule: &Row) -> String {
    let Row { id, wire, rust, reason, next, .. } = rule;
    let (wire, rust) = (verdict(*wire), verdict(*rust));
    let next = if next.is_empty() { String::new() } else { format!("\n  users     {next}") };
    format!(
        "rule {id}\n  {:<9} {reason}\n  wire      {wire}\n  callers   {rust}, unless the signatures show otherwise{next}\n",
        "reason"
    )
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unchanged => "unchanged",
        Verdict::Documentation => "documentation only",
        Verdict::Compatible => "compatible",
        Verdict::Breaking => "breaking",
    }
}

/// Whether the argument has the form of a fingerprint.
pub(super) fn is_fingerprint(argument: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    argument.len() == DIGITS && argument.bytes().all(is_digit)
}

/// Prints the change with a fingerprint.
pub(super) fn explain_fingerprint(fingerprint: &str, arguments: &ProjectArguments) -> Result<(), Failure> {
    let project = Project::find(arguments)?;
    let comparison = Comparison { project: arguments.clone(), ..Comparison::default() };
    let mut report = comparison::compare(&project, &comparison, Format::Text)?.report;
    report.changes.retain(|change| change.fingerprint == fingerprint);
    if report.changes.is_empty() {
        let help = format!("`{} diff` lists the changes and their fingerprints", terminal::command());
        return Err(Failure::new(format_args!("no change has the fingerprint `{fingerprint}`"), help));
    }
    let rules: Vec<Row> = report.changes.iter().map(|change| change.rule).collect();
    terminal::say(&report.changes_text());
    for rule in &rules {
        terminal::say(&text(rule));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_has_twelve_digits() {
        for (argument, expected) in [
            ("8c5b3a7210ce", true),
            ("8C5B3A7210CE", false),
            ("8c5b3a7210c", false),
            ("request-value", false),
        ] {
            assert_eq!(is_fingerprint(argument), expected, "{argument}");
        }
    }

    #[test]
    fn every_rule_has_an_explanation() {
        for rule in report::rules() {
            let text = text(rule);
            assert!(text.contains(rule.id) && text.contains(rule.reason), "{text}");
            let is_breaking = rule.wire == Verdict::Breaking || rule.rust == Verdict::Breaking;
            assert!(!is_breaking || text.contains("users"), "{text} has no next step");
        }
        assert!(explain_rule("page-size-lowered"));
        assert!(!explain_rule("page-size"));
    }
}
