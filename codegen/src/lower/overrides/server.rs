//! The servers of a document and the setting `server`.

use openapiv3::OpenAPI;

use super::Overrides;
use crate::diagnostic::Code;
use crate::document::place::Collector;
use crate::lower::document::server::{self, SelectedServer, ServerUrl};
use crate::lower::resource::RawOperation;

/// The servers of a document.
pub(crate) struct Servers {
    from_document: SelectedServer,
    /// The server of the operations that have no other one.
    pub(crate) common: ServerUrl,
}

impl Servers {
    /// The server of an operation that has another one than the document. The setting does not replace it.
    pub(crate) fn of_operation(
        &self,
        raw: &RawOperation<'_>,
        diagnostics: &Collector<'_>,
    ) -> Option<ServerUrl> {
        let own = server::of_operation(
            (raw.item, &raw.item_at),
            (raw.operation, &raw.at),
            (&self.from_document, &self.common),
        )?;
        own.report("write a URL with `https://` and a host, or allow this warning".to_owned(), diagnostics);
        Some(own.url)
    }
}

impl Overrides<'_> {
    /// The servers of a document, with those of its settings.
    pub(crate) fn servers(&self, openapi: &OpenAPI, diagnostics: &Collector<'_>) -> Servers {
        let from_document = server::from_document(openapi);
        let common = self.common_server(openapi, &from_document, diagnostics);
        Servers { from_document, common }
    }

    /// The URL that requests are sent to: the one in the settings, or else the one in the document. A document
    /// needs no server if the settings omit all of its operations.
    fn common_server(
        &self,
        openapi: &OpenAPI,
        from_document: &SelectedServer,
        diagnostics: &Collector<'_>,
    ) -> ServerUrl {
        let is_needed = openapi.operations().next().is_some() || self.selection.operations.is_empty();
        let Some(entry) = self.settings.and_then(|settings| settings.server.as_ref()) else {
            if is_needed {
                let help = format!("set `server` in `[documents.{}]` of `codegen.toml`", self.module);
                from_document.report(help, diagnostics);
            }
            return from_document.url.clone();
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
