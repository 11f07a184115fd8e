//! The Rust signature of an item, derived from the IR. A test compares it with the generated code.

use crate::ir::scalar::Argument;
use crate::ir::{
    Field, Input, Module, Operation, Output, PathParam, Resource, Type, TypeDef, TypeId, TypeKind,
};

/// The type of a field or of a result.
pub(crate) fn held(module: &Module, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => scalar.row().rust.name().to_owned(),
        Type::Sid(prefix) => module.sid(prefix).to_owned(),
        Type::Named(TypeId(index)) => {
            module.types.get(*index).map_or_else(String::new, |def| def.rust.clone())
        }
        Type::List(inner) => format!("Vec<{}>", held(module, inner)),
        Type::Map(inner) => format!("BTreeMap<String, {}>", held(module, inner)),
        Type::Nullable(inner) => format!("Option<{}>", held(module, inner)),
        Type::Boxed(inner) => format!("Box<{}>", held(module, inner)),
    }
}

/// A type as it is taken by a method.
fn taken(module: &Module, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) if scalar.row().argument == Argument::Into => {
            format!("impl Into<{}>", held(module, ty))
        }
        Type::Nullable(inner) => format!("impl Into<Option<{}>>", held(module, inner)),
        Type::List(inner) => format!("impl IntoIterator<Item = {}>", taken(module, inner)),
        other => held(module, other),
    }
}

/// `service_sid: ServiceSid, channel_sid: impl Into<String>`, each after a comma.
fn parameters(module: &Module, params: &[PathParam]) -> String {
    let taken: Vec<String> = params
        .iter()
        .filter(|param| !param.account)
        .map(|param| format!(", {}: {}", param.name.rust, taken(module, &param.ty)))
        .collect();
    taken.concat()
}

/// The method that makes a handle.
pub(crate) fn accessor(module: &Module, resource: &Resource) -> String {
    let Resource { accessor, parents, handle, .. } = resource;
    format!("pub fn {accessor}(&self{}) -> {handle}", parameters(module, parents))
}

/// The method that begins a request.
pub(crate) fn method(module: &Module, operation: &Operation) -> String {
    let arguments: Vec<String> = match &operation.arguments {
        Some(name) => vec![format!(", arguments: {name}")],
        None => operation
            .required
            .iter()
            .map(|input| format!(", {}: {}", input.name.rust, taken(module, &input.ty)))
            .collect(),
    };
    let (path, arguments) = (parameters(module, &operation.path_params), arguments.concat());
    format!("pub fn {}(&self{path}{arguments}) -> {}", operation.verb, operation.request)
}

/// What sending a request gives.
pub(crate) fn output(module: &Module, output: &Output) -> String {
    match output {
        Output::Nothing => "()".to_owned(),
        Output::Value(ty) => held(module, ty),
        Output::Text | Output::Location => "String".to_owned(),
        Output::Bytes => "Vec<u8>".to_owned(),
        Output::Page { item, .. } => format!("Page<{}>", held(module, item)),
    }
}

/// Where a caller gives a value: a setter, a field of the arguments, or an argument of the method.
pub(crate) fn input(module: &Module, operation: &Operation, input: &Input, required: bool) -> String {
    let name = &input.name.rust;
    match (required, &operation.arguments) {
        (false, _) => {
            let value = if matches!(input.ty, Type::List(_)) { "values" } else { "value" };
            format!("pub fn {name}(self, {value}: {}) -> Self", taken(module, &input.ty))
        }
        (true, Some(_)) => format!("pub {name}: {}", held(module, &input.ty)),
        (true, None) => method(module, operation),
    }
}

/// A field of a model.
pub(crate) fn field(module: &Module, field: &Field) -> String {
    format!("pub {}: {}", field.name.rust, held(module, &field.ty))
}

/// The head of a type.
pub(crate) fn definition(def: &TypeDef) -> String {
    let keyword = match def.kind {
        TypeKind::Model(_) => "struct",
        TypeKind::Enum(_) | TypeKind::Union { .. } => "enum",
    };
    format!("pub {keyword} {}", def.rust)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Examples;
    use crate::output::Source;
    use crate::settings::Settings;

    /// Without spaces and the paths of imports, so that line breaks do not matter.
    fn bare(text: &str) -> String {
        let text: String = text.split_whitespace().collect();
        text.replace("rt::", "").replace(",)", ")")
    }

    /// Every signature that a report could show stands in the generated code.
    #[test]
    fn signatures_are_those_of_the_generated_code() {
        let documents = [
            include_str!("../../spec/chat_v2.yaml"),
            include_str!("../../spec/flex_v1.yaml"),
            include_str!("../../tests/fixtures/emit/requests/json_object_body.yaml"),
            include_str!("../../tests/fixtures/emit/requests/query_value_types.yaml"),
            include_str!("../../tests/fixtures/emit/models/recursive_model.yaml"),
        ];
        for text in documents {
            let source = Source { name: "api_v1.yaml".to_owned(), text: text.to_owned() };
            let output = crate::generate(std::slice::from_ref(&source), None).unwrap();
            let code: String = output.files.iter().map(|file| file.text.as_str()).collect();
            let code = bare(&code);
            let document = crate::load::load(&source, Examples::Dropped).unwrap();
            let api = crate::lower::lower(&[document], &Settings::default()).unwrap();
            let module = &api.modules[0];
            let mut shown: Vec<String> =
                module.resources.iter().map(|resource| accessor(module, resource)).collect();
            for (_, operation) in module.operations() {
                shown.push(method(module, operation));
                shown.extend(operation.required.iter().map(|own| input(module, operation, own, true)));
                shown.extend(operation.optional.iter().map(|own| input(module, operation, own, false)));
            }
            for id in module.public_types() {
                let def = &module.types[id.0];
                shown.push(definition(def));
                if let TypeKind::Model(fields) = &def.kind {
                    shown.extend(fields.iter().map(|own| field(module, own)));
                }
            }
            assert!(shown.len() > 5);
            for signature in shown {
                assert!(code.contains(&bare(&signature)), "`{signature}` is not generated");
            }
        }
    }
}
