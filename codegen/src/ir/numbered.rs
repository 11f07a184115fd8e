//! Families of inputs whose names differ only in a number.

/// The names of a family. Each consists of the text before the number, the number and the text after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Numbered {
    pub(crate) before: String,
    /// One text, or two if each number has a pair of values.
    pub(crate) after: Vec<String>,
    /// The lowest and the highest number.
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// How callers give the values of a family.
pub(crate) enum Entries<'a> {
    /// One value with its number.
    Single { after: &'a str },
    /// All pairs in the order of their numbers.
    Pairs { after: [&'a str; 2] },
}

impl Numbered {
    /// How callers give the values.
    pub(crate) fn entries(&self) -> Entries<'_> {
        match self.after.as_slice() {
            [first, second, ..] => Entries::Pairs { after: [first, second] },
            [after] => Entries::Single { after },
            [] => Entries::Single { after: "" },
        }
    }

    /// The names with this number, or with a placeholder for it.
    pub(crate) fn names(&self, number: &str) -> Vec<String> {
        self.after.iter().map(|after| format!("{}{number}{after}", self.before)).collect()
    }
}
