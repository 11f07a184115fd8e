//! The names of arguments, setters, fields, variants and methods.

use std::collections::BTreeSet;

use crate::diagnostic::Place;
use crate::ir::{Field, FieldRole, Input, Name, Operation, PathParam, Reason, Variant};
use crate::name;

use super::UNRECOGNIZED;

/// The methods of every request. Some also exist with the suffix `_blocking`.
const REQUEST_METHODS: &[&str] =
    &["send", "response", "limit", "page_size", "pages", "stream", "iter", "clone", "into", "fmt"];

/// The methods of every handle.
const HANDLE_METHODS: &[&str] = &["clone", "fmt"];

/// The argument that contains all required values of an operation with many of them.
const ARGUMENTS: &str = "arguments";

/// The names that the settings give to values.
pub(crate) trait Renames {
    /// The new name of an item and the position of the setting, or `None` if no setting renames it.
    fn rename(&self, path: &str, name: &str, case: Case) -> Option<(Place, String)>;

    /// Reports that the new name of an item is in use. `user` describes its user.
    fn clash(&self, setting: Place, name: &str, user: &str);
}

/// The case of a Rust name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Case {
    Snake,
    Pascal,
}

/// The candidate for the name of an argument, a setter or a field.
pub(crate) fn snake(wire: &str) -> Name {
    let rust = name::snake(wire);
    // Only the escape of a keyword adds a trailing `_`.
    let why = if rust.ends_with('_') { Reason::Keyword } else { Reason::Words };
    Name { wire: wire.to_owned(), rust, why }
}

/// The candidate for the name of an enum's value.
pub(crate) fn value(wire: &str) -> Name {
    let rust = name::pascal(wire);
    let name = Name { wire: wire.to_owned(), rust, why: Reason::Value };
    if name.rust == UNRECOGNIZED { escaped(name) } else { name }
}

fn escaped(name: Name) -> Name {
    Name { rust: format!("{}_", name.rust), why: Reason::InUse, ..name }
}

/// Names the arguments of an operation's method and the setters of its request. The first path values, as
/// many as `parents`, belong to the handle.
pub(crate) fn inputs(
    id: &str,
    path: &mut [PathParam],
    parents: usize,
    (required, optional): (&mut [Input], &mut [Input]),
    renames: &impl Renames,
) {
    let arguments = path.iter_mut().map(|param| &mut param.name);
    distinct(arguments.chain(required.iter_mut().map(|input| &mut input.name)).collect(), &[ARGUMENTS], "_");
    distinct(required.iter_mut().chain(&mut *optional).map(|input| &mut input.name).collect(), &[], "_");
    for input in optional.iter_mut().filter(|input| is_request_method(&input.name.rust)) {
        input.name = escaped(input.name.clone());
    }
    let own: Vec<String> = path.iter().skip(parents).map(|param| param.name.rust.clone()).collect();
    let count = required.len();
    let names = required.iter_mut().chain(optional).map(|input| &mut input.name);
    rename(id, names.collect(), Case::Snake, renames, |index, name| {
        let is_argument = index < count;
        match name {
            _ if is_argument && own.iter().any(|own| own == name) => Some("a path value of the operation"),
            ARGUMENTS if is_argument => Some("the struct of required values"),
            _ if !is_argument && is_request_method(name) => Some("a method of every request"),
            _ => None,
        }
    });
}

fn is_request_method(name: &str) -> bool {
    let plain = name.strip_suffix("_blocking").unwrap_or(name);
    REQUEST_METHODS.contains(&plain) || name.starts_with("with_")
}

/// Names the fields of a model.
pub(crate) fn fields(origin: &str, fields: &mut [Field], renames: &impl Renames) {
    distinct(fields.iter_mut().map(|field| &mut field.name).collect(), &[], "_");
    let additional: Vec<String> = fields
        .iter()
        .filter(|field| field.role == FieldRole::Additional)
        .map(|field| field.name.rust.clone())
        .collect();
    let names =
        fields.iter_mut().filter(|field| field.role != FieldRole::Additional).map(|field| &mut field.name);
    rename(origin, names.collect(), Case::Snake, renames, |_, name| {
        additional.iter().any(|own| own == name).then_some("the field of all other properties")
    });
}

/// Names the values of an enum.
pub(crate) fn variants(origin: &str, variants: &mut [Variant], renames: &impl Renames) {
    distinct(variants.iter_mut().map(|variant| &mut variant.name).collect(), &[], "");
    let names = variants.iter_mut().map(|variant| &mut variant.name);
    rename(origin, names.collect(), Case::Pascal, renames, |_, name| {
        (name == UNRECOGNIZED).then_some("the variant of all other values")
    });
}

/// Names the methods of a handle. If several operations have the same verb, the later ones are named after
/// their operationIds.
pub(crate) fn methods(operations: &mut [Operation], renames: &impl Renames) {
    let mut seen = BTreeSet::new();
    for operation in &mut *operations {
        if operation.verb == "new" {
            operation.verb.push('_'); // Clippy expects a constructor
            operation.why = Reason::InUse;
        }
        if !seen.insert(operation.verb.clone()) {
            operation.verb = name::unused(&mut seen, &name::snake(&operation.id));
            operation.why = Reason::Duplicate;
        }
    }
    for operation in operations {
        let Some((setting, new)) = renames.rename(&operation.id, &operation.verb, Case::Snake) else {
            continue;
        };
        if HANDLE_METHODS.contains(&new.as_str()) {
            renames.clash(setting, &new, "a method of every handle");
        } else if seen.insert(new.clone()) {
            operation.verb = new;
            operation.why = Reason::Setting(setting);
        } else {
            renames.clash(setting, &new, "another operation of the resource");
        }
    }
}

/// Appends a number to each name that equals an earlier one. The reserved names come first.
fn distinct(mut names: Vec<&mut Name>, reserved: &[&str], between: &str) {
    let reserved_names = reserved.iter().map(|name| (*name).to_owned());
    let mut plain: Vec<String> = reserved_names.chain(names.iter().map(|name| name.rust.clone())).collect();
    name::distinct(plain.iter_mut(), between);
    for (name, rust) in names.iter_mut().zip(plain.into_iter().skip(reserved.len())) {
        if name.rust != rust {
            name.rust = rust;
            name.why = Reason::Duplicate;
        }
    }
}

/// Applies the settings. `in_use` receives the index of the renamed item and the new name. It returns a
/// description of the user if generated code uses the name.
fn rename(
    owner: &str,
    names: Vec<&mut Name>,
    case: Case,
    renames: &impl Renames,
    in_use: impl Fn(usize, &str) -> Option<&'static str>,
) {
    let mut taken: BTreeSet<String> = names.iter().map(|name| name.rust.clone()).collect();
    for (index, name) in names.into_iter().enumerate() {
        let path = format!("{owner}.{}", name.wire);
        let Some((setting, new)) = renames.rename(&path, &name.rust, case) else { continue };
        if let Some(user) = in_use(index, &new) {
            renames.clash(setting, &new, user);
        } else if taken.insert(new.clone()) {
            name.rust = new;
            name.why = Reason::Setting(setting);
        } else {
            renames.clash(setting, &new, &format!("another part of `{owner}`"));
        }
    }
}
