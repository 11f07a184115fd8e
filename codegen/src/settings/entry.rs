//! The strings of the settings.

use crate::diagnostic::Place;

/// A string in the settings, and its location.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) text: String,
    pub(crate) place: Place,
}
