//! Which step the version has to take, by the rules of Cargo.
//!
//! Only what a change means for callers in Rust counts. Where the server alone changed, the release
//! that follows it mends the client, and nobody has to change any code for it: a patch.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Verdict;

/// How far a version moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Nothing changed.
    None,
    /// Nothing that callers see in their code.
    Patch,
    /// More than before.
    Minor,
    /// Code may have to change.
    Major,
}

impl Step {
    /// The step for the most serious verdict about callers.
    pub(super) fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Unchanged | Verdict::Documentation => Self::Patch,
            Verdict::Compatible => Self::Minor,
            Verdict::Breaking => Self::Major,
        }
    }

    /// As people say it: `major`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "no",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// The version of a package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(semver::Version);

impl Version {
    /// Reads a version that the settings have checked; `1.88` is `1.88.0`.
    pub(super) fn read(text: &str) -> Self {
        let read = semver::Version::parse(text).or_else(|_| semver::Version::parse(&format!("{text}.0")));
        Self(read.unwrap_or_else(|_| semver::Version::new(0, 0, 0)))
    }

    /// The least version that is so far away.
    ///
    /// Before 1.0.0 the numbers mean less: what would be a major step moves the first number that
    /// is not zero, and everything else the last one.
    #[must_use]
    pub fn moved(&self, step: Step) -> Self {
        let semver::Version { major, minor, patch, .. } = self.0;
        let (major, minor, patch) = match (step, major, minor) {
            (Step::None, ..) => return self.clone(),
            (Step::Major, 0, 0) => (0, 0, patch + 1),
            (Step::Major, 0, _) => (0, minor + 1, 0),
            (Step::Major, ..) => (major + 1, 0, 0),
            (Step::Minor, 1.., _) => (major, minor + 1, 0),
            (Step::Minor | Step::Patch, ..) => (major, minor, patch + 1),
        };
        Self(semver::Version::new(major, minor, patch))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps() {
        let table = [
            ("1.2.3", Step::Major, "2.0.0"),
            ("1.2.3", Step::Minor, "1.3.0"),
            ("1.2.3", Step::Patch, "1.2.4"),
            ("1.2.3", Step::None, "1.2.3"),
            ("0.2.3", Step::Major, "0.3.0"),
            ("0.2.3", Step::Minor, "0.2.4"),
            ("0.2.3", Step::Patch, "0.2.4"),
            ("0.0.3", Step::Major, "0.0.4"),
            ("0.0.3", Step::Minor, "0.0.4"),
            ("1.88", Step::Patch, "1.88.1"),
            ("2.0.0-rc.1", Step::Patch, "2.0.1"),
        ];
        for (from, step, to) in table {
            assert_eq!(Version::read(from).moved(step).to_string(), to, "{from} {step:?}");
        }
        assert!(Version::read("1.10.0") > Version::read("1.9.0"));
    }
}
