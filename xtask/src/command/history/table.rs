//! The counts as text and as JSON.

use std::fmt::Write as _;

use codegen::report::{Affected, Change, Verdict};
use serde_json::{Value, json};

use super::{Comparison, Counts, Step, counts};
use crate::terminal;

/// The version of the structure. It changes if a key changes its meaning or disappears.
const SCHEMA_VERSION: u32 = 1;

const PARTS: [Affected; 3] = [Affected::Requests, Affected::Responses, Affected::Callers];

/// One table of the releases, and one of the rules.
pub(super) fn text(steps: &[Step]) -> String {
    let names =
        steps.iter().map(|step| terminal::name(&step.from).len() + terminal::name(&step.to).len() + 3);
    let width = names.max().unwrap_or_default().max("releases".len());
    let mut text = format!(
        "{:<width$}  documents  requests  responses  callers  compatible  documentation  errors\n",
        "releases"
    );
    for step in steps {
        let name = format!("{} → {}", terminal::name(&step.from), terminal::name(&step.to));
        let [requests, responses, callers] = PARTS.map(|part| step.breaking(part));
        let (compatible, documentation) =
            (step.count(Verdict::Compatible), step.count(Verdict::Documentation));
        let (documents, errors) = (step.changed.len(), step.problems());
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{name:<width$}  {documents:>9}  {requests:>8}  {responses:>9}  {callers:>7}  {compatible:>10}  \
             {documentation:>13}  {errors:>6}"
        );
    }
    text.push_str("\nrule                            wire           callers        changes\n");
    for ((rule, wire, rust), count) in total(steps) {
        let (wire, rust) = (name(wire), name(rust));
        let _ = writeln!(text, "{rule:<30}  {wire:<13}  {rust:<13}  {count:>7}");
    }
    text.push_str(&summary(steps));
    text
}

/// The totals, and the documents that could not be compared.
fn summary(steps: &[Step]) -> String {
    let documents: usize = steps.iter().map(|step| step.changed.len()).sum();
    let pairs = terminal::count(documents, "pair");
    let all = || steps.iter().flat_map(Step::changes);
    let breaks = |parts: &[Affected]| {
        all().filter(|change| change.breaks.iter().any(|part| parts.contains(part))).count()
    };
    let wire = breaks(&[Affected::Requests, Affected::Responses]);
    let callers = breaks(&[Affected::Callers]);
    let mut text = format!(
        "\n{}: {wire} changes break requests or responses, {callers} break callers, {} in all\n",
        terminal::name(&format!("{pairs} of documents")),
        all().count()
    );
    for step in steps {
        for Comparison { document, problem, .. } in &step.changed {
            if let Some(problem) = problem {
                let (to, document) = (terminal::name(&step.to), terminal::name(document));
                let _ = writeln!(text, "error: {to}: {document}: {}", terminal::name(problem));
            }
        }
    }
    text
}

fn total(steps: &[Step]) -> Counts {
    counts(steps.iter().flat_map(Step::changes))
}

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unchanged => "unchanged",
        Verdict::Documentation => "documentation",
        Verdict::Compatible => "compatible",
        Verdict::Breaking => "breaking",
    }
}

/// The counts of each pair of releases and of all, and the breaking changes, as one object.
pub(super) fn json(steps: &[Step]) -> String {
    let rules = |counts: Counts| -> Vec<Value> {
        let row = |((rule, wire, rust), count)| json!({"rule": rule, "wire": wire, "callers": rust, "count": count});
        counts.into_iter().map(row).collect()
    };
    let is_breaking = |change: &Change| change.severity() == Verdict::Breaking;
    let documents = |step: &Step| -> Vec<Value> {
        let row = |comparison: &Comparison| {
            json!({
                "document": comparison.document,
                "rules": rules(counts(comparison.changes.iter())),
                "breaking": comparison.changes.iter().filter(|change| is_breaking(change)).collect::<Vec<_>>(),
                "error": comparison.problem,
            })
        };
        step.changed.iter().map(row).collect()
    };
    let releases = steps.iter().map(|step| {
        json!({
            "from": step.from,
            "to": step.to,
            "added": step.added,
            "removed": step.removed,
            "documents": documents(step),
        })
    });
    let releases: Vec<Value> = releases.collect();
    let object =
        json!({"schema_version": SCHEMA_VERSION, "releases": releases, "rules": rules(total(steps))});
    format!("{object:#}\n")
}
