//! The required version step, by the rules of Cargo.
//!
//! Only the verdict for callers counts. If only the server changed, callers do not need to change their code,
//! so a patch is sufficient.

use std::fmt;

use serde::{Serialize, Serializer};

use super::verdict::Verdict;

/// A version step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// No change.
    None,
    /// No change of the Rust API.
    Patch,
    /// A compatible change of the Rust API.
    Minor,
    /// A breaking change of the Rust API.
    Major,
}

impl Step {
    /// The step for the most serious verdict for callers.
    pub(super) fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Unchanged | Verdict::Documentation => Self::Patch,
            Verdict::Compatible => Self::Minor,
            Verdict::Breaking => Self::Major,
        }
    }

    /// The name of the step: `major`.
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
    /// Reads a version that the settings have validated. `1.88` is equal to `1.88.0`.
    pub(super) fn read(text: &str) -> Self {
        let read = semver::Version::parse(text).or_else(|_| semver::Version::parse(&format!("{text}.0")));
        Self(read.unwrap_or_else(|_| semver::Version::new(0, 0, 0)))
    }

    /// The meaning of the parts of a version before 1.0.0.
    pub(super) fn note(&self) -> Option<&'static str> {
        match (self.0.major, self.0.minor) {
            (0, 0) => {
                Some("before 0.1.0, every step raises the last number, and no two versions are compatible")
            }
            (0, _) => Some(
                "before 1.0.0, a breaking change raises the second number, and every other change raises the last one",
            ),
            _ => None,
        }
    }

    /// The lowest version that is at least one step higher.
    ///
    /// Before 1.0.0, a major step increments the first number that is not zero, and every other step increments the
    /// last number.
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
