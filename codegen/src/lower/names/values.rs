//! The names of arguments, setters, fields, variants and methods.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Place;
use crate::ir::{Field, FieldRole, Input, Name, Operation, Output, PathParam, Reason, RequestPart, Variant};
use crate::name;
use crate::names_lock::{Kind, LockedName};

use super::UNRECOGNIZED;

/// The methods of every request. Some also exist with the suffix `_blocking`.
const REQUEST_METHODS: &[&str] = &["send", "response", "clone", "into", "fmt"];

/// The further methods of the request for a paged list. Some also exist with the suffix `_blocking`.
const LIST_METHODS: &[&str] = &["limit", "page_size", "pages", "stream", "iter"];

/// The names that no method of a handle has: those of the traits of every handle, of which `into` and `try_into` have
/// precedence over inherent methods, and the name of a constructor.
pub(super) const HANDLE_METHODS: &[&str] = &["clone", "fmt", "into", "new", "try_into"];

/// The argument that contains all required values of an operation with many of them.
const ARGUMENTS: &str = "arguments";

/// The names that the settings give to values.
pub(crate) trait Renames {
    /// The new name of an item and the position of the setting, or `None` if no setting renames it.
    fn rename(&self, path: &str, name: &str, case: Case) -> Option<(Place, String)>;

    /// Reports that the new name of an item is in use. `user` describes its user.
    fn clash(&self, setting: Place, name: &str, user: &str);

    /// The name that an earlier run assigned to an item.
    fn locked(&self, kind: Kind, key: &str) -> Option<&LockedName>;

    /// Records the name of an item, before the settings rename it.
    fn assign(&self, kind: Kind, key: &str, name: &str);

    /// Reports that the assigned name of an item is in use.
    fn conflict(&self, locked: &LockedName);
}

/// The case of a Rust name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Case {
    Snake,
    Pascal,
}

impl Case {
    /// Whether a name has this case.
    fn matches(self, name: &str) -> bool {
        match self {
            Self::Snake => name::is_snake(name),
            Self::Pascal => name::is_pascal(name),
        }
    }

    /// The string between a name and its number.
    fn separator(self) -> &'static str {
        match self {
            Self::Snake => "_",
            Self::Pascal => "",
        }
    }
}

/// The candidate for the name of an argument, a setter or a field.
pub(crate) fn snake(wire: &str) -> Name {
    let rust = name::snake(wire);
    // Only the escape of a keyword adds a trailing `_`.
    let why = if rust.ends_with('_') { Reason::Keyword } else { Reason::Words };
    Name { wire: wire.to_owned(), rust, why }
}

/// The candidate for the name of an enum's value. `name` is the name that an extension gives to it.
pub(crate) fn value(wire: &str, name: Option<&str>) -> Name {
    let (rust, why) = match name {
        Some(name) => (name::pascal(name), Reason::ValueName),
        None => (name::pascal(wire), Reason::Value),
    };
    let name = Name { wire: wire.to_owned(), rust, why };
    if name.rust == UNRECOGNIZED { escaped(name) } else { name }
}

fn escaped(name: Name) -> Name {
    Name { rust: format!("{}_", name.rust), why: Reason::InUse, ..name }
}

/// Names the arguments of an operation's method and the setters of its request. The first path values, as
/// many as `parents`, belong to the handle. If an input has the name of one at another location, its own location
/// precedes it: `query_id`.
pub(crate) fn inputs(
    id: &str,
    path: &mut [PathParam],
    parents: usize,
    (required, optional): (&mut [Input], &mut [Input]),
    output: &Output,
    renames: &impl Renames,
) {
    let lock = Locks { kind: Kind::Inputs, case: Case::Snake, owner: id, renames };
    separate_locations(path, required, optional);
    let keys = |inputs: &[Input]| inputs.iter().map(input_key).collect::<Vec<_>>();
    let (of_required, of_optional) = (keys(required), keys(optional));
    let of_path: Vec<String> = path.iter().map(|param| format!("{{{}}}", param.name.wire)).collect();
    let arguments = path.iter_mut().map(|param| &mut param.name);
    let arguments = arguments.chain(required.iter_mut().map(|input| &mut input.name)).collect();
    lock.distinct(arguments, &[of_path.as_slice(), &of_required].concat(), &[ARGUMENTS]);
    let setters = required.iter_mut().chain(&mut *optional).map(|input| &mut input.name);
    lock.distinct(setters.collect(), &[of_required.as_slice(), &of_optional].concat(), &[]);
    for input in optional.iter_mut().filter(|input| is_request_method(&input.name.rust, output)) {
        input.name = escaped(input.name.clone());
    }
    let all = path.iter().map(|param| &param.name);
    let all = all.chain(required.iter().chain(&*optional).map(|input| &input.name));
    lock.assign(all.zip(of_path.iter().chain(&of_required).chain(&of_optional)));
    let own: Vec<String> = path.iter().skip(parents).map(|param| param.name.rust.clone()).collect();
    let count = required.len();
    let names = required.iter_mut().chain(optional).map(|input| &mut input.name);
    rename(id, names.collect(), Case::Snake, renames, |index, name| {
        let is_argument = index < count;
        match name {
            _ if is_argument && own.iter().any(|own| own == name) => Some("a path value of the operation"),
            ARGUMENTS if is_argument => Some("the struct of required values"),
            _ if !is_argument && is_request_method(name, output) => Some("a method of the request"),
            _ => None,
        }
    });
}

