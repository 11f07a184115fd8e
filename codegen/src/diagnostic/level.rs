//! The levels of diagnostics.

use std::fmt;

/// The level of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The client is correct. The document contains a defect or an ambiguity that has no effect on a client.
    Warning,
    /// The client cannot be generated, or the settings deny the warning.
    Error,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Unlike `write_str`, `pad` respects a width.
        f.pad(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// The level of a code without settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DefaultLevel {
    /// An error that settings cannot lower: the client cannot be generated or would be incorrect.
    Fixed,
    /// An error that settings can lower: the client is correct if the document is intended.
    Deny,
    /// A warning.
    Warn,
}

impl DefaultLevel {
    pub(crate) fn level(self) -> Level {
        match self {
            Self::Fixed | Self::Deny => Level::Error,
            Self::Warn => Level::Warning,
        }
    }
}
