//! Parameters with a style: lists and objects in paths, queries, headers and cookies.

use serde::Serialize;

use super::Call;
use super::encode::flatten;
use super::style::Style;
use crate::value::Json;

impl Call {
    /// Adds the next path value, in a style. An empty list is an error, as an empty path value is.
    pub fn path_styled<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.path.push(style.path_value(name, value));
        self
    }

    /// Adds the query parameters of a value, in a style. Without parts it does nothing.
    pub fn query_styled<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Self {
        self.query.extend(style.pairs(name, value));
        self
    }

    /// Sets a header to a value, in a style. Without parts it does nothing.
    pub fn header_styled<T: Serialize + ?Sized>(self, name: &'static str, style: Style, value: &T) -> Self {
        self.header_value(name, style.one(name, value))
    }

    /// Adds the cookies of a value, in a style. Without parts it does nothing.
    pub fn cookie<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.cookies.extend(style.pairs(name, value));
        self
    }

    /// Adds a query parameter for each entry of a nested object: `prefix.name=value`.
    pub fn prefixed(mut self, prefix: &'static str, value: &Json) -> Self {
        let mut pairs = Vec::new();
        flatten(prefix, value, (".", ""), &mut pairs);
        self.query.extend(pairs.into_iter().map(|(name, value)| (name.into(), value.into())));
        self
    }
}
