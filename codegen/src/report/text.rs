//! The report for a terminal: a summary, the breaking changes in detail, and one line for each other change.

use std::fmt::{self, Write as _};

use super::change::{Change, Report};
use super::groups::{Group, groups};
use super::paint::Paint;
use super::setting::Names;
use super::verdict::{Affected, Verdict};
use super::version::Step;
use crate::invisible::plain;

/// The maximum number of lines per section, so that the report fits on a screen. Further changes are counted.
const MOST: usize = 12;
/// The maximum number of breaking changes in detail.
const MOST_BREAKING: usize = 40;
/// The maximum number of characters of a description.
const WIDTH: usize = 100;

/// The length of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// The first entries of each section, and the number of the others.
    #[default]
    Screen,
    /// All entries, each with its whole description.
    All,
}

impl Extent {
    /// The first entries of a section that fit.
    fn of<T>(self, entries: &[T], most: usize) -> &[T] {
        match self {
            Self::Screen => entries.get(..most).unwrap_or(entries),
            Self::All => entries,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Paint::Plain, Extent::Screen))
    }
}

impl Report {
    /// The report for a terminal.
    pub fn text(&self, paint: Paint, extent: Extent) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text, paint, extent);
        text
    }

    /// The changes without the summary and the version.
    pub fn changes_text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.sections(&mut text, Paint::Plain, Extent::All);
        text.trim_start().to_owned()
    }

    fn write(&self, f: &mut String, paint: Paint, extent: Extent) -> fmt::Result {
        writeln!(f, "{}", paint.heading(&self.summary()))?;
        if self.step != Step::None {
            writeln!(f, "{}", self.version())?;
            if let Some(note) = self.version_before.note() {
                writeln!(f, "  {}", paint.faint(note))?;
            }
            if !self.version_is_enough() {
                writeln!(f, "  to fix: {}", self.version_help())?;
            }
        }
        for left_out in &self.not_compared {
            writeln!(f, "not compared: {left_out}")?;
        }
        self.sections(f, paint, extent)
    }

    fn sections(&self, f: &mut String, paint: Paint, extent: Extent) -> fmt::Result {
        self.breaking(f, paint, extent)?;
        for (verdict, title) in
            [(Verdict::Compatible, "compatible"), (Verdict::Documentation, "documentation only")]
        {
            let all = groups(&self.changes, verdict);
            if !all.is_empty() {
                writeln!(f, "\n{}", paint.heading(title))?;
                self.others(f, paint, extent, &all)?;
            }
        }
        Ok(())
    }

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

    /// The way to set the required version.
    pub fn version_help(&self) -> String {
        let Self { version_needed, names, .. } = self;
        let Names { settings, command, .. } = names;
        format!("set `version = \"{version_needed}\"` in {settings}, and run `{command} generate`")
    }

    fn breaking(&self, f: &mut String, paint: Paint, extent: Extent) -> fmt::Result {
        let all = groups(&self.changes, Verdict::Breaking);
        if all.is_empty() {
            return Ok(());
        }
        writeln!(f, "\n{}", paint.breaking("breaking"))?;
        let shown = extent.of(&all, MOST_BREAKING);
        for group in shown {
            self.detail(f, paint, group)?;
        }
        self.more(f, all.len() - shown.len())?;
        if self.is_breaking() {
            let Names { approvals, .. } = &self.names;
            writeln!(f, "\napprovals are written to {approvals}")?;
        }
        Ok(())
    }

    /// A breaking change: its names, its location, its states, the reason, and the next steps.
    fn detail(&self, f: &mut String, paint: Paint, group: &Group<'_>) -> fmt::Result {
        let Change { direction, rule, breaks, approved, setting, .. } = group.first;
        let (rust, wire) = (paint.heading(&plain(group.rust())), plain(group.wire()));
        let broken = paint.breaking(&format!("breaks {}", Affected::all(breaks)));
        writeln!(f, "  {rust}  {wire}{}  {broken}  [{}]", direction.name(), group.fingerprints())?;
        if let Some(place) = group.first.place() {
            writeln!(f, "    {}", paint.faint(&format!("--> {}", plain(&place))))?;
        }
        for (sign, text) in group.states() {
            writeln!(f, "    {}", paint.state(sign, &plain(&text)))?;
        }
        writeln!(f, "    {}", rule.reason)?;
        if !rule.next.is_empty() {
            writeln!(f, "    users: {}", rule.next)?;
        }
        if let Some(reason) = approved {
            return writeln!(f, "    approved: {}", plain(reason));
        }
        if let Some(setting) = setting {
            writeln!(f, "    to keep the name: {} of {}", plain(&setting.to_string()), self.names.settings)?;
        }
        writeln!(f, "    to approve: `{}`", self.names.approve(&group.fingerprints()))
    }

    /// One line each.
    fn others(&self, f: &mut String, paint: Paint, extent: Extent, all: &[Group<'_>]) -> fmt::Result {
        let shown = extent.of(all, MOST);
        let width = widest(shown);
        for group in shown {
            let rust = plain(group.rust());
            let news = match extent {
                Extent::Screen => group.news(),
                Extent::All => group.all_news(),
            };
            let line = format!("{rust:<width$}  {news}");
            let place = group.first.place().map_or_else(String::new, |place| format!("  {}", plain(&place)));
            writeln!(f, "  {}{}", paint.state(group.sign(), line.trim_end()), paint.faint(&place))?;
        }
        self.more(f, all.len() - shown.len())
    }

    /// The number of entries that are not printed, and how to see them.
    fn more(&self, f: &mut String, more: usize) -> fmt::Result {
        match more {
            0 => Ok(()),
            more => writeln!(f, "    … and {more} more: `{}` lists all", self.names.everything()),
        }
    }
}

impl Group<'_> {
    /// Whether the item is new, gone or changed.
    fn sign(&self) -> char {
        match (&self.first.before, &self.first.after) {
            (None, Some(_)) => '+',
            (Some(_), None) => '-',
            _ => '~',
        }
    }

    /// The beginning of the change, in one line.
    pub(super) fn news(&self) -> String {
        let news = self.all_news();
        let end = news.char_indices().nth(WIDTH).map(|(end, _)| end);
        match end.and_then(|end| news.get(..end)) {
            Some(start) => format!("{start}…"),
            None => news,
        }
    }

    /// The change, in one line.
    fn all_news(&self) -> String {
        let states = self.states();
        let news = match (states.as_slice(), &self.first.rule) {
            // Two equal signatures do not show the change.
            ([(_, before), (_, after)], rule) if before == after => rule.reason.to_owned(),
            // Two long texts often begin alike, so print only the new one.
            ([(_, before), (_, after)], _) if before.len() + after.len() < WIDTH => {
                format!("{} → {}", plain(before), plain(after))
            }
            ([.., (_, state)], _) => plain(state),
            ([], _) => String::new(),
        };
        let count = self.others.len() + 1;
        if count > 1 { format!("{count} values: {news}") } else { news }
    }
}

impl Change {
    /// The document and the line of the item: `spec/rooms_v1.yaml:12`.
    pub(super) fn place(&self) -> Option<String> {
        let document = self.document.as_ref()?;
        Some(self.line.map_or_else(|| document.clone(), |line| format!("{document}:{line}")))
    }
}

fn widest(groups: &[Group<'_>]) -> usize {
    groups.iter().map(|group| group.rust().chars().count()).filter(|width| *width <= 60).max().unwrap_or(0)
}
