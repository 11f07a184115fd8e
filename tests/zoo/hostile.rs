//! The document of `tests/fixtures/hostile`, with hostile strings in its channels. The tests fill one channel
//! at a time, and the zoo compiles all of them.

use std::collections::BTreeMap;
use std::error::Error;

use serde_json::{Map, Value};

const DOCUMENT: &str = include_str!("../fixtures/hostile/document.yaml");
const PAYLOADS: &str = include_str!("../fixtures/hostile/payloads.yaml");

/// A channel that accepts any string.
const FREE: &str = "free:";
/// A channel that may reject a string.
const CHECKED: &str = "checked:";

/// The hostile strings.
pub(crate) fn payloads() -> Result<Vec<String>, Box<dyn Error>> {
    Ok(serde_yaml::from_str(PAYLOADS)?)
}

/// The OpenAPI document, and the text of each channel while another channel is tested.
pub(crate) struct Template {
    document: Value,
    quiet: BTreeMap<String, String>,
}

impl Template {
    pub(crate) fn read() -> Result<Self, Box<dyn Error>> {
        let document: Value = serde_yaml::from_str(DOCUMENT)?;
        let mut quiet = BTreeMap::new();
        each_text(&document, &mut |text| {
            for channel in channels(text) {
                let name = channel.split_once(':').map_or(channel, |(_, name)| name);
                quiet.insert(channel.to_owned(), name.replace(' ', "-"));
            }
        });
        Ok(Self { document, quiet })
    }

    /// The names of all channels in the document.
    #[allow(dead_code, reason = "only one of the two who share this file asks for it")]
    pub(crate) fn channels(&self) -> impl Iterator<Item = &str> {
        self.quiet.keys().map(String::as_str)
    }

    /// The document with a string in one channel.
    #[allow(dead_code, reason = "only one of the two who share this file asks for it")]
    pub(crate) fn with(&self, channel: &str, payload: &str) -> String {
        let mut texts = self.quiet.clone();
        texts.insert(channel.to_owned(), payload.to_owned());
        text(&filled(&self.document, &texts))
    }

    /// The document with a string in every channel that accepts any string. A number after the string keeps
    /// the keys of an object distinct.
    #[allow(dead_code, reason = "only one of the two who share this file asks for it")]
    pub(crate) fn full_of(&self, payload: &str) -> String {
        let mut texts = self.quiet.clone();
        let is_word = payload.starts_with(|c: char| c.is_ascii_alphabetic())
            && payload.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let names = ["checked:operation id", "checked:path parameter", "checked:header name"];
        for (channel, text) in &mut texts {
            let is_filled = channel.starts_with(FREE) || (is_word && names.contains(&channel.as_str()));
            if !is_filled {
                continue;
            }
            let rival = ["second", "required", "unused"].iter().position(|word| channel.contains(word));
            *text = rival.map_or_else(|| payload.to_owned(), |number| format!("{payload} {number}"));
        }
        text(&filled(&self.document, &texts))
    }
}

/// The string as JSON. The line breaks of YAML are escaped.
fn text(document: &Value) -> String {
    document.to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The channels inside a string. A channel ends at a character that its name cannot contain.
fn channels(text: &str) -> impl Iterator<Item = &str> {
    let starts = [FREE, CHECKED].into_iter().flat_map(|mark| text.match_indices(mark));
    starts.filter_map(|(start, _)| {
        let rest = text.get(start..)?;
        let end = rest.find(|c: char| !c.is_ascii_lowercase() && !": ".contains(c));
        rest.get(..end.unwrap_or(rest.len()))
    })
}

fn each_text(value: &Value, act: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => act(text),
        Value::Array(items) => items.iter().for_each(|item| each_text(item, act)),
        Value::Object(entries) => entries.iter().for_each(|(key, value)| {
            act(key);
            each_text(value, act);
        }),
        _ => {}
    }
}

fn filled(value: &Value, texts: &BTreeMap<String, String>) -> Value {
    let fill = |text: &str| {
        let mut found: Vec<&str> = channels(text).collect();
        // The longest first, because the name of one channel may begin with the name of another.
        found.sort_by_key(|channel| std::cmp::Reverse(channel.len()));
        found.iter().fold(text.to_owned(), |text, channel| {
            texts.get(*channel).map_or(text.clone(), |filled| text.replace(channel, filled))
        })
    };
    match value {
        Value::String(text) => Value::String(fill(text)),
        Value::Array(items) => items.iter().map(|item| filled(item, texts)).collect(),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (fill(key), filled(value, texts)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}
