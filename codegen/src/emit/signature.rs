//! The signatures of the generated items, for the report and for `explain`. They are the tokens of the
//! generated code, printed in one line. The name of the runtime is left out: `Number`, not `rt::Number`.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::quote;

use super::{input, model, module, operation, types};
use crate::ir::{Field, Input, Module, Operation, Output, Resource, Type, TypeDef};

/// The type of a field or of a result.
pub(crate) fn held(module: &Module, ty: &Type) -> String {
    print(types::held(module, ty))
}

/// The method that creates a handle.
pub(crate) fn accessor(module: &Module, resource: &Resource) -> String {
    print(module::accessor_signature(module, resource))
}

/// The method that creates a request.
pub(crate) fn method(module: &Module, operation: &Operation) -> String {
    print(operation::method_signature(module, operation))
}

/// The result of sending a request.
pub(crate) fn output(module: &Module, output: &Output) -> String {
    match output {
        Output::Nothing => print(quote!(())),
        Output::Value(ty) => held(module, ty),
        Output::Text | Output::Location => print(quote!(String)),
        Output::Bytes => print(quote!(Vec<u8>)),
        Output::Page { item, .. } => {
            let item = types::held(module, item);
            print(quote!(Page<#item>))
        }
    }
}

/// The item that takes the value of an input: a setter, a field of the arguments, or the method.
pub(crate) fn input(module: &Module, operation: &Operation, input: &Input) -> String {
    let is_required = operation.required.iter().any(|required| std::ptr::eq(required, input));
    match (is_required, &operation.arguments) {
        (false, _) => print(input::setter_signature(module, input)),
        (true, Some(_)) => print(operation::arguments_field(module, input)),
        (true, None) => method(module, operation),
    }
}

/// The type of the argument of a method.
pub(crate) fn argument(module: &Module, ty: &Type) -> String {
    print(types::taken(module, ty))
}

/// The items of an operation that callers use beside its setters and the fields of its arguments.
pub(crate) fn operation_items(module: &Module, operation: &Operation) -> Vec<String> {
    let mut items = vec![method(module, operation), output(module, &operation.output)];
    if let Output::Page { page_size: Some(_), .. } = &operation.output {
        items.push("pub fn page_size(self, size: u32) -> Self".to_owned());
    }
    items
}

/// The items of a type that callers use beside its fields and variants.
pub(crate) fn type_items(module: &Module, def: &TypeDef) -> Vec<String> {
    let construction = model::construction(module, def).into_iter().map(print);
    std::iter::once(definition(def)).chain(construction).collect()
}

/// The items of a field that callers use: the field, and its setter if there is one.
pub(crate) fn field_items(module: &Module, def: &TypeDef, field: &Field) -> Vec<String> {
    let setter = model::setter_signature(module, def, field).map(print);
    std::iter::once(self::field(module, def, field)).chain(setter).collect()
}

/// A field of a model.
pub(crate) fn field(module: &Module, def: &TypeDef, field: &Field) -> String {
    print(model::field_signature(module, def, field))
}

/// A type, without its content.
pub(crate) fn definition(def: &TypeDef) -> String {
    print(model::signature(def))
}

/// Prints tokens in one line, with the spaces of rustfmt.
fn print(tokens: TokenStream) -> String {
    let mut words = Vec::new();
    collect(tokens, &mut words);
    let mut text = String::new();
    let mut before = "";
    let mut words = words.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        if word == "rt" && words.peek() == Some(&"::") {
            words.next();
            continue;
        }
        if is_apart(before, word) {
            text.push(' ');
        }
        text.push_str(word);
        before = word;
    }
    text
}

/// Adds the tokens as words: names, and marks such as `->` and `(`.
fn collect(tokens: TokenStream, words: &mut Vec<String>) {
    let mut is_joint = false;
    for token in tokens {
        match token {
            TokenTree::Punct(mark) => {
                match (mark.as_char(), words.last_mut()) {
                    (':', Some(last)) if is_joint && last == ":" => last.push(':'),
                    ('>', Some(last)) if is_joint && last == "-" => last.push('>'),
                    (mark, _) => words.push(mark.to_string()),
                }
                is_joint = mark.spacing() == Spacing::Joint;
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                words.push(open.to_owned());
                collect(group.stream(), words);
                words.push(close.to_owned());
                is_joint = false;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                words.push(token.to_string());
                is_joint = false;
            }
        }
    }
}

/// Whether a space separates two words.
fn is_apart(before: &str, word: &str) -> bool {
    let follows_opening = matches!(before, "" | "(" | "[" | "<" | "&" | "::");
    let follows_separator = matches!(before, "->" | ":" | "," | "=");
    let is_attached = matches!(word, "" | "(" | ")" | "]" | "<" | ">" | "," | ":" | "::");
    !follows_opening && (follows_separator || !is_attached)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::TypeKind;
    use crate::load::Examples;
    use crate::output::Source;

    #[test]
    fn signatures_have_the_spaces_of_rustfmt() {
        let rows = [
            (quote!(pub fn list(&self) -> ListThing), "pub fn list(&self) -> ListThing"),
            (quote!(pub fn at(&self, at: rt::Date) -> ()), "pub fn at(&self, at: Date) -> ()"),
            (
                quote!(pub fn tags(self, values: impl IntoIterator<Item = impl Into<rt::Number>>) -> Self),
                "pub fn tags(self, values: impl IntoIterator<Item = impl Into<Number>>) -> Self",
            ),
            (
                quote!(pub fn at(self, pairs: impl IntoIterator<Item = (rt::Date, rt::Date)>) -> Self),
                "pub fn at(self, pairs: impl IntoIterator<Item = (Date, Date)>) -> Self",
            ),
            (
                quote!(pub rt: Option<BTreeMap<String, Vec<rt::Json>>>),
                "pub rt: Option<BTreeMap<String, Vec<Json>>>",
            ),
        ];
        for (tokens, expected) in rows {
            assert_eq!(print(tokens), expected);
        }
    }

    /// Without white space, the prefix of the runtime, and trailing commas.
    fn bare(text: &str) -> String {
        let text: String = text.split_whitespace().collect();
        text.replace("rt::", "").replace(",)", ")")
    }

    /// The signatures that the report and `explain` can show.
    fn signatures(module: &Module) -> Vec<String> {
        let mut all: Vec<String> =
            module.resources.iter().map(|resource| accessor(module, resource)).collect();
        for (_, operation) in module.operations() {
            all.push(method(module, operation));
            let inputs = operation.required.iter().chain(&operation.optional);
            all.extend(inputs.map(|given| input(module, operation, given)));
        }
        for id in module.public_types() {
            let def = &module.types[id.0];
            all.push(definition(def));
            if let TypeKind::Model(fields) = &def.kind {
                all.extend(fields.iter().map(|own| field(module, def, own)));
            }
        }
        all
    }

    #[test]
    fn the_generated_code_contains_every_signature() {
        let documents = [
            include_str!("../../../tests/fixtures/emit/modules/parents_and_sids.yaml"),
            include_str!("../../../tests/fixtures/emit/requests/json_object_body.yaml"),
            include_str!("../../../tests/fixtures/emit/requests/form_with_three_required_fields.yaml"),
            include_str!("../../../tests/fixtures/emit/requests/query_value_types.yaml"),
            include_str!("../../../tests/fixtures/emit/requests/numbered_inputs.yaml"),
            include_str!("../../../tests/fixtures/emit/models/field_types.yaml"),
            include_str!("../../../tests/fixtures/emit/models/recursive_model.yaml"),
        ];
        for text in documents {
            let source = Source { name: "api_v1.yaml".to_owned(), text: text.to_owned() };
            let output = crate::generate(std::slice::from_ref(&source), None).unwrap();
            let code: String = output.files.iter().map(|file| file.text.as_str()).collect();
            let code = bare(&code);
            let document = crate::load::load(&source, Examples::Dropped, |stem| crate::load::Scope {
                module: stem.to_owned(),
                settings: None,
                unsupported: None,
            })
            .unwrap();
            let context = crate::lower::Context::default();
            let (api, _) = crate::lower::lower(&[document], &context).into_api(&context).unwrap();
            let signatures = signatures(&api.modules[0]);
            assert!(signatures.len() > 3, "{signatures:?}");
            for signature in signatures {
                assert!(code.contains(&bare(&signature)), "the code does not contain `{signature}`");
            }
        }
    }
}
