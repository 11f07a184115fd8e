//! Commands to paste: they create a resource, list its collection, and fetch it.

use twilio_client_fake::table::{Body, Definition, Document, Input, Operation, Output, Part, Security, Type};

use crate::terminal::argument;

/// The arguments of the commands. `{url}`, `{account_sid}` and `{auth_token}` are the URL and the credentials of the server.
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
    let mut arguments = match operation.security.sent() {
        Security::Any => vec!["-u".to_owned(), "{account_sid}:{auth_token}".to_owned()],
        Security::Bearer(_) => vec!["-H".to_owned(), argument("authorization: Bearer {auth_token}")],
        Security::Header(name) => vec!["-H".to_owned(), argument(&format!("{name}: {{auth_token}}"))],
        Security::None | Security::Query(_) | Security::Unchecked | Security::Optional(_) => Vec::new(),
    };
    for input in operation.inputs.iter().filter(|input| input.required && input.part == Part::Form) {
        arguments.extend([
            "-d".to_owned(),
            argument(&format!("{}={}", input.name, sample(document, &input.ty, 1))),
        ]);
    }
    let mut path = operation.path.clone();
    for input in &operation.values {
        path = path.replacen(&format!("{{{}}}", input.name), &sample(document, &input.ty, 1), 1);
    }
    let query = operation.inputs.iter().filter(|input| input.required && input.part == Part::Query);
    let mut query: Vec<String> =
        query.map(|input| format!("{}={}", input.name, sample(document, &input.ty, 1))).collect();
    if let Security::Query(name) = operation.security.sent() {
        query.push(format!("{name}={{auth_token}}"));
    }
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    arguments.push(argument(&format!("{{url}}/{}{path}", document.module)));
    arguments
}

/// A value of a type, or an empty string.
fn sample(document: &Document, ty: &Type, number: usize) -> String {
    match ty.bare() {
        Type::Sid(prefixes) => {
            format!("{}{number:032x}", prefixes.split('|').next().unwrap_or_default().replace('*', "XX"))
        }
        Type::Text => "example".to_owned(),
        Type::Bool => "true".to_owned(),
        Type::Int32 | Type::Int64 | Type::Unsigned | Type::Number => number.to_string(),
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

#[cfg(test)]
mod tests {
    use super::commands;
    use crate::command::serve::documents;

    /// Each row: the security scheme, and the expected command after `curl`.
    #[test]
    fn a_command_has_the_credentials_of_its_operation() -> Result<(), Box<dyn std::error::Error>> {
        for (scheme, expected) in [
            ("type: http, scheme: basic", "-u {account_sid}:{auth_token} {url}/shop_v1/things"),
            ("type: http, scheme: bearer", "-H 'authorization: Bearer {auth_token}' {url}/shop_v1/things"),
            ("type: apiKey, in: header, name: X-Key", "-H 'X-Key: {auth_token}' {url}/shop_v1/things"),
            ("type: apiKey, in: query, name: key", "'{url}/shop_v1/things?key={auth_token}'"),
            ("type: http, scheme: digest", "{url}/shop_v1/things"),
        ] {
            let text = format!(
                "openapi: 3.0.3\ninfo: {{title: Shop, version: '1'}}\nservers: [{{url: 'https://shop.example'}}]\n\
                 security: [{{scheme: []}}]\ncomponents: {{securitySchemes: {{scheme: {{{scheme}}}}}}}\n\
                 paths:\n  /things:\n    get:\n      operationId: ListThing\n      responses: {{'204': {{description: none}}}}\n"
            );
            let source = codegen::Source { name: "shop_v1.yaml".to_owned(), text };
            let inputs = codegen::Inputs { documents: &[source], ..codegen::Inputs::default() };
            let tables = codegen::fake(inputs).map_err(|errors| errors.to_string())?;
            let commands = commands(&documents(&tables).map_err(|_| "no table")?);
            assert_eq!(commands.iter().map(|words| words.join(" ")).collect::<Vec<_>>(), [expected]);
        }
        Ok(())
    }
}
