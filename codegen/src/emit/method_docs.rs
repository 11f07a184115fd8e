//! The documentation of a handle's methods.

use super::example;
use super::text::Text;
use crate::ir::page_style::PageSize;
use crate::ir::{Api, Block, Doc, Module, Operation, Output, Resource};
use crate::sentence;

/// The documentation of an operation: its purpose, its HTTP method and path, its retry rule, its arguments,
/// and an example.
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
    if operation.security.is_optional() {
        text.paragraph(
            "The credentials are optional: the client sends them if it has credentials of this kind.",
        );
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
    if let Some(example) = example::of(api, module, resource, operation) {
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
