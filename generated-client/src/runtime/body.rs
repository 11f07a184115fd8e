//! Bodies of requests that are JSON.

use super::decode::Json;

/// What a request's body is made of.
#[derive(Clone)]
pub(super) enum Body {
    /// Of the form's fields.
    Form,
    /// A JSON object of these properties, each JSON text already, with its media type.
    Fields(&'static str, Vec<(&'static str, String)>),
    /// JSON text as it is, with its media type.
    Whole(&'static str, String),
}

impl Body {
    pub(super) fn media_type(&self) -> &'static str {
        match self {
            Self::Form => "application/json",
            Self::Fields(media_type, _) | Self::Whole(media_type, _) => media_type,
        }
    }

    pub(super) fn is_json(&self) -> bool {
        !matches!(self, Self::Form)
    }

    /// Sets a property: a second value takes the place of the first.
    pub(super) fn set(&mut self, name: &'static str, text: String) {
        if let Self::Fields(_, fields) = self {
            fields.retain(|(other, _)| *other != name);
            fields.push((name, text));
        }
    }

    /// The JSON text, where it is not a form.
    pub(super) fn json(&self) -> Option<String> {
        match self {
            Self::Form => None,
            Self::Whole(_, text) => Some(text.clone()),
            Self::Fields(_, fields) => {
                let mut text = "{".to_owned();
                for (name, value) in fields {
                    let comma = if text.len() == 1 { "" } else { "," };
                    for part in [comma, &Json::from(*name).to_string(), ":", value] {
                        text.push_str(part);
                    }
                }
                Some(text + "}")
            }
        }
    }
}
