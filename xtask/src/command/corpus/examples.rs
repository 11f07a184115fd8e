//! The examples of responses, divided into valid ones and those that contradict their own schemas.
//!
//! A client cannot decode a value that differs from its schema, so only valid examples test the generator.

#[cfg(any(test, feature = "examples"))]
mod validator;

#[cfg(not(any(test, feature = "examples")))]
use codegen::{Diagnostics, File, Inputs};

/// Whether the program contains the validator. Tests have it without the feature.
pub(super) const ARE_CHECKED: bool = cfg!(any(test, feature = "examples"));

/// The examples of some documents.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Examples {
    /// The number of examples that match their schemas, or that have none. Without the validator, of all examples.
    pub(super) valid: usize,
    /// The examples that contradict their schemas: the document, the example, and the first contradiction.
    pub(super) contradictory: Vec<String>,
    /// The examples with a schema that the validator cannot use, and the reason.
    pub(super) unchecked: Vec<String>,
}

impl Examples {
    /// The test of all examples.
    #[cfg(not(any(test, feature = "examples")))]
    pub(super) fn of(inputs: Inputs<'_>) -> Result<(Vec<File>, Self), Diagnostics> {
        let mut examples = Self::default();
        let files = codegen::examples_with(inputs, |_| {
            examples.valid += 1;
            true
        })?;
        Ok((files, examples))
    }

    /// The lines below the table, for the crates of all documents.
    pub(super) fn notes<'e>(all: impl Iterator<Item = &'e Self>, decoded: usize) -> Vec<String> {
        let [mut valid, mut contradictory, mut unchecked] = [0; 3];
        for examples in all {
            valid += examples.valid;
            contradictory += examples.contradictory.len();
            unchecked += examples.unchecked.len();
        }
        let missing = valid.saturating_sub(decoded);
        if !ARE_CHECKED {
            return vec![
                format!("examples: {valid}, decoded: {decoded}, not decoded: {missing}"),
                "an example can contradict its schema: `cargo run -p xtask --features examples -- corpus` decodes only the \
                 others"
                    .to_owned(),
            ];
        }
        let mut notes = vec![
            format!("valid examples: {valid}, decoded: {decoded}, not decoded: {missing}"),
            format!("examples that contradict their schemas, and are not decoded: {contradictory}"),
        ];
        if unchecked > 0 {
            notes.push(format!("examples whose schemas cannot be checked, and are not decoded: {unchecked}"));
        }
        notes
    }
}
