//! JSON pointers: the position of a value in a document.

use std::fmt;

/// A JSON pointer (RFC 6901), with its keys escaped: `/paths/~1v1~1Things/get`. The empty pointer is
/// the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pointer(String);

impl Pointer {
    /// Appends a key.
    pub(crate) fn push(&mut self, key: &str) {
        self.0.push('/');
        self.0.push_str(&escape(key));
    }

    /// The pointer to a key of the value at this pointer.
    pub(crate) fn key(&self, key: &str) -> Self {
        let mut below = self.clone();
        below.push(key);
        below
    }

    /// The pointer to the value that contains this one; the whole document contains itself.
    pub(crate) fn parent(&self) -> Self {
        Self(self.0.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned())
    }

    /// The pointer to the component of this kind and name.
    pub(crate) fn component(kind: &str, name: &str) -> Self {
        Self::default().key("components").key(kind).key(name)
    }

    /// Whether this is the position of `other`, or of a value inside it.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The escaped form.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Escapes a key of a pointer, in which `~` and `/` are special characters.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Reverses [`escape`].
pub(crate) fn unescape(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::{Pointer, unescape};

    #[test]
    fn keys_are_escaped() {
        let table = [("plain", "/plain"), ("/v1/a", "/~1v1~1a"), ("a~b", "/a~0b"), ("~1", "/~01"), ("", "/")];
        for (key, escaped) in table {
            let pointer = Pointer::default().key(key);
            assert_eq!(pointer.as_str(), escaped);
            assert_eq!(unescape(escaped.trim_start_matches('/')), key);
        }
        assert_eq!(Pointer::component("schemas", "a/b").as_str(), "/components/schemas/a~1b");
    }
}
