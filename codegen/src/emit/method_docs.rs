//! The documentation of a handle's methods.

use super::text::Text;
use crate::ir::page_style::PageSize;
use crate::ir::{Api, Block, Doc, Module, Operation, Output, PathParam, Resource, Type};
use crate::sentence;

/// The documentation of an operation: its purpose, its HTTP method and path, its retry rule, its arguments,
/// and an example for a list.
pub(super) fn docs(api: &Api, module: &Module, resource: &Resource, operation: &Operation) -> Text {
    let mut text = Text::default();
    text.paragraph(&first(resource, operation));
    let rest = operation.doc.0.get(usize::from(sentence(operation).is_some())..).unwrap_or_default();
    text.blocks(rest);
    text.paragraph(&format!("`{} {}`", operation.method.name(), crate::name::shown(&operation.target())));
    if let Some(host) = &operation.host {
        text.paragraph(&format!("Sent to `{host}`."));
    }
    if let Output::Page { page_size: Some(PageSize { max, .. }), .. } = &operation.output {
        text.paragraph(&format!("A page contains at most {max} items."));
    }
    text.paragraph(operation.method.retry_rule());
    for param in operation.path_params.iter().filter(|param| !param.account) {
        text.item(described(&param.name.rust, &param.doc));
    }
    if operation.arguments.is_none() {
        for input in &operation.required {
            text.item(described(&input.name.rust, &input.doc));
        }
    }
    if matches!(operation.output, Output::Page { .. })
        && let Some(example) = list_example(api, module, resource, operation)
    {
        text.code(&example);
    }
    text
}

/// The first paragraph of the operation's documentation.
pub(super) fn first(resource: &Resource, operation: &Operation) -> String {
    let default = || sentence::operation(&operation.verb, &resource.noun, &operation.id);
    sentence(operation).map_or_else(default, ToOwned::to_owned)
}

/// The first paragraph of the OpenAPI document's description. A list or code that comes first does not
/// summarize the operation, and the deprecation, which comes last, does not describe it.
fn sentence(operation: &Operation) -> Option<&str> {
    let is_described = operation.doc.0.len() > usize::from(operation.facts.deprecated);
    match operation.doc.0.first().filter(|_| is_described)? {
        Block::Paragraph(text) => Some(text),
        Block::Lines(_) | Block::List { .. } => None,
    }
}

/// An argument, and its description if there is one.
pub(super) fn described(name: &str, doc: &Doc) -> Vec<Block> {
    match doc.0.split_first() {
        None => vec![Block::Paragraph(format!("`{name}`"))],
        Some((Block::Paragraph(first), rest)) => {
            let first = Block::Paragraph(format!("`{name}`: {first}"));
            std::iter::once(first).chain(rest.iter().cloned()).collect()
        }
        Some(_) => {
            let first = Block::Paragraph(format!("`{name}`:"));
            std::iter::once(first).chain(doc.0.iter().cloned()).collect()
        }
    }
}

/// An example that compiles and lists items. `None` if the list requires a value without an obvious example.
///
/// A doctest is code, so the example contains only names from lowering and no text of an OpenAPI document.
fn list_example(api: &Api, module: &Module, resource: &Resource, operation: &Operation) -> Option<String> {
    let krate = api.package.name.replace('-', "_");
    let params = resource.parents.iter().chain(&operation.path_params).filter(|param| !param.account);
    let lets: Vec<String> = params.filter_map(|param| example_sid(&krate, module, param)).collect();
    let values = |params: &[PathParam]| {
        let values: Option<Vec<String>> = params
            .iter()
            .filter(|param| !param.account)
            .map(|param| example_value(&param.name.rust, &param.ty))
            .collect();
        values.map(|values| values.join(", "))
    };
    if operation.arguments.is_some() || !operation.required.is_empty() {
        return None;
    }
    Some(format!(
        "```no_run\n# async fn example(client: {krate}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n{lets}\
         let {accessor} = client.{module}().{accessor}({parents});\n\
         let mut stream = {accessor}.{verb}({arguments}).limit(200).stream();\n\
         while let Some({item}) = stream.try_next().await? {{\n    println!(\"{{{item}:?}}\");\n}}\n# Ok(())\n# }}\n```",
        lets = lets.concat(),
        accessor = resource.accessor,
        item = resource.file,
        module = module.name,
        verb = operation.verb,
        parents = values(&resource.parents)?,
        arguments = values(&operation.path_params)?,
    ))
}

/// A hidden line that defines a SID.
fn example_sid(krate: &str, module: &Module, param: &PathParam) -> Option<String> {
    let Type::Sid(prefix) = &param.ty else { return None };
    let (digits, name) = ("a".repeat(32), module.sid(prefix));
    Some(format!("# let {}: {krate}::sid::{name} = \"{prefix}{digits}\".parse()?;\n", param.name.rust))
}

fn example_value(name: &str, ty: &Type) -> Option<String> {
    match ty {
        Type::Scalar(scalar) => {
            scalar.row().example.map(|value| value.replace("{name}", name.trim_end_matches("_sid")))
        }
        Type::Sid(_) => Some(name.to_owned()),
        _ => None,
    }
}
