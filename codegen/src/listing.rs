//! The public API as text, with one line per operation and type: the Rust names first, then the wire names.
//!
//! The lines are in the order of the files. No line depends on another, so a changed signature changes one
//! line.

use crate::ir::page_style::PageSize;
use crate::ir::scalar::{RequestText, Row};
use crate::ir::{
    Api, Entries, Input, Module, Numbered, Operation, Output, Resource, Security, Type, TypeDef, TypeId,
    TypeKind,
};

/// Lists an API.
pub(crate) fn list(api: &Api) -> String {
    let mut lines: Vec<String> =
        api.sids.iter().map(|sid| format!("sid::{} = {}…", sid.rust, sid.prefix)).collect();
    for module in &api.modules {
        lines.push(format!("{}::{} → {}", module.name, module.handle, module.host));
        for resource in &module.resources {
            lines.push(accessor(module, resource));
            lines.extend(resource.operations.iter().map(|operation| line(module, resource, operation)));
        }
        let mut types: Vec<String> = module
            .types
            .iter()
            .filter(|def| is_public(module, def))
            .map(|def| definition(module, def))
            .collect();
        types.sort();
        lines.extend(types);
    }
    lines.join("\n") + "\n"
}

/// Types in no file, such as the envelopes of lists, are not part of the API.
fn is_public(module: &Module, def: &TypeDef) -> bool {
    module
        .public_types()
        .any(|TypeId(index)| module.types.get(index).is_some_and(|held| std::ptr::eq(held, def)))
}

fn accessor(module: &Module, resource: &Resource) -> String {
    let taken = resource.parents.iter().filter(|param| !param.account);
    let parents = taken.map(|param| format!("{}: {}", param.name.rust, shown(module, &param.ty)));
    let parents = parents.collect::<Vec<_>>().join(", ");
    format!("{}::{}::{}({parents}) -> {}", module.name, module.handle, resource.accessor, resource.handle)
}

fn line(module: &Module, resource: &Resource, operation: &Operation) -> String {
    let path = operation
        .path_params
        .iter()
        .filter(|param| !param.account)
        .map(|param| format!("{}: {}", param.name.rust, shown(module, &param.ty)));
    let required = operation.required.iter().map(|input| typed(module, input)).collect::<Vec<_>>();
    let arguments = match &operation.arguments {
        Some(name) => vec![format!("{name} {{ {} }}", required.join(", "))],
        None => required,
    };
    let arguments = path.chain(arguments).collect::<Vec<_>>().join(", ");
    let setters: Vec<String> =
        operation.optional.iter().map(|input| format!(" .{}", typed(module, input))).collect();
    let setters = setters.concat();
    let output = output(module, &operation.output);
    let all = || operation.required.iter().chain(&operation.optional);
    let wire: String = WIRE_PARTS
        .iter()
        .filter_map(|word| {
            let there = all().filter(|input| input.location.word() == *word);
            let names: Vec<String> = there.flat_map(wire_names).collect();
            (!names.is_empty()).then(|| format!(" {word} {}", names.join(",")))
        })
        .collect();
    let body = match operation.body.media_types().as_str() {
        "" | "application/json" | "application/x-www-form-urlencoded" => String::new(),
        media_types => format!(" as {media_types}"),
    };
    let security = match operation.security.sent() {
        Security::Any if operation.security.is_optional() => " with the credentials of the client".to_owned(),
        Security::None => " without credentials".to_owned(),
        Security::Bearer(_) => " with a bearer token".to_owned(),
        Security::Key(location, name) => format!(" with the key {name} in the {}", location.name()),
        Security::Unsupported(scheme) => format!(" with {scheme} authentication, unsupported"),
        // `sent` is never optional.
        Security::Any | Security::Optional(_) => String::new(),
    };
    let keys = operation.key_headers.iter().map(|name| format!(" and the key {name} in the header"));
    let optional = if operation.security.is_optional() { " optionally" } else { "" };
    let security = optional.to_owned() + &security + &keys.collect::<String>();
    let host = operation.host.as_deref().unwrap_or_default();
    format!(
        "{}::{}::{}({arguments}) -> {}{setters} => {output} | {} {host}{}{wire}{body}{security}",
        module.name,
        resource.handle,
        operation.verb,
        operation.request,
        operation.method.name(),
        operation.target().escape_debug()
    )
}

