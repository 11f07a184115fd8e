//! The rules of the fake server in the settings: finds their operations and properties.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{FakeRule, Module, Operation, Type, TypeKind};
use crate::settings::{Entry, FakeSettings};

/// Adds the rules of the settings to the modules with their operations. Returns the diagnostics of rules without
/// effect, unless some documents are not part of the run.
pub(super) fn apply(
    modules: &mut [&mut Module],
    settings: &FakeSettings,
    is_complete: bool,
) -> Vec<Diagnostic> {
    let FakeSettings { unique, alias, cascade } = settings;
    let mut found = Vec::new();
    for (entry, code) in unique {
        let of = |module: &Module| {
            let (path, property) = property(module, &entry.text)?;
            Some(vec![FakeRule::Unique { path, property, code: *code }])
        };
        found.extend((!add(modules, of)).then(|| no_property(entry)));
    }
    for entry in alias {
        let of = |module: &Module| {
            let (path, property) = property(module, &entry.text)?;
            Some(vec![FakeRule::Alias { path, property }])
        };
        found.extend((!add(modules, of)).then(|| no_property(entry)));
    }
    for (entry, collections) in cascade {
        let mut paths = Vec::new();
        for collection in collections {
            let before = paths.len();
            paths.extend(modules.iter().filter_map(|module| collection_path(module, &collection.text)));
            let help = "use the operationId of an operation on a collection, such as `ListInvite`";
            found.extend((paths.len() == before).then(|| no_operation(collection, help)));
        }
        let of = |module: &Module| {
            let path = instance_path(module, &entry.text)?;
            let rule = |deletes: &String| FakeRule::Cascade { path: path.clone(), deletes: deletes.clone() };
            Some(paths.iter().map(rule).collect())
        };
        let help = "use the operationId of an operation on a resource, such as `DeleteChannel`";
        found.extend((!add(modules, of)).then(|| no_operation(entry, help)));
    }
    if is_complete { found } else { Vec::new() }
}

/// Adds rules to each module. Returns whether there are any.
fn add(modules: &mut [&mut Module], rules: impl Fn(&Module) -> Option<Vec<FakeRule>>) -> bool {
    let mut has_rules = false;
    for module in modules {
        if let Some(rules) = rules(module) {
            has_rules = true;
            module.fake_rules.extend(rules);
        }
    }
    has_rules
}

fn operation<'a>(module: &'a Module, id: &str) -> Option<&'a Operation> {
    module.operations().map(|(_, operation)| operation).find(|operation| operation.id == id)
}

/// The path of the resources that an operation uses.
fn instance_path(module: &Module, id: &str) -> Option<String> {
    let path = &operation(module, id)?.path;
    collection_of(path).map(|_| path.clone())
}

/// The path of the collection that an operation uses.
fn collection_path(module: &Module, id: &str) -> Option<String> {
    let path = &operation(module, id)?.path;
    collection_of(path).is_none().then(|| path.clone())
}

/// The collection and the property of `OPERATION.PROPERTY`.
fn property(module: &Module, text: &str) -> Option<(String, String)> {
    let (id, property) = text.split_once('.')?;
    let operation = operation(module, id)?;
    let named = operation.output.ty().and_then(Type::named)?;
    let TypeKind::Model(fields) = &module.types.get(named.0)?.kind else { return None };
    let path = collection_of(&operation.path).unwrap_or(&operation.path);
    let has_property = fields.iter().any(|field| field.name.wire == property);
    has_property.then(|| (path.to_owned(), property.to_owned()))
}

/// The path of the collection of a resource. `None` for the path of a collection.
fn collection_of(path: &str) -> Option<&str> {
    let (before, last) = path.rsplit_once('/')?;
    last.contains('{').then_some(before)
}

fn no_property(entry: &Entry) -> Diagnostic {
    let message = format!("no operation returns resources with the property in `{}`", entry.text);
    let help = "use `OPERATION.PROPERTY`: an operationId and a property of the response, such as \
                `ListInvite.identity`";
    Diagnostic::new(Code::SettingWithoutEffect, entry.place.clone(), message).with_help(help)
}

fn no_operation(entry: &Entry, help: &str) -> Diagnostic {
    let message = format!("no operation of this kind has the id `{}`", entry.text);
    Diagnostic::new(Code::SettingWithoutEffect, entry.place.clone(), message).with_help(help)
}
