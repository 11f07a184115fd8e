//! Where requests go, as the settings say.

use openapiv3::OpenAPI;

use super::Overrides;
use crate::diagnostic::Code;
use crate::lower::place::Faults;
use crate::lower::server::{self, Address};

impl Overrides<'_> {
    /// Where requests go: what the settings say, else what the document says.
    pub(crate) fn server(&self, openapi: &OpenAPI, faults: &Faults<'_>) -> Address {
        let Some(entry) = self.settings.and_then(|settings| settings.server.as_ref()) else {
            return server::lower(openapi, &self.module, faults);
        };
        match server::address(&entry.text, &entry.text) {
            Ok(address) => {
                if address == server::lower(openapi, &self.module, &Faults::new("")) {
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
