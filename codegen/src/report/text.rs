//! The report for a terminal: a summary, the breaking changes in detail, and one line for each other change.

use std::fmt;

use super::change::{Change, Report};
use super::setting::Names;
use super::verdict::{Direction, Verdict};
use super::version::Step;
use crate::invisible::plain;

/// The maximum number of lines per section, so that the report fits on a screen. Further changes are counted.
const MOST: usize = 12;
/// The maximum number of breaking changes in detail.
const MOST_BREAKING: usize = 40;
/// The maximum number of characters of a description.
const WIDTH: usize = 100;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.summary())?;
        if self.step != Step::None {
            writeln!(f, "{}", self.version())?;
        }
        self.breaking(f)?;
        self.others(f, Verdict::Compatible, "compatible")?;
        self.others(f, Verdict::Documentation, "documentation only")
    }
}

impl Report {
    /// The number of changes, in one line.
    pub fn summary(&self) -> String {
        if self.changes.is_empty() {
            return "no changes for users of the crate".to_owned();
        }
        let approved = self.changes.iter().filter(|change| change.approved.is_some()).count();
        let approved = if approved == 0 { String::new() } else { format!(" ({approved} approved)") };
        format!(
            "{} breaking{approved}, {} compatible, {} documentation only",
            self.count(Verdict::Breaking),
            self.count(Verdict::Compatible),
            self.count(Verdict::Documentation),
        )
    }

    /// The required version, in one line.
    pub fn version(&self) -> String {
        let Self { version_before, version_after, version_needed, step, .. } = self;
        let verdict = if self.version_is_enough() {
            format!("{version_after} is sufficient")
        } else {
            format!("{version_after} is not sufficient")
        };
        if *step == Step::None {
            return format!("version: {version_before} does not need to change; {verdict}");
        }
        let step = step.name();
        format!("version: {version_before} needs a {step} step to at least {version_needed}; {verdict}")
    }

    fn of(&self, verdict: Verdict) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.severity() == verdict)
    }

    fn breaking(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut any, width) = (false, widest(self.of(Verdict::Breaking)));
        for change in self.of(Verdict::Breaking).take(MOST_BREAKING) {
            if !any {
                writeln!(f, "\nbreaking")?;
                any = true;
            }
            let Change { rust, wire, before, after, rule, fingerprint, approved, setting, .. } = change;
            let rust = plain(rust);
            let (wire, broken) = (plain(wire), change.broken());
            let direction = change.direction.name();
            writeln!(f, "  {rust:<width$}  {wire}{direction}  breaks {broken}  [{fingerprint}]")?;
            for (sign, text) in [('-', before), ('+', after)] {
                if let Some(text) = text {
                    writeln!(f, "    {sign} {}", plain(text))?;
                }
            }
            writeln!(f, "    {}", rule.reason)?;
            if let Some(reason) = approved {
                writeln!(f, "    approved: {}", plain(reason))?;
            } else if let Some(setting) = setting {
                writeln!(
                    f,
                    "    to keep the name: {} of {}",
                    plain(&setting.to_string()),
                    self.names.settings
                )?;
            }
        }
        let Names { command, approvals, .. } = &self.names;
        if let more @ 1.. = self.count(Verdict::Breaking).saturating_sub(MOST_BREAKING) {
            writeln!(f, "    … and {more} more; `{command} diff --format json` prints all")?;
        }
        if self.is_breaking() {
            let approve = self.names.approve("FINGERPRINT");
            writeln!(f, "\nto approve a breaking change: `{approve}`, which writes {approvals}")?;
        }
        Ok(())
    }

    /// One line each.
    fn others(&self, f: &mut fmt::Formatter<'_>, verdict: Verdict, title: &str) -> fmt::Result {
        let shown: Vec<&Change> = self.of(verdict).take(MOST).collect();
        if shown.is_empty() {
            return Ok(());
        }
        writeln!(f, "\n{title}")?;
        let width = widest(shown.iter().copied());
        for change in &shown {
            let sign = match (&change.before, &change.after) {
                (None, Some(_)) => '+',
                (Some(_), None) => '-',
                _ => '~',
            };
            let line = format!("  {sign} {:<width$}  {}", plain(&change.rust), change.news());
            writeln!(f, "{}", line.trim_end())?;
        }
        match self.count(verdict) - shown.len() {
            0 => Ok(()),
            more => writeln!(f, "    … and {more} more"),
        }
    }
}

impl Change {
    /// The parts that a change breaks: requests, responses or callers.
    pub(super) fn broken(&self) -> &'static str {
        let direction = match (self.rule.side, self.direction) {
            (Some(side), Direction::Both | Direction::None) => side,
            (_, direction) => direction,
        };
        match (self.rule.wire, self.rule.rust, direction) {
            (Verdict::Breaking, Verdict::Breaking, Direction::Response) => "responses and callers",
            (Verdict::Breaking, Verdict::Breaking, Direction::Both) => "requests, responses and callers",
            (Verdict::Breaking, Verdict::Breaking, _) => "requests and callers",
            (Verdict::Breaking, _, Direction::Response) => "responses",
            (Verdict::Breaking, _, Direction::Both) => "requests and responses",
            (Verdict::Breaking, ..) => "requests",
            _ => "callers",
        }
    }

    /// The change, in one line.
    pub(super) fn news(&self) -> String {
        let news = match (&self.before, &self.after) {
            (None, Some(text)) | (Some(text), None) => plain(text),
            // Two long texts often begin alike, so print only the new one.
            (Some(before), Some(after)) if before.len() + after.len() < WIDTH => {
                format!("{} → {}", plain(before), plain(after))
            }
            (_, Some(after)) => plain(after),
            (None, None) => String::new(),
        };
        let end = news.char_indices().nth(WIDTH).map(|(end, _)| end);
        match end.and_then(|end| news.get(..end)) {
            Some(start) => format!("{start}…"),
            None => news,
        }
    }
}

fn widest<'c>(changes: impl Iterator<Item = &'c Change>) -> usize {
    changes.map(|change| change.rust.chars().count()).filter(|width| *width <= 60).max().unwrap_or(0)
}
