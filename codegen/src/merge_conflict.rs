//! Conflict markers that a merge leaves in a file.

use crate::diagnostic::Position;

/// The beginning of each marker.
const MARKERS: [&str; 3] = ["<<<<<<< ", "=======", ">>>>>>> "];

/// The next step for the author of the file.
pub(crate) const HELP: &str = "resolve it and remove the markers";

/// Returns the position of the first marker. The markers of a file that the parser accepts are content.
pub(crate) fn find(text: &str) -> Option<Position> {
    let line = text.lines().position(|line| MARKERS.iter().any(|marker| line.starts_with(marker)))?;
    Some(Position { line: line + 1, column: 1 })
}
