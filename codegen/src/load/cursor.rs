//! The current position of a visitor of a document.

use crate::pointer::escape;

/// A visitor with the pointer of the value that it visits. A pointer alone is the simplest one.
pub(super) trait Cursor {
    /// The pointer of the current value.
    fn pointer(&mut self) -> &mut String;

    /// Visits the value of a key, or the item with an index, of the current value.
    fn below<T>(&mut self, step: &str, visit: impl FnOnce(&mut Self) -> T) -> T {
        let pointer = self.pointer();
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&escape(step));
        let result = visit(self);
        self.pointer().truncate(length);
        result
    }
}

impl Cursor for String {
    fn pointer(&mut self) -> &mut String {
        self
    }
}
