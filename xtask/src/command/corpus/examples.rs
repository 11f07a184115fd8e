//! The examples of responses, divided into valid ones and those that contradict their own schemas.
//!
//! A client cannot decode a value that differs from its schema, so only valid examples test the generator.

#[cfg(not(any(test, feature = "examples")))]
#[path = "examples/no_validator.rs"]
mod validator;
// Tests have the validator without the feature.
#[cfg(any(test, feature = "examples"))]
mod validator;

use codegen::{Diagnostics, File, Inputs, ResponseExample};

use self::validator::Validator;

/// The examples of some documents.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Examples {
    /// The number of examples that match their schemas, or that have none.
    pub(super) valid: usize,
    /// The examples that contradict their schemas: the document, the example, and the first contradiction.
    pub(super) contradictory: Vec<String>,
    /// The examples with a schema that the validator cannot use, and the reason.
    pub(super) unchecked: Vec<String>,
}

/// Why an example is not valid.
#[cfg_attr(not(any(test, feature = "examples")), allow(dead_code, reason = "no example is checked"))]
enum Problem {
    /// It contradicts its schema.
    Contradiction(String),
    /// The validator cannot use its schema.
    Schema(String),
}

/// The maximum number of printed characters of a reason.
const MOST_SHOWN: usize = 300;

impl Examples {
    /// The test of the valid examples.
    pub(super) fn of(inputs: Inputs<'_>) -> Result<(Vec<File>, Self), Diagnostics> {
        let mut validator = Validator::new(inputs.documents)?;
        let mut examples = Self::default();
        let files = codegen::examples_with(inputs, |example| {
            let checked = validator.check(example);
            examples.add(example, checked)
        })?;
        Ok((files, examples))
    }

    /// Counts an example. Returns whether it is valid.
    fn add(&mut self, example: &ResponseExample<'_>, checked: Result<(), Problem>) -> bool {
        let (list, reason) = match checked {
            Ok(()) => {
                self.valid += 1;
                return true;
            }
            Err(Problem::Contradiction(reason)) => (&mut self.contradictory, reason),
            Err(Problem::Schema(reason)) => (&mut self.unchecked, reason),
        };
        let reason: String = reason.chars().take(MOST_SHOWN).collect();
        list.push(format!("{}: {}: {reason}", example.source, example.key));
        false
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
        if !cfg!(any(test, feature = "examples")) {
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
