//! The `server` setting of a document.

use openapiv3::OpenAPI;

use super::Overrides;
use crate::diagnostic::Code;
use crate::document::place::Collector;
use crate::lower::document::server::{self, ServerUrl};

impl Overrides<'_> {
    /// The URL that requests are sent to: the one in the settings, or else the one in the document. A document
    /// needs no server if the settings omit all of its operations.
    pub(crate) fn server(&self, openapi: &OpenAPI, diagnostics: &Collector<'_>) -> ServerUrl {
        let from_document = server::from_document(openapi);
        let is_needed = openapi.operations().next().is_some() || self.selection.operations.is_empty();
        let Some(entry) = self.settings.and_then(|settings| settings.server.as_ref()) else {
            if is_needed {
                from_document.report(&self.module, diagnostics);
            }
            return from_document.url;
        };
        match ServerUrl::parse(&entry.text) {
            Ok(url) => {
                if from_document.url == url {
                    let message = format!("`{}` is the server without this setting", entry.text);
                    self.report(Code::SettingWithoutEffect, entry, message, "remove it");
                }
                url
            }
            Err((message, help)) => {
                self.report(Code::UnusableServer, entry, message, help);
                ServerUrl::default()
            }
        }
    }
}
