//! Where requests go, as the settings say.

use openapiv3::OpenAPI;

use super::Overrides;
use crate::diagnostic::Code;
use crate::document::place::Collector;
use crate::lower::document::server::{self, Address};

impl Overrides<'_> {
    /// Where requests go: what the settings say, else what the document says.
    pub(crate) fn server(&self, openapi: &OpenAPI, diagnostics: &Collector<'_>) -> Address {
        let Some(entry) = self.settings.and_then(|settings| settings.server.as_ref()) else {
            return server::lower(openapi, &self.module, diagnostics);
        };
        match server::address(&entry.text, &entry.text) {
            Ok(address) => {
                if address == server::lower(openapi, &self.module, &Collector::new("")) {
                    let message = format!("`{}` is the server without this setting", entry.text);
                    self.fault(Code::SettingWithoutEffect, entry, message, "remove it");
                }
                address
            }
            Err((message, help)) => {
                self.fault(Code::ServerUnusable, entry, message, help);
                Address::default()
            }
        }
    }
}
