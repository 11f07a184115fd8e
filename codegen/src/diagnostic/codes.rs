//! The codes of all diagnostics. A number never changes its meaning and is never reused. The names are public,
//! because settings contain them.
//!
//! `codes.md` explains each rule, its reason and how to fix a document that violates it.
//! `cargo xtask explain` prints these explanations.

use std::fmt;

use super::level::{DefaultLevel, Level};

/// The explanations of all codes.
const TEXTS: &str = include_str!("codes.md");

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $number:literal, $name:literal, $level:ident;)*) => {
        /// A rule that a document can violate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the short name describes the code, and `codes.md` explains it")]
        pub enum Code {
            $($(#[$doc])* $code = $number,)*
        }

        impl Code {
            /// All codes, in ascending order.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// The short name of the rule: `unknown-keyword`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)*
                }
            }

            /// The level without settings, and whether settings can change it.
            pub(crate) fn default_level(self) -> DefaultLevel {
                match self {
                    $(Self::$code => DefaultLevel::$level,)*
                }
            }
        }
    };
}

codes! {
    // Reading.
    DocumentTooLarge = 1, "document-too-large", Fixed;
    InvalidSyntax = 2, "invalid-syntax", Fixed;
    DuplicateKey = 3, "duplicate-key", Fixed;
    NestedTooDeep = 4, "nested-too-deep", Fixed;
    TooManyAliases = 5, "too-many-aliases", Fixed;
    NotOpenApi = 6, "not-openapi", Fixed;
    UnsupportedVersion = 7, "unsupported-version", Fixed;
    Swagger2 = 8, "swagger-2", Fixed;
    WrongType = 9, "wrong-type", Fixed;
    MergeKey = 10, "merge-key", Fixed;
    KeyTooLong = 11, "key-too-long", Fixed;
    UnneededValue = 12, "unneeded-value", Warn;
    TooManyValues = 13, "too-many-values", Fixed;
    // Keywords.
    UnknownKeyword = 101, "unknown-keyword", Deny;
    InvalidPathKey = 102, "invalid-path-key", Fixed;
    InvalidStatus = 103, "invalid-status", Fixed;
    MissingKeyword = 104, "missing-keyword", Fixed;
    UnknownValue = 105, "unknown-value", Fixed;
    UnknownFormat = 106, "unknown-format", Warn;
    UnrecognizedKeyword = 107, "unrecognized-keyword", Warn;
    OutdatedKeyword = 108, "outdated-keyword", Warn;
    AssumedKeyword = 109, "assumed-keyword", Warn;
    CoercedValue = 110, "coerced-value", Warn;
    // References.
    ReferenceOutsideComponents = 201, "reference-outside-components", Fixed;
    MissingComponent = 202, "missing-component", Fixed;
    ReferenceCycle = 203, "reference-cycle", Fixed;
    PathItemReference = 204, "path-item-reference", Fixed;
    MissingOperation = 205, "missing-operation", Warn;
    UnknownMapping = 206, "unknown-mapping", Warn;
    // Schemas.
    AllOfConflict = 302, "all-of-conflict", Warn;
    PropertyConflict = 303, "property-conflict", Warn;
    AllOfCycle = 304, "all-of-cycle", Fixed;
    EndlessType = 305, "endless-type", Fixed;
    RequiredCycle = 306, "required-cycle", Fixed;
    RequiredNotAProperty = 307, "required-not-a-property", Warn;
    DuplicateEnumValue = 308, "duplicate-enum-value", Warn;
    EnumValueType = 309, "enum-value-type", Warn;
    DefaultType = 310, "default-type", Warn;
    ContradictoryBounds = 311, "contradictory-bounds", Deny;
    TypesTooDeep = 312, "types-too-deep", Fixed;
    IgnoredNot = 313, "ignored-not", Warn;
    // Parameters.
    DuplicateParameter = 401, "duplicate-parameter", Warn;
    ParameterObject = 403, "parameter-object", Warn;
    ParameterStyle = 405, "parameter-style", Warn;
    InvalidHeaderName = 407, "invalid-header-name", Fixed;
    MissingPathParameter = 408, "missing-path-parameter", Warn;
    UnusedPathParameter = 409, "unused-path-parameter", Warn;
    IgnoredHeaderParameter = 410, "ignored-header-parameter", Warn;
    // Paths and operations.
    InvalidPath = 501, "invalid-path", Fixed;
    DuplicatePath = 502, "duplicate-path", Warn;
    AmbiguousPaths = 503, "ambiguous-paths", Warn;
    DuplicateOperationId = 504, "duplicate-operation-id", Warn;
    UnsupportedMethod = 506, "unsupported-method", Warn;
    DuplicatePlaceholder = 508, "duplicate-placeholder", Fixed;
    UnsupportedOperation = 509, "unsupported-operation", Warn;
    RewrittenPath = 510, "rewritten-path", Warn;
    // Bodies and responses.
    BodyType = 601, "body-type", Fixed;
    BodyEncoding = 602, "body-encoding", Fixed;
    FormNotAnObject = 603, "form-not-an-object", Warn;
    NoSuccessResponse = 604, "no-success-response", Warn;
    InvalidMediaType = 605, "invalid-media-type", Warn;
    NoMediaType = 606, "no-media-type", Warn;
    // Security and servers.
    MissingSecurityScheme = 701, "missing-security-scheme", Warn;
    NoServer = 702, "no-server", Warn;
    UnusableServer = 703, "unusable-server", Fixed;
    UnencryptedServer = 705, "unencrypted-server", Warn;
    UnsupportedSecurity = 706, "unsupported-security", Warn;
    // Settings.
    InvalidSettings = 801, "invalid-settings", Fixed;
    InvalidPackageMetadata = 802, "invalid-package-metadata", Fixed;
    SettingWithoutEffect = 803, "setting-without-effect", Fixed;
    InvalidSettingName = 804, "invalid-setting-name", Fixed;
    InvalidSettingType = 805, "invalid-setting-type", Fixed;
    InvalidApproval = 806, "invalid-approval", Fixed;
    SettingNameInUse = 807, "setting-name-in-use", Fixed;
    InvalidLevel = 808, "invalid-level", Fixed;
    InvalidNamesLock = 809, "invalid-names-lock", Fixed;
    NamesLockConflict = 810, "names-lock-conflict", Fixed;
    // Names.
    InvalidFileName = 901, "invalid-file-name", Fixed;
    ModuleReserved = 902, "module-reserved", Fixed;
    DuplicateModule = 903, "duplicate-module", Fixed;
}

