//! The names of items in an OpenAPI document, in the notation of `codegen.toml`: `room.kind`, `ListRoom.Color`.

use std::collections::BTreeMap;

use crate::ir::{Module, Origin};
use crate::pointer::{Pointer, unescape};

/// The names of the operations and parameters of a module, by their pointers.
#[derive(Debug)]
pub(super) struct WireNames(BTreeMap<String, String>);

impl WireNames {
    pub(super) fn new(module: &Module) -> Self {
        let mut names = BTreeMap::new();
        for (resource, operation) in module.operations() {
            let id = &operation.id;
            names.insert(operation.facts.at.to_string(), id.clone());
            let params = resource.parents.iter().chain(&operation.path_params);
            let params = params.map(|param| (&param.facts.at, &param.name));
            let inputs = operation.required.iter().chain(&operation.optional);
            for (at, name) in params.chain(inputs.map(|input| (&input.facts.at, &input.name))) {
                // Several operations can share the parameter of a path. The first one names it.
                names.entry(at.to_string()).or_insert_with(|| format!("{id}.{}", name.wire));
            }
        }
        Self(names)
    }

    /// The name of a type: that of its component, or that of the value that contains its schema.
    pub(super) fn of(&self, origin: &Origin) -> String {
        match origin {
            Origin::Inline(pointer) => self.at(pointer),
            Origin::Component(_) | Origin::Alike { .. } => origin.to_string(),
        }
    }

    /// The name of the value at a position: the nearest item with a name, and the path from there.
    fn at(&self, pointer: &Pointer) -> String {
        let segments: Vec<&str> = pointer.as_str().split('/').skip(1).collect();
        let known = (1..=segments.len()).rev().find_map(|length| {
            let (known, rest) = segments.split_at_checked(length)?;
            let name = self.0.get(&format!("/{}", known.join("/")))?;
            Some((name.clone(), rest))
        });
        let (name, rest) = match (known, segments.as_slice()) {
            (Some(known), _) => known,
            (None, ["components", _, name, rest @ ..]) => (unescape(name), rest),
            (None, ["paths", path, rest @ ..]) => (unescape(path), rest),
            (None, _) => return pointer.to_string(),
        };
        name + &path(rest)
    }
}

/// The path inside an item: `.kind` of a property, `[]` of the items of an array.
fn path(segments: &[&str]) -> String {
    match segments {
        [] => String::new(),
        ["properties", name, rest @ ..] => format!(".{}{}", unescape(name), path(rest)),
        ["items", rest @ ..] => format!("[]{}", path(rest)),
        ["additionalProperties", rest @ ..] => format!("{{}}{}", path(rest)),
        ["responses", _, rest @ ..] => format!(" response{}", path(rest)),
        ["requestBody", rest @ ..] => format!(" body{}", path(rest)),
        ["oneOf" | "anyOf", index, rest @ ..] => format!("({index}){}", path(rest)),
        ["allOf" | "content" | "parameters", _, rest @ ..] | [_, rest @ ..] => path(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_becomes_the_name_of_a_value() {
        let known = [("/paths/~1v1/get", "ListRoom"), ("/paths/~1v1/get/parameters/0", "ListRoom.Color")];
        let names = WireNames(known.map(|(at, name)| (at.to_owned(), name.to_owned())).into());
        for (keys, expected) in [
            (["paths", "/v1", "get", "parameters", "0", "schema"].as_slice(), "ListRoom.Color"),
            (&["paths", "/v1", "get", "responses", "200", "content", "a/b", "schema"], "ListRoom response"),
            (&["components", "schemas", "room", "properties", "mix", "items"], "room.mix[]"),
            (&["components", "schemas", "a.b", "allOf", "1", "properties", "x/y"], "a.b.x/y"),
            (&["components", "schemas", "a", "additionalProperties", "oneOf", "1"], "a{}(1)"),
        ] {
            let pointer = keys.iter().fold(Pointer::default(), |pointer, key| pointer.key(key));
            assert_eq!(names.at(&pointer), expected);
        }
    }
}