/// Adds the location to the name of each input that has the name of an earlier one at another location. The path
/// values and the required inputs are arguments, and all inputs are setters.
fn separate_locations(path: &[PathParam], required: &mut [Input], optional: &mut [Input]) {
    let mut arguments: BTreeMap<String, &'static str> =
        path.iter().map(|param| (param.name.rust.clone(), "path")).collect();
    let mut setters = BTreeMap::new();
    for input in required {
        separate(input, &mut arguments);
        setters.insert(input.name.rust.clone(), input.location.part().word());
    }
    for input in optional {
        separate(input, &mut setters);
    }
}

/// Adds the location to the name of an input if an input at another location has the name.
fn separate(input: &mut Input, seen: &mut BTreeMap<String, &'static str>) {
    let word = input.location.part().word();
    if seen.get(&input.name.rust).is_some_and(|other| *other != word) {
        input.name.rust = name::snake(&format!("{word}_{}", input.name.rust));
        input.name.why = Reason::Duplicate;
    }
    seen.entry(input.name.rust.clone()).or_insert(word);
}

/// The part of a key that identifies an input of an operation. Inputs at different locations may have one name.
fn input_key(input: &Input) -> String {
    let wire = &input.name.wire;
    match input.location.part() {
        RequestPart::Query => wire.clone(),
        RequestPart::Header => format!("{wire} (header)"),
        RequestPart::Cookie => format!("{wire} (cookie)"),
        RequestPart::Form | RequestPart::Body => format!("{wire} (body)"),
    }
}

/// Whether the request of an operation with this output has a method of this name.
fn is_request_method(name: &str, output: &Output) -> bool {
    let plain = name.strip_suffix("_blocking").unwrap_or(name);
    let is_of_list = matches!(output, Output::Page { .. }) && LIST_METHODS.contains(&plain);
    // A name that was escaped in an earlier run ends with `_`, and is not escaped again.
    let is_option = name.starts_with("with_") && !name.ends_with('_');
    is_of_list || REQUEST_METHODS.contains(&plain) || is_option
}

/// Names the fields of a model.
pub(crate) fn fields(owner: Owner<'_>, fields: &mut [Field], renames: &impl Renames) {
    let Owner { key, origin, is_public } = owner;
    let lock = Locks { kind: Kind::Members, case: Case::Snake, owner: key, renames };
    let is_additional = |field: &Field| field.role == FieldRole::Additional;
    let key = |field: &Field| if is_additional(field) { "*".to_owned() } else { field.name.wire.clone() };
    let keys: Vec<String> = fields.iter().map(key).collect();
    lock.distinct(fields.iter_mut().map(|field| &mut field.name).collect(), &keys, &[]);
    if is_public {
        lock.assign(fields.iter().map(|field| &field.name).zip(&keys));
    }
    let additional: Vec<String> =
        fields.iter().filter(|field| is_additional(field)).map(|field| field.name.rust.clone()).collect();
    let names = fields.iter_mut().filter(|field| !is_additional(field)).map(|field| &mut field.name);
    rename(origin, names.collect(), Case::Snake, renames, |_, name| {
        additional.iter().any(|own| own == name).then_some("the field of all other properties")
    });
}

/// Names the values of an enum.
pub(crate) fn variants(owner: Owner<'_>, variants: &mut [Variant], renames: &impl Renames) {
    let Owner { key, origin, is_public } = owner;
    let lock = Locks { kind: Kind::Members, case: Case::Pascal, owner: key, renames };
    let keys: Vec<String> = variants.iter().map(|variant| variant.name.wire.clone()).collect();
    spell_signs(variants);
    lock.distinct(variants.iter_mut().map(|variant| &mut variant.name).collect(), &keys, &[]);
    if is_public {
        lock.assign(variants.iter().map(|variant| &variant.name).zip(&keys));
    }
    let names = variants.iter_mut().map(|variant| &mut variant.name);
    rename(origin, names.collect(), Case::Pascal, renames, |_, name| {
        (name == UNRECOGNIZED).then_some("the variant of all other values")
    });
}

