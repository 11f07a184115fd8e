//! The result of a run as JSON.

use std::time::Duration;

use serde_json::{Value, json};

use super::Survey;
use super::cargo::{self, Tally};
use super::examples::Examples;
use super::table::{Counts, Row};

/// The version of the structure. It changes if a key changes its meaning or disappears.
const SCHEMA_VERSION: u32 = 2;

/// The result as one object: the counts, one object per document, and one for the crate of all documents.
pub(super) fn of(survey: &Survey) -> Value {
    let Survey { rows, notes, counts } = survey;
    // The last row is the crate of all documents.
    let (all, documents) = rows.split_last().map_or((None, &[] as &[Row]), |(all, rows)| (Some(all), rows));
    json!({
        "schema_version": SCHEMA_VERSION,
        "generated": counts.generated(),
        "failed": counts.failed(),
        "documents": documents.iter().map(row).collect::<Vec<_>>(),
        "all": all.map(row),
        "notes": notes,
    })
}

fn row(row: &Row) -> Value {
    let Row { name, time, counts, diagnostics, checks, examples, tally, errors } = row;
    let diagnostics = diagnostics.entries().map(|(level, code, count)| {
        json!({
            "level": level.to_string(),
            "code": code.to_string(),
            "name": code.name(),
            "count": count,
        })
    });
    let checks = cargo::CHECKS.iter().zip(checks);
    let checks = checks.map(|(check, time)| json!({"name": check.name, "seconds": time.map(seconds)}));
    json!({
        "name": name,
        "seconds": seconds(*time),
        "crate": counts.as_ref().map(sizes),
        "diagnostics": diagnostics.collect::<Vec<_>>(),
        "checks": checks.collect::<Vec<_>>(),
        "examples": examples.as_ref().map(|examples| of_examples(examples, tally.as_ref())),
        "errors": errors,
    })
}

fn sizes(counts: &Counts) -> Value {
    let Counts { operations, unsupported, models, sids, lines, modules } = counts;
    json!({
        "operations": operations,
        "omitted": unsupported,
        "models": models,
        "sids": sids,
        "lines": lines,
        "modules": modules,
    })
}

fn of_examples(examples: &Examples, tally: Option<&Tally>) -> Value {
    let Examples { valid, contradictory, unchecked } = examples;
    let lost = tally.map(|tally| &tally.lost);
    json!({
        "valid": valid,
        "decoded": tally.map_or(0, |tally| tally.passed),
        "lost": lost,
        "contradictory": contradictory,
        "unchecked": unchecked,
    })
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}
