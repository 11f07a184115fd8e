//! The styles of parameters: how the parts of a list or an object become one string or several parameters.

use std::borrow::Cow;

use serde::Serialize;

use super::encode::{Pairs, Value};
use crate::value::Json;

/// The style of a parameter, with its `explode`. RFC 6570 defines the separators, and OpenAPI the styles that it does
/// not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `name=a,b` and `name=key,a`.
    Form,
    /// `name=a&name=b` and `key=a`.
    FormExploded,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a%7Cb`.
    PipeDelimited,
    /// `name[key]=a`.
    DeepObject,
    /// `a,b` and `key,a`.
    Simple,
    /// `a,b` and `key=a`.
    SimpleExploded,
    /// `.a,b` and `.key,a`.
    Label,
    /// `.a.b` and `.key=a`.
    LabelExploded,
    /// `;name=a,b` and `;name=key,a`.
    Matrix,
    /// `;name=a;name=b` and `;key=a`.
    MatrixExploded,
    /// The JSON text of the value.
    Json,
}

/// The literals of a style that is one string.
struct Literals {
    /// The literals before the first item of a list, and before the first key of an object.
    first: [Cow<'static, str>; 2],
    /// The literals before each further item and key.
    next: [Cow<'static, str>; 2],
    /// The literal between a key and its value.
    equals: &'static str,
}

impl Style {
    fn literals(self, name: &'static str) -> Literals {
        let same = |first: &'static str, next: &'static str, equals| Literals {
            first: [first.into(), first.into()],
            next: [next.into(), next.into()],
            equals,
        };
        let named = || Cow::Owned(format!(";{name}="));
        match self {
            Self::Form | Self::FormExploded | Self::DeepObject | Self::Simple | Self::Json => {
                same("", ",", ",")
            }
            Self::SpaceDelimited => same("", "%20", "%20"),
            Self::PipeDelimited => same("", "%7C", "%7C"),
            Self::SimpleExploded => same("", ",", "="),
            Self::Label => same(".", ",", ","),
            Self::LabelExploded => same(".", ".", "="),
            Self::Matrix => {
                Literals { first: [named(), named()], next: [",".into(), ",".into()], equals: "," }
            }
            Self::MatrixExploded => {
                Literals { first: [named(), ";".into()], next: [named(), ";".into()], equals: "=" }
            }
        }
    }

    /// Returns the value as one string, or `None` if it has no parts.
    pub(super) fn one(self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Option<Value> {
        let json = json(value);
        if self == Self::Json {
            return Some(json.to_string().into()).filter(|_| !json.is_null());
        }
        let Literals { first, next, equals } = self.literals(name);
        let [first_item, first_key] = first;
        let [next_item, next_key] = next;
        let mut pieces = Vec::new();
        match json {
            Json::Null => {}
            Json::Array(items) => {
                for item in items.iter().filter_map(text) {
                    let before = if pieces.is_empty() { &first_item } else { &next_item };
                    pieces.push((before.clone(), item));
                }
            }
            Json::Object(entries) => {
                for (key, value) in &entries {
                    let Some(value) = text(value) else { continue };
                    let before = if pieces.is_empty() { &first_key } else { &next_key };
                    pieces.push((before.clone(), key.clone()));
                    pieces.push((equals.into(), value));
                }
            }
            scalar => pieces.extend(text(&scalar).map(|text| (first_item, text))),
        }
        Value::of_pieces(pieces)
    }

    /// Returns the value for a path. An empty one is an error when the request is sent.
    pub(super) fn path_value(self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Value {
        self.one(name, value).unwrap_or_else(|| String::new().into())
    }

    /// Returns the parameters of a query or the cookies.
    pub(super) fn pairs(self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Pairs {
        match self {
            Self::FormExploded => exploded(name, &json(value)),
            Self::DeepObject => {
                let mut pairs = Vec::new();
                super::encode::flatten(name, &json(value), ("[", "]"), &mut pairs);
                pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
            }
            _ => self.one(name, value).into_iter().map(|value| (name.into(), value)).collect(),
        }
    }
}

fn json(value: &(impl Serialize + ?Sized)) -> Json {
    serde_json::to_value(value).unwrap_or_default()
}

/// One parameter for each item of a list, and for each entry of an object.
fn exploded(name: &'static str, value: &Json) -> Pairs {
    let mut pairs = Pairs::new();
    let mut add = |name: Cow<'static, str>, value: &Json| match value {
        Json::Array(items) => {
            pairs.extend(items.iter().filter_map(text).map(|text| (name.clone(), text.into())));
        }
        other => pairs.extend(text(other).map(|text| (name.clone(), text.into()))),
    };
    match value {
        Json::Object(entries) => {
            entries.iter().for_each(|(key, value)| add(Cow::Owned(key.clone()), value));
        }
        other => add(name.into(), other),
    }
    pairs
}

/// A part as a string. A nested list or object is its JSON text. `None` if the part is null.
fn text(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::encode::encode_pairs;
    use crate::request::path::fill;

    /// Each style with a value, a list and an object, in a path: the expansions of RFC 6570, section 3.2.
    #[test]
    fn paths_have_the_expansions_of_rfc_6570() {
        let table = [
            (Style::Simple, ["a%2Fb", "red,green%2C", "x,1,y,2"]),
            (Style::SimpleExploded, ["a%2Fb", "red,green%2C", "x=1,y=2"]),
            (Style::Label, [".a%2Fb", ".red,green%2C", ".x,1,y,2"]),
            (Style::LabelExploded, [".a%2Fb", ".red.green%2C", ".x=1.y=2"]),
            (Style::Matrix, [";n=a%2Fb", ";n=red,green%2C", ";n=x,1,y,2"]),
            (Style::MatrixExploded, [";n=a%2Fb", ";n=red;n=green%2C", ";x=1;y=2"]),
            (
                Style::Json,
                ["%22a%2Fb%22", "%5B%22red%22%2C%22green%2C%22%5D", "%7B%22x%22%3A1%2C%22y%22%3A2%7D"],
            ),
        ];
        let values = [json!("a/b"), json!(["red", "green,"]), json!({"x": 1, "y": 2})];
        for (style, expected) in table {
            for (value, expected) in values.iter().zip(expected) {
                let value = style.one("n", value).unwrap();
                assert_eq!(
                    fill("", "/{n}", [&value].into_iter()).unwrap(),
                    format!("/{expected}"),
                    "{style:?}"
                );
            }
        }
    }

    /// Each style with a value, a list and an object, in a query: the table of styles in OpenAPI.
    #[test]
    fn queries_have_the_styles_of_openapi() {
        let table = [
            (Style::Form, ["n=a%2Fb", "n=red,green%2C", "n=x,1,y,2"]),
            (Style::FormExploded, ["n=a%2Fb", "n=red&n=green%2C", "x=1&y=2"]),
            (Style::SpaceDelimited, ["n=a%2Fb", "n=red%20green%2C", "n=x%201%20y%202"]),
            (Style::PipeDelimited, ["n=a%2Fb", "n=red%7Cgreen%2C", "n=x%7C1%7Cy%7C2"]),
            (Style::DeepObject, ["n=a%2Fb", "n=red&n=green%2C", "n%5Bx%5D=1&n%5By%5D=2"]),
            (
                Style::Json,
                ["n=%22a%2Fb%22", "n=%5B%22red%22%2C%22green%2C%22%5D", "n=%7B%22x%22%3A1%2C%22y%22%3A2%7D"],
            ),
        ];
        let values = [json!("a/b"), json!(["red", "green,"]), json!({"x": 1, "y": 2})];
        for (style, expected) in table {
            for (value, expected) in values.iter().zip(expected) {
                assert_eq!(encode_pairs(&style.pairs("n", value)), expected, "{style:?}");
            }
        }
        let nested = json!({"a": null, "b": [1, 2], "c": {"d": "e"}});
        let nested_of = |style: Style| encode_pairs(&style.pairs("n", &nested));
        assert_eq!(nested_of(Style::FormExploded), "b=1&b=2&c=%7B%22d%22%3A%22e%22%7D");
        assert_eq!(nested_of(Style::DeepObject), "n%5Bb%5D=1&n%5Bb%5D=2&n%5Bc%5D%5Bd%5D=e");
        for empty in [json!(null), json!([]), json!({}), json!({"a": null})] {
            assert_eq!(encode_pairs(&Style::Form.pairs("n", &empty)), "");
            assert_eq!(encode_pairs(&Style::FormExploded.pairs("n", &empty)), "");
        }
    }

    /// A value that a URL parser resolves to another path is an error in every style.
    #[test]
    fn path_values_do_not_lead_to_another_resource() {
        for (style, value) in [
            (Style::Simple, json!([])),
            (Style::Simple, json!([".."])),
            (Style::Label, json!("")),
            (Style::LabelExploded, json!(["", ""])),
            (Style::Label, json!(".")),
        ] {
            let value = style.one("n", &value).unwrap_or_else(|| String::new().into());
            assert!(fill("", "/{n}", [&value].into_iter()).is_err(), "{style:?}");
        }
    }
}
