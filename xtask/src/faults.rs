//! What is wrong with the documents, as people, programs and GitHub read it.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use clap::ValueEnum;
use codegen::{Diagnostic, Diagnostics, Place, visible};
use serde_json::{Value, json};

/// How faults and reports are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people; in colours on a terminal, unless `NO_COLOR` is set
    #[default]
    Text,
    /// For programs, on the standard output: faults as one JSON object a line
    Json,
    /// Annotations of GitHub Actions, on the standard output; a report also as Markdown, into the
    /// file that `GITHUB_STEP_SUMMARY` names or after them
    Github,
}

/// All faults, and how many there are.
pub(crate) fn text(diagnostics: &Diagnostics) -> String {
    let renderer = if is_coloured() { Renderer::styled() } else { Renderer::plain() };
    let faults = diagnostics.0.iter().map(|fault| one(fault, &renderer) + "\n\n");
    faults.collect::<String>() + &diagnostics.count()
}

/// Whether the standard error is for people.
fn is_coloured() -> bool {
    takes_colours(env::var_os("NO_COLOR"), env::var_os("TERM"), io::stderr().is_terminal())
}

/// Colours are for people: not for files and pipes, not where they are declined
/// (<https://no-color.org>), and not on a terminal that has none.
fn takes_colours(no_color: Option<OsString>, term: Option<OsString>, is_terminal: bool) -> bool {
    let is_declined = no_color.is_some_and(|value| !value.is_empty());
    is_terminal && !is_declined && term.is_none_or(|term| term != "dumb")
}

fn one(fault: &Diagnostic, renderer: &Renderer) -> String {
    let Diagnostic { code, place, message, help, related } = fault;
    let title = Level::ERROR.primary_title(visible(message)).id(code.to_string());
    let mut group = shown(Group::with_title(title), place, AnnotationKind::Primary, None);
    for (place, what) in related {
        group = shown(group, place, AnnotationKind::Context, Some(what));
    }
    if !place.pointer.is_empty() {
        group = group.element(Level::NOTE.no_name().message(format!("in #{}", visible(&place.pointer))));
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[group])
}

/// Adds a place: where it is, and its line.
fn shown<'a>(group: Group<'a>, place: &Place, kind: AnnotationKind, label: Option<&str>) -> Group<'a> {
    let path = visible(&place.source);
    let (Some(position), Some(excerpt)) = (place.position, &place.excerpt) else {
        return group.element(Origin::path(path));
    };
    let part = |range| replaced(excerpt.text.get(range).unwrap_or_default());
    let (before, inside) = (part(0..excerpt.marked.start), part(excerpt.marked.clone()));
    // What was cut off is blank, so that the column is counted right; blanks are not shown.
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

/// No line of a document that people write is so long; padding longer ones would cost more than it
/// is worth.
const MAX_BLANK: usize = 10_000;

