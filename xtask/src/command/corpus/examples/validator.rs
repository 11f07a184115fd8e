//! The validator of examples.

use std::collections::BTreeMap;
use std::rc::Rc;

use codegen::{Diagnostics, ResponseExample, Source};
use openapi_schemas::{Invalid, Schemas};

use super::Problem;

/// The schemas of some documents, by the name of the document.
pub(super) struct Validator<'d>(BTreeMap<&'d str, Schemas>);

impl<'d> Validator<'d> {
    pub(super) fn new(documents: &'d [Source]) -> Result<Self, Diagnostics> {
        let mut schemas = BTreeMap::new();
        for source in documents {
            schemas.insert(source.name.as_str(), Schemas::new(Rc::new(codegen::read(source)?)));
        }
        Ok(Self(schemas))
    }

    /// Checks an example against its schema. An example without a schema is valid.
    pub(super) fn check(&mut self, example: &ResponseExample<'_>) -> Result<(), Problem> {
        let schemas = self.0.get_mut(example.source);
        let (Some(pointer), Some(schemas)) = (example.schema, schemas) else { return Ok(()) };
        schemas.check(pointer, example.body).map_err(|invalid| match invalid {
            Invalid::Contradiction { .. } => Problem::Contradiction(invalid.to_string()),
            Invalid::Schema(_) => Problem::Schema(invalid.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use codegen::{Inputs, Source};

    use crate::command::corpus::examples::Examples;

    type TestResult = Result<(), Box<dyn std::error::Error>>;

    /// Responses with examples: two match the schema, one contradicts it, and one has a schema that
    /// is not valid.
    const EXAMPLES: &str = "
openapi: 3.0.1
info: {title: Good, version: '1'}
servers: [{url: https://good.twilio.com}]
paths:
  /v1/Things/{Name}:
    parameters: [{name: Name, in: path, required: true, schema: {type: string}}]
    get:
      operationId: FetchThing
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {$ref: '#/components/schemas/thing'}
              examples:
                full: {value: {name: a, size: 1}}
                wrong: {value: {name: a, size: one}}
                without_size: {value: {name: null}}
    post:
      operationId: CreateThing
      responses:
        '201':
          description: ok
          content:
            application/json:
              schema: {$ref: '#/components/schemas/odd'}
              example: {name: a}
components:
  schemas:
    thing:
      type: object
      required: [name]
      properties: {name: {type: string, nullable: true}, size: {type: integer}}
    odd: {type: object, properties: {name: {type: string, minLength: -1}}}
";

    #[test]
    fn only_valid_examples_are_decoded() -> TestResult {
        let documents = [Source { name: "good_v1.yaml".to_owned(), text: EXAMPLES.to_owned() }];
        let inputs = Inputs { documents: &documents, ..Inputs::default() };
        let (files, examples) = Examples::of(inputs).map_err(|diagnostics| diagnostics.to_string())?;
        let contradictory = ["good_v1.yaml: FetchThing 200 wrong: /size: want integer, but got string"];
        assert_eq!(
            (examples.valid, examples.contradictory.as_slice()),
            (2, &contradictory.map(str::to_owned)[..])
        );
        assert_eq!(examples.unchecked.len(), 1, "{examples:?}");
        let bodies =
            files.iter().find(|file| file.path == "tests/examples/good_v1.json").ok_or("no bodies")?;
        let bodies: serde_json::Value = serde_json::from_str(&bodies.text)?;
        let keys: Vec<_> = bodies.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["FetchThing 200 full", "FetchThing 200 without_size"]);
        let notes = Examples::notes([&examples, &Examples::default()].into_iter(), 1);
        assert_eq!(notes[0], "valid examples: 2, decoded: 1, not decoded: 1");
        assert!(notes[1].ends_with("not decoded: 1") && notes[2].ends_with("not decoded: 1"), "{notes:?}");
        Ok(())
    }
}
