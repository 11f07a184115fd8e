//! Collects the explanations of all items.

use std::collections::BTreeSet;

use super::explanation::Explanation;
use super::reasons;
use crate::diagnostic::Place;
use crate::emit::signature;
use crate::ir::{
    Api, FieldRole, Input, Module, Operation, PathParam, Resource, Sid, TypeDef, TypeId, TypeKind, product,
};
use crate::omitted::{OmissionReason, Rejection};
use crate::output::Source;
use crate::pointer::Pointer;
use crate::settings::{DocumentSettings, Settings};

/// Collects the explanations of all items of an API. `source` finds a document by its file name.
pub(crate) fn collect<'s>(
    api: &Api,
    settings: &Settings,
    source: impl Fn(&str) -> Option<&'s Source>,
) -> Vec<Explanation> {
    let name = |module: &Module| {
        source(&module.source).map_or_else(|| module.source.clone(), |source| source.name.clone())
    };
    let mut found: Vec<Explanation> = api.sids.iter().map(|own| sid(own, &api.modules, &name)).collect();
    let none = DocumentSettings::default();
    for module in &api.modules {
        let own = settings.documents.iter().find(|(name, _)| name.text == module.name);
        let settings = own.map_or(&none, |(_, settings)| settings);
        let scope = Scope { module, settings, source: name(module) };
        found.push(scope.document());
        found.extend(module.resources.iter().map(|own| scope.resource(own)));
        found.extend(module.operations().flat_map(|(resource, own)| scope.operation(resource, own)));
        let public = module.public_types().filter_map(|id| Some((id, module.types.get(id.0)?)));
        found.extend(public.flat_map(|(id, def)| scope.ty(id, def)));
        found.extend(scope.left_out());
    }
    found
}

/// A SID type, and the documents that use it. Several documents can share it. `name` returns the name of the document
/// of a module.
fn sid(own: &Sid, modules: &[Module], name: &dyn Fn(&Module) -> String) -> Explanation {
    let Sid { prefix, rust, noun: _, why } = own;
    let uses: Vec<&Module> = modules.iter().filter(|module| module.first_use_of_sid(own).is_some()).collect();
    let documents: Vec<String> = uses.iter().map(|module| name(module)).collect();
    let products: BTreeSet<&str> = uses.iter().map(|module| product(&module.name)).collect();
    let settings = products.iter().map(|product| format!("[sids.{product}] {prefix} = \"…\""));
    let settings = settings.collect::<Vec<_>>().join(" and ");
    Explanation {
        kind: "SID",
        wire: format!("{prefix}…"),
        rust: Some(format!("sid::{rust}")),
        signature: Some(format!("pub struct {rust}")),
        place: Place::new(documents.join(", "), ""),
        facts: vec![("named", reasons::why(why)), ("settings", settings)],
        aliases: vec![prefix.to_string()],
    }
}

/// One document and its settings.
pub(super) struct Scope<'a> {
    pub(super) module: &'a Module,
    settings: &'a DocumentSettings,
    source: String,
}

