//! The validator of examples.

use std::collections::BTreeMap;
use std::rc::Rc;

use codegen::{Diagnostics, File, Inputs, ResponseExample};
use openapi_schemas::{Invalid, Schemas};

use super::Examples;

/// The maximum number of printed characters of a reason.
const MOST_SHOWN: usize = 300;

impl Examples {
    /// The test of the valid examples.
    pub(in crate::command::corpus) fn of(inputs: Inputs<'_>) -> Result<(Vec<File>, Self), Diagnostics> {
        let mut schemas = BTreeMap::new();
        for source in inputs.documents {
            schemas.insert(source.name.as_str(), Schemas::new(Rc::new(codegen::read(source)?)));
        }
        let mut examples = Self::default();
        let files = codegen::examples_with(inputs, |example| {
            let checked = match (example.schema, schemas.get_mut(example.source)) {
                (Some(pointer), Some(schemas)) => schemas.check(pointer, example.body),
                _ => Ok(()),
            };
            examples.count(example, &checked);
            checked.is_ok()
        })?;
        Ok((files, examples))
    }

    fn count(&mut self, example: &ResponseExample<'_>, checked: &Result<(), Invalid>) {
        let (list, invalid) = match checked {
            Ok(()) => {
                self.valid += 1;
                return;
            }
            Err(invalid @ Invalid::Contradiction { .. }) => (&mut self.contradictory, invalid),
            Err(invalid @ Invalid::Schema(_)) => (&mut self.unchecked, invalid),
        };
        let reason: String = invalid.to_string().chars().take(MOST_SHOWN).collect();
        list.push(format!("{}: {}: {reason}", example.source, example.key));
    }
}

#[cfg(test)]
mod tests {
    use codegen::Source;

    use super::*;

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
