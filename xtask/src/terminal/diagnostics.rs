//! Renders diagnostics of OpenAPI documents: as text, as JSON, and as annotations of GitHub Actions.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};

use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet};
use clap::ValueEnum;
use codegen::{Diagnostic, Diagnostics, Level, Place, visible};
use serde_json::{Value, json};

use super::visible_json;

/// The format of diagnostics and reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people; with colors on a terminal, unless `NO_COLOR` is set
    #[default]
    Text,
    /// For programs: prints each diagnostic as one line of JSON to the standard output
    Json,
    /// For GitHub Actions: prints annotations to the standard output, and a report as Markdown to
    /// the file in `GITHUB_STEP_SUMMARY`, or to the standard output if it is not set
    Github,
}

/// Prints the warnings of a run that generates the client: for people to the standard error, for programs to the
/// standard output.
pub(crate) fn warn(warnings: &Diagnostics, format: Format) {
    if warnings.0.is_empty() {
        return;
    }
    match format {
        Format::Text => super::warn(&text(warnings)),
        Format::Json => super::say(&json(warnings)),
        Format::Github => super::say(&github(warnings)),
    }
}

/// The number of places that the text shows for one warning. A document can repeat the same defect a thousand times.
const MAX_PLACES: usize = 3;

/// Renders the diagnostics and their number for people. Of the warnings with the same code and message, it renders the
/// first ones and the number of the others.
pub(crate) fn text(diagnostics: &Diagnostics) -> String {
    let renderer = if is_colored(&io::stderr()) { Renderer::styled() } else { Renderer::plain() };
    let mut places: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut text = String::new();
    for diagnostic in &diagnostics.0 {
        if diagnostic.level == Level::Warning {
            let count = places.entry((diagnostic.code.to_string(), &diagnostic.message)).or_default();
            *count += 1;
            if *count > MAX_PLACES {
                continue;
            }
        }
        text += &(one(diagnostic, &renderer) + "\n\n");
    }
    let more =
        places.iter().map(|((code, message), count)| more(code, message, count.saturating_sub(MAX_PLACES)));
    text.extend(more);
    text + &diagnostics.count()
}

/// The line about the places of a warning that the text does not show.
fn more(code: &str, message: &str, places: usize) -> String {
    let noun = match places {
        0 => return String::new(),
        1 => "place",
        _ => "places",
    };
    let message = visible(message);
    format!(
        "warning[{code}]: {message}, in {places} more {noun}\n  = help: `--format json` prints all of them\n\n"
    )
}

/// Whether an output supports colors.
pub(crate) fn is_colored(output: &impl IsTerminal) -> bool {
    supports_color(env::var_os("NO_COLOR"), env::var_os("TERM"), output.is_terminal())
}

/// Whether to print colors: only on a terminal that supports them, and not if `NO_COLOR` is set
/// (<https://no-color.org>).
fn supports_color(no_color: Option<OsString>, term: Option<OsString>, is_terminal: bool) -> bool {
    let is_disabled = no_color.is_some_and(|value| !value.is_empty());
    is_terminal && !is_disabled && term.is_none_or(|term| term != "dumb")
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let Diagnostic { level, code, place, message, help: _, related, omission: _ } = diagnostic;
    let title = match level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
    };
    let title = title.primary_title(visible(message)).id(code.to_string());
    let mut group = shown(Group::with_title(title), place, AnnotationKind::Primary, None);
    for (place, label) in related {
        group = shown(group, place, AnnotationKind::Context, Some(label));
    }
    if !place.pointer.is_empty() {
        group = group.element(Title::NOTE.no_name().message(format!("in #{}", visible(&place.pointer))));
    }
    for step in diagnostic.next_steps() {
        group = group.element(Title::HELP.message(visible(&step)));
    }
    renderer.render(&[group])
}

/// Adds a place: its position and its line.
fn shown<'a>(group: Group<'a>, place: &Place, kind: AnnotationKind, label: Option<&str>) -> Group<'a> {
    let path = visible(&place.source);
    let (Some(position), Some(excerpt)) = (place.position, &place.excerpt) else {
        return group.element(Origin::path(path));
    };
    let part = |range| replaced(excerpt.text.get(range).unwrap_or_default());
    let (before, inside) = (part(0..excerpt.marked.start), part(excerpt.marked.clone()));
    // Spaces replace the part that the excerpt omits, so that the column is correct.
    let blank = (position.column - 1).saturating_sub(before.chars().count());
    let (line, origin) = match blank {
        0..MAX_BLANK => (" ".repeat(blank) + &before, None),
        _ => (before, Some(Origin::path(path.clone()).line(position.line).char_column(position.column))),
    };
    let span = line.len()..line.len() + inside.len();
    let line = line + &inside + &part(excerpt.marked.end..excerpt.text.len());
    let mark = kind.span(span).label(label.map(visible));
    let snippet = Snippet::source(line).line_start(position.line).annotation(mark);
    match origin {
        None => group.element(snippet.path(path)),
        Some(origin) => group.element(origin).element(snippet),
    }
}

