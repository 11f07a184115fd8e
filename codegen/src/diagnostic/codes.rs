//! The codes of all diagnostics. A number never changes its meaning and is never reused.
//!
//! `codes.md` explains each rule, its reason and how to fix a document that violates it.
//! `cargo xtask explain` prints these explanations.

use std::fmt;

/// The explanations of all codes.
const TEXTS: &str = include_str!("codes.md");

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $number:literal, $name:literal;)*) => {
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
        }
    };
}

codes! {
    // Reading.
    DocumentTooLarge = 1, "document-too-large";
    NotYaml = 2, "not-yaml";
    DuplicateKey = 3, "duplicate-key";
    NestedTooDeep = 4, "nested-too-deep";
    TooManyAliases = 5, "too-many-aliases";
    NotOpenApi = 6, "not-openapi";
    UnsupportedVersion = 7, "unsupported-version";
    Swagger2 = 8, "swagger-2";
    WrongType = 9, "wrong-type";
    MergeKey = 10, "merge-key";
    KeyTooLong = 11, "key-too-long";
    // Keywords.
    UnknownKeyword = 101, "unknown-keyword";
    InvalidPathKey = 102, "invalid-path-key";
    InvalidStatus = 103, "invalid-status";
    MissingKeyword = 104, "missing-keyword";
    UnknownValue = 105, "unknown-value";
    UnknownFormat = 106, "unknown-format";
    // References.
    ReferenceOutsideComponents = 201, "reference-outside-components";
    MissingComponent = 202, "missing-component";
    ReferenceCycle = 203, "reference-cycle";
    PathItemReference = 204, "path-item-reference";
    MissingOperation = 205, "missing-operation";
    // Schemas.
    UnsupportedSchema = 301, "unsupported-schema";
    AllOfConflict = 302, "all-of-conflict";
    PropertyConflict = 303, "property-conflict";
    AllOfCycle = 304, "all-of-cycle";
    EndlessType = 305, "endless-type";
    RequiredCycle = 306, "required-cycle";
    RequiredNotAProperty = 307, "required-not-a-property";
    DuplicateEnumValue = 308, "duplicate-enum-value";
    EnumValueType = 309, "enum-value-type";
    DefaultType = 310, "default-type";
    ContradictoryBounds = 311, "contradictory-bounds";
    TypesTooDeep = 312, "types-too-deep";
    // Parameters.
    DuplicateParameter = 401, "duplicate-parameter";
    ParameterContent = 402, "parameter-content";
    ParameterObject = 403, "parameter-object";
    ParameterArray = 404, "parameter-array";
    ParameterStyle = 405, "parameter-style";
    CookieParameter = 406, "cookie-parameter";
    InvalidHeaderName = 407, "invalid-header-name";
    MissingPathParameter = 408, "missing-path-parameter";
    UnusedPathParameter = 409, "unused-path-parameter";
    // Paths and operations.
    InvalidPath = 501, "invalid-path";
    DuplicatePath = 502, "duplicate-path";
    AmbiguousPaths = 503, "ambiguous-paths";
    DuplicateOperationId = 504, "duplicate-operation-id";
    InvalidOperationId = 505, "invalid-operation-id";
    UnsupportedMethod = 506, "unsupported-method";
    DuplicatePlaceholder = 508, "duplicate-placeholder";
    // Bodies and responses.
    BodyType = 601, "body-type";
    BodyEncoding = 602, "body-encoding";
    FormNotAnObject = 603, "form-not-an-object";
    NoSuccessResponse = 604, "no-success-response";
    InvalidMediaType = 605, "invalid-media-type";
    // Security and servers.
    MissingSecurityScheme = 701, "missing-security-scheme";
    NoServer = 702, "no-server";
    UnusableServer = 703, "unusable-server";
    SeparateServer = 704, "separate-server";
    // Settings.
    InvalidSettings = 801, "invalid-settings";
    InvalidPackageMetadata = 802, "invalid-package-metadata";
    SettingWithoutEffect = 803, "setting-without-effect";
    InvalidSettingName = 804, "invalid-setting-name";
    InvalidSettingType = 805, "invalid-setting-type";
    InvalidApproval = 806, "invalid-approval";
    SettingNameInUse = 807, "setting-name-in-use";
    // Names.
    InvalidFileName = 901, "invalid-file-name";
    ModuleReserved = 902, "module-reserved";
    DuplicateModule = 903, "duplicate-module";
}

impl Code {
    /// Parses a code such as `E0107`, ignoring case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.to_string().eq_ignore_ascii_case(text))
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
                | Self::MergeKey
                | Self::InvalidPathKey
                | Self::InvalidStatus
                | Self::InvalidMediaType
                | Self::MissingSecurityScheme
        )
    }

    /// Whether the text could not be read completely, so that positions cannot be determined in it.
    pub(crate) fn is_unread(self) -> bool {
        matches!(
            self,
            Self::DocumentTooLarge
                | Self::NotYaml
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
        }
        assert_eq!(TEXTS.matches("\n## E").count(), Code::ALL.len());
        assert_eq!(Code::parse("E9999"), None);
    }
}