impl Code {
    /// Parses a code such as `E0107`, ignoring case, or a name such as `unknown-keyword`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_it = |code: &Self| code.name() == text || code.to_string().eq_ignore_ascii_case(text);
        Self::ALL.iter().copied().find(is_it)
    }

    /// The level of a diagnostic without settings.
    pub fn level(self) -> Level {
        self.default_level().level()
    }

    /// Whether settings can change the level. The generator cannot create a correct client if a diagnostic of
    /// any other code is an error.
    pub fn is_configurable(self) -> bool {
        self.default_level() != DefaultLevel::Fixed
    }

    /// The explanation in Markdown: the rule, its reason and how to fix a document. The first line is a
    /// heading.
    pub fn explanation(self) -> &'static str {
        let heading = format!("## {self}");
        let Some(start) = TEXTS.find(&heading) else { return "" };
        let text = TEXTS.get(start..).unwrap_or_default();
        let end = text.get(1..).and_then(|rest| rest.find("\n#")).map_or(text.len(), |end| end + 1);
        text.get(..end).unwrap_or_default().trim()
    }

    /// Whether the diagnostic concerns the key of the node rather than its value.
    pub(crate) fn is_about_the_key(self) -> bool {
        matches!(
            self,
            Self::UnknownKeyword
                | Self::UnrecognizedKeyword
                | Self::OutdatedKeyword
                | Self::MergeKey
                | Self::InvalidPathKey
                | Self::InvalidStatus
                | Self::InvalidMediaType
                | Self::MissingSecurityScheme
        )
    }

    /// Whether a setting for operations cannot avoid the error, because it concerns the whole file.
    pub(crate) fn is_of_the_file(self) -> bool {
        let is_text =
            matches!(self, Self::NotOpenApi | Self::UnsupportedVersion | Self::Swagger2 | Self::KeyTooLong);
        is_text || self.is_unread()
    }

    /// Whether the text could not be read completely, so that positions cannot be determined in it.
    pub(crate) fn is_unread(self) -> bool {
        matches!(
            self,
            Self::DocumentTooLarge
                | Self::InvalidSyntax
                | Self::DuplicateKey
                | Self::NestedTooDeep
                | Self::TooManyAliases
                | Self::InvalidFileName
                | Self::ModuleReserved
                | Self::DuplicateModule
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E{:04}", *self as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique_and_ascending() {
        for pair in Code::ALL.windows(2) {
            assert!((pair[0] as u16) < pair[1] as u16, "{pair:?}");
        }
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert_eq!(format!("{code:?}").to_lowercase(), code.name().replace('-', ""), "two names");
        }
    }

    #[test]
    fn every_code_is_explained_and_no_other() {
        for code in Code::ALL {
            let text = code.explanation();
            assert!(text.starts_with(&format!("## {code}: ")), "{code} is not explained");
            assert!(text.contains("```"), "{code} has no example");
            assert_eq!(text.matches("## E").count(), 1, "{code}");
            assert_eq!(Code::parse(&code.to_string().to_lowercase()), Some(*code));
            assert_eq!(Code::parse(code.name()), Some(*code));
        }
        assert_eq!(TEXTS.matches("\n## E").count(), Code::ALL.len());
        assert_eq!(Code::parse("E9999"), None);
    }
}
