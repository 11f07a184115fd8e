//! The unexpected values that types report while a value is inspected. Decoding without an inspection records
//! nothing.

use std::cell::RefCell;

use super::json_path::{MAX_STEPS, Step, spell};
use super::unexpected::{Unexpected, UnexpectedKind};

thread_local! {
    /// The inspection in progress on this thread.
    static RECORDER: RefCell<Option<Recorder>> = const { RefCell::new(None) };
}

/// The results of an inspection.
#[derive(Default)]
pub(super) struct Recorder {
    /// The path of the current value.
    steps: Vec<Step>,
    /// The models that contain the current value.
    models: Vec<&'static str>,
    pub(super) found: Vec<Unexpected>,
    /// The first of the longest paths.
    pub(super) deepest: Vec<Step>,
}

/// Runs an inspection that begins at this path.
pub(super) fn recorded(start: Vec<Step>, inspect: impl FnOnce()) -> Recorder {
    let outer = RECORDER.replace(Some(Recorder { steps: start, ..Recorder::default() }));
    inspect();
    RECORDER.replace(outer).unwrap_or_default()
}

/// Runs a function that decodes without an inspection.
pub(super) fn unrecorded<T>(decode: impl FnOnce() -> T) -> T {
    let recorder = RECORDER.take();
    let decoded = decode();
    if recorder.is_some() {
        RECORDER.replace(recorder);
    }
    decoded
}

pub(super) fn is_recording() -> bool {
    with(|_| ()).is_some()
}

/// Records that the current value is unexpected. A value is recorded once.
pub(super) fn record(kind: UnexpectedKind, expected: Option<&'static str>) {
    with(|recorder| {
        let json_path = spell(&recorder.steps);
        if recorder.found.last().is_none_or(|last| last.json_path != json_path) {
            let model = recorder.models.last().copied();
            recorder.found.push(Unexpected { operation: String::new(), json_path, kind, model, expected });
        }
    });
}

/// Begins a property of the current value.
pub(super) fn enter_property(name: &str) {
    with(|recorder| recorder.enter(Step::Name(name.to_owned())));
}

/// Begins the value of a key of a map.
pub(super) fn enter_key() {
    with(|recorder| recorder.enter(Step::Key));
}

/// Begins an element of an array.
pub(super) fn enter_element(index: usize) {
    with(|recorder| recorder.enter(Step::Index(index)));
}

/// Ends the part of a value that began last.
pub(super) fn leave() {
    with(|recorder| recorder.steps.pop());
}

/// Begins the properties of a model.
pub(super) fn enter_model(name: &'static str) {
    with(|recorder| recorder.models.push(name));
}

/// Ends the properties of the model that began last.
pub(super) fn leave_model() {
    with(|recorder| recorder.models.pop());
}

impl Recorder {
    fn enter(&mut self, step: Step) {
        self.steps.push(step);
        if (self.deepest.len() + 1..=MAX_STEPS).contains(&self.steps.len()) {
            self.deepest.clone_from(&self.steps);
        }
    }
}

fn with<T>(change: impl FnOnce(&mut Recorder) -> T) -> Option<T> {
    RECORDER.with(|recorder| recorder.try_borrow_mut().ok()?.as_mut().map(change))
}
