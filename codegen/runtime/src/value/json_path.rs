//! The path of a value in a JSON body.

/// The maximum number of steps that a path shows.
pub(crate) const MAX_STEPS: usize = 32;

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The name of a property.
    Name(String),
    /// A key of a map.
    Key,
    /// An element of an array.
    Index(usize),
}

/// Returns the path as a string, such as `invites[3].date_created`.
pub(crate) fn spell(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps.iter().take(MAX_STEPS) {
        match step {
            Step::Name(name) if is_name(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            // The key of a map can be any string, including personal data.
            Step::Name(_) | Step::Key => path.push_str("[…]"),
            Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
        }
    }
    if steps.len() > MAX_STEPS {
        path.push('…');
    }
    path
}

/// Returns whether a key looks like the name of a property.
pub(crate) fn is_name(key: &str) -> bool {
    let is_plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let begins = key.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    is_plain && begins && key.len() <= 64
}