/// Spells the signs of values that have the same name without them: `A+` and `A-`.
fn spell_signs(variants: &mut [Variant]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for variant in &*variants {
        *counts.entry(variant.name.rust.clone()).or_default() += 1;
    }
    for Variant { name, .. } in variants {
        let is_repeated = counts.get(&name.rust).is_some_and(|count| *count > 1);
        if is_repeated && name.why == Reason::Value {
            name.rust = name::pascal(&name::with_signs(&name.wire));
        }
    }
}

/// Names the methods of a handle. If several operations have the same verb, the later ones are named after
/// their operationIds.
pub(crate) fn methods(operations: &mut [Operation], renames: &impl Renames) {
    let mut seen = BTreeSet::new();
    let mut assigned = BTreeSet::new();
    for operation in &mut *operations {
        let Some(locked) = renames.locked(Kind::Methods, &operation.id) else { continue };
        let is_free = name::is_snake(&locked.name)
            && !HANDLE_METHODS.contains(&locked.name.as_str())
            && seen.insert(locked.name.clone());
        if !is_free {
            renames.conflict(locked);
            continue;
        }
        assigned.insert(operation.id.clone());
        if operation.verb != locked.name {
            operation.verb.clone_from(&locked.name);
            operation.why = Reason::Locked(locked.place.clone());
        }
    }
    for operation in operations.iter_mut().filter(|operation| !assigned.contains(&operation.id)) {
        if HANDLE_METHODS.contains(&operation.verb.as_str()) {
            operation.verb.push('_');
            operation.why = Reason::InUse;
        }
        if !seen.insert(operation.verb.clone()) {
            operation.verb = name::unused(&mut seen, &name::snake(&operation.id));
            operation.why = Reason::Duplicate;
        }
    }
    for operation in &*operations {
        renames.assign(Kind::Methods, &operation.id, &operation.verb);
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

/// A type whose parts are named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner<'o> {
    /// The key of the type in `names.lock`.
    pub(crate) key: &'o str,
    /// The name of the type in the settings.
    pub(crate) origin: &'o str,
    /// Whether the client contains the type.
    pub(crate) is_public: bool,
}

/// The assigned names of the parts of one item.
struct Locks<'l, R> {
    kind: Kind,
    case: Case,
    /// The key of the item.
    owner: &'l str,
    renames: &'l R,
}

impl<R: Renames> Locks<'_, R> {
    /// Makes equal names distinct: assigned names stay, and each other name that is in use gets a number. The
    /// reserved names come first.
    fn distinct(&self, names: Vec<&mut Name>, keys: &[String], reserved: &[&str]) {
        let mut names: Vec<(Option<&LockedName>, &mut Name)> =
            names.into_iter().zip(keys).map(|(name, key)| (self.locked(key), name)).collect();
        names.sort_by_key(|(locked, _)| locked.is_none());
        for (locked, name) in &mut names {
            let Some(locked) = locked.filter(|locked| locked.name != name.rust) else { continue };
            name.rust.clone_from(&locked.name);
            name.why = Reason::Locked(locked.place.clone());
        }
        let reserved_names = reserved.iter().map(|name| (*name).to_owned());
        let mut plain: Vec<String> =
            reserved_names.chain(names.iter().map(|(_, name)| name.rust.clone())).collect();
        name::distinct(plain.iter_mut(), self.case.separator());
        for ((locked, name), rust) in names.into_iter().zip(plain.into_iter().skip(reserved.len())) {
            if name.rust != rust {
                if let Some(locked) = locked {
                    self.renames.conflict(locked);
                }
                name.rust = rust;
                name.why = Reason::Duplicate;
            }
        }
    }

    /// The assigned name, if it is valid.
    fn locked(&self, key: &str) -> Option<&LockedName> {
        let locked = self.renames.locked(self.kind, &format!("{}.{key}", self.owner))?;
        let is_valid = self.case.matches(&locked.name);
        if !is_valid {
            self.renames.conflict(locked);
        }
        Some(locked).filter(|_| is_valid)
    }

    fn assign<'n>(&self, names: impl Iterator<Item = (&'n Name, &'n String)>) {
        for (name, key) in names {
            self.renames.assign(self.kind, &format!("{}.{key}", self.owner), &name.rust);
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
