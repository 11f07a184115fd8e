//! Values as strings in paths, queries, headers and forms.

use super::json::Json;
use super::number::Number;

/// A value that a path, a query, a header or a form can contain.
pub trait ToWire {
    /// Returns the value as a string that is not yet percent-encoded.
    fn to_wire(self) -> String;
}

impl ToWire for String {
    fn to_wire(self) -> String {
        self
    }
}

impl ToWire for &str {
    fn to_wire(self) -> String {
        self.to_owned()
    }
}

/// Null is the empty string, as in forms.
impl<T: ToWire> ToWire for Option<T> {
    fn to_wire(self) -> String {
        self.map(T::to_wire).unwrap_or_default()
    }
}

/// The JSON document as one string.
impl ToWire for Json {
    fn to_wire(self) -> String {
        self.to_string()
    }
}

macro_rules! displayed {
    ($($ty:ty),*) => {
        $(impl ToWire for $ty {
            fn to_wire(self) -> String {
                self.to_string()
            }
        })*
    };
}

displayed!(bool, i32, i64, u32, u64, f64, Number);
