//! The settings that change the levels of diagnostics.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Level};

/// The value of a setting in `[lints]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LintLevel {
    Allow,
    Warn,
    Deny,
}

impl LintLevel {
    /// All levels as the settings write them.
    pub(crate) const ALL: &[(&str, Self)] =
        &[("allow", Self::Allow), ("warn", Self::Warn), ("deny", Self::Deny)];

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == text).map(|(_, level)| *level)
    }
}

/// The levels of one `[lints]` table.
pub(crate) type Lints = BTreeMap<Code, LintLevel>;

/// Sets the levels of diagnostics, and removes the allowed ones. `lints` returns the tables that apply to a
/// source; an earlier table takes precedence.
pub(crate) fn apply<'l>(found: &mut Vec<Diagnostic>, lints: impl Fn(&str) -> Vec<&'l Lints>) {
    found.retain_mut(|diagnostic| {
        if !diagnostic.code.is_configurable() {
            return true;
        }
        let tables = lints(&diagnostic.place.source);
        let level = tables.iter().find_map(|table| table.get(&diagnostic.code));
        match level {
            None => {}
            Some(LintLevel::Allow) => return false,
            Some(LintLevel::Warn) => diagnostic.level = Level::Warning,
            Some(LintLevel::Deny) => diagnostic.level = Level::Error,
        }
        true
    });
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::*;

    #[test]
    fn an_earlier_table_takes_precedence_and_fixed_errors_keep_their_level() {
        let (warned, fixed) = (Code::UnknownFormat, Code::MissingKeyword);
        for (document, all, expected) in [
            (None, None, Some(Level::Warning)),
            (None, Some(LintLevel::Deny), Some(Level::Error)),
            (Some(LintLevel::Warn), Some(LintLevel::Deny), Some(Level::Warning)),
            (Some(LintLevel::Deny), Some(LintLevel::Allow), Some(Level::Error)),
            (None, Some(LintLevel::Allow), None),
        ] {
            let table = |level: Option<LintLevel>| -> Lints {
                level.into_iter().flat_map(|level| [(warned, level), (fixed, level)]).collect()
            };
            let (document, all) = (table(document), table(all));
            let diagnostic = |code| Diagnostic::new(code, Place::new("a.yaml", ""), "");
            let mut found = vec![diagnostic(warned), diagnostic(fixed)];
            apply(&mut found, |source| if source == "a.yaml" { vec![&document, &all] } else { vec![] });
            let level =
                |code| found.iter().find(|diagnostic| diagnostic.code == code).map(|found| found.level);
            assert_eq!(level(warned), expected);
            assert_eq!(level(fixed), Some(Level::Error));
        }
    }
}
