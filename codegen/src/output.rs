//! What goes into the pipeline and what comes out of it: texts in memory, never paths on a disk.

/// One text that goes in: an OpenAPI document, or the settings.
#[derive(Clone, Debug)]
pub struct Source {
    /// What diagnostics call it, usually its path: `spec/chat_v2.yaml`. Its file stem names the
    /// document's module.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// One file that comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it stands in the crate: relative, with `/`, never `..`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// What one run of the pipeline made.
#[derive(Clone, Debug)]
pub struct Output {
    /// Every file of the crate, sorted by path.
    pub files: Vec<File>,
    /// One entry a document, in the order of their modules' names.
    pub documents: Vec<Summary>,
    /// How many kinds of SID the crate tells apart.
    pub sids: usize,
}

/// What became of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The document's name, as given in [`Source::name`].
    pub source: String,
    /// The module it became: `chat_v2`.
    pub module: String,
    /// How many operations were generated.
    pub operations: usize,
    /// How many types of objects; enums are not counted.
    pub models: usize,
}
