//! The call of a response, as far as an error about the response depends on it.

use super::observer::Observer;
use crate::error::{Error, Redactions};

/// The values of a call that an error about its response must not print.
pub(crate) trait Quoted: Send + Sync {
    /// Returns the values of the call that these strings quote.
    fn quoted_in(&self, texts: &[&str]) -> Redactions;
}

/// The call that a response belongs to. It is absent while the attempt is in progress.
#[derive(Default)]
pub(crate) struct Context {
    call: Option<Box<dyn Quoted>>,
    /// The hook for unexpected values, if the client has one.
    pub(crate) observer: Option<Observer>,
    #[cfg(feature = "tracing")]
    span: Option<tracing::Span>,
}

impl Context {
    pub(crate) fn new(call: Box<dyn Quoted>, observer: Option<Observer>) -> Self {
        Self {
            call: Some(call),
            observer,
            #[cfg(feature = "tracing")]
            span: None,
        }
    }

    /// Adds the span of the call.
    #[cfg(feature = "tracing")]
    pub(crate) fn set_span(&mut self, span: tracing::Span) {
        self.span = Some(span);
    }

    /// Returns the span of the call, in which errors about the page of this response are recorded.
    #[cfg(feature = "tracing")]
    pub(crate) fn span(&self) -> Option<tracing::Span> {
        self.span.clone()
    }

    /// Returns a string of the response without the values of the call.
    pub(super) fn print(&self, text: &str) -> String {
        let redactions = self.call.as_ref().map(|call| call.quoted_in(&[text])).unwrap_or_default();
        redactions.print(text)
    }

    /// Removes the values of the call from the printed forms of an error, and records the error in the
    /// span of the call.
    pub(super) fn complete(&self, error: Error) -> Error {
        #[cfg(feature = "tracing")]
        if let Some(span) = &self.span {
            record_failure(span, &error);
        }
        match &self.call {
            Some(call) => error.redacted(|texts| call.quoted_in(texts)),
            None => error,
        }
    }
}

/// Records in the span of a call that the call failed.
#[cfg(feature = "tracing")]
pub(crate) fn record_failure(span: &tracing::Span, error: &Error) {
    span.record("error.type", tracing::field::debug(error.kind()));
}
