//! `[lints]`: the levels of diagnostics.

use std::collections::BTreeMap;

use super::entry::Entry;
use crate::diagnostic::lints::{LintLevel, Lints};
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::{nearest, nearest_code};

/// Reads a `[lints]` table: the name or code of each diagnostic, and its level.
pub(super) fn read(entries: &[(Entry, Entry)], found: &mut Vec<Diagnostic>) -> Lints {
    let mut lints = Lints::new();
    let mut keys: BTreeMap<Code, &Entry> = BTreeMap::new();
    for (key, value) in entries {
        let (code, level) = (lint(key, found), level(value, found));
        let (Some(code), Some(level)) = (code, level) else { continue };
        if !code.is_configurable() && level != LintLevel::Deny {
            let message = format!("`{}` cannot be lowered to `{}`", key.text, value.text);
            let help = "remove the setting; a client that ignores this error would be incorrect";
            found.push(diagnostic(value, message, help.to_owned()));
        } else if let Some(first) = keys.insert(code, key) {
            let message = format!("`{}` and `{}` are the same diagnostic", first.text, key.text);
            let help = "remove one of the two settings".to_owned();
            found.push(diagnostic(key, message, help).with_related(first.place.clone(), "first setting"));
        } else {
            lints.insert(code, level);
        }
    }
    lints
}

fn lint(key: &Entry, found: &mut Vec<Diagnostic>) -> Option<Code> {
    let code = Code::parse(&key.text);
    if code.is_none() {
        let message = format!("there is no diagnostic `{}`", key.text.escape_debug());
        let help = match nearest_code(&key.text) {
            Some(near) => format!("did you mean `{}` ({near})?", near.name()),
            None => {
                "use the name or the code of a diagnostic, such as `unknown-format` or `E0106`".to_owned()
            }
        };
        found.push(diagnostic(key, message, help));
    }
    code
}

fn level(value: &Entry, found: &mut Vec<Diagnostic>) -> Option<LintLevel> {
    let level = LintLevel::parse(&value.text);
    if level.is_none() {
        let message = format!("`{}` is not a level", value.text.escape_debug());
        let help = match nearest(&value.text, LintLevel::ALL.iter().map(|(name, _)| *name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "use `allow`, `warn` or `deny`".to_owned(),
        };
        found.push(diagnostic(value, message, help));
    }
    level
}

fn diagnostic(entry: &Entry, message: String, help: String) -> Diagnostic {
    Diagnostic::new(Code::InvalidLevel, entry.place.clone(), message).with_help(help)
}