/// A part of a line as a terminal may show it, with as many characters as it has.
fn replaced(text: &str) -> String {
    let is_plain = |c: char| c == '\t' || visible(c.encode_utf8(&mut [0; 4])).chars().eq([c]);
    text.chars().map(|c| if is_plain(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// One object a line, each with the same fields.
pub(crate) fn json(diagnostics: &Diagnostics) -> String {
    diagnostics.0.iter().map(|fault| object(fault).to_string() + "\n").collect()
}

fn object(fault: &Diagnostic) -> Value {
    let Diagnostic { code, place, message, help, related } = fault;
    let related = related.iter().map(|(place, what)| located(place, [("message", json!(what))]));
    let own = [
        ("code", json!(code.to_string())),
        ("name", json!(code.name())),
        ("message", json!(message)),
        ("help", json!(help)),
        ("related", related.collect()),
    ];
    located(place, own)
}

/// A place, and what there is to say of it.
fn located<const N: usize>(place: &Place, more: [(&str, Value); N]) -> Value {
    let Place { source, pointer, position, end, excerpt } = place;
    let own = [
        ("file", json!(source)),
        ("line", json!(position.map(|position| position.line))),
        ("column", json!(position.map(|position| position.column))),
        ("end_line", json!(end.map(|end| end.line))),
        ("end_column", json!(end.map(|end| end.column))),
        ("pointer", json!(pointer)),
        ("excerpt", json!(excerpt.as_ref().map(|excerpt| &excerpt.text))),
    ];
    own.into_iter().chain(more).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// One workflow command a line.
pub(crate) fn github(diagnostics: &Diagnostics) -> String {
    diagnostics.0.iter().map(|fault| command(fault) + "\n").collect()
}

fn command(fault: &Diagnostic) -> String {
    let Diagnostic { code, place, message, help, related } = fault;
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
    text.extend(help.iter().map(|help| format!("\nhelp: {}", visible(help))));
    text.extend(related.iter().map(|(place, what)| format!("\nnote: {}: {place}", visible(what))));
    let title = format!("{code} {}", code.name());
    format!("::error {properties},title={}::{}", property(&title), data(&text))
}

/// One workflow command for a file that is not what it should be.
pub(crate) fn stale(path: &str, line: usize, what: &str) -> String {
    format!("::error file={},line={line},title=stale::{}\n", property(path), data(&visible(what)))
}

/// What stands behind the second `::`: nothing in it can end the command and begin another one.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: nothing in it can begin another property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    const BROKEN: &str = "openapi: 3.0.1\ninfo: {title: Ü, version: '1'}\nservers: [{url: https://a.twilio.com}]\npaths:\n  /v1/A:\n    get: &get\n      operationId: ListA\n      responses: {'204': {description: none}}\n    put: *get\n  /v1/B: {gett: 1}\n";

    fn faults() -> Result<Diagnostics, &'static str> {
        let source = codegen::Source { name: "a,b:c/d_v1.yaml".to_owned(), text: BROKEN.to_owned() };
        codegen::generate(&[source], None).err().ok_or("generated")
    }

    /// Each row: `NO_COLOR`, `TERM`, whether it is a terminal, whether there are colours.
    #[test]
    fn colours_are_for_terminals() {
        for (no_color, term, is_terminal, wanted) in [
            (None, Some("xterm"), true, true),
            (None, None, true, true),
            (Some(""), None, true, true),
            (Some("1"), Some("xterm"), true, false),
            (None, Some("dumb"), true, false),
            (None, Some("xterm"), false, false),
        ] {
            let found = takes_colours(no_color.map(OsString::from), term.map(OsString::from), is_terminal);
            assert_eq!(found, wanted, "{no_color:?} {term:?} {is_terminal}");
        }
    }

    #[test]
    fn people_see_the_lines() -> Outcome {
        let text = faults()?.0.iter().map(|fault| one(fault, &Renderer::plain())).collect::<Vec<_>>();
        assert!(text.join("\n").contains("10 |   /v1/B: {gett: 1}"), "{}", text.join("\n"));
        assert!(text.join("\n").contains("in #/paths/~1v1~1B/gett"), "{}", text.join("\n"));
        Ok(())
    }

    #[test]
    fn programs_get_all_fields() -> Outcome {
        for line in json(&faults()?).lines() {
            let object: Value = serde_json::from_str(line)?;
            for field in ["code", "name", "message", "help", "related", "file", "pointer", "excerpt"] {
                assert!(object.get(field).is_some_and(|value| !value.is_null()), "{field} of {object}");
            }
            for field in ["line", "column", "end_line", "end_column"] {
                assert!(object[field].is_u64(), "{field} of {object}");
            }
        }
        let last: Value = serde_json::from_str(json(&faults()?).lines().last().unwrap_or_default())?;
        assert_eq!([&last["line"], &last["column"], &last["end_column"]], [10, 11, 15]);
        Ok(())
    }

    #[test]
    fn nothing_of_a_document_ends_a_command_of_github() -> Outcome {
        let commands = github(&faults()?);
        assert_eq!(commands.lines().count(), faults()?.0.len());
        let last = commands.lines().last().unwrap_or_default();
        let head = "::error file=a%2Cb%3Ac/d_v1.yaml,line=10,col=11,endLine=10,endColumn=15,title=E0101 ";
        assert!(last.starts_with(head), "{last}");
        assert_eq!(data("a\r\n::error::%"), "a%0D%0A::error::%25");
        Ok(())
    }
}
