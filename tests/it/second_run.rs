//! The second run of `generate` reads the names of the first one, and changes nothing.

use std::collections::BTreeMap;

use codegen::{Inputs, Runtime, Source};

use crate::sample::root;

/// A document of one service, whose SIDs have the prefix `IS`.
const SERVICE: &str = "openapi: 3.0.1
info: {title: t, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /Services/{Sid}:
    get:
      operationId: FetchService
      parameters: [{name: Sid, in: path, required: true, schema: {type: string, pattern: '^IS[0-9a-f]{32}$'}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/p.service'}}}}}
components:
  schemas:
    p.service: {type: object, properties: {sid: {type: string, pattern: '^IS[0-9a-f]{32}$'}}}
";

#[test]
fn a_second_run_changes_nothing() {
    let fixtures = crate::fixtures::find(&root().join("tests/fixtures/emit")).unwrap();
    let read =
        |path| vec![Source { name: "a_v1.yaml".to_owned(), text: std::fs::read_to_string(path).unwrap() }];
    let mut all: Vec<(String, Vec<Source>)> =
        fixtures.into_iter().map(|(name, path)| (name, read(path))).collect();
    all.push(("two SIDs with one noun".to_owned(), three_invites()));
    for (name, documents) in all {
        let first = codegen::generate(&documents, None).unwrap();
        let names = Source { name: "names.lock".to_owned(), text: first.names.clone() };
        let inputs = Inputs { documents: &documents, names: Some(&names), ..Inputs::default() };
        let second = codegen::generate_with(inputs, &Runtime::Bundled).unwrap();
        assert_eq!(second.names, first.names, "{name}");
        for (second, first) in second.files.iter().zip(&first.files) {
            assert_eq!((&second.path, &second.text), (&first.path, &first.text), "{name}");
        }
    }
}

/// The name that separates two prefixes may itself be the name of a third one.
#[test]
fn each_sid_type_has_one_prefix() {
    let output = codegen::generate(&three_invites(), None).unwrap();
    let names: toml::Table = output.names.parse().unwrap();
    let sids = names["sids"].as_table().unwrap().values().flat_map(|of| of.as_table().unwrap());
    let sids: BTreeMap<&str, &str> =
        sids.map(|(prefix, name)| (name.as_str().unwrap(), prefix.as_str())).collect();
    assert_eq!(sids.len(), 3, "{sids:?}");
    assert_eq!(sids["AInviteSid"], "IC");
}

/// Two products with the same noun, and one whose noun contains the name of the first product.
fn three_invites() -> Vec<Source> {
    let document = |noun: &str, prefix: &str| {
        let text = SERVICE.replace("p.service", noun).replace("IS[", &format!("{prefix}["));
        let (product, _) = noun.split_once('.').unwrap();
        Source { name: format!("{product}_v1.yaml"), text }
    };
    vec![document("a.invite", "IA"), document("b.invite", "IB"), document("c.a_invite", "IC")]
}
