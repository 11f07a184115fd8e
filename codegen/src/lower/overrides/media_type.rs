//! The setting `media-types`: selects the media type of a request body.

use indexmap::IndexMap;

use super::Overrides;
use crate::diagnostic::Code;

impl Overrides<'_> {
    /// The entry of `content` that the settings select for the body of an operation. `default` is the media type
    /// without a setting, and `is_valid` states whether the client can send a media type.
    pub(crate) fn body_media_type<'c, V>(
        &self,
        operation: &str,
        content: &'c IndexMap<String, V>,
        default: &str,
        is_valid: impl Fn(&str) -> bool,
    ) -> Option<(&'c String, &'c V)> {
        let settings = self.settings?;
        self.seen.borrow_mut().insert(operation.to_owned());
        let (key, value) = settings.media_types.iter().find(|(key, _)| key.text == operation)?;
        self.used.borrow_mut().insert(&key.place.pointer);
        if value.text == default {
            let message = format!("`{operation}` sends `{}` without this setting", value.text.escape_debug());
            self.report(Code::SettingWithoutEffect, key, message, "remove it");
            return None;
        }
        let found = content.get_key_value(&value.text).filter(|_| is_valid(&value.text));
        if found.is_none() {
            let known: Vec<String> = content
                .keys()
                .filter(|name| is_valid(name))
                .map(|name| format!("`{}`", name.escape_debug()))
                .collect();
            let message = format!("the body of `{operation}` cannot be `{}`", value.text.escape_debug());
            self.report(Code::InvalidSettingType, value, message, &format!("use {}", known.join(" or ")));
        }
        found
    }
}