impl Scope<'_> {
    pub(super) fn place(&self, pointer: &Pointer) -> Place {
        Place::new(self.source.as_str(), pointer.as_str())
    }

    fn rename(&self, path: &str) -> (&'static str, String) {
        ("settings", reasons::setting(self.module, "rename", path))
    }

    fn retype(&self, path: &str) -> (&'static str, String) {
        ("", reasons::setting(self.module, "retype", path))
    }

    /// The handle of a resource.
    fn resource(&self, resource: &Resource) -> Explanation {
        let Resource { handle, accessor, noun, operations, .. } = resource;
        let module = &self.module.name;
        let ids: Vec<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
        let first = operations.first().map(|operation| operation.facts.at.parent()).unwrap_or_default();
        Explanation {
            kind: "resource",
            wire: noun.clone(),
            rust: Some(format!("{module}::{handle}")),
            signature: Some(signature::accessor(self.module, resource)),
            place: self.place(&first),
            facts: vec![
                ("does", ids.join(", ")),
                ("named", reasons::resource(&resource.operations).to_owned()),
                ("file", format!("generated-client/src/{module}/{}.rs", resource.file)),
            ],
            aliases: vec![format!("{module}::{}::{accessor}", self.module.handle)],
        }
    }

    fn operation(&self, resource: &Resource, operation: &Operation) -> Vec<Explanation> {
        let Operation { id, verb, method, path, output, facts, .. } = operation;
        let module = self.module;
        let rust = format!("{}::{}::{verb}", module.name, resource.handle);
        let own = Explanation {
            kind: "operation",
            wire: id.clone(),
            rust: Some(rust.clone()),
            signature: Some(signature::method(module, operation)),
            place: self.place(&facts.at),
            facts: vec![
                ("sends", format!("{} {path}", method.name())),
                ("gives", signature::output(module, output)),
                ("named", reasons::why(&operation.why)),
                ("paged", reasons::paged(operation)),
                ("retries", method.retry_rule().to_owned()),
                self.rename(id),
                ("", format!("[documents.{}] drop = [{id:?}], or no longer in `keep`", module.name)),
            ],
            aliases: vec![format!("{} {path}", method.name())],
        };
        let params = resource.parents.iter().map(|param| {
            let handle = format!("{}::{}::{}", module.name, module.handle, resource.accessor);
            self.path_value(operation, param, &handle)
        });
        let values = operation.path_params.iter().map(|param| self.path_value(operation, param, &rust));
        let required = operation.required.iter().map(|input| self.input(operation, input, true, &rust));
        let optional = operation.optional.iter().map(|input| self.input(operation, input, false, &rust));
        let items = std::iter::once(self.request(operation, &rust)).chain(self.arguments(operation, &rust));
        let items = items.chain(self.list_setters(operation));
        let inputs = params.chain(values).chain(required).chain(optional);
        std::iter::once(own).chain(items).chain(inputs).collect()
    }

    fn path_value(&self, operation: &Operation, param: &PathParam, owner: &str) -> Explanation {
        let path = format!("{}.{}", operation.id, param.name.wire);
        let given = if param.account {
            "by the client: the account of the credentials or of `with_account`".to_owned()
        } else {
            format!("as the argument `{}` of `{owner}`", param.name.rust)
        };
        Explanation {
            kind: "path value",
            rust: Some(format!("{owner}({})", param.name.rust)),
            signature: None,
            place: self.place(&param.facts.at),
            facts: vec![
                ("type", signature::held(self.module, &param.ty)),
                ("given", given),
                ("named", reasons::why(&param.name.why)),
                ("settings", reasons::setting(self.module, "retype", &path)),
            ],
            wire: path,
            aliases: Vec::new(),
        }
    }

    fn input(&self, operation: &Operation, input: &Input, required: bool, method: &str) -> Explanation {
        let path = format!("{}.{}", operation.id, input.name.wire);
        let (module, name) = (&self.module.name, &input.name.rust);
        let (rust, given) = match (required, &operation.arguments) {
            (false, _) => (
                format!("{module}::{}::{name}", operation.request),
                format!("a setter, because it is optional; `required = [{path:?}]` makes it required"),
            ),
            (true, Some(arguments)) => (
                format!("{module}::{arguments}::{name}"),
                "a field, because it is required and the operation has too many required values for arguments".to_owned(),
            ),
            (true, None) => (format!("{method}({name})"), "an argument, because it is required".to_owned()),
        };
        let (given, retype, aliases) = match &input.numbered {
            Some(numbered) => {
                let aliases = (numbered.first..=numbered.last)
                    .flat_map(|number| numbered.names(&number.to_string()))
                    .map(|name| format!("{}.{name}", operation.id));
                (reasons::numbered(numbered), None, aliases.collect())
            }
            None => (given, Some(self.retype(&path)), Vec::new()),
        };
        let mut facts = vec![
            ("sent", input.location.words()),
            ("given", given),
            ("named", reasons::why(&input.name.why)),
            self.rename(&path),
        ];
        facts.extend(retype);
        facts.extend(input.pii.then(|| {
            ("hidden", "it is personal data (`x-twilio.pii`) or a secret (`format: password`)".to_owned())
        }));
        let place = self.place(&input.facts.at);
        let signature = Some(signature::input(self.module, operation, input));
        let rust = Some(rust);
        Explanation { kind: "parameter", wire: path, rust, signature, place, facts, aliases }
    }

    fn ty(&self, id: TypeId, def: &TypeDef) -> Vec<Explanation> {
        let rust = format!("{}::{}", self.module.name, def.rust);
        let users = self.module.operations().filter(|(resource, operation)| {
            let inputs = operation.required.iter().chain(&operation.optional).map(|input| &input.ty);
            let params = resource.parents.iter().chain(&operation.path_params).map(|param| &param.ty);
            let mut types = inputs.chain(params).chain(operation.output.ty());
            types.any(|ty| ty.named() == Some(id))
        });
        let users: Vec<&str> = users.map(|(_, operation)| operation.id.as_str()).collect();
        let mut facts = vec![("named", reasons::why(&def.why))];
        if !users.is_empty() {
            facts.push(("used by", users.join(", ")));
        }
        facts.push(self.rename(&def.origin.to_string()));
        let place = self.place(&def.origin.pointer());
        let wire = def.origin.to_string();
        let (path, signature) = (Some(rust.clone()), Some(signature::definition(def)));
        let own =
            Explanation { kind: "type", wire, rust: path, signature, place, facts, aliases: Vec::new() };
        let parts = self.parts(def, &rust).into_iter().chain(self.further_parts(def, &rust));
        std::iter::once(own).chain(parts).collect()
    }

    /// The fields of a model, the values of an enum.
    fn parts(&self, def: &TypeDef, owner: &str) -> Vec<Explanation> {
        let part = |kind, wire: &str, rust: &str, signature, place, facts| Explanation {
            kind,
            wire: format!("{}.{wire}", def.origin),
            rust: Some(format!("{owner}::{rust}")),
            signature: Some(signature),
            place,
            facts,
            aliases: Vec::new(),
        };
        match &def.kind {
            TypeKind::Model(fields) => {
                let known = fields.iter().filter(|field| field.role != FieldRole::Additional);
                let parts = known.map(|field| {
                    let (wire, rust) = (&field.name.wire, &field.name.rust);
                    let path = format!("{}.{wire}", def.origin);
                    let mut facts = vec![
                        ("option", reasons::optional(def, field, &self.settings.required)),
                        ("named", reasons::why(&field.name.why)),
                        self.rename(&path),
                        self.retype(&path),
                    ];
                    facts.extend(field.pii.then(|| {
                        (
                            "hidden",
                            "it is personal data (`x-twilio.pii`) or a secret (`format: password`)"
                                .to_owned(),
                        )
                    }));
                    let signature = signature::field(self.module, def, field);
                    part("property", wire, rust, signature, self.place(&field.facts.at), facts)
                });
                parts.collect()
            }
            TypeKind::Enum(values) => {
                let parts = values.iter().map(|value| {
                    let (wire, rust) = (&value.name.wire, &value.name.rust);
                    let path = format!("{}.{wire}", def.origin);
                    let facts = vec![("named", reasons::why(&value.name.why)), self.rename(&path)];
                    let signature = format!("{rust} = {}", value.literal());
                    part("value", wire, rust, signature, self.place(&def.origin.pointer()), facts)
                });
                parts.collect()
            }
            TypeKind::Union { .. } => Vec::new(),
        }
    }

    /// The operations that the client does not contain.
    fn left_out(&self) -> Vec<Explanation> {
        let left_out = self.module.coverage.omitted.iter().map(|operation| {
            let why = match &operation.reason {
                OmissionReason::NotInKeep => ("settings", "no pattern in `keep` matches it".to_owned()),
                OmissionReason::Dropped(pattern) => ("settings", format!("`{pattern}` in `drop` omits it")),
                OmissionReason::Unsupported(Rejection { code, message, place: _ }) => {
                    ("omitted", format!("{message} ({code})"))
                }
            };
            let (at, request) = (operation.pointer(), operation.request());
            Explanation {
                kind: "operation",
                wire: operation.id.clone(),
                rust: None,
                signature: None,
                place: self.place(&at),
                facts: vec![("sends", request.clone()), why],
                aliases: vec![request],
            }
        });
        left_out.collect()
    }
}
