//! The example of an operation: a doctest that calls the operation on the fake.
//!
//! A doctest is code, so the example contains only names from lowering and no string of an OpenAPI document. Lines
//! that begin with `# ` are compiled but not shown.

mod values;

use std::collections::BTreeSet;

use super::types::definition;
use crate::ir::{Api, Field, Module, Operation, Output, PathParam, Resource, Security, TypeKind};
use values::{Given, Values};

/// The longest line of an example, so that a page on a narrow screen does not need to be scrolled far.
const WIDTH: usize = 84;

/// The code block of the example. `None` if the operation requires a value that no caller can create.
pub(super) fn of(api: &Api, module: &Module, resource: &Resource, operation: &Operation) -> Option<String> {
    let lines = lines(api, module, resource, operation)?;
    let krate = api.package.name.replace('-', "_");
    Some(framed(&krate, &module.name, method_of_fake(module, resource, operation), &lines))
}

/// The lines of the example, which use the variable `client`.
pub(super) fn lines(
    api: &Api,
    module: &Module,
    resource: &Resource,
    operation: &Operation,
) -> Option<Vec<String>> {
    let krate = api.package.name.replace('-', "_");
    let handle = &resource.accessor;
    let taken =
        BTreeSet::from(["client".to_owned(), "fake".to_owned(), handle.clone(), resource.file.clone()]);
    let mut values = Values::new(&krate, module, taken);
    let parents = resource.parents.iter().filter(|param| !param.account);
    let parents: Option<Vec<String>> =
        parents.map(|param| values.argument(&Given::path(param), &resource.noun)).collect();
    let own = operation.path_params.iter().filter(|param| !param.account);
    let own: Option<Vec<String>> =
        own.map(|param| values.argument(&Given::path(param), &resource.noun)).collect();
    let (parents, mut arguments) = (parents?, own?);
    let mut structure = Vec::new();
    match &operation.arguments {
        Some(name) => {
            let fields: Option<Vec<String>> = operation
                .required
                .iter()
                .map(|input| values.field(&Given::input(input), &resource.noun))
                .collect();
            structure.push(format!("let arguments = {krate}::{}::{name} {{", module.name));
            structure.extend(fields?.into_iter().map(|field| format!("    {field},")));
            structure.push("};".to_owned());
            arguments.push("arguments".to_owned());
        }
        None => {
            for input in &operation.required {
                arguments.push(values.argument(&Given::input(input), &resource.noun)?);
            }
        }
    }
    let mut lines = values.lines;
    let client = format!("client.{}()", module.name);
    lines.extend(statement(&format!("let {handle} ="), &client, handle, &parents, ";"));
    lines.extend(structure);
    lines.extend(send(resource, operation, &arguments));
    Some(lines)
}

/// The lines that send the request and print its result.
fn send(resource: &Resource, operation: &Operation, arguments: &[String]) -> Vec<String> {
    let (handle, item) = (&resource.accessor, &resource.file);
    let variable = |text: &str| if item == handle { text.to_owned() } else { item.clone() };
    let request = |start: &str, end: &str| statement(start, handle, &operation.verb, arguments, end);
    match &operation.output {
        Output::Page { .. } => {
            let item = variable("item");
            let mut lines = request("let mut stream =", ".limit(200).stream();");
            lines.push(format!("while let Some({item}) = stream.try_next().await? {{"));
            lines.push(format!("    println!(\"{{{item}:?}}\");"));
            lines.push("}".to_owned());
            lines
        }
        Output::Nothing => request("", ".await?;"),
        Output::Value(_) | Output::Text | Output::Bytes | Output::Location => {
            let item = variable("response");
            let mut lines = request(&format!("let {item} ="), ".await?;");
            lines.push(format!("println!(\"{{{item}:?}}\");"));
            lines
        }
    }
}

/// A statement that calls a method. A long statement is divided at the places where rustfmt divides it: after
/// the `=` if the call has no arguments, and otherwise before each argument.
fn statement(start: &str, target: &str, method: &str, arguments: &[String], end: &str) -> Vec<String> {
    let before = if start.is_empty() { String::new() } else { format!("{start} ") };
    let call = format!("{target}.{method}({}){end}", arguments.join(", "));
    if before.len() + call.len() <= WIDTH {
        return vec![before + &call];
    }
    if arguments.is_empty() {
        let indented = format!("    {call}");
        return if start.is_empty() { vec![call] } else { vec![start.to_owned(), indented] };
    }
    let mut lines = vec![format!("{before}{target}.{method}(")];
    lines.extend(arguments.iter().map(|argument| format!("    {argument},")));
    lines.push(format!("){end}"));
    lines
}

/// The method of the fake that runs the example. `None` if the example is only compiled: the client does not support
/// the authentication of the operation, or an object in the path has only optional properties, so that it is an empty
/// value, which the client rejects.
fn method_of_fake(module: &Module, resource: &Resource, operation: &Operation) -> Option<&'static str> {
    let is_object = |param: &PathParam| {
        let named = param.ty.named().map(|id| &definition(module, id).kind);
        matches!(named, Some(TypeKind::Model(fields)) if !fields.iter().any(Field::is_required))
    };
    let mut path = resource.parents.iter().chain(&operation.path_params);
    if path.any(is_object) || !operation.key_headers.is_empty() {
        return None;
    }
    match operation.security.sent() {
        Security::Any | Security::None => Some("example"),
        Security::Bearer(_) => Some("example_with_token"),
        Security::Key(..) => Some("example_with_key"),
        Security::Unsupported(_) | Security::Optional(_) => None,
    }
}

/// The code block with the hidden lines that start the fake.
fn framed(krate: &str, module: &str, method: Option<&str>, lines: &[String]) -> String {
    let (language, method) = method.map_or(("rust,no_run", "example"), |method| ("rust", method));
    format!(
        "```{language}\n# #[cfg(feature = \"fake\")]\n# {krate}::fake::Fake::{method}(\"{module}\", async |client| {{\n{}\n# Ok(())\n# }});\n```",
        lines.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, statement};

    #[test]
    fn long_statements_are_divided() {
        let long = "a".repeat(WIDTH);
        let arguments = [format!("\"{long}\"")];
        for (start, method, arguments, expected) in [
            ("let x =", "list", &[][..], vec!["let x = y.list();".to_owned()]),
            ("let x =", &long, &[], vec!["let x =".to_owned(), format!("    y.{long}();")]),
            ("", &long, &[], vec![format!("y.{long}();")]),
            (
                "let x =",
                "list",
                &arguments,
                vec!["let x = y.list(".to_owned(), format!("    \"{long}\","), ");".to_owned()],
            ),
        ] {
            assert_eq!(statement(start, "y", method, arguments, ";"), expected);
        }
    }
}
