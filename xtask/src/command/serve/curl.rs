//! Commands to paste: they create a resource, list its collection, and fetch it.

use twilio_client_fake::table::{Body, Definition, Document, Input, Operation, Output, Part, Type};

/// The arguments of the commands after the credentials. `{url}` is the URL of the server.
///
/// The operations are those of the first document with a list of resources that a form creates, or else the first
/// three that need no body.
pub(super) fn commands(documents: &[Document]) -> Vec<Vec<String>> {
    documents.iter().find_map(of_collection).unwrap_or_else(|| {
        let operations = documents
            .iter()
            .flat_map(|document| document.operations.iter().map(move |operation| (document, operation)));
        let readable = operations.filter(|(_, operation)| operation.method == "GET");
        readable.take(3).map(|(document, operation)| arguments(document, operation)).collect()
    })
}

fn of_collection(document: &Document) -> Option<Vec<Vec<String>>> {
    let operations = &document.operations;
    operations.iter().find_map(|create| {
        let is_form = create.method == "POST" && create.body == Body::Form;
        let fills = |input: &Input| !input.required || !sample(document, &input.ty, 1).is_empty();
        if !is_form || !create.inputs.iter().all(fills) {
            return None;
        }
        let list = operations.iter().find(|list| {
            list.path == create.path && list.method == "GET" && matches!(list.output, Output::Page(_))
        })?;
        let fetch = operations.iter().find(|fetch| {
            let rest = fetch.path.strip_prefix(create.path.trim_end_matches(".json"));
            fetch.method == "GET"
                && rest.is_some_and(|rest| rest.starts_with("/{") && rest.matches('/').count() == 1)
        })?;
        Some([create, list, fetch].map(|operation| arguments(document, operation)).to_vec())
    })
}

fn arguments(document: &Document, operation: &Operation) -> Vec<String> {
    let mut arguments = Vec::new();
    for input in operation.inputs.iter().filter(|input| input.required && input.part == Part::Form) {
        arguments
            .extend(["-d".to_owned(), quoted(&format!("{}={}", input.name, sample(document, &input.ty, 1)))]);
    }
    let mut path = operation.path.clone();
    for input in &operation.values {
        path = path.replacen(&format!("{{{}}}", input.name), &sample(document, &input.ty, 1), 1);
    }
    let query = operation.inputs.iter().filter(|input| input.required && input.part == Part::Query);
    let query: Vec<String> =
        query.map(|input| format!("{}={}", input.name, sample(document, &input.ty, 1))).collect();
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    arguments.push(quoted(&format!("{{url}}/{}{path}", document.module)));
    arguments
}

/// Quotes an argument for a shell, if necessary.
fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/:._-={}".contains(c);
    if argument.chars().all(is_plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', r"'\''"))
    }
}

/// A value of a type, or an empty string.
fn sample(document: &Document, ty: &Type, number: usize) -> String {
    match ty.bare() {
        Type::Sid(prefixes) => {
            format!("{}{number:032x}", prefixes.split('|').next().unwrap_or_default().replace('*', "XX"))
        }
        Type::Text => "example".to_owned(),
        Type::Bool => "true".to_owned(),
        Type::Int32 | Type::Int64 | Type::Number => number.to_string(),
        Type::List(item) => sample(document, item, number),
        Type::Date => "2024-05-01".to_owned(),
        Type::Timestamp => "2024-05-01T10:20:30Z".to_owned(),
        Type::Named(index) => match document.types.get(*index) {
            Some(Definition::Enum(values)) => values.first().cloned().unwrap_or_default(),
            Some(Definition::Integers(values)) => values.first().map(ToString::to_string).unwrap_or_default(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}
