//! The diagnostics of one document, up to a limit. A malicious document may produce millions of diagnostics,
//! each of which quotes a name of several megabytes.

use std::collections::BTreeSet;

use super::{Code, Diagnostic, Level};

/// The maximum number of errors of one document, and their maximum total size in bytes. The same bounds apply
/// to the warnings.
const MAX_DIAGNOSTICS: usize = 10_000;
const MAX_DIAGNOSTIC_BYTES: usize = 16 * 1024 * 1024;

/// The diagnostics of one document, up to a limit.
///
/// Errors and warnings have separate limits, and the first diagnostic of each code is always kept. Therefore a
/// run that found an error always contains an error, whatever levels the settings assign to the codes.
#[derive(Debug, Default)]
pub(crate) struct BoundedDiagnostics {
    found: Vec<Diagnostic>,
    codes: BTreeSet<Code>,
    errors: Used,
    warnings: Used,
}

/// The used part of a limit.
#[derive(Debug, Default)]
struct Used {
    count: usize,
    bytes: usize,
}

impl Used {
    fn is_full(&self) -> bool {
        self.count >= MAX_DIAGNOSTICS
    }
}

impl BoundedDiagnostics {
    /// Whether further diagnostics of this code are discarded, so that the caller can skip creating them.
    pub(crate) fn is_full(&self, code: Code) -> bool {
        let used = match code.level() {
            Level::Error => &self.errors,
            Level::Warning => &self.warnings,
        };
        used.is_full() && self.codes.contains(&code)
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let used = match diagnostic.code.level() {
            Level::Error => &mut self.errors,
            Level::Warning => &mut self.warnings,
        };
        let bytes = used.bytes.saturating_add(size(&diagnostic));
        let is_first = self.codes.insert(diagnostic.code);
        if is_first || (!used.is_full() && bytes <= MAX_DIAGNOSTIC_BYTES) {
            used.count += 1;
            used.bytes = bytes;
            self.found.push(diagnostic);
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// The number of bytes in a diagnostic.
fn size(diagnostic: &Diagnostic) -> usize {
    let related = diagnostic.related.iter().map(|(place, label)| place.pointer.len() + label.len());
    let help = diagnostic.help.as_ref().map_or(0, String::len);
    diagnostic.message.len() + diagnostic.place.pointer.len() + help + related.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::*;

    fn diagnostic(code: Code, text: &str) -> Diagnostic {
        Diagnostic::new(code, Place::new("", text), text)
    }

    #[test]
    fn a_long_diagnostic_is_cut_and_not_discarded() {
        let mut found = BoundedDiagnostics::default();
        let long = "ü".repeat(MAX_DIAGNOSTIC_BYTES);
        let diagnostic = diagnostic(Code::UnknownValue, "").with_help(long.clone());
        found.push(diagnostic.with_related(Place::new("", ""), long));
        let [diagnostic] = found.into_vec().try_into().unwrap();
        let (help, related) = (diagnostic.help.unwrap(), &diagnostic.related[0].1);
        assert_eq!((help.chars().count(), related.chars().count()), (2_049, 2_049));
    }

    /// Each row: the number of warnings, and the size of each.
    #[test]
    fn warnings_never_displace_an_error_or_another_code() {
        for (count, size) in [(MAX_DIAGNOSTICS + 1, 1), (20, MAX_DIAGNOSTIC_BYTES / 8)] {
            let mut found = BoundedDiagnostics::default();
            let text = "x".repeat(size);
            (0..count).for_each(|_| found.push(diagnostic(Code::UnknownFormat, &text)));
            let kept = found.found.len();
            assert!(kept < count, "{kept}");
            assert_eq!(found.is_full(Code::UnknownFormat), kept == MAX_DIAGNOSTICS);
            for code in [Code::AmbiguousPaths, Code::UnknownValue] {
                assert!(!found.is_full(code));
                found.push(diagnostic(code, &text));
            }
            assert_eq!(found.into_vec().len(), kept + 2);
        }
    }
}