/// The longest padding. Only documents without line breaks have longer lines.
const MAX_BLANK: usize = 10_000;

/// Returns a part of a line without control characters, with the same number of characters.
fn replaced(text: &str) -> String {
    let is_plain = |c: char| c == '\t' || visible(c.encode_utf8(&mut [0; 4])).chars().eq([c]);
    text.chars().map(|c| if is_plain(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// Renders one JSON object per line, each with the same fields. No character is invisible.
pub(crate) fn json(diagnostics: &Diagnostics) -> String {
    let lines = diagnostics.0.iter().map(|diagnostic| object(diagnostic).to_string() + "\n");
    visible_json(&lines.collect::<String>())
}

fn object(diagnostic: &Diagnostic) -> Value {
    let Diagnostic { level, code, place, message, help: _, related, omission } = diagnostic;
    let steps: Vec<String> = diagnostic.next_steps().collect();
    let operations: Vec<&str> =
        omission.iter().flat_map(|omission| omission.operations.iter().map(AsRef::as_ref)).collect();
    let related = related.iter().map(|(place, label)| located(place, [("message", json!(label))]));
    let fields = [
        ("level", json!(level.to_string())),
        ("code", json!(code.to_string())),
        ("name", json!(code.name())),
        ("message", json!(message)),
        ("help", json!((!steps.is_empty()).then(|| steps.join("\n")))),
        ("operations", json!(operations)),
        ("related", related.collect()),
    ];
    located(place, fields)
}

/// Returns the fields of a place, followed by further fields.
fn located<const N: usize>(place: &Place, more: [(&str, Value); N]) -> Value {
    let Place { source, pointer, position, end, excerpt } = place;
    let fields = [
        ("file", json!(source)),
        ("line", json!(position.map(|position| position.line))),
        ("column", json!(position.map(|position| position.column))),
        ("end_line", json!(end.map(|end| end.line))),
        ("end_column", json!(end.map(|end| end.column))),
        ("pointer", json!(pointer)),
        ("excerpt", json!(excerpt.as_ref().map(|excerpt| &excerpt.text))),
    ];
    fields.into_iter().chain(more).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Renders one workflow command per line.
pub(crate) fn github(diagnostics: &Diagnostics) -> String {
    diagnostics.0.iter().map(|diagnostic| command(diagnostic) + "\n").collect()
}

fn command(diagnostic: &Diagnostic) -> String {
    let Diagnostic { level, code, place, message, help: _, related, omission: _ } = diagnostic;
    let mut properties = format!("file={}", property(&place.source));
    let numbers = [
        ("line", place.position.map(|position| position.line)),
        ("col", place.position.map(|position| position.column)),
        ("endLine", place.end.map(|end| end.line)),
        ("endColumn", place.end.map(|end| end.column)),
    ];
    for (name, number) in numbers {
        properties.extend(number.map(|number| format!(",{name}={number}")));
    }
    let mut text = visible(message);
    text.extend(diagnostic.next_steps().map(|step| format!("\nhelp: {}", visible(&step))));
    text.extend(related.iter().map(|(place, label)| format!("\nnote: {}: {place}", visible(label))));
    let title = format!("{code} {}", code.name());
    format!("::{level} {properties},title={}::{}", property(&title), data(&text))
}

/// Renders one workflow command for a stale file.
pub(crate) fn stale(path: &str, line: usize, problem: &str) -> String {
    format!("::error file={},line={line},title=stale::{}\n", property(path), data(&visible(problem)))
}

/// Escapes the message of a workflow command, so that it cannot start another command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, so that it cannot start another property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    type TestResult = Result<(), Box<dyn std::error::Error>>;

    const BROKEN: &str = "openapi: 3.0.1\ninfo: {title: Ü, version: '1'}\nservers: [{url: https://a.twilio.com}]\npaths:\n  /v1/A:\n    get: &get\n      operationId: ListA\n      responses: {'204': {description: none}}\n    put: *get\n  /v1/B: {gett: 1}\n";

    fn diagnostics() -> Result<Diagnostics, &'static str> {
        let source = codegen::Source { name: "a,b:c/d_v1.yaml".to_owned(), text: BROKEN.to_owned() };
        codegen::generate(&[source], None).err().ok_or("generated")
    }

    /// Each row: `NO_COLOR`, `TERM`, whether it is a terminal, whether there are colors.
    #[test]
    fn only_terminals_get_colors() {
        for (no_color, term, is_terminal, expected) in [
            (None, Some("xterm"), true, true),
            (None, None, true, true),
            (Some(""), None, true, true),
            (Some("1"), Some("xterm"), true, false),
            (None, Some("dumb"), true, false),
            (None, Some("xterm"), false, false),
        ] {
            let found = supports_color(no_color.map(OsString::from), term.map(OsString::from), is_terminal);
            assert_eq!(found, expected, "{no_color:?} {term:?} {is_terminal}");
        }
    }

    #[test]
    fn text_contains_the_lines() -> TestResult {
        let text =
            diagnostics()?.0.iter().map(|diagnostic| one(diagnostic, &Renderer::plain())).collect::<Vec<_>>();
        assert!(text.join("\n").contains("10 |   /v1/B: {gett: 1}"), "{}", text.join("\n"));
        assert!(text.join("\n").contains("in #/paths/~1v1~1B/gett"), "{}", text.join("\n"));
        Ok(())
    }

    /// The document has an unknown format in this number of parameters, and one in a further parameter.
    #[test]
    fn text_shows_three_places_of_the_same_warning() -> TestResult {
        for (places, rest) in [(3, ""), (4, "in 1 more place\n"), (9, "in 6 more places\n")] {
            let formats = (0..places).map(|_| "date-tim").chain(["dat-time"]);
            let parameters = formats.enumerate().map(|(number, format)| {
                format!("{{name: a{number}, in: query, schema: {{type: string, format: {format}}}}}")
            });
            let parameters = format!("parameters: [{}]", parameters.collect::<Vec<_>>().join(", "));
            let text =
                BROKEN.replace("    put: *get\n  /v1/B: {gett: 1}\n", &format!("      {parameters}\n"));
            let source = codegen::Source { name: "d_v1.yaml".to_owned(), text };
            let warnings = codegen::generate(&[source], None).map_err(|errors| errors.to_string())?.warnings;
            let text = super::text(&warnings);
            assert_eq!(text.matches(" --> d_v1.yaml:").count(), 4, "{text}");
            let line = "warning[E0106]: unknown format `date-tim`, in ";
            assert!(text.contains(rest) && text.contains(line) != rest.is_empty(), "{text}");
            assert!(text.ends_with(&format!("{} warnings", places + 1)), "{text}");
            assert_eq!(json(&warnings).lines().count(), places + 1);
        }
        Ok(())
    }

    #[test]
    fn json_contains_all_fields() -> TestResult {
        for line in json(&diagnostics()?).lines() {
            let object: Value = serde_json::from_str(line)?;
            for field in ["level", "code", "name", "message", "help", "related", "file", "pointer", "excerpt"]
            {
                assert!(object.get(field).is_some_and(|value| !value.is_null()), "{field} of {object}");
            }
            for field in ["line", "column", "end_line", "end_column"] {
                assert!(object[field].is_u64(), "{field} of {object}");
            }
        }
        let last: Value = serde_json::from_str(json(&diagnostics()?).lines().last().unwrap_or_default())?;
        assert_eq!([&last["line"], &last["column"], &last["end_column"]], [10, 11, 15]);
        Ok(())
    }

    #[test]
    fn every_format_shows_the_level() -> TestResult {
        let document =
            BROKEN.replace("put: *get", "parameters: [{name: a, in: query, schema: {format: date-tim}}]");
        let source = codegen::Source { name: "d_v1.yaml".to_owned(), text: document };
        let found = codegen::generate(&[source], None).err().ok_or("generated")?;
        assert_eq!(found.count(), "1 error, 1 warning; nothing was written");
        let (text, json, github) = (text(&found), json(&found), github(&found));
        assert!(text.contains("warning[E0106]: unknown format") && text.contains("error[E0101]: "), "{text}");
        assert!(json.contains("\"level\":\"warning\"") && json.contains("\"level\":\"error\""), "{json}");
        assert!(github.contains("::warning file=") && github.contains("::error file="), "{github}");
        Ok(())
    }

    #[test]
    fn no_part_of_a_document_can_end_a_workflow_command() -> TestResult {
        let commands = github(&diagnostics()?);
        assert_eq!(commands.lines().count(), diagnostics()?.0.len());
        let last = commands.lines().last().unwrap_or_default();
        let head = "::error file=a%2Cb%3Ac/d_v1.yaml,line=10,col=11,endLine=10,endColumn=15,title=E0101 ";
        assert!(last.starts_with(head), "{last}");
        assert_eq!(data("a\r\n::error::%"), "a%0D%0A::error::%25");
        Ok(())
    }
}
