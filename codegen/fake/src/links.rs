//! The URLs of resources.

use serde_json::{Map, Value};

use crate::route::{self, Api, Route};
use crate::table::{Property, Type};

/// The URLs of a resource.
pub(crate) struct Links<'a> {
    pub(crate) api: &'a Api,
    /// The scheme, the host and the prefix of the paths in the request: `http://127.0.0.1:4010`.
    pub(crate) base: &'a str,
    /// The route of the resource, and the values of its placeholders.
    pub(crate) route: &'a Route,
    pub(crate) values: &'a [(String, String)],
}

impl Links<'_> {
    /// The URL of the resource itself.
    pub(crate) fn own(&self) -> String {
        format!("{}{}", self.base, self.path())
    }

    fn path(&self) -> String {
        route::fill(&self.route.template, self.values)
    }

    /// The value of a property that contains URLs.
    pub(crate) fn value(&self, property: &Property) -> Option<Value> {
        match (property.name.as_str(), property.ty.bare()) {
            ("url" | "self_url", Type::Text) => Some(Value::from(self.own())),
            ("uri", Type::Text) => Some(Value::from(self.path())),
            ("links", Type::Map(_) | Type::Json) => Some(self.children(self.base)),
            ("subresource_uris", Type::Map(_) | Type::Json) => Some(self.children("")),
            _ => None,
        }
    }

    /// The URLs of the collections and resources directly below the resource, by the last word of their path.
    fn children(&self, base: &str) -> Value {
        let own = self.path();
        let own = route::bare(&own);
        let children = self.api.routes.iter().filter_map(|child| {
            let rest = child.shape.strip_prefix(&self.route.shape)?.strip_prefix('/')?;
            let (_, last) = child.template.rsplit_once('/')?;
            let is_direct = !rest.contains(['/', '{']);
            is_direct.then(|| (snake(rest), Value::from(format!("{base}{own}/{last}"))))
        });
        Value::Object(children.collect::<Map<String, Value>>())
    }
}

/// `UserChannels` → `user_channels`.
fn snake(words: &str) -> String {
    let mut name = String::new();
    for (index, letter) in words.char_indices() {
        if letter.is_uppercase() && index > 0 {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}
