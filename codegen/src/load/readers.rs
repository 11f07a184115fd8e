//! The two readers of YAML agree: `yaml` returns the values of a text, and `nodes` the positions of the same values.
//!
//! The readers are different crates. If they read a text differently, a diagnostic has the position of another value.

use std::path::{Path, PathBuf};

use saphyr_parser::{Event, ScalarStyle};
use serde_json::{Map, Number, Value};

use super::tree::without_mark;
use super::{nodes, yaml};

/// Builds the value of a text from its nodes. An alias has the value of its anchor.
struct Builder<I> {
    nodes: I,
    anchors: Vec<(usize, Value)>,
}

impl<'t, I: Iterator<Item = Event<'t>>> Builder<I> {
    fn next(&mut self) -> Event<'t> {
        self.nodes.next().unwrap_or(Event::StreamEnd)
    }

    /// The first value of the text. `None` if there is none.
    fn document(&mut self) -> Option<Value> {
        loop {
            match self.next() {
                Event::StreamEnd | Event::DocumentEnd => return None,
                event @ (Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..)) => {
                    return Some(self.value(event));
                }
                _ => {}
            }
        }
    }

    fn value(&mut self, event: Event<'t>) -> Value {
        let (anchor, value) = match event {
            Event::Alias(anchor) => {
                let found = self.anchors.iter().rev().find(|(id, _)| *id == anchor);
                return found.map_or(Value::Null, |(_, value)| value.clone());
            }
            Event::Scalar(text, style, anchor, _) => (anchor, scalar(&text, style)),
            Event::SequenceStart(anchor, _) => (anchor, self.list()),
            Event::MappingStart(anchor, _) => (anchor, self.object()),
            other => panic!("an unexpected node: {other:?}"),
        };
        if anchor > 0 {
            self.anchors.push((anchor, value.clone()));
        }
        value
    }

    fn list(&mut self) -> Value {
        let mut items = Vec::new();
        loop {
            match self.next() {
                Event::SequenceEnd => return Value::Array(items),
                event => items.push(self.value(event)),
            }
        }
    }

    fn object(&mut self) -> Value {
        let mut object = Map::new();
        loop {
            let key = match self.next() {
                Event::MappingEnd => return Value::Object(object),
                Event::Scalar(text, ..) => text.into_owned(),
                other => panic!("an unexpected key: {other:?}"),
            };
            let event = self.next();
            let value = self.value(event);
            object.insert(key, value);
        }
    }
}

/// The value of a scalar in the core schema of YAML 1.2.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    let string = || Value::String(text.to_owned());
    if style != ScalarStyle::Plain {
        return string();
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(string, Value::Number),
    }
}

/// A decimal number without superfluous zeros before it, or a number with the prefix of its base.
fn number(text: &str) -> Option<Number> {
    for (prefix, base) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return u64::from_str_radix(digits, base).ok().map(Number::from);
        }
    }
    let digits = text.trim_start_matches(['-', '+']);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.contains(|c: char| c.is_ascii_digit());
    let has_zeros =
        digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || has_zeros {
        return None;
    }
    let whole = text.parse::<i64>().ok().map(Number::from);
    whole
        .or_else(|| text.parse::<u64>().ok().map(Number::from))
        .or_else(|| Number::from_f64(text.parse().ok()?))
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known))
        {
            found.push(path);
        }
    }
}

#[test]
fn both_readers_read_every_fixture_equally() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut paths = Vec::new();
    collect(&fixtures, &mut paths);
    paths.sort();
    let mut compared = 0;
    for path in &paths {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let Ok(value) = yaml::read(&text) else { continue };
        let nodes = nodes::of(without_mark(&text)).map(|(event, _)| event);
        let built = Builder { nodes, anchors: Vec::new() }.document().unwrap_or_default();
        assert_eq!(built, value, "{}", path.display());
        compared += 1;
    }
    assert!(compared > 200 && compared * 10 > paths.len() * 9, "{compared} of {} fixtures", paths.len());
}

/// The forms of scalars, keys and blocks that no fixture has.
#[test]
fn both_readers_read_the_forms_of_yaml_equally() {
    let texts = [
        "a: [yes, no, on, off, y, 1_000, 1e3, .5, -0, +1, 1.0, 18446744073709551615, 0x1F, 0o17, 0b11, 007]\n",
        "a: {'1': 1, 2: x, true: t, null: n, 1.5: f}\n",
        "a: |\n  one\n  two\n\nb: >-\n  one\n  two\nc: |+\n  one\n\n",
        "a: &y [1, 'two', \"\\u00fc\\n\"]\nb: *y\nc: {d: *y}\n",
        "a: 2024-01-01\nb: 12:30\nc: '# no comment' # comment\nd: a#b\n",
        "- - a\n  - b\n- {c: d}\n-\n",
        "\"a b\": 'it''s'\n? c\n: d\n",
        "{\"a\": [1, 2.5, true, null, \"\\u0041\"]}",
    ];
    for text in texts {
        let Ok(value) = yaml::read(text) else { continue };
        let built =
            Builder { nodes: nodes::of(text).map(|(event, _)| event), anchors: Vec::new() }.document();
        assert_eq!(built.unwrap_or_default(), value, "{text}");
    }
}