fn output(module: &Module, output: &Output) -> String {
    match output {
        Output::Nothing => "()".to_owned(),
        Output::Value(ty) => shown(module, ty),
        Output::Text => "text".to_owned(),
        Output::Bytes => "bytes".to_owned(),
        Output::Location => "Location".to_owned(),
        Output::Page { key, item, page_size, next, envelope: _ } => {
            let size = page_size
                .as_ref()
                .map_or_else(String::new, |PageSize { max, .. }| format!(", at most {max}"));
            let next = match next.parameter {
                Some(_) => format!(", next by {}", next.means()),
                None => String::new(),
            };
            format!("Page<{}> in `{key}`{size}{next}", shown(module, item))
        }
    }
}

fn typed(module: &Module, input: &Input) -> String {
    let (name, ty) = (&input.name.rust, shown(module, &input.ty));
    let Some(numbered) = &input.numbered else { return format!("{name}: {ty}") };
    let Numbered { before: _, after: _, first, last } = numbered;
    match numbered.entries() {
        Entries::Single { .. } => format!("{name}({first}..={last}): {ty}"),
        Entries::Pairs { .. } => format!("{name}({first}..={last}): [({ty}, {ty})]"),
    }
}

/// The names of an input on the wire. Those of a family have a placeholder for the number.
fn wire_names(input: &Input) -> Vec<String> {
    match &input.numbered {
        Some(numbered) => numbered.names("{n}"),
        None => vec![input.name.wire.clone()],
    }
}

fn definition(module: &Module, def: &TypeDef) -> String {
    let inside = match &def.kind {
        TypeKind::Model(fields) => fields
            .iter()
            .map(|field| {
                let hidden = if field.pii { " (hidden)" } else { "" };
                let null = if def.distinguishes_null(field) { "?" } else { "" };
                format!("{}: {}{null}{hidden}", named(&field.name), shown(module, &field.ty))
            })
            .collect::<Vec<_>>()
            .join(", "),
        TypeKind::Enum(variants) => variants
            .iter()
            .map(|variant| format!("{} = {}", variant.name.rust, variant.literal()))
            .collect::<Vec<_>>()
            .join(", "),
        TypeKind::Union { discriminator, variants } => {
            let variants = variants.iter().map(|variant| {
                let selectors = match variant.selectors.as_slice() {
                    [] => String::new(),
                    selectors => format!(" = {selectors:?}"),
                };
                format!("{}({}){selectors}", variant.rust, shown(module, &variant.ty))
            });
            let variants = variants.collect::<Vec<_>>().join(" | ");
            match discriminator {
                Some(property) => format!("by {property:?}: {variants}"),
                None => variants,
            }
        }
    };
    format!("{}::{} {{ {inside} }} | {}", module.name, def.rust, def.origin.to_string().escape_debug())
}

/// The words of the locations, in the order of the line.
const WIRE_PARTS: &[&str] = &[
    "query",
    "joined",
    "styled",
    "header",
    "cookie",
    "prefixed",
    "deep",
    "form",
    "joined form",
    "deep form",
    "json part",
    "file",
    "files",
    "json",
    "body",
];

fn named(name: &crate::ir::Name) -> String {
    if name.rust == name.wire { name.rust.clone() } else { format!("{} = {:?}", name.rust, name.wire) }
}

/// A short form of the Rust type of a value. It contains the wire format if the Rust type does not determine
/// it.
fn shown(module: &Module, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => {
            let Row { rust, request_text, .. } = scalar.row();
            match request_text {
                RequestText::ToWire => rust.name().to_owned(),
                RequestText::Function { standard, .. } => format!("{}({standard})", rust.name()),
            }
        }
        Type::List(inner) => format!("[{}]", shown(module, inner)),
        Type::Map(inner) => format!("{{String: {}}}", shown(module, inner)),
        Type::Nullable(inner) => format!("{}?", shown(module, inner)),
        Type::Boxed(inner) => shown(module, inner),
        Type::Sid(prefix) => module.sid(prefix).to_owned(),
        Type::Named(TypeId(index)) => {
            module.types.get(*index).map_or_else(String::new, |def| def.rust.clone())
        }
    }
}
