//! Properties of the generator: it does not panic or hang, and its output can be parsed.

use codegen::Source;
use serde_json::{Map, Value};

/// Generates from arbitrary bytes.
pub fn load(bytes: &[u8]) {
    generate(String::from_utf8_lossy(bytes).into_owned());
}

/// Generates from a tree of OpenAPI keywords.
pub fn tree(bytes: &[u8]) {
    let mut tape = Tape(bytes);
    let value = random_value(&mut tape, 0);
    generate(value.to_string());
}

/// Generates from a valid document with a few random changes.
pub fn lower_to_render(bytes: &[u8], seeds: &[Value]) {
    let mut tape = Tape(bytes);
    let Some(seed) = seeds.get(tape.below(seeds.len())) else { return };
    let mut document = seed.clone();
    for _ in 0..=tape.below(4) {
        change(&mut document, &mut tape);
    }
    generate(document.to_string());
}

/// Generates, and parses every generated file.
fn generate(text: String) {
    let given = text.len();
    let document = Source { name: "document.yaml".to_owned(), text };
    let length = match codegen::generate(&[document], None) {
        Ok(output) => {
            for file in output.files.iter().filter(|file| !file.path.starts_with("runtime/")) {
                let is_rust = file.path.rsplit('.').next() == Some("rs");
                assert!(!is_rust || syn::parse_file(&file.text).is_ok(), "{} does not parse", file.path);
                assert!(!file.path.contains("..") && !file.path.starts_with('/'), "{}", file.path);
            }
            output.files.iter().map(|file| file.text.len()).sum::<usize>()
        }
        Err(diagnostics) => {
            assert!(!diagnostics.0.is_empty(), "rejected without a diagnostic");
            diagnostics.to_string().len()
        }
    };
    assert!(length < 2_000_000 + 1000 * given, "{given} bytes became {length}");
}

/// Bytes as random decisions. After the last byte, every decision is the first choice.
struct Tape<'b>(&'b [u8]);

impl Tape<'_> {
    fn next(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first)
    }

    /// A number below `bound`. 0 if `bound` is 0.
    fn below(&mut self, bound: usize) -> usize {
        let number = self.next() * 256 + self.next();
        number.checked_rem(bound).unwrap_or(0)
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words.get(self.below(words.len())).copied().unwrap_or_default()
    }
}

const WORDS: &[&str] = &[
    "openapi",
    "3.0.1",
    "info",
    "title",
    "version",
    "servers",
    "url",
    "https://a.twilio.com",
    "paths",
    "/v1/A/{Sid}",
    "/v1/A",
    "/v1/{AccountSid}/B.json",
    "get",
    "post",
    "delete",
    "operationId",
    "FetchA",
    "ListA",
    "CreateA",
    "parameters",
    "name",
    "Sid",
    "PageSize",
    "in",
    "path",
    "query",
    "header",
    "required",
    "schema",
    "type",
    "string",
    "object",
    "array",
    "integer",
    "boolean",
    "number",
    "properties",
    "items",
    "enum",
    "format",
    "date-time",
    "pattern",
    "^AC[0-9a-fA-F]{32}$",
    "responses",
    "200",
    "204",
    "default",
    "description",
    "content",
    "application/json",
    "application/x-www-form-urlencoded",
    "components",
    "schemas",
    "a",
    "b",
    "$ref",
    "#/components/schemas/a",
    "#/components/schemas/b",
    "allOf",
    "oneOf",
    "anyOf",
    "discriminator",
    "propertyName",
    "mapping",
    "additionalProperties",
    "nullable",
    "requestBody",
    "security",
    "tags",
    "x-twilio",
    "pii",
    "meta",
    "next_page_uri",
    "maximum",
    "minimum",
    "",
    "self",
    "\u{202e}`",
    "```",
    "\n",
];

fn random_value(tape: &mut Tape<'_>, depth: usize) -> Value {
    match tape.below(if depth > 12 { 4 } else { 10 }) {
        0 => Value::Null,
        1 => Value::Bool(true),
        2 => Value::from(tape.next()),
        3 => Value::from(tape.of(WORDS)),
        4 | 5 => (0..tape.below(4)).map(|_| random_value(tape, depth + 1)).collect(),
        _ => {
            let entries =
                (0..tape.below(8)).map(|_| (tape.of(WORDS).to_owned(), random_value(tape, depth + 1)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

/// Replaces, removes or copies one value of a document.
fn change(document: &mut Value, tape: &mut Tape<'_>) {
    let mut pointers = Vec::new();
    each_pointer(document, String::new(), &mut pointers);
    let mut pointer = || pointers.get(tape.below(pointers.len())).cloned().unwrap_or_default();
    let (one, other) = (pointer(), pointer());
    let copied = document.pointer(&other).cloned().unwrap_or_default();
    let new = match tape.below(5) {
        0 => random_value(tape, 8),
        1 => Value::from(tape.of(WORDS)),
        2 => Value::Null,
        _ => copied,
    };
    if tape.below(4) == 0 {
        let (parent, key) = one.rsplit_once('/').unwrap_or_default();
        if let Some(Value::Object(entries)) = document.pointer_mut(parent) {
            let key = key.replace("~1", "/").replace("~0", "~");
            if tape.below(2) == 0 {
                entries.remove(&key);
            } else {
                entries.insert(tape.of(WORDS).to_owned(), new);
            }
        }
    } else if let Some(value) = document.pointer_mut(&one) {
        *value = new;
    }
}

fn each_pointer(value: &Value, at: String, pointers: &mut Vec<String>) {
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| each_pointer(item, format!("{at}/{index}"), pointers)),
        Value::Object(entries) => entries.iter().for_each(|(key, value)| {
            each_pointer(value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), pointers);
        }),
        _ => {}
    }
    pointers.push(at);
}
