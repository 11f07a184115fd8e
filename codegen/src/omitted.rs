//! The operations that the client does not contain, and the choice to omit those that the generator does not support.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, Place};
use crate::pointer::Pointer;

/// The treatment of operations that the generator does not support.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsupported {
    /// Such an operation is an error, except where the settings contain `skip-unsupported`.
    #[default]
    Reject,
    /// The client does not contain such an operation, nor the schemas that only it uses. A warning names it.
    Omit,
}

/// An operation of the document that the client does not contain.
#[derive(Clone, Debug)]
pub(crate) struct OmittedOperation {
    /// The operationId, or the method and the path of an operation without one.
    pub(crate) id: String,
    /// The key in the path item: `get`. `None` for a path without operations.
    pub(crate) method: Option<&'static str>,
    pub(crate) path: String,
    pub(crate) reason: OmissionReason,
}

impl OmittedOperation {
    /// The method and the path of the request: `GET /v1/Things`.
    pub(crate) fn request(&self) -> String {
        let Self { method, path, .. } = self;
        method.map_or_else(|| path.clone(), |method| format!("{} {path}", method.to_ascii_uppercase()))
    }

    /// The location in the document.
    pub(crate) fn pointer(&self) -> Pointer {
        let path = Pointer::default().key("paths").key(&self.path);
        self.method.map_or_else(|| path.clone(), |method| path.key(method))
    }

    /// The error of an operation that the generator does not support.
    pub(crate) fn rejection(&self) -> Option<&Rejection> {
        match &self.reason {
            OmissionReason::Unsupported(rejection) => Some(rejection),
            OmissionReason::NotInKeep | OmissionReason::Dropped(_) => None,
        }
    }
}

/// The reason why the client does not contain an operation.
#[derive(Clone, Debug)]
pub(crate) enum OmissionReason {
    /// No pattern in `keep` matches the operation.
    NotInKeep,
    /// This pattern in `drop` matches the operation.
    Dropped(String),
    /// The generator does not support the operation.
    Unsupported(Rejection),
}

/// The first error that concerns an operation.
#[derive(Clone, Debug)]
pub(crate) struct Rejection {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) place: Place,
}

/// The unsupported operations of one document, by the string that a pattern in `drop` matches.
pub(crate) type Rejections = BTreeMap<Arc<str>, Rejection>;

/// The unsupported operations that a run omits, by module.
#[derive(Debug, Default)]
pub(crate) struct Rejected(BTreeMap<String, Rejections>);

impl Rejected {
    /// The unsupported operations of a module.
    pub(crate) fn of(&self, module: &str) -> Option<&Rejections> {
        self.0.get(module)
    }

    /// The modules that have unsupported operations.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The unsupported operations of each module.
    pub(crate) fn operations(&self) -> BTreeMap<String, Vec<String>> {
        let names = |rejections: &Rejections| rejections.keys().map(ToString::to_string).collect();
        self.0.iter().map(|(module, rejections)| (module.clone(), names(rejections))).collect()
    }

    /// Adds the operations of all errors, so that the next attempt omits them. Returns whether the next attempt can
    /// succeed: each error concerns only operations, `is_omitted` accepts its module, and one of them is new.
    pub(crate) fn add(&mut self, found: &Diagnostics, is_omitted: impl Fn(&str) -> bool) -> bool {
        let errors = || found.0.iter().filter(|diagnostic| diagnostic.level == Level::Error);
        let is_avoidable = |error: &Diagnostic| match &error.omission {
            Some(omission) => !omission.operations.is_empty() && is_omitted(&omission.module),
            // The setting may concern an operation with an error. The next attempt decides.
            None => error.code == Code::SettingWithoutEffect,
        };
        if !errors().all(is_avoidable) {
            return false;
        }
        let mut is_new = false;
        for error in errors() {
            let Diagnostic { code, message, place, omission: Some(omission), .. } = error else { continue };
            let rejections = self.0.entry(omission.module.clone()).or_default();
            for operation in omission.operations.iter() {
                rejections.entry(operation.clone()).or_insert_with(|| {
                    is_new = true;
                    Rejection { code: *code, message: message.clone(), place: place.clone() }
                });
            }
        }
        is_new
    }
}
