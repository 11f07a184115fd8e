//! The styles of parameters, in one table.

/// The serialization of a parameter that can have several parts. The runtime has a style of each name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Form,
    FormExploded,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Simple,
    SimpleExploded,
    Label,
    LabelExploded,
    Matrix,
    MatrixExploded,
    Json,
}

impl Style {
    /// The variant of the runtime's `Style`, and the form of a value in words.
    fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Form => ("Form", "as one string with commas"),
            Self::FormExploded => ("FormExploded", "with a name for each entry"),
            Self::SpaceDelimited => ("SpaceDelimited", "as one string with spaces"),
            Self::PipeDelimited => ("PipeDelimited", "as one string with `|`"),
            Self::DeepObject => ("DeepObject", "with a name in brackets for each entry"),
            Self::Simple => ("Simple", "as one string with commas"),
            Self::SimpleExploded => ("SimpleExploded", "as one string with commas and `=`"),
            Self::Label => ("Label", "as one string with a dot and commas"),
            Self::LabelExploded => ("LabelExploded", "as one string with dots"),
            Self::Matrix => ("Matrix", "as one string with a semicolon, the name and commas"),
            Self::MatrixExploded => ("MatrixExploded", "as one string with a semicolon before each name"),
            Self::Json => ("Json", "as JSON"),
        }
    }

    /// The variant of the runtime's `Style`.
    pub(crate) fn variant(self) -> &'static str {
        self.row().0
    }

    /// The form of a value, in words.
    pub(crate) fn words(self) -> &'static str {
        self.row().1
    }
}
