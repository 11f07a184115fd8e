//! The query in a key of `paths`.

use crate::ir::{Facts, Input, Location, Name, PathParam, Type};
use crate::lower::names::values;
use crate::lower::operation::inputs::Inputs;
use crate::lower::resource::RawOperation;
use crate::path_template::QueryValue;

/// Adds the inputs of placeholders in the query of a path. Returns the parameters with fixed values.
pub(super) fn of_path(raw: &RawOperation<'_>, inputs: &mut Inputs) -> Vec<(String, String)> {
    let mut fixed = Vec::new();
    for (name, value) in &raw.template.query {
        match value {
            QueryValue::Fixed(_) if inputs.takes(name) => {}
            QueryValue::Fixed(value) => fixed.push((name.clone(), value.clone())),
            QueryValue::Placeholder(placeholder) => {
                let index = inputs.path.iter().position(|param| param.name.wire == *placeholder);
                let declared = index.map(|index| inputs.path.remove(index));
                if !inputs.takes(name) && !inputs.takes(placeholder) {
                    inputs.required.push(passed(raw, name, declared));
                }
            }
        }
    }
    fixed
}

/// The input of a placeholder. Without a declaration, it is a string.
fn passed(raw: &RawOperation<'_>, name: &str, declared: Option<PathParam>) -> Input {
    let facts = || Facts { at: raw.at.pointer().clone(), ..Facts::default() };
    let (doc, ty, facts) = match declared {
        Some(PathParam { name: _, doc, ty, style: _, account: _, facts }) => (doc, ty, facts),
        None => (crate::ir::Doc::default(), Type::TEXT, facts()),
    };
    let name: Name = values::snake(name);
    Input { name, doc, location: Location::Query, ty, pii: false, facts, numbered: None }
}
